import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { ClaimState } from '@yima/shared/claim/claim'
import { begun, grades } from '@yima/shared/renovation/renovation'
import type { Held } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import { findDecision } from '../decision/decide.ts'
import type { Deps } from '../http/context.ts'
import { seal } from '../vault.ts'
import { columnsOf } from './store.ts'
import { renovation } from './table.ts'

/**
 * A confirmed claim for a house opens its works, once, with the sum and the grade of the decision. Where the rules of the
 * place set no sum there is nothing to release by stages, and nothing is opened.
 */
export async function followRenovation(
  tx: Transaction,
  deps: Pick<Deps, 'clock'>,
  { row, key }: Pick<Held, 'row' | 'key'>,
  { before, after }: { before: ClaimState | undefined; after: StoredClaim },
): Promise<void> {
  if (after.state.programme !== 'rural-housing' || after.state.state !== 'confirmed' || before?.state === 'confirmed') return
  const { basis, computation } = (await findDecision(tx, key, after.id))?.stored ?? {}
  const said = (fact: string): unknown => basis?.facts.find((one) => one.key === fact)?.value
  const grade = grades.find((one) => one === said('houseGrade'))
  const subsidy = computation?.fen ?? null
  if (grade === undefined || subsidy === null) return
  const [there] = await tx.select({ id: renovation.id }).from(renovation).where(eq(renovation.claimId, after.id))
  if (there) return
  const size = said('householdSize')
  const works = begun({ subsidy, grade, persons: typeof size === 'number' ? size : null, openedOn: deps.clock.today() })
  await tx.insert(renovation).values({
    ...{ id: uuidv7(), countyCode: row.countyCode, regionCode: row.regionCode, applicationId: row.id, claimId: after.id },
    ...{ subsidyFen: subsidy, sealed: seal(key, works), openedAt: deps.clock.now(), ...columnsOf(works, row.regionCode) },
  })
}
