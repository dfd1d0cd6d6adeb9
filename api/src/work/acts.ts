import { sql } from 'drizzle-orm'
import type * as v from 'valibot'
import type { agreement, askPapers } from '@yima/shared/claim/contract'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { readWords } from '@yima/shared/reading/read-words'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { stateFacts } from '@yima/shared/application/facts'
import type { Action } from '@yima/shared/access/table'
import { Problem } from '@yima/shared/problem'
import type { Done, WorkApplication } from '@yima/shared/work/contract'
import { Change, hold, withPaperIds, type Held } from '../application/act.ts'
import { programmesToOpen } from '../application/prepare.ts'
import { hasSpokenFor } from '../application/spoke-for.ts'
import { beginConsents } from '../consent/begin.ts'
import { desksOf, sentTo } from '../claim/departments.ts'
import { desksAround } from '../claim/offices.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { decideOn } from '../decision/decide.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { clearTwice } from '../household/clear.ts'
import { notingTwice, requireNotTwice } from '../household/twice.ts'
import { tellApplicant } from '../notification/applicant.ts'
import type { ProcessCommandName } from '@yima/shared/process/commands'
import type { ProcessAct } from '@yima/shared/process/contract'
import { namesOf } from '@yima/shared/process/seat'
import type { Clearance } from '@yima/shared/household/contract'
import { workAfter } from './detail.ts'
import type { OfficerActor } from './actor.ts'
import { handlerIn } from './process.ts'
import { keepNotice } from '../notice/keep.ts'
import { requireNobodyObjects } from '../objection/held-up.ts'
import { notesOf } from '../outreach/store.ts'
import { requireReport } from '../verification/required.ts'
import { onDesk, requireMayOf } from './reach.ts'

type Officer = OfficerSession['officer']

/** Which claim an act is about, as whoever acts saw it, and where that is about to be sent. */
type OfClaim = { claim: string; version?: number | undefined; going?: string | undefined }

/** Where one claim was sent, and who was asked about it. */
function desksOfClaim({ claims }: Held, claimId: string | undefined): string[] {
  const process = claims.find(({ id }) => id === claimId)?.state.process
  return process ? desksOf(process) : []
}

/** Throws `changed-meanwhile` where a claim is not as whoever acts on it saw it: what they decide rests on what they saw. */
function requireSeen({ held }: Change, { claim, version }: OfClaim): void {
  const now = held.claims.find(({ id }) => id === claim)?.state.version ?? 0
  if (version !== undefined && version !== now) throw new Problem('changed-meanwhile')
}

type Doing = (tx: Transaction, change: Change) => Promise<void>
type AsWhom = (acting: OfficerActor, held: Held) => OfficerActor

/** One act of an officer on a request of the own office, in one transaction. What is not on the own desk is `not-found`. */
export async function changeAtDesk(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  action: Action,
  doIt: Doing,
  asWhom: AsWhom = (acting) => acting,
  of?: OfClaim,
  desks = (held: Held): readonly string[] => desksOfClaim(held, of?.claim),
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { rowCount } = await tx.execute(
      sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${onDesk(officer)}`,
    )
    if (rowCount !== 1) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    const acting = requireMayOf(officer, action, held.row.regionCode, desks(held), held.excluded)
    const change = new Change(deps, held, asWhom(acting, held))
    if (of) requireSeen(change, of)
    if (of?.going !== undefined) await change.callIn(tx, of.going)
    await doIt(tx, change)
    await change.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** The same of what concerns the whole family: also of the township to which any claim of the request was sent. */
export const changeFamilyAtDesk = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  action: Action,
  doIt: Doing,
): Promise<void> =>
  changeAtDesk(deps, once, officer, id, action, doIt, undefined, undefined, ({ claims }) => sentTo(claims))

/** The same, answered by the request as it is afterwards, where it still lies on this desk. */
async function act(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  action: Action,
  doIt: Doing,
  asWhom?: AsWhom,
  of?: OfClaim,
): Promise<WorkApplication | Done> {
  await changeAtDesk(deps, once, officer, id, action, doIt, asWhom, of)
  return workAfter(deps, officer, id)
}

/**
 * Whoever accepts says so to the person as well: it is their news, and the first thing that a handler tells. Not who spoke
 * in their place before: what nobody asked for would else go its way unheard.
 */
export const acceptClaim = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  version?: number,
) =>
  act(deps, once, officer, id, 'accept-claim', async (tx, change) => {
    requireSeen(change, { claim: claimId, version })
    const by = (await hasSpokenFor(tx, id, officer.id)) ? officer.id : undefined
    change.openIfNew().claim(claimId, { type: 'accept' })
    await beginConsents(tx, deps, change)
    await tellApplicant(tx, deps, change.held, 'application-accepted', claimId, by)
  })

export const dropClaim = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  reason: string,
  version?: number,
) =>
  act(deps, once, officer, id, 'drop-claim', async (tx, change) => {
    requireSeen(change, { claim: claimId, version })
    change.openIfNew().claim(claimId, { type: 'drop', reason })
    await tellApplicant(tx, deps, change.held, 'claim-not-accepted', claimId, officer.id)
  })

/** Adds a programme the calculator did not find; one that was dropped or withdrawn begins again. */
export const addClaim = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  programme: ProgrammeId,
  reason: string,
) =>
  act(deps, once, officer, id, 'add-claim', async (_tx, change) => {
    const held = change.held.claims.find((claim) => claim.state.programme === programme)
    change.openIfNew().claim(held?.id, { type: 'add', programme, reason })
  })

export const askForPapers = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  body: v.InferOutput<typeof askPapers>,
) =>
  act(
    deps,
    once,
    officer,
    id,
    'ask-papers',
    async (tx, change) => {
      const note = body.note === undefined ? {} : { note: body.note }
      change.openIfNew().claim(claimId, { type: 'ask-papers', papers: withPaperIds(body.papers), ...note })
      await tellApplicant(tx, deps, change.held, 'papers-asked', claimId, officer.id)
    },
    asHandler(claimId, 'ask-papers'),
    { claim: claimId, version: body.version },
  )

/** In the office in which this officer may give such a command to that claim. */
const asHandler =
  (claimId: string, command: ProcessCommandName) =>
  (acting: OfficerActor, { claims, row, ...held }: Held): OfficerActor =>
    handlerIn(
      acting,
      claims.find(({ id }) => id === claimId)?.state,
      { ...held, home: row.regionCode },
      command,
    )

/** One act on an accepted claim; whoever must know of it is told. */
export const actOnClaim = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  command: ProcessAct,
) => notingTwice(deps, officer, () => actInProcess(deps, once, officer, id, claimId, command))

/** Throws `not-allowed-now` for a desk that there is not: a claim sent there would lie where nobody looks. */
async function requireDesks(
  tx: Transaction,
  { row, claims }: Held,
  claimId: string,
  command: ProcessAct,
): Promise<void> {
  if (command.type !== 'transfer' && command.type !== 'ask-views') return
  const named = command.type === 'transfer' ? [command.to] : command.of
  const sent = claims.find(({ id }) => id === claimId)?.state.process?.sent
  // The township that it came to has it, unless it was sent away from there.
  const mayGoHome = command.type === 'transfer' && (sent?.to ?? null) !== null
  const desks = (await desksAround(tx, row.regionCode)).filter(({ home }) => mayGoHome || !home)
  if (!named.every((one) => desks.some(({ id }) => id === one))) throw notAllowedNow('claim', 'unknown-desk')
}

const actInProcess = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  command: ProcessAct,
) =>
  act(
    deps,
    once,
    officer,
    id,
    'handle-claim',
    async (tx, change) => {
      await requireReport(tx, deps, change.held, claimId, command)
      if (command.type === 'confirm') await requireNobodyObjects(tx, deps, change.held, claimId)
      change.openIfNew().process(claimId, command)
      if (command.type === 'propose') await keepNotice(tx, deps, change, claimId)
      await requireDesks(tx, change.held, claimId, command)
      if (command.type === 'confirm')
        await requireNotTwice(tx, deps, change.held, claimId, officer, handsOf(change))
      if (command.type === 'confirm' || command.type === 'refuse') {
        await decideOn(tx, deps, change, claimId, command)
        await tellApplicant(tx, deps, change.held, 'claim-decided', claimId, officer.id)
      }
    },
    asHandler(claimId, command.type),
    {
      claim: claimId,
      version: command.version,
      ...(command.type === 'transfer' ? { going: command.to } : {}),
    },
  )

const handsOf = ({ actor }: Change): string[] => (actor.kind === 'officer' ? namesOf(actor) : [])

/** Says why a claim may be confirmed beside another that the family has. */
export const clearAid = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  claimId: string,
  body: Clearance,
) =>
  act(
    deps,
    once,
    officer,
    id,
    'handle-claim',
    (tx, change) => clearTwice(tx, deps, change.openIfNew(), claimId, body, handsOf(change)),
    asHandler(claimId, 'ask-papers'),
  )

/** The person spoken for agrees: from now on it is their application, with claims and clocks. */
export const recordAgreement = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  body: v.InferOutput<typeof agreement>,
) =>
  act(deps, once, officer, id, 'record-agreement', async (tx, change) => {
    // Of whom nobody spoke for under a name of their own the record has no owner yet: at the door it gets one.
    if ((await notesOf(tx, deps, id)).length > 0) throw notAllowedNow('agreement', 'asked-at-door')
    const { how, on, witness, name, idNumber, phone } = body
    const { held } = change
    const today = deps.clock.today()
    change.application({ type: 'agree', agreement: { how, on, witness } })
    const reading = readWords(held.content.words)
    const parsed = idNumber === undefined ? undefined : parseIdNumber(idNumber, today)
    if (parsed?.ok === false)
      throw new Problem('invalid-input', [{ field: 'idNumber', code: `id-${parsed.code}` }])
    const stated = stateFacts(
      reading,
      { household: {}, members: [] },
      { today, ...(parsed?.ok ? { birthDate: parsed.birthDate } : {}) },
    )
    const at = deps.clock.now().toISOString()
    change.rewrite({
      ...held.content,
      household: stated.household,
      members: stated.members,
      facts: stated.facts.map((fact) => ({ ...fact, asOf: at })),
      beneficiary: {
        ...held.content.beneficiary,
        name,
        idNumber,
        phone: phone ?? held.content.beneficiary?.phone,
      },
      agreement: { how, on, witness, at },
    })
    for (const { programme } of programmesToOpen(reading, stated, [], held.row.regionCode, today)) {
      change.claim(undefined, { type: 'open', programme, origin: 'calculator' })
    }
  })
