/**
 * Several people share one phone. What was written, seen or received under somebody's sign-in lies under their mark
 * (`session.resident.mark`), and is found again by that person alone; what was begun without one is nobody's until
 * somebody signs in. The phone's own things (its key, the places, the desk of staff) have no owner.
 */
const personal = /^(draft|track\.|receipt|papers:|calculator|inbox|last-place|mine\.|code\.|family)/
const seam = '@'

let mark = ''

/** The mark of whose things are in the open here; '' while they are nobody's. */
export const ownerMark = (): string => mark
/** From now on personal keys are read and written under this mark; whoever calls it moves nothing. */
export function setOwnerMark(whose: string): void {
  mark = whose
}

export const isPersonal = (key: string): boolean => personal.test(key)

/** Where the owner's `key` lies. */
export const keyOf = (key: string, whose = mark): string =>
  whose === '' || !isPersonal(key) ? key : `${key}${seam}${whose}`

/** The key that lies here as its owner knows it; undefined for another's. */
export function readKey(stored: string): string | undefined {
  const at = stored.lastIndexOf(seam)
  if (!isPersonal(stored)) return stored
  const whose = at < 0 ? '' : stored.slice(at + 1)
  return whose === mark ? stored.slice(0, at < 0 ? undefined : at) : undefined
}
