import { eq } from 'drizzle-orm'
import type { Submission, Submitted } from '@yima/shared/application/contract'
import type { FileHere } from '@yima/shared/window/contract'
import { goesOn } from '@yima/shared/window/occasion'
import { Problem } from '@yima/shared/problem'
import type { Submit } from '../application/submit.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { columnsOf, knownApplicant, type Behalf } from '../family/behalf.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { requireMay } from '../work/reach.ts'
import { holdOccasion, note, stateOf, type OccasionRow } from './occasion.ts'
import { occasion } from './table.ts'

type Officer = OfficerSession['officer']

async function holdOpen(tx: Transaction, deps: Deps, id: string, officer: Officer): Promise<OccasionRow> {
  const row = await holdOccasion(tx, id, { kind: 'officer', id: officer.id })
  if (!goesOn(stateOf(row), deps.clock.wall().getTime()))
    throw new Problem('not-allowed-now', [{ field: 'occasion', code: 'over' }], { allowed: [] })
  return row
}

/** Writes into the trail of the occasion what was handed in on it, and refuses once it is over. */
const behalfOf = (deps: Deps, officer: Officer, whose: Identity, id: string): Behalf => ({
  actor: { kind: 'officer', id: officer.id },
  names: { handedInBy: officer.name, forName: deps.vault.openField(whose.record.nameCipher) },
  note: async (tx, _once, receiptNumber) => {
    const row = await holdOpen(tx, deps, id, officer)
    const actor = { kind: 'officer', id: officer.id } as const
    const lastEvent = await note(tx, deps, row, whose, actor, [{ type: 'application-filed', receiptNumber }])
    await tx.update(occasion).set({ lastEvent }).where(eq(occasion.id, id))
  },
  columns: columnsOf(whose),
})

/**
 * Hands in for the person at the window what they say: the application is theirs, the trail names the officer who
 * wrote it down. Throws `not-found` outside the officer's own place, `not-allowed-now` once the occasion is over.
 */
export async function fileFor(
  deps: Deps,
  submit: Submit,
  once: Once,
  officer: Officer,
  id: string,
  { chosenFour, ...said }: FileHere,
  locale: 'zh-CN' | 'en',
): Promise<Submitted> {
  requireMay(officer, 'apply-for-person', said.regionCode)
  const whose = await inTransaction(deps.db, async (tx) => {
    const row = await holdOpen(tx, deps, id, officer)
    return findIdentity(tx, deps, row.identityId)
  })
  if (!whose) throw new Problem('not-found')
  const body: Submission = {
    ...said,
    forWhom: 'self',
    added: [],
    applicant: knownApplicant(deps, whose, chosenFour),
  }
  const { answer } = await submit(once, body, locale, behalfOf(deps, officer, whose, id))
  return answer
}
