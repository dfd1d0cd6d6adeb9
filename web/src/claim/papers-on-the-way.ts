import { computed, type ComputedRef } from 'vue'
import { openOutbox, outbox, settle, wordOn, type Word } from '../app/outbox.ts'
import { forget, keysKept, recall } from '../app/store.ts'

/** Where the photos for papers of one claim lie until they are received. */
export type KeptPapers = {
  photos: Record<string, File[]>
  /** The key of the write, made before its first try, so that every later one is the same write. */
  write?: string
  /** The keys of the pictures, in the order of `photos`. */
  pictures?: Record<string, string[]>
}

const prefix = 'papers:'
export const papersShelf = (claimId: string): string => prefix + claimId

/** Where the papers of this claim are that were handed over; undefined when none were. */
export function usePapersOnTheWay(claimId: () => string): ComputedRef<Word<unknown>['word'] | undefined> {
  void openOutbox()
  return computed(() => {
    const mine = outbox.value.filter(({ kind, body, answer }) =>
      kind === 'papers' && answer === undefined
      && (body as { claimId?: string } | undefined)?.claimId === claimId())
    return mine[0] && wordOn(mine[0].id)?.word
  })
}

/** Lets go of photos that were received while their own page was not open. */
export async function settleReceivedPapers(): Promise<void> {
  await openOutbox()
  const received = outbox.value.filter(({ kind, answer }) => kind === 'papers' && answer !== undefined)
  if (received.length === 0) return
  for (const key of await keysKept(prefix)) {
    const kept = await recall<KeptPapers>(key)
    if (received.some(({ id }) => id === kept?.write)) await forget(key)
  }
  for (const { id } of received) await settle(id)
}
