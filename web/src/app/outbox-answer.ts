import type { OutboxEntry } from './outbox-order.ts'

/** What the pages need of an answer before they may let go of what was written. */
const needed: Readonly<Record<string, readonly string[]>> = {
  file: ['id'],
  application: ['id', 'receiptNumber'],
  filing: ['id', 'receiptNumber'],
}

/** Whether the answer to this write holds what it was sent for: every answer of ours is an object. */
export function isWhole({ kind }: Pick<OutboxEntry, 'kind'>, answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const has = (name: string): boolean => {
    const said = (answer as Record<string, unknown>)[name]
    return typeof said === 'string' && said !== ''
  }
  return (needed[kind] ?? []).every(has)
}
