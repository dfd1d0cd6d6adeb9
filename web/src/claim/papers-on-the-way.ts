import { computed, type ComputedRef } from 'vue'
import { refusedOf } from '../app/outbox-order.ts'
import { openOutbox, outbox, settle } from '../app/outbox.ts'
import { forget, keysKept, recall } from '../app/store.ts'

/** Where the photos for papers of one claim lie until they are received. */
export type KeptPapers = { photos: Record<string, File[]>; write?: string }

const prefix = 'papers:'
export const papersShelf = (claimId: string): string => prefix + claimId

/** Whether papers of this claim were handed over and not yet received: waiting, or refused. */
export function usePapersOnTheWay(claimId: () => string): ComputedRef<'waiting' | 'refused' | undefined> {
  void openOutbox()
  return computed(() => {
    const entry = outbox.value.find(({ kind, body }) =>
      kind === 'papers' && (body as { claimId?: string } | undefined)?.claimId === claimId())
    if (entry === undefined) return undefined
    return refusedOf(entry, outbox.value) ? 'refused' : 'waiting'
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
