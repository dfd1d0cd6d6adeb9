import { sql } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { handlersOf } from '../application/act.ts'
import { handsIn } from '../claim/hands.ts'
import type { Transaction } from '../db/transaction.ts'
import { openRequest, type Request } from '../household/request.ts'
import type { Deps } from '../http/context.ts'

const inUnits = async (tx: Transaction, applicationId: string): Promise<string[]> => {
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT o.id FROM officer o
     WHERE o.unit_id IN (SELECT a.unit_id FROM application a WHERE a.id = ${applicationId}
                          UNION SELECT d.unit_id FROM decision d WHERE d.application_id = ${applicationId})`)
  return rows.map(({ id }) => id)
}

/** Who must not look at a claim again: whoever had a hand in it, everybody of their offices, and relatives (回避). */
export async function barredFrom(
  tx: Transaction,
  deps: Pick<Deps, 'vault' | 'clock'>,
  { row, content, claims }: Pick<Request, 'row' | 'content' | 'claims'>,
  claimId: string,
): Promise<Set<string>> {
  const state = claims.find(({ id }) => id === claimId)?.state
  const { excluded } = await handlersOf(tx, deps, row, content)
  return new Set([...(state ? handsIn(state) : []), ...(await inUnits(tx, row.id)), ...excluded])
}

/** The same of a request that is not opened yet; undefined where its person took everything back. */
export async function barredOf(
  tx: Transaction,
  deps: Deps,
  { applicationId, claimId }: { applicationId: string; claimId: string },
): Promise<Set<string> | undefined> {
  try {
    return await barredFrom(tx, deps, await openRequest(tx, deps, applicationId), claimId)
  } catch (error) {
    if (error instanceof Problem && error.code === 'erased') return undefined
    throw error
  }
}
