import { heedOfficeDay, officeDay } from './office-day.ts'
import { online } from './online.ts'
import { isPersonal } from './owner.ts'
import { isUnreached, ProblemError } from './problem-error.ts'
import { forget, keep, recall } from './store.ts'

/** What the office showed last, and when (ISO 8601); `day`: its business date then, which is what deadlines count by. */
export type LastSeen<T> = { at: string; value: T; day?: string | undefined }

/** `since` and `error` only where the office could not be asked: then it is as it was. */
export type Seen<T> = { value: T; since?: string; error?: ProblemError }

/** A phone with bars and no way through says that it is online: only the try tells. */
export const unreached = (error: ProblemError | undefined): boolean => !online.value || isUnreached(error)

/** Under this lies what officers were shown: all of it goes when the desk is left (work/useOfficer.ts). */
export const shownHere = 'work.shown.'
export const shownAtDesk = (officer: string, what: string): string => `${shownHere}${officer}.${what}`

/** @throws where whoever holds this phone next would find it: neither personal (owner.ts) nor an officer's */
export async function keepSeen<T>(key: string, value: T): Promise<void> {
  if (!isPersonal(key) && !key.startsWith(shownHere)) throw new Error(`not personal: ${key}`)
  await keep(key, { at: new Date().toISOString(), value, day: officeDay() } satisfies LastSeen<T>)
}

/** As it was seen last on this phone; undefined where it never was. */
export async function recallSeen<T>(key: string): Promise<LastSeen<T> | undefined> {
  const kept = await recall<Partial<LastSeen<T>>>(key)
  if (kept?.at === undefined || kept.value === undefined) return undefined
  heedOfficeDay(kept.day)
  return { at: kept.at, value: kept.value }
}

/** An answer, and not the lack of one: what it refuses must not be shown from memory either. */
const isRefusal = (error: ProblemError): boolean =>
  error.status >= 400 && error.status < 500 && error.code !== 'too-many' && !isUnreached(error)

/**
 * What only its owner sees, read from the office and kept on this phone under `key` (a personal one: app/owner.ts).
 * Where the office cannot be reached it is what was seen last. Rejects with a `ProblemError` where it was never seen
 * or the office refuses it; with `sign-in-needed` it is forgotten: the next person on this phone must not find it.
 */
export async function readSeen<T>(key: string, read: () => Promise<T>): Promise<Seen<T>> {
  try {
    const value = await read()
    await keepSeen(key, value)
    return { value }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.code === 'sign-in-needed') await forget(key)
    const kept = isRefusal(error) ? undefined : await recallSeen<T>(key)
    if (!kept) throw error
    return { value: kept.value, since: kept.at, error }
  }
}
