import { and, asc, eq, inArray } from 'drizzle-orm'
import type { ClaimState } from '@yima/shared/claim/claim'
import { consentKeys, findConsentText } from '@yima/shared/consent/texts'
import type { HeldFact } from '@yima/shared/fact/held'
import type { Transaction } from '../../db/transaction.ts'
import type { StoredDecision } from '../../decision/decide.ts'
import { decision } from '../../decision/table.ts'
import { factsOf } from '../../fact/held.ts'
import { file } from '../../file/table.ts'
import type { Deps } from '../../http/context.ts'
import { officeOf } from '../../application/view.ts'
import { placeName } from '../../region/office.ts'
import { officer, unit } from '../../region/table.ts'
import type { SealedPayment } from '../../reserve/propose.ts'
import { reserveProposal } from '../../reserve/table.ts'
import { minutesOf, picturesOf as picturesOfMinutes } from '../../appraisal/store.ts'
import { picturesOf as picturesOfWorks, worksOf } from '../../renovation/store.ts'
import { ofFamily, picturesOf as picturesOfVisit, visitsOf } from '../../visit/store.ts'
import { event, eventPayload } from '../../trail/table.ts'
import { open, openBytes, sha256 } from '../../vault.ts'
import type { Opened } from '../../verification/store.ts'
import type { Request } from '../request.ts'
import { checksOf, lettersIn, reportsIn, signaturesOf, type Report, type Signed } from './checks.ts'
import { sayIn } from './words.ts'

/** What whoever takes a file along may have of it. */
export type Part = {
  for: 'office' | 'own'
  /** Of which claims; the others are not named. */
  claims: ReadonlySet<string>
  /** Whether what somebody wrote in this event goes along: its hash always does. */
  shows: (event: { type: string; actorKind: string; claimId: string | undefined }) => boolean
  /** Whose facts: every other adult’s stay out of what the applicant takes along. */
  facts: (fact: HeldFact) => boolean
  photos: boolean
  /** What departments answered of the household: for those who decide. */
  reports: boolean
}

export type FileEvent = {
  number: number
  type: string
  at: string
  actorKind: string
  actorId: string | null
  by: string | null
  payloadDigest: string
  previousHash: string
  hash: string
  /** What was written, letter by letter as its digest was made; null where it does not go along. */
  payload: Buffer | null
  /** The same, opened, for whoever reads it. */
  said: Readonly<Record<string, unknown>>
}

export type NamedPicture = {
  id: string
  kind: 'photo' | 'paper' | 'signature' | 'explanation' | 'letter' | 'visit' | 'receipt' | 'appraisal' | 'house'
  claim: string | null
  paper: string | null
}
export type StoredPicture = NamedPicture & { row: typeof file.$inferSelect | undefined }

export type Wording = { version: string; text: string }
/** A written decision; the facts it rests on belong to who decides. */
export type Decided = {
  id: string
  claimId: string
  number: string
  outcome: string
  on: string
  said: object
}

export type Contents = {
  request: Request
  claims: { id: string; state: ClaimState }[]
  office: string
  place: string
  facts: HeldFact[]
  events: FileEvent[]
  pictures: StoredPicture[]
  wordings: Wording[]
  reports: Report[]
  /** Of the household's adults: for those who decide. */
  signatures: Signed[]
  decisions: Decided[]
}

async function eventsOf(tx: Transaction, { row, key }: Request, part: Part): Promise<FileEvent[]> {
  const rows = await tx
    .select({ event, sealed: eventPayload.sealed, name: officer.name, unit: unit.name })
    .from(event)
    .innerJoin(
      eventPayload,
      and(eq(eventPayload.stream, event.stream), eq(eventPayload.number, event.number)),
    )
    .leftJoin(officer, eq(officer.id, event.actorId))
    .leftJoin(unit, eq(unit.id, officer.unitId))
    .where(eq(event.stream, row.id))
    .orderBy(asc(event.number))
  return rows.map(({ event: one, sealed, name, unit: office }) => {
    const clear = openBytes(key, sealed)
    const said = JSON.parse(clear.toString('utf8')) as Record<string, unknown>
    const claimId = typeof said['claimId'] === 'string' ? said['claimId'] : undefined
    const shown = part.shows({ type: one.type, actorKind: one.actorKind, claimId })
    const by = part.for === 'office' && name ? `${office ?? ''} ${name}`.trim() : office
    return {
      number: one.number,
      type: one.type,
      at: one.at.toISOString(),
      actorKind: one.actorKind,
      actorId: one.actorId,
      by: by ?? null,
      payloadDigest: one.payloadDigest.toString('hex'),
      previousHash: one.previousHash.toString('hex'),
      hash: one.hash.toString('hex'),
      payload: shown ? clear : null,
      said: shown ? said : {},
    }
  })
}

const pictured = (kind: NamedPicture['kind'], ids: readonly string[]): NamedPicture[] =>
  ids.map((id) => ({ id, kind, claim: null, paper: null }))

/** What the family showed to items of its report: named by the check and the item, where a paper has an id of its own. */
const explained = (papers: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(papers).flatMap(([name, ids]) => (name.includes(':') ? ids : []))

/** What was photographed and signed on visits, in the order in which they came; of neighbours’ words nothing for the family. */
async function seenAtHome(tx: Transaction, { row, key }: Request, whose: Part['for']): Promise<string[]> {
  const all = await visitsOf(tx, key, row.id)
  const visits = whose === 'own' ? all.map((one) => ({ ...one, answers: ofFamily(one.answers) })) : all
  return [...new Set(visits.flatMap((one) => picturesOfVisit(one).map(({ id }) => id)))]
}

/** What was signed and photographed where money was handed over before the papers. */
async function receiptsOf(tx: Transaction, { row, key }: Request): Promise<string[]> {
  const { applicationId, id, sealed } = reserveProposal
  const rows = await tx.select({ sealed }).from(reserveProposal).where(eq(applicationId, row.id)).orderBy(asc(id))
  return rows.flatMap((one) => {
    const { handed } = one.sealed ? open<SealedPayment>(key, one.sealed) : {}
    return handed ? [handed.picture, ...handed.photos] : []
  })
}

/** Minutes and signatures of appraisals, of the claims that go along: for an office alone, for they name neighbours. */
async function keptOfMeetings(tx: Transaction, { row, key }: Request, part: Part): Promise<NamedPicture[]> {
  if (part.for === 'own') return []
  const all = (await minutesOf(tx, key, row.id)).filter(({ claimId }) => part.claims.has(claimId))
  return all.flatMap((one) => picturesOfMinutes(one).map(({ id }): NamedPicture => ({ id, kind: 'appraisal', claim: one.claimId, paper: null })))
}

/** What was photographed and signed of the works on a house, of the claims that go along. */
async function keptOfWorks(tx: Transaction, { row, key }: Request, part: Part): Promise<NamedPicture[]> {
  const all = (await worksOf(tx, key, row.id)).filter((one) => part.claims.has(one.row.claimId))
  return all.flatMap((one) => picturesOfWorks(one.works).map((id): NamedPicture => ({ id, kind: 'house', claim: one.row.claimId, paper: null })))
}

/** Every picture that the request names, with what it is of. */
function namedIn({ content, claims }: Request, part: Part): NamedPicture[] {
  const { consent, photos, papers = {} } = content
  const asked = claims
    .filter(({ id }) => part.claims.has(id))
    .flatMap(({ id: claim, state }) =>
      state.papers.flatMap((paper) =>
        (papers[paper.id] ?? []).map((id) => ({ id, kind: 'paper' as const, claim, paper: paper.paper })),
      ),
    )
  const signature =
    consent.method === 'signed'
      ? consent.signature
      : consent.method === 'witnessed'
        ? consent.picture
        : undefined
  return [
    ...(part.photos ? pictured('photo', photos) : []),
    ...asked,
    ...(part.photos ? pictured('explanation', explained(papers)) : []),
    ...(signature ? pictured('signature', [signature]) : []),
  ]
}

async function picturesOf(tx: Transaction, request: Request, part: Part, checks: readonly Opened[]): Promise<StoredPicture[]> {
  const letters = pictured('letter', await lettersIn(tx, checks))
  const seen = part.photos ? pictured('visit', await seenAtHome(tx, request, part.for)) : []
  const receipts = part.photos ? pictured('receipt', await receiptsOf(tx, request)) : []
  const meetings = await keptOfMeetings(tx, request, part)
  const houses = part.photos ? await keptOfWorks(tx, request, part) : []
  const named = [...namedIn(request, part), ...letters, ...seen, ...receipts, ...meetings, ...houses]
  const ids = named.map(({ id }) => id)
  const rows =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(file)
          .where(and(inArray(file.id, ids), eq(file.applicationId, request.row.id)))
  return named.map((one) => ({ ...one, row: rows.find(({ id }) => id === one.id) }))
}

async function decisionsOf(tx: Transaction, { row, key }: Request, part: Part): Promise<Decided[]> {
  const rows = await tx
    .select()
    .from(decision)
    .where(eq(decision.applicationId, row.id))
    .orderBy(asc(decision.at), asc(decision.id))
  return rows
    .filter(({ claimId }) => part.claims.has(claimId))
    .map(({ id, claimId, number, outcome, version, sealed }) => {
      const { basis, computation, said, ground, named, on } = open<StoredDecision>(key, sealed)
      const { given, fen, kind, firstMonth } = computation
      const own = { version, said, ground, named, given, fen, kind, firstMonth }
      return {
        id,
        claimId,
        number,
        outcome,
        on,
        said: part.for === 'own' ? own : { ...own, basis, computation },
      }
    })
}

/** Every version of a wording that is named anywhere in what was said. */
function versionsIn(value: unknown): string[] {
  if (typeof value === 'string') return findConsentText(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(versionsIn) : []
}

/** The binding text, Chinese, as it stands in the catalogue; who asks is named there by `{centre}` and stands with the event. */
function wordingOf(version: string): Wording[] {
  const text = findConsentText(version)
  if (!text) return []
  const say = sayIn('zh-CN')
  const keys = consentKeys(text)
  const lines = [keys.title, ...keys.rows.flatMap(({ label, text: row }) => [label, row]), ...keys.full].map(
    (key) => say(key),
  )
  return [{ version, text: `${lines.join('\n\n')}\n` }]
}

/** Everything of a request that goes into its file, read in the caller’s transaction; pictures by their rows alone. */
export async function contentsOf(
  tx: Transaction,
  deps: Deps,
  request: Request,
  part: Part,
): Promise<Contents> {
  const { row, content, claims } = request
  const events = await eventsOf(tx, request, part)
  const checks = part.reports ? await checksOf(tx, request) : []
  const versions = [
    ...new Set([...versionsIn(content.consent), ...versionsIn(events.map(({ said }) => said))]),
  ].sort()
  return {
    request,
    claims: claims.filter(({ id }) => part.claims.has(id)),
    office: (await officeOf(tx, row.unitId)).name,
    place: await placeName(deps.db, row.regionCode),
    facts: (await factsOf(tx, deps, request)).filter(part.facts),
    events,
    pictures: await picturesOf(tx, request, part, checks),
    wordings: versions.flatMap(wordingOf),
    decisions: await decisionsOf(tx, request, part),
    reports: reportsIn(checks),
    signatures: part.reports ? await signaturesOf(tx, request) : [],
  }
}

/** A picture opened; undefined where it is gone or was changed, which the index says. */
export async function openPicture(
  { files, vault }: Deps,
  { row }: StoredPicture,
): Promise<Buffer | undefined> {
  if (!row) return undefined
  try {
    return openBytes(vault.unwrap(row.keyWrapped), await files.get(row.contentHash))
  } catch {
    return undefined
  }
}

export const hexOf = (bytes: Buffer | string): string => sha256(bytes).toString('hex')
