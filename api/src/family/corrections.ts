import { and, asc, eq } from 'drizzle-orm'
import { allowedName } from '@yima/shared/identity/name-correction'
import type { NameCorrectionView } from '@yima/shared/family/work-contract'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { open } from '../vault.ts'
import { requireWork } from '../work/reach.ts'
import type { Correction, CorrectionRow } from './correct-name.ts'
import { lastFour } from './duplicate.ts'
import { noteLooks } from './looks.ts'
import { findActingFor } from './reach.ts'
import { nameCorrection } from './table.ts'

type Officer = OfficerSession['officer']

/** Those that wait and lie before this officer: of the own place, or of a colleague's who is away, no relative's. */
export async function waitingCorrections(tx: Transaction, officer: Officer): Promise<CorrectionRow[]> {
  const county = officer.regionCode.slice(0, 6)
  const rows = await tx
    .select()
    .from(nameCorrection)
    .where(and(eq(nameCorrection.countyCode, county), eq(nameCorrection.state, 'waiting')))
    .orderBy(asc(nameCorrection.proposedAt), asc(nameCorrection.id))
    .limit(200)
  const mine: CorrectionRow[] = []
  for (const row of rows) {
    const about = { region: row.regionCode, people: [row.identityId] }
    if (await findActingFor(tx, officer, 'correct-name', about)) mine.push(row)
  }
  return mine
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
      views.push({
        ...open<Correction>(whose.key, row.sealed),
        ...{ id: row.id, at: row.proposedAt.toISOString() },
        number: lastFour(deps, whose),
        allowed: allowedName(row, officer.id),
      })
    }
    await noteLooks(tx, deps, officer, people, 'name')
    return views
  })
}
