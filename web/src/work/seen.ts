import { idleMinutes } from '@yima/shared/identity/sign-in'
import { keep, recall } from '../app/store.ts'

/** When somebody was last at the desk on this device: without a network nobody else can say that it is locked. */
const shelf = 'work.seen'

export const noteSeen = (): Promise<void> => keep(shelf, Date.now())
export const noteLocked = (): Promise<void> => keep(shelf, 0)

/** Whether the desk was locked or left alone when this page was opened anew. */
export async function wasLocked(): Promise<boolean> {
  const seen = await recall<number>(shelf)
  if (seen === undefined) return false
  const gone = Date.now() - seen
  // A clock set back is no proof that somebody was here.
  return gone < 0 || gone >= idleMinutes * 60_000
}
