import type { OwnAct } from './outbox-act.ts'
import type { Word } from './outbox.ts'
import { ProblemError } from './problem-error.ts'

export type Handed<T = unknown> = Word<T> & { word: 'received' | 'kept' }

/**
 * `handOverHere` (outbox-act.ts) for pages that are opened to read: the outbox comes with the first act. Rejects with a
 * `ProblemError`, be it that nothing of the outbox could be fetched.
 */
export async function handOver<T>(act: OwnAct): Promise<Handed<T>> {
  try {
    const { handOverHere } = await import('./outbox-act.ts')
    return await handOverHere<T>(act)
  } catch (error) {
    throw error instanceof ProblemError ? error : new ProblemError('malformed')
  }
}
