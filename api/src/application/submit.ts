import { and, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Submission, Submitted } from '@yima/shared/application/contract'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { answerTerm } from '@yima/shared/claim/answer-term'
import { Problem } from '@yima/shared/problem'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import { findCountyOf } from '@yima/shared/region/code'
import { commandClaim, type Outcome } from '../claim/command.ts'
import { insertClaims } from '../claim/store.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Send, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { lastFourIndex, lastFourOf, pairIndex, type TypedIdentity } from '../identity/pair.ts'
import { mayTellUnconfirmed, useProof } from '../identity/phone.ts'
import { openSession } from '../identity/session.ts'
import { person } from '../identity/table.ts'
import { notifyNew } from '../notification/notify.ts'
import { getHandlingOffice, type Office } from '../region/office.ts'
import { append, type TrailEntry } from '../trail/append.ts'
import { seal } from '../vault.ts'
import { callDuty, rosterFor, type Called, type Roster } from './call.ts'
import type { Content } from './content.ts'
import { prepare, type Prepared } from './prepare.ts'
import { application } from './table.ts'

type Person = { id: string; key: Buffer; row: typeof person.$inferSelect; pairIndex: Buffer; phoneConfirmed: boolean }

const identityOf = ({ applicant }: Submission): TypedIdentity => applicant

/** The applicant as claimed on this occasion. Nothing is looked up and nothing merged: see design, Identity. */
async function insertPerson(
  tx: Transaction,
  send: Send,
  deps: Deps,
  once: Once,
  body: Submission,
  countyCode: string,
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

function contentOf(body: Submission, prepared: Prepared, at: Date): Content {
  const self = body.forWhom === 'self'
  return {
    words: body.words,
    ...(body.address ? { address: body.address } : {}),
    photos: body.photos,
    household: prepared.stated.household,
    members: prepared.stated.members,
    facts: prepared.stated.facts.map((fact) => ({ ...fact, asOf: at.toISOString() })),
    phrases: prepared.reading.phrases.map(({ start, end, text, kind, key }) => ({
      start,
      end,
      text,
      kind,
      key,
    })),
    proposed: prepared.reading.programmes.map(({ programme }) => programme),
    added: self ? body.added : [],
    consent: self ? { ...body.consent, at: at.toISOString() } : { method: 'at-visit', at: at.toISOString() },
    ...(self ? {} : { beneficiary: body.beneficiary }),
  }
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
  { prepared, claims, office, today }: Draft,
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

/** All that is known before the transaction begins. */
type Draft = {
  prepared: Prepared
  claims: Outcome[]
  office: Office
  /** Whom to call; for an urgent request only. */
  roster: Roster | null
  countyCode: string
  today: string
}

async function store(tx: Transaction, send: Send, deps: Deps, once: Once, body: Submission, draft: Draft) {
  const { prepared, claims, office, countyCode } = draft
  const at = deps.clock.now()
  const who = await insertPerson(tx, send, deps, once, body, countyCode)
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
  const actor = { kind: 'resident', id: who.id } as const
  send(append(tx, { stream: prepared.id, after: 0, at, actor, person: who, countyCode }, entries))
  await attachPictures(tx, once, pictureIds(body), prepared.id, countyCode)
  return { who, at }
}

async function draftOf(deps: Deps, body: Submission): Promise<Draft> {
  const countyCode = findCountyOf(body.regionCode)?.slice(0, 6)
  if (!countyCode) throw new Problem('invalid-input', [{ field: 'regionCode', code: 'not-served' }])
  const office = await getHandlingOffice(deps.db, body.regionCode)
  const today = deps.clock.today()
  const prepared = prepare(body, today)
  const { urgent } = prepared.reading
  const roster = urgent ? await rosterFor(deps.db, body.regionCode, deps.clock.now()) : null
  return { prepared, claims: openClaims(body, prepared, today), office, roster, countyCode, today }
}

/** Tells the applicant; a number that nobody confirmed is written to only a few times a day. */
async function tell(
  tx: Transaction,
  send: Send,
  deps: Deps,
  body: Submission,
  { prepared, office }: Draft,
  { row, key, phoneConfirmed }: Person,
  locale: 'zh-CN' | 'en',
): Promise<void> {
  const { phone } = body.applicant
  const quietly = phone !== undefined && !phoneConfirmed && !(await mayTellUnconfirmed(tx, deps, phone))
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

/**
 * One sentence in, claims out: reads the words, opens what they fit, starts every clock, calls
 * the duty roster when somebody is in danger, and keeps the receipt. One transaction.
 * Throws `invalid-input` for a place nobody serves or a picture of another device.
 */
export async function submit(
  deps: Deps,
  once: Once,
  body: Submission,
  locale: 'zh-CN' | 'en',
): Promise<{ answer: Submitted; token?: string }> {
  const draft = await draftOf(deps, body)
  const { prepared, roster, countyCode } = draft
  return inTransaction(deps.db, async (tx, send) => {
    const { who, at } = await store(tx, send, deps, once, body, draft)
    const called =
      roster &&
      (await callDuty(tx, deps, { id: prepared.id, countyCode, confirmed: who.phoneConfirmed }, roster))
    const answer = answerOf(draft, at, called, who.phoneConfirmed)
    send(remember(tx, once, at, 201, answer))
    await tell(tx, send, deps, body, draft, who, locale)
    const { phone } = body.applicant
    if (!phone || !who.phoneConfirmed) return { answer }
    return {
      answer,
      token: await openSession(tx, deps, once, { kind: 'resident', pairIndex: who.pairIndex, phone }),
    }
  })
}
