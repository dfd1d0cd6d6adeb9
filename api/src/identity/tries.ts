import { sql } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { signInTry } from './sign-in-table.ts'

/** What is counted of whom, in spans of how many milliseconds, and up to how many times in one. */
export type Limit = {
  purpose: string
  value: string
  spanMs: number
  most: number
  field: string
  code: string
}

/**
 * Counts one try, for all processes together. Throws `too-many` with the seconds until the next span; a
 * refused try does not prolong it.
 */
export async function countTry(
  tx: Transaction,
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  { purpose, value, spanMs, most, field, code }: Limit,
): Promise<void> {
  const now = clock.now().getTime()
  const since = Math.floor(now / spanMs) * spanMs
  const until = since + spanMs
  const [row] = await tx
    .insert(signInTry)
    .values({ who: vault.index(purpose, value), since: new Date(since), times: 1, until: new Date(until) })
    .onConflictDoUpdate({
      target: [signInTry.who, signInTry.since],
      set: { times: sql`least(${signInTry.times} + 1, ${most + 1})` },
    })
    .returning({ times: signInTry.times })
  if ((row?.times ?? 1) > most)
    throw new Problem('too-many', [{ field, code }], { retryAfter: Math.ceil((until - now) / 1000) })
}
