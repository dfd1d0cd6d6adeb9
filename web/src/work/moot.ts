import type { OutboxEntry, OutboxProblem } from '../app/outbox-order.ts'

/**
 * Whether an acceptance was refused because the claim has been accepted: it can be neither accepted nor, as one
 * that was withdrawn or dropped, asked for again. False where nobody knows.
 */
export const isAcceptedAlready = (
  { path }: Pick<OutboxEntry, 'path'>,
  problem: OutboxProblem | undefined,
): boolean =>
  path.endsWith('/acceptance') &&
  problem?.code === 'not-allowed-now' &&
  problem.allowed?.some((command) => command === 'accept' || command === 'add') === false
