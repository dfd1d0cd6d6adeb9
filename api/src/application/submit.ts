import { and, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Submission, Submitted } from '@yima/shared/application/contract'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { answerTerm } from '@yima/shared/claim/answer-term'
import { regionParameters } from '@yima/shared/policy/parameters/parameters-for'
import { Problem } from '@yima/shared/problem'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import { findCountyOf } from '@yima/shared/region/code'
import { askedOnce } from '../asked-once.ts'
import { commandClaim, type Outcome } from '../claim/command.ts'
import { insertClaims } from '../claim/store.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Send, type Transaction } from '../db/transaction.ts'
import type { Behalf } from '../family/behalf.ts'
import { file } from '../file/table.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { lastFourIndex, lastFourOf, pairIndex, type TypedIdentity } from '../identity/pair.ts'
import { mayTellUnconfirmed, useProof } from '../identity/phone.ts'
import { openSession } from '../identity/session.ts'
import { person } from '../identity/table.ts'
import { notifyNew } from '../notification/notify.ts'
import { getHandlingOffice, type Office } from '../region/office.ts'
import { together } from '../together.ts'
import { append, type TrailEntry } from '../trail/append.ts'
import { seal } from '../vault.ts'
import { callDuty, ringing, rosterFor as getRoster, type Called, type Rings, type Roster } from './call.ts'
import { contentOf, type Content } from './content.ts'
import { prepare, type Prepared } from './prepare.ts'
import { application } from './table.ts'

type Person = {
  id: string
  key: Buffer
  row: typeof person.$inferSelect
  pairIndex: Buffer
  phoneConfirmed: boolean
}

const identityOf = ({ applicant }: Submission): TypedIdentity => applicant

/** The applicant as claimed on this occasion. Nothing is looked up and nothing merged: see design, Identity. */
async function insertPerson(
  tx: Transaction,
  send: Send,
  deps: Deps,
  once: Once,
  { body, countyCode, behalf }: Pick<Asked, 'body' | 'countyCode' | 'behalf'>,
): Promise<Person> {
  const { vault, clock } = deps
  const { applicant } = body
  const { phone, phoneProof } = applicant
  const phoneConfirmed =
    phone !== undefined && phoneProof !== undefined && (await useProof(tx, deps, phone, phoneProof))
  const { key, wrapped } = vault.newKey()
  const idNumber = applicant.identity === 'id-number' ? applicant.idNumber : undefined
  const pair = pairIndex(vault, identityOf(body), phone ?? once.deviceHash.toString('hex'))
  const id = uuidv7()
  const row: Person['row'] = {
    id,
    countyCode,
    pairIndex: pair,
    idIndex: idNumber ? vault.index('id-number', idNumber) : null,
    idCipher: idNumber ? vault.sealField(idNumber) : null,
    phoneIndex: phone ? vault.index('phone', phone) : null,
    phoneCipher: phone ? vault.sealField(phone) : null,
    nameCipher: vault.sealField(applicant.name),
    phoneConfirmed,
    level: 'claimed',
    keyWrapped: wrapped,
    createdAt: clock.now(),
    identityId: null,
    ...behalf?.columns,
  }
  send(insertRows(tx, person, [row]))
  return { id, key, row, pairIndex: pair, phoneConfirmed }
}

/** Pictures of this device that belong to nothing yet become the application's. */
export async function attachPictures(
  tx: Transaction,
  once: Once,
  ids: readonly string[],
  applicationId: string,
  countyCode: string,
) {
  if (ids.length === 0) return
  const attached = await tx
    .update(file)
    .set({ applicationId, countyCode })
    .where(and(inArray(file.id, [...ids]), eq(file.deviceHash, once.deviceHash), isNull(file.applicationId)))
    .returning({ id: file.id })
  if (attached.length !== new Set(ids).size)
    throw new Problem('invalid-input', [{ field: 'photos', code: 'file-unknown' }])
}

/** Opens the claims: pure, so that everything is decided before the transaction begins. */
const openClaims = (body: Submission, prepared: Prepared, today: string): Outcome[] =>
  prepared.openings.map((opening) =>
    commandClaim(
      undefined,
      { type: 'open', ...opening },
      { actor: { kind: 'resident', id: '' }, today, region: body.regionCode },
    ),
  )

const entriesOf = (
  body: Submission,
  prepared: Prepared,
  content: Content,
  claims: Outcome[],
): TrailEntry[] => [
  {
    type: prepared.kind === 'outreach' ? 'outreach-requested' : 'application-submitted',
    payload: { forWhom: body.forWhom, content },
  },
  ...claims.flatMap((opened) => opened.entries),
]

function answerOf(
  { prepared, claims, today }: Asked,
  office: Office,
  at: Date,
  called: Called | null,
  confirmed: boolean,
): Submitted {
  return {
    id: prepared.id,
    receiptNumber: prepared.receiptNumber,
    kind: prepared.kind,
    submittedAt: at.toISOString(),
    urgent: prepared.reading.urgent,
    duty: called,
    visit: prepared.visit,
    office: { name: office.name, phone: office.phone },
    handler: null,
    claims: claims.map(({ id, state }) => ({
      id,
      programme: state.programme,
      answerBy: deadline(today, answerTerm(state.programme), holidays),
    })),
    phoneConfirmed: confirmed,
    signedIn: confirmed,
  }
}

const pictureIds = (body: Submission): string[] =>
  body.forWhom === 'self' && body.consent.method === 'signed'
    ? [...body.photos, body.consent.signature]
    : body.photos

/** What one person asks for, with all that follows from it before the transaction begins. */
type Asked = {
  once: Once
  body: Submission
  locale: 'zh-CN' | 'en'
  prepared: Prepared
  claims: Outcome[]
  countyCode: string
  today: string
  /** In whose place it is asked, if in anybody's. */
  behalf: Behalf | undefined
}

/** What those who are taken in together have in common: each place and all phones are asked about once. */
type Shared = {
  officeFor(place: string): Promise<Office>
  mayTell(phone: string): boolean
  rosterFor(place: string): Promise<Roster>
  rings: Rings
}

async function store(tx: Transaction, send: Send, deps: Deps, asked: Asked, office: Office) {
  const { once, body, prepared, claims, countyCode } = asked
  const at = deps.clock.now()
  const who = await insertPerson(tx, send, deps, once, asked)
  const content = contentOf(body, prepared, at)
  const entries = entriesOf(body, prepared, content, claims)
  send(
    insertRows(tx, application, [
      {
        id: prepared.id,
        receiptNumber: prepared.receiptNumber,
        personId: who.id,
        countyCode,
        regionCode: body.regionCode,
        unitId: office.id,
        kind: prepared.kind,
        forWhom: body.forWhom,
        state: 'submitted',
        urgent: prepared.reading.urgent,
        dangers: prepared.reading.dangers,
        handlerId: null,
        visitDue: prepared.visit.date,
        visitProvisional: prepared.visit.provisional,
        lastFourIndex: lastFourIndex(deps.vault, prepared.receiptNumber, lastFourOf(identityOf(body))),
        sealed: seal(who.key, content),
        lastEvent: entries.length,
        submittedAt: at,
      },
    ]),
  )
  send(insertClaims(tx, { applicationId: prepared.id, countyCode, openedAt: at, key: who.key }, claims))
  const { actor, names } = asked.behalf ?? { actor: { kind: 'resident' as const, id: who.id }, names: {} }
  send(append(tx, { stream: prepared.id, after: 0, at, actor, person: who, countyCode, names }, entries))
  await attachPictures(tx, once, pictureIds(body), prepared.id, countyCode)
  return { who, at }
}

/** Throws `invalid-input` for a place that nobody serves. */
function askedBy(deps: Deps, once: Once, body: Submission, locale: 'zh-CN' | 'en', behalf?: Behalf): Asked {
  const countyCode = findCountyOf(body.regionCode)?.slice(0, 6)
  // Where no figures are set nobody serves either, and without figures nothing can be prepared.
  const served = regionParameters.some(({ region }) => body.regionCode.startsWith(region))
  if (!countyCode || !served)
    throw new Problem('invalid-input', [{ field: 'regionCode', code: 'not-served' }])
  const today = deps.clock.today()
  const prepared = prepare(body, today)
  return { once, body, locale, prepared, claims: openClaims(body, prepared, today), countyCode, today, behalf }
}

/** Tells the applicant; a number that nobody confirmed is written to only a few times a day. */
function tell(
  tx: Transaction,
  send: Send,
  deps: Deps,
  { prepared, locale }: Asked,
  office: Office,
  { row, key }: Person,
  quietly: boolean,
): void {
  send(
    notifyNew(tx, deps, {
      person: row,
      key,
      template: prepared.kind === 'outreach' ? 'outreach-received' : 'application-received',
      params: {
        receipt: formatReceiptNumber(prepared.receiptNumber),
        office: office.name,
        date: prepared.visit.date,
      },
      about: prepared.id,
      locale,
      quietly,
    }),
  )
}

async function sharedBy(tx: Transaction, deps: Deps, all: readonly Asked[]): Promise<Shared> {
  const officeFor = askedOnce((place) => getHandlingOffice(tx, place))
  const roster = askedOnce((place) => getRoster(tx, place, deps.clock.now()))
  const phones = all.flatMap(({ body }) => body.applicant.phone ?? [])
  const [mayTell] = await Promise.all([
    mayTellUnconfirmed(tx, deps, phones),
    ...all.map(({ body }) => officeFor(body.regionCode)),
    ...all.map(({ body, prepared }) => prepared.reading.urgent && roster(body.regionCode)),
  ])
  return { officeFor, rosterFor: roster, rings: ringing(tx, deps), mayTell }
}

async function call(
  tx: Transaction,
  send: Send,
  deps: Deps,
  { body, prepared, countyCode }: Asked,
  confirmed: boolean,
  { rosterFor, rings }: Shared,
): Promise<Called | null> {
  const roster = await rosterFor(body.regionCode)
  return callDuty(tx, send, deps, { id: prepared.id, countyCode, confirmed }, { roster, rings })
}

/** The story of one person in a transaction. */
async function takeIn(tx: Transaction, send: Send, deps: Deps, asked: Asked, shared: Shared): Promise<Taken> {
  const { once, body, prepared } = asked
  const { phone } = body.applicant
  const office = await shared.officeFor(body.regionCode)
  const mayTell = phone === undefined || shared.mayTell(phone)
  await asked.behalf?.note(tx, once, prepared.receiptNumber)
  const { who, at } = await store(tx, send, deps, asked, office)
  tell(tx, send, deps, asked, office, who, !who.phoneConfirmed && !mayTell)
  const called = prepared.reading.urgent
    ? await call(tx, send, deps, asked, who.phoneConfirmed, shared)
    : null
  const answer = answerOf(asked, office, at, called, who.phoneConfirmed)
  send(remember(tx, once, at, 201, answer))
  if (!phone || !who.phoneConfirmed) return { answer }
  return {
    answer,
    token: await openSession(tx, deps, once, { kind: 'resident', pairIndex: who.pairIndex, phone }),
  }
}

/** What everybody came to; the first that failed fails them all, once nobody writes any more. */
async function allOf<Result>(stories: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(stories)
  return Promise.all(stories)
}

const takeInTogether = (deps: Deps, all: readonly Asked[]): Promise<Taken[]> =>
  inTransaction(deps.db, async (tx, send) => {
    const shared = await sharedBy(tx, deps, all)
    return allOf(all.map((asked) => takeIn(tx, send, deps, asked, shared)))
  })

export type Taken = { answer: Submitted; token?: string }
export type Submit = (
  once: Once,
  body: Submission,
  locale: 'zh-CN' | 'en',
  behalf?: Behalf,
) => Promise<Taken>

/**
 * One sentence in, claims out: reads the words, opens what they fit, starts every clock, calls
 * the duty roster when somebody is in danger, and keeps the receipt. One transaction, shared with those
 * who apply at the same moment: what costs most is then paid once.
 * Throws `invalid-input` for a place nobody serves or a picture of another device.
 */
export function submitting(deps: Deps): Submit {
  const take = together((all: readonly Asked[]) => takeInTogether(deps, all), { most: 25, atOnce: 2 })
  return async (once, body, locale, behalf) => take(askedBy(deps, once, body, locale, behalf))
}
