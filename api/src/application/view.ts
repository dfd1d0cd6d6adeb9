import { eq, inArray, sql } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { ownView } from '@yima/shared/renovation/view'
import type { ApplicationView, ClaimView, TimelineEntry } from '@yima/shared/claim/contract'
import { undecidedStates, type ClaimState } from '@yima/shared/claim/claim'
import { claimDue } from '@yima/shared/claim/workflow'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { viewOf, type OfficeOf } from '@yima/shared/process/view'
import { owedPapers, type OwedPaper } from '@yima/shared/reserve/owed'
import { officesIn } from '../claim/offices.ts'
import { claimsOf, type StoredClaim } from '../claim/store.ts'
import { composed } from '../db/composed.ts'
import type { Reader } from '../db/transaction.ts'
import type { EyesOn } from '../decision/eyes.ts'
import { gistsOf } from '../decision/gist.ts'
import { person } from '../identity/table.ts'
import { officer, unit } from '../region/table.ts'
import type { Deps } from '../http/context.ts'
import { hoursOf } from '../reserve/hours.ts'
import { worksOf } from '../renovation/store.ts'
import { allOf } from '../together.ts'
import { eventsOf, type StoredEvent } from '../trail/read.ts'
import { open } from '../vault.ts'
import type { Content } from './content.ts'
import type { application } from './table.ts'

type Row = typeof application.$inferSelect

type Named = { name: string; post: string } | null

/** What is known besides the claim itself: who answers for it, and what offices are called. */
type Around = { handler?: Named | undefined; officeOf?: OfficeOf }

/** A claim as its owner sees it, with the clock of today’s holidays. */
export function claimView(
  { id, state }: { id: string; state: ClaimState },
  today: string,
  { handler = null, officeOf }: Around = {},
): ClaimView {
  const { process } = state
  return {
    id,
    programme: state.programme,
    state: state.state,
    due: claimDue(state, holidays),
    paused: (process ?? state).paused?.reason ?? null,
    reason: state.reason,
    papers: state.papers.map(({ id: paperId, paper, words, sentOn }) => ({
      id: paperId,
      paper,
      sentAt: sentOn,
      ...(words === undefined ? {} : { words }),
    })),
    handler,
    version: state.version ?? 0,
    process: process && viewOf(process, today, holidays, officeOf),
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** What another line says already: the acceptance, the request for papers and their coming. */
const saidElsewhere = ({ type, payload, actorKind }: StoredEvent): boolean =>
  type === 'process-began' ||
  // Who has signed, the page of the family says to whom it is meant for.
  type.startsWith('authorisation-') ||
  type === 'clock-warned' ||
  // What became of money that comes first is told once it was handed over.
  type.startsWith('payment-') ||
  // The page of the works tells of them, to each side in its own words.
  type.startsWith('renovation-') ||
  // How many days counted stands with the notice itself.
  type === 'notice-judged' ||
  // That nothing is posted is said of the whole request.
  type === 'notice-withheld' ||
  type === 'decision-issued' ||
  // By whose phone and with what yes: the act itself bears both names.
  type === 'assisted' ||
  type === 'papers-reminded' ||
  type === 'papers-overdue' ||
  // Told by the facts themselves.
  type === 'facts-settled' ||
  // What departments answer is told by the verification.
  type === 'verification-started' ||
  type === 'query-given-up' ||
  (type === 'facts-added' && actorKind === 'system') ||
  (type === 'clock-paused' && payload['why'] === 'supplement') ||
  (type === 'clock-resumed' && payload['basis'] === '')

/** What officers wrote to one another about a claim, and who of them: its applicant reads the office alone. */
const amongOfficers: readonly string[] = [
  'outreach-parted',
  'appraisal-called',
  'appraisal-recorded',
  'reappraisal-asked',
  'step-recorded',
  'report-renewed',
  'opinion-given',
  'notice-posted',
  'board-filed',
  'posting-stopped',
  'posting-resumed',
  'notice-restarted',
  'clock-paused',
  'clock-resumed',
  'objection-examined',
  'claim-sent-back',
  'verification-fenced',
  'claim-handed-over',
  'claim-transferred',
  'claim-taken-over',
  'claim-given-back',
  'joint-asked',
  'joint-view-given',
  'joint-waived',
  'time-extended',
  'facts-added',
  'fact-chosen',
  'aid-cleared',
  'looked-again',
]

/** What of it the applicant reads: which step; and why it takes longer, which is said to them. */
const heardOf = ({ type, payload }: StoredEvent): StoredEvent['payload'] => ({
  claimId: payload['claimId'],
  step: payload['step'],
  ...(type === 'time-extended' ? { reason: payload['reason'] } : {}),
})

/** The thread as the applicant reads it. */
export const ownTimeline = (
  events: readonly StoredEvent[],
  claims: readonly StoredClaim[],
): TimelineEntry[] =>
  timelineOf(
    events.map((event) =>
      amongOfficers.includes(event.type)
        ? {
            ...event,
            by: event.office,
            payload: heardOf(event),
          }
        : event,
    ),
    claims,
  )

/** Events as lines of the thread. Only what the type's sentence needs leaves the payload. */
export function timelineOf(events: readonly StoredEvent[], claims: readonly StoredClaim[]): TimelineEntry[] {
  return events
    .filter((event) => !saidElsewhere(event))
    .map(({ at, type, by, payload }) => {
      const programme = claims.find((held) => held.id === payload['claimId'])?.state.programme
      const reason = textOf(payload['reason'] ?? payload['note'])
      const step = textOf(payload['step'])
      const names = payload['acting'] as { by: string; forName: string } | undefined
      return {
        at: at.toISOString(),
        type,
        by,
        ...(programme ? { programme: programme satisfies ProgrammeId } : {}),
        ...(step ? { step } : {}),
        ...(reason ? { reason } : {}),
        ...(names ? { acting: { by: names.by, forName: names.forName } } : {}),
      }
    })
}

const officeById = composed((db) =>
  db
    .select({ name: unit.name, phone: unit.phone })
    .from(unit)
    .where(eq(unit.id, sql.placeholder('unitId')))
    .prepare('office by id'),
)

/** Name and telephone of an office; empty where nobody knows it any more. */
export async function officeOf(db: Reader, unitId: string): Promise<{ name: string; phone: string | null }> {
  const [row] = await officeById(db).execute({ unitId })
  return row ?? { name: '', phone: null }
}

/** The named responsible person, once somebody has taken it in hand. */
export async function handlerOf(
  db: Reader,
  id: string | null,
): Promise<{ name: string; post: string } | null> {
  if (id === null) return null
  const [row] = await db
    .select({ name: officer.name, post: officer.post })
    .from(officer)
    .where(eq(officer.id, id))
  return row ?? null
}

/** The same of several at once, by their ids. */
export async function handlersNamed(
  db: Reader,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => Named> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return () => null
  const rows = await db
    .select({ id: officer.id, name: officer.name, post: officer.post })
    .from(officer)
    .where(inArray(officer.id, wanted))
  return (id) => {
    const found = rows.find((one) => one.id === id)
    return found ? { name: found.name, post: found.post } : null
  }
}

/** Who has the request in hand now: a claim may have been handed over since somebody first took it. */
function inHandOf(claims: readonly StoredClaim[]): string | null {
  const handled = claims.filter(({ state }) => state.handler !== null)
  const held = handled.find(({ state }) => undecidedStates.includes(state.state)) ?? handled[0]
  return held?.state.handler ?? null
}

/** Papers that are still wanted where money came first. */
async function owedFor(db: Reader, { personId }: Row, content: Content, claims: readonly StoredClaim[]) {
  const paid = claims.filter(({ state }) => state.process?.paidFirst !== undefined)
  if (paid.length === 0) return new Map<string, OwedPaper[]>()
  const [who] = await db.select({ level: person.level }).from(person).where(eq(person.id, personId))
  const { method } = content.consent
  const there = { proven: who?.level === 'proven', signed: method !== 'at-visit' }
  return new Map(paid.flatMap(({ id, state }) =>
    state.process ? [[id, owedPapers(state.process, { ...there, papers: state.papers })] as const] : []))
}

/** Everything the owner may see of one application. */
export async function applicationView(
  db: Reader,
  row: Row,
  key: Buffer,
  clock: Pick<Deps['clock'], 'today' | 'now'>,
  eyes: () => Promise<EyesOn>,
): Promise<ApplicationView> {
  const [claims, events, office] = await allOf([
    claimsOf(db, key, row.id),
    eventsOf(db, key, row.id),
    officeOf(db, row.unitId),
  ])
  const inHand = inHandOf(claims) ?? row.handlerId
  const [named, decided, sentTo] = await allOf([
    handlersNamed(db, [inHand, ...claims.map(({ state }) => state.handler)]),
    gistsOf(db, key, claims, eyes),
    officesIn(
      db,
      row.regionCode,
      claims.map(({ state }) => state.process),
    ),
  ])
  const content = open<Content>(key, row.sealed)
  const wanted = await owedFor(db, row, content, claims)
  const hours = await hoursOf(db, claims, row.submittedAt, clock.now())
  const houses = claims.some(({ state }) => state.programme === 'rural-housing') ? await worksOf(db, key, row.id) : []
  return {
    id: row.id,
    receiptNumber: row.receiptNumber,
    kind: row.kind,
    state: row.state,
    submittedAt: row.submittedAt.toISOString(),
    words: content.words,
    urgent: row.urgent,
    visit: { date: row.visitDue, provisional: row.visitProvisional },
    office,
    handler: named(inHand),
    claims: claims.map((claim) => {
      const gist = decided.get(claim.id)
      const view = claimView(claim, clock.today(), { handler: named(claim.state.handler), officeOf: sentTo })
      const owed = wanted.get(claim.id)
      const payFirst = hours.get(claim.id)
      const works = houses.find((one) => one.row.claimId === claim.id)?.works
      const house = works && ownView(works, row.regionCode, holidays)
      return { ...view, ...(house === undefined ? {} : { house }), ...(owed === undefined ? {} : { owed }), ...(payFirst === undefined ? {} : { payFirst }), ...(gist === undefined ? {} : { decided: gist }) }
    }),
    timeline: ownTimeline(events, claims),
    region: row.regionCode,
  }
}
