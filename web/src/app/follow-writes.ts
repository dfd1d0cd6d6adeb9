import { watch } from 'vue'
import type { OutboxEntry } from './outbox-order.ts'
import { outbox, wordOn } from './outbox.ts'

/**
 * Tells what became of writes of one kind, whenever and in whichever tab they were received: the answer, or nothing
 * where only another tab saw it. `forget` leaves one out that was taken back.
 */
export function followWrites<Answer>(
  isMine: (entry: OutboxEntry) => boolean,
  received: (answer: Answer | undefined) => void,
): { forget: (id: string) => void } {
  const waiting = new Set<string>()
  watch(
    outbox,
    (all) => {
      for (const entry of all) if (entry.answer === undefined && isMine(entry)) waiting.add(entry.id)
      for (const id of [...waiting].filter((one) => !all.some((entry) => entry.id === one))) {
        waiting.delete(id)
        const word = wordOn<Answer>(id)
        received(word?.word === 'received' ? word.answer : undefined)
      }
    },
    { immediate: true },
  )
  return { forget: (id) => waiting.delete(id) }
}
