import { and, asc, eq, sql } from 'drizzle-orm'
import { allowedName } from '@yima/shared/identity/name-correction'
import type { NameCorrectionView } from '@yima/shared/family/work-contract'
import { prefixOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { open } from '../vault.ts'
import { hatsFor, onDesks, requireWork } from '../work/reach.ts'
import type { Correction, CorrectionRow } from './correct-name.ts'
import { lastFour } from './duplicate.ts'
import { noteLooks } from './looks.ts'
import { nameCorrection } from './table.ts'

type Officer = OfficerSession['officer']

/** More than an office compares in a day; the oldest come first. */
const most = 200

/** Those that wait and lie before this officer: of the own place, or of a colleague's who is away, no relative's. */
export async function waitingCorrections(tx: Transaction, officer: Officer): Promise<CorrectionRow[]> {
  const hats = hatsFor(officer, 'correct-name')
  const here = onDesks(officer, hats, sql`${nameCorrection.identityId}`, ({ regionCode }) => [
    sql`starts_with(${nameCorrection.regionCode}, ${prefixOf(regionCode)})`,
  ])
  return tx
    .select()
    .from(nameCorrection)
    .where(and(eq(nameCorrection.state, 'waiting'), here))
    .orderBy(asc(nameCorrection.proposedAt), asc(nameCorrection.id))
    .limit(most)
}

/** Names that wait for a second officer, with the paper that was seen; the look is noted. Throws `forbidden`. */
export function listCorrections(deps: Deps, officer: Officer): Promise<NameCorrectionView[]> {
  requireWork(officer, 'correct-name')
  return inTransaction(deps.db, async (tx) => {
    const views: NameCorrectionView[] = []
    const people: string[] = []
    for (const row of await waitingCorrections(tx, officer)) {
      const whose = await findIdentity(tx, deps, row.identityId)
      if (!whose) continue
      people.push(whose.id)
      const allowed = allowedName(row, officer.id)
      const said = open<Correction>(whose.key, row.sealed)
      views.push({
        ...{ ...said, before: allowed.includes('confirm') ? said.before : null, allowed },
        ...{ id: row.id, at: row.proposedAt.toISOString() },
        number: lastFour(deps, whose),
      })
    }
    await noteLooks(tx, deps, officer, people, 'name')
    return views
  })
}
