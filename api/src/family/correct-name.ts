import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  decideName,
  type NameCommand,
  type NamePaper,
  type NameRefusal,
} from '@yima/shared/identity/name-correction'
import { normaliseName } from '@yima/shared/identity/name'
import type { NameProposal } from '@yima/shared/family/work-contract'
import { Problem } from '@yima/shared/problem'
import { officeOf } from '../application/view.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { noteWrongPapers, type PapersReader } from '../identity/counting-papers.ts'
import { noteIdentity } from '../identity/history.ts'
import { numberIndex } from '../identity/number-index.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { attachFiled, findProven, isNamed } from '../identity/prove.ts'
import { noteSeen } from '../identity/seen.ts'
import { identity, person } from '../identity/table.ts'
import { WrongPapers } from '../identity/wrong-papers.ts'
import { notify } from '../notification/notify.ts'
import { signedName } from '../trail/read.ts'
import { open, seal } from '../vault.ts'
import { requireWork } from '../work/reach.ts'
import { asOfficer } from './doer.ts'
import { nameOf } from './people.ts'
import { requireActingFor } from './reach.ts'
import { nameCorrection } from './table.ts'
import { birthDateOf, noteTraits } from './traits.ts'
import { ofOccasion, requireHere } from './window-acts.ts'

type Officer = OfficerSession['officer']
export type CorrectionRow = typeof nameCorrection.$inferSelect
type Allowed = readonly NameCommand['type'][]
/** What is sealed in it; `by` is the name of whoever proposed it. */
export type Correction = { before: string; name: string; paper: NamePaper; by: string }

const errorOf = (code: string) => [{ field: 'name', code: `name-${code}` }]
const notNow = (code: string, allowed: Allowed): Problem => notAllowedNow('name', `name-${code}`, allowed)

/** Whose name it is: by the number that stands unchanged in the document, or by a code that was scanned. */
async function findWhose(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  who: NameProposal['who'],
): Promise<Identity> {
  if (who.by === 'occasion') return ofOccasion(tx, deps, officer, who.occasion)
  const found = await findProven(tx, deps, numberIndex(deps, { number: who.number }))
  if (!found) throw new WrongPapers('not-found', [], [])
  return found
}

/** Such a refusal tells that the number is somebody's, and how they were proven. */
const tells = (code: string, { id }: Identity, allowed: Allowed = []): Problem =>
  new WrongPapers('not-allowed-now', errorOf(code), [id], allowed)

/** Only a name that an office has proven is corrected by offices; what the register says, the register corrects. */
async function requireProven(tx: Transaction, whose: Identity, allowed: Allowed = []): Promise<void> {
  const [row] = await tx.select().from(identity).where(eq(identity.id, whose.id)).for('update')
  if (row?.level !== 'proven' || row.joinedTo !== null) throw tells('not-proven', whose, allowed)
  if (row.provenHow === 'oidc') throw tells('by-register', whose, allowed)
}

/**
 * An officer who saw the paper says that somebody's proven name is written otherwise; nothing changes by it. It tells that
 * the number is somebody's: a look, and counted like wrong papers, so that nobody tries numbers. Throws `forbidden`,
 * `not-found` for people of another place and for relatives as for none, `invalid-input`, `not-allowed-now`.
 */
export function proposeName(
  deps: Deps,
  once: Once,
  reader: PapersReader,
  body: NameProposal,
): Promise<{ id: string }> {
  const { officer } = reader
  requireWork(officer, 'correct-name')
  return inTransaction(deps.db, async (tx) => {
    const whose = await findWhose(tx, deps, officer, body.who)
    const { acting, region: regionCode } = await requireHere(tx, deps, officer, 'correct-name', whose)
    await requireProven(tx, whose)
    const name = normaliseName(body.name)
    if (isNamed(deps, whose, name))
      throw new WrongPapers('invalid-input', [{ field: 'name', code: 'name-the-same' }], [whose.id])
    const by = asOfficer(officer, acting)
    const signed = signedName(by.name, by.deputyFor)
    const said: Correction = { before: nameOf(deps, whose), name, paper: body.paper, by: signed }
    const [row] = await tx
      .insert(nameCorrection)
      .values({
        ...{ id: uuidv7(), countyCode: whose.countyCode, identityId: whose.id, state: 'waiting' as const },
        regionCode,
        sealed: seal(whose.key, said),
        ...{ proposedBy: officer.id, proposedAt: deps.clock.now() },
      })
      .onConflictDoNothing()
      .returning({ id: nameCorrection.id })
    if (!row) throw tells('waits-already', whose)
    await noteSeen(tx, deps, officer.id, whose.id, { purpose: 'name', what: 'name' })
    await noteWrongPapers(tx, deps, reader)
    await noteIdentity(tx, deps, whose, by, 'name-correction-proposed', said)
    await remember(tx, once, deps.clock.now(), 201, row)
    return row
  })
}

async function holdCorrection(tx: Transaction, id: string): Promise<CorrectionRow> {
  const [row] = await tx.select().from(nameCorrection).where(eq(nameCorrection.id, id)).for('update')
  if (!row) throw new Problem('not-found')
  return row
}

function refuse({ refused: code, allowed }: { refused: NameRefusal; allowed: Allowed }): Problem {
  if (code === 'reason-needed') return new Problem('invalid-input', [{ field: 'reason', code }])
  return notNow(code, allowed)
}

/** The record bears the new name from now on, and what was filed under it is its person's. */
async function write(
  tx: Transaction,
  deps: Deps,
  whose: Identity,
  { before, name }: Correction,
): Promise<void> {
  if (!isNamed(deps, whose, before)) throw notNow('changed-meanwhile', ['refuse'])
  const birthDate = await birthDateOf(tx, deps, whose)
  const nameCipher = deps.vault.sealField(name)
  await tx.update(person).set({ nameCipher }).where(eq(person.id, whose.id))
  if (birthDate) await noteTraits(tx, deps, { ...whose, record: { ...whose.record, nameCipher } }, birthDate)
  await attachFiled(tx, deps, whose.id)
}

async function tell(tx: Transaction, deps: Deps, officer: Officer, row: CorrectionRow, said: Correction) {
  const whose = await findIdentity(tx, deps, row.identityId)
  if (!whose) return
  const { name: office } = await officeOf(tx, officer.unitId)
  const params = { before: said.before, name: said.name, office }
  await notify(tx, deps, {
    person: whose.record,
    template: 'name-corrected',
    params,
    about: row.id,
    ...{ by: officer.id, doneWith: [row.proposedBy] },
  })
}

/**
 * A second officer who has compared the paper confirms it, and the person is told; or it is refused, or taken back by
 * whoever proposed it. Throws `forbidden`, `not-found` elsewhere and for a relative, `invalid-input`, `not-allowed-now`.
 */
export function decideCorrection(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  command: NameCommand,
): Promise<void> {
  requireWork(officer, 'correct-name')
  return inTransaction(deps.db, async (tx) => {
    const row = await holdCorrection(tx, id)
    const about = { region: row.regionCode, people: [row.identityId] }
    const acting = await requireActingFor(tx, officer, 'correct-name', about)
    const decided = decideName(row, command, officer.id)
    if ('refused' in decided) throw refuse(decided)
    const whose = await findIdentity(tx, deps, row.identityId)
    if (!whose) throw new Problem('not-found')
    const said = open<Correction>(whose.key, row.sealed)
    if (command.type === 'confirm') {
      await requireProven(tx, whose, ['refuse'])
      await write(tx, deps, whose, said)
    }
    const { by: proposedBy, ...names } = said
    const more = command.type === 'refuse' ? { reason: command.reason } : {}
    const type = command.type === 'confirm' ? 'name-corrected' : 'name-correction-refused'
    await noteIdentity(tx, deps, whose, asOfficer(officer, acting), type, { ...names, ...more, proposedBy })
    await tx
      .update(nameCorrection)
      .set({ ...decided, decidedBy: officer.id, decidedAt: deps.clock.now() })
      .where(and(eq(nameCorrection.id, id), eq(nameCorrection.state, 'waiting')))
    if (command.type === 'confirm') await tell(tx, deps, officer, row, said)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
