import { eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { allowed as allowedForApplication } from '@yima/shared/application/workflow'
import { allowed as allowedForClaim } from '@yima/shared/claim/commands'
import { businessDate } from '@yima/shared/calendar/deadline'
import { requestsOf } from '@yima/shared/claim/workflow'
import type { ProcessOfficer } from '@yima/shared/process/contract'
import { isAsked } from '@yima/shared/process/joint'
import type { OfficeOf } from '@yima/shared/process/view'
import { match } from '@yima/shared/policy/match'
import { picture, type PictureRow } from '@yima/shared/policy/picture'
import { parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import type { Verdict } from '@yima/shared/policy/verdict'
import { Problem } from '@yima/shared/problem'
import type { Done, WorkApplication, WorkClaim } from '@yima/shared/work/contract'
import { handlersOf, type Held } from '../application/act.ts'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { claimView, handlerOf, timelineOf } from '../application/view.ts'
import { placed } from '../claim/departments.ts'
import { desksAround, officesIn, type DeskOffice } from '../claim/offices.ts'
import { claimsOf, type StoredClaim } from '../claim/store.ts'
import { twiceOf } from '../household/twice.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { paymentsOf } from '../reserve/show.ts'
import { heldUp } from '../objection/held-up.ts'
import { postingOf } from '../notice/stop.ts'
import { notesOf, noteView } from '../outreach/store.ts'
import { placeName } from '../region/office.ts'
import { worksOf } from '../renovation/store.ts'
import { officer } from '../region/table.ts'
import { eventsOf, type StoredEvent } from '../trail/read.ts'
import { open } from '../vault.ts'
import { alertsOf } from './alert.ts'
import { actorOf, type OfficerActor } from './actor.ts'
import { papersSeen } from './lines.ts'
import { namedIn, workProcess } from './process.ts'
import { findActing, onDesk, requireWork, sightOf, type Sight } from './reach.ts'
import { staffFor } from './staff.ts'

type Officer = OfficerSession['officer']

/** Notes the look and says whose it was, in one statement; `not-found` outside one's own office. */
async function noteLook({ db, clock }: Deps, officer: Officer, id: string): Promise<void> {
  const { rowCount } = await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${officer.id}, 'handle', 'application', ${clock.now().toISOString()}
      FROM application a WHERE a.id = ${id} AND ${onDesk(officer)}`)
  if (rowCount !== 1) throw new Problem('not-found')
}

async function getRow({ db }: Deps, id: string) {
  const [row] = await db
    .select()
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(application.id, id))
  if (!row?.person.keyWrapped) throw new Problem('not-found')
  return { ...row, keyWrapped: row.person.keyWrapped }
}

type OtherRow = {
  id: string
  receipt_number: string
  unit_id: string
  office: string
  submitted_at: Date
  state: string
}

/**
 * Other requests that name the same ID number: staff see that they exist and which office has them, the
 * applicant never learns of them. That they were seen is noted for each of those persons by the same
 * statement; the receipt number of another office's request stays with that office.
 */
async function othersOf(
  { db, clock }: Deps,
  officer: Officer,
  row: typeof person.$inferSelect,
  applicationId: string,
) {
  if (!row.idIndex) return []
  const { rows } = await db.execute<OtherRow>(sql`
    WITH other AS (
      SELECT a.id, a.receipt_number, a.unit_id, u.name AS office, a.submitted_at, a.state, a.person_id, a.county_code
        FROM application a
        JOIN person p ON p.id = a.person_id
        JOIN unit u ON u.id = a.unit_id
       WHERE p.id_index = ${row.idIndex} AND a.id <> ${applicationId}
       ORDER BY a.submitted_at DESC
       LIMIT 20
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), o.person_id, o.county_code, 'officer', ${officer.id}, 'handle', 'same-id', ${clock.now().toISOString()}
        FROM other o
    )
    SELECT id, receipt_number, unit_id, office, submitted_at, state FROM other ORDER BY submitted_at DESC`)
  return rows.map((other) => ({
    id: other.id,
    receiptNumber: other.unit_id === officer.unitId ? other.receipt_number : null,
    office: other.office,
    submittedAt: new Date(other.submitted_at).toISOString(),
    state: other.state,
  }))
}

function workClaim(
  { id, state }: StoredClaim,
  shown: Shown,
  actor: OfficerActor,
  { papers: pictures = {} }: Content,
): WorkClaim {
  const { today, staff, home, desks, ...handlers } = shown
  const view = claimView({ id, state }, today)
  const { process } = state
  const guests = process ? staff.filter((one) => isAsked(process, one)) : []
  const here = { ...handlers, today, desks, guests, staff: staffFor(state, staff, home), objected: shown.objected.has(id) }
  const { programme } = state
  return {
    ...view,
    process: process && workProcess(process, actor, here),
    papers: view.papers.map((paper) => ({ ...paper, files: pictures[paper.id] ?? [] })),
    paperRequests: requestsOf(state),
    allowed: handlers.excluded.includes(actor.id) ? [] : allowedForClaim(state, actor),
    origin: state.origin,
    verdicts: shown.verdicts.filter((verdict) => verdict.programme === programme),
    likelihood: shown.picture.find((row) => row.programme === programme)?.likelihood ?? null,
  }
}

type Judged = { verdicts: readonly Verdict[]; picture: readonly PictureRow[] }
type Shown = Judged &
  Pick<Held, 'staff' | 'excluded'> & {
    today: string
    home: string
    desks: readonly DeskOffice[]
    officeOf: OfficeOf
    names: ReadonlyMap<string, ProcessOfficer>
    objected: ReadonlySet<string>
  }

/** Officers by name, for those whom the processes of these claims name. */
async function officersIn(db: Deps['db'], claims: readonly StoredClaim[]): Promise<Shown['names']> {
  const ids = [...new Set(claims.flatMap(({ state }) => (state.process ? namedIn(state.process) : [])))]
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: officer.id, name: officer.name, post: officer.post })
    .from(officer)
    .where(inArray(officer.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** What was said of the household, held against the rules of today at that place, as its resident was told. */
function judgedBy({ household, members, proposed, added }: Content, place: string, today: string): Judged {
  const input = { household, members, parameters: parametersFor(place, today) }
  const verdicts = match(input)
  return { verdicts, picture: picture({ ...input, verdicts, proposed, added }) }
}

function consentView({ consent }: Content): WorkApplication['consent'] {
  const { method } = consent
  if (method === 'at-visit')
    return { method, commitment: null, authorisation: null, signedAt: null, signature: null }
  const { commitment, authorisation, at: signedAt, seenBy } = consent
  const agreed = { method, commitment, authorisation, signedAt, ...(seenBy ? { seenBy } : {}) }
  if (method === 'witnessed') {
    const { picture = null, how, witness } = consent
    return { ...agreed, signature: picture, witnessed: { how, by: witness } }
  }
  const { signature, signer } = consent
  return { ...agreed, signature, ...(signer ? { signer: { name: signer.name, as: signer.as } } : {}) }
}

/** The claims that are shown, and what happened, without what happened to the others. */
async function shownOf(db: Deps['db'], key: Buffer, id: string, { whole, shows }: Sight) {
  const [all, happened] = await Promise.all([claimsOf(db, key, id), eventsOf(db, key, id)])
  if (whole) return { claims: all, events: happened }
  const claims = all.filter(({ state }) => shows(placed(state)))
  const ofNone = ({ payload }: StoredEvent): boolean => payload['claimId'] === undefined
  const isShown = ({ payload }: StoredEvent): boolean =>
    claims.some((claim) => claim.id === payload['claimId'])
  return { claims, events: happened.filter((event) => ofNone(event) || isShown(event)) }
}

/** What an officer sees of one request, the responsible office all of it; the look is logged before it is answered. */
export async function workApplication(deps: Deps, reader: Officer, id: string): Promise<WorkApplication> {
  const { db, vault, clock } = deps
  requireWork(reader, 'see-application')
  await noteLook(deps, reader, id)
  await papersSeen(deps, id)
  const { application: row, person: who, keyWrapped } = await getRow(deps, id)
  const key = vault.unwrap(keyWrapped)
  const content = open<Content>(key, row.sealed)
  const sight = (await sightOf(db, reader))(row.regionCode)
  const mayStop = findActing(reader, 'stop-posting', row.regionCode) !== undefined
  const [{ claims, events }, alerts, others, place, handler, handlers, desks, posting, notes] = await Promise.all([
    shownOf(db, key, id, sight),
    alertsOf(db, [id]),
    sight.whole ? othersOf(deps, reader, who, id) : [],
    placeName(db, row.regionCode),
    handlerOf(db, row.handlerId),
    handlersOf(db, deps, row, content),
    desksAround(db, row.regionCode),
    sight.whole ? postingOf(deps, id, reader.id, mayStop) : undefined,
    sight.whole ? notesOf(db, deps, id) : [],
  ])
  const twice = await twiceOf(deps, reader, { row, content }, claims)
  const actor = findActing(reader, 'see-application', row.regionCode) ?? actorOf(reader)
  const today = clock.today()
  const payments = sight.whole
    ? await paymentsOf(deps, reader, { row, key, content, excluded: handlers.excluded, level: who.level }, claims)
    : []
  const hasHouse = claims.some(({ state: { programme } }) => programme === 'rural-housing')
  const houses = hasHouse ? await worksOf(db, key, id) : []
  const judged = judgedBy(content, row.regionCode, today)
  const names = await officersIn(db, claims)
  const objected = await heldUp(db, deps, claims)
  const officeOf = await officesIn(
    db,
    row.regionCode,
    claims.map(({ state }) => state.process),
  )
  const shown = { ...judged, ...handlers, today, desks, officeOf, home: row.regionCode, names, objected }
  const state = {
    kind: row.kind,
    state: row.state,
    handler: row.handlerId,
    submittedOn: businessDate(row.submittedAt),
    agreement: null,
  }
  return {
    id,
    kind: row.kind,
    forWhom: row.forWhom,
    receiptNumber: row.receiptNumber,
    state: row.state,
    submittedAt: row.submittedAt.toISOString(),
    urgent: row.urgent,
    dangers: row.dangers,
    alert: alerts.get(id) ?? null,
    person: {
      name: vault.openField(who.nameCipher),
      idNumber: who.idCipher ? vault.openField(who.idCipher) : null,
      phone: who.phoneCipher ? vault.openField(who.phoneCipher) : null,
      phoneConfirmed: who.phoneConfirmed,
      level: who.level,
    },
    beneficiary: content.beneficiary
      ? {
          name: content.beneficiary.name ?? null,
          idNumber: content.beneficiary.idNumber ?? null,
          phone: content.beneficiary.phone ?? null,
          whereToFind: content.beneficiary.whereToFind ?? null,
        }
      : null,
    place,
    address: content.address ?? null,
    words: content.words,
    phrases: content.phrases,
    facts: content.facts,
    household: content.household,
    members: content.members,
    photos: sight.whole ? content.photos : [],
    consent: consentView(content),
    visit: { date: row.visitDue, provisional: row.visitProvisional },
    handler: handler?.name ?? null,
    claims: claims.map((claim) => workClaim(claim, shown, actor, content)),
    desks: desks.map(({ id: desk, name }) => ({ id: desk, name })),
    // Whoever has one claim of a request, or none of it, does nothing to the request.
    allowed:
      handlers.excluded.includes(reader.id) || !sight.whole
        ? []
        : [...allowedForApplication(state, actor), ...allowedForClaim(undefined, actor)],
    others,
    timeline: timelineOf(events, claims),
    ...(payments.length > 0 ? { payments } : {}),
    ...(twice.length > 0 ? { twice } : {}),
    ...(notes.length > 0 ? { notes: notes.map(noteView) } : {}),
    ...(posting ? { posting } : {}),
    ...(houses.length > 0 ? { houses: houses.map(({ row: { id: house, claimId: of } }) => ({ id: house, claim: of })) } : {}),
  }
}

/** The same after an act, which is done also where the request left this desk by it. */
export async function workAfter(deps: Deps, reader: Officer, id: string): Promise<WorkApplication | Done> {
  try {
    return await workApplication(deps, reader, id)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return { done: true }
    throw error
  }
}
