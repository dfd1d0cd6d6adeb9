import { isPersonal, keyOf, ownerMark, setOwnerMark } from './owner.ts'
import { begin, forget, keep, memory, nothing, opened, ownerKey, type Spare } from './store.ts'

/** What lies in memory alone goes with the rest. */
function moveSpare(key: string, mark: string, spare: Spare): void {
  const target = keyOf(key, mark)
  if (memory.has(target)) return
  memory.set(target, { ...spare, over: nothing })
  memory.delete(key)
}

/**
 * From now on the things of this person are in the open, and another's are not. What was nobody's and begun here
 * becomes theirs where they have nothing of the kind: whoever signs in to hand in what they wrote still has it.
 */
export async function giveTo(mark: string): Promise<void> {
  const place = await opened()
  const before = ownerMark()
  // Together with the beginning of the move: what is laid down from now on is theirs, what was before is moved.
  setOwnerMark(mark)
  try {
    if (before === '') await moveNobodys(mark, place)
  } catch (error) {
    setOwnerMark(before)
    throw error
  }
  await keep(ownerKey, mark)
}

async function moveNobodys(mark: string, place: Awaited<ReturnType<typeof opened>>): Promise<void> {
  const nobodys = (key: string): boolean => isPersonal(key) && !key.includes('@')
  const turn = place && (await begin(place))
  if (turn)
    for (const key of (await turn.store.getAllKeys()).filter(nobodys)) {
      const target = keyOf(key, mark)
      const sealed = await turn.store.get(key)
      if (!sealed || (await turn.store.getKey(target)) !== undefined) continue
      await turn.store.put(sealed, target)
      await turn.store.delete(key)
    }
  await turn?.done
  for (const [key, spare] of [...memory].filter(([one]) => nobodys(one))) moveSpare(key, mark, spare)
}

/** Puts what is somebody's out of sight: it stays here, and is in the open again when they sign in (`giveTo`). */
export async function putAway(): Promise<void> {
  await opened()
  setOwnerMark('')
  await forget(ownerKey)
}

/** Removes everything of this person from this phone; what lies open is nobody's then. */
export async function forgetOwner(mark: string): Promise<void> {
  const place = await opened()
  const theirs = (key: string): boolean => key.endsWith(`@${mark}`)
  for (const key of [...memory.keys()].filter(theirs)) memory.delete(key)
  const turn = place && (await begin(place))
  if (turn) for (const key of (await turn.store.getAllKeys()).filter(theirs)) await turn.store.delete(key)
  await turn?.done
  for (const name of ((await place?.database.getAllKeys('keys')) ?? []).filter(theirs))
    await place?.database.delete('keys', name)
  setOwnerMark('')
  await forget(ownerKey)
}
