import { sql } from 'drizzle-orm'
import type { ClaimState } from '@yima/shared/claim/claim'
import type { Transaction } from '../db/transaction.ts'
import type { Reader } from '../organisation/load.ts'
import type { Vault } from '../vault.ts'
import { claimsOf } from './store.ts'

/** Everybody whose hands were in a claim, at whichever step: also who came along to a home, or sat in the hall. */
export function handsIn({ handler, process }: ClaimState): string[] {
  if (!process) return handler ? [handler] : []
  const { hands, assisted = [], settlers = [], posters = [], examiners = [], anew = [], handler: first, decision } = process
  return [...hands, ...assisted, ...settlers, ...posters, ...examiners, ...anew, ...(first ? [first] : []), ...(decision?.hands ?? [])]
}

/** The same of all claims of a request; nobody's where its person took everything back. */
export async function handsOfRequest(db: Reader & Pick<Transaction, 'execute'>, { vault }: { vault: Vault }, application: string): Promise<string[]> {
  const { rows: [row] } = await db.execute<{ wrapped: Buffer | null }>(sql`
    SELECT p.key_wrapped AS wrapped FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = ${application}`)
  if (!row?.wrapped) return []
  return (await claimsOf(db, vault.unwrap(row.wrapped), application)).flatMap(({ state }) => handsIn(state))
}
