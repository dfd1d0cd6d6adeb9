import { asc, eq, inArray } from 'drizzle-orm'
import { itemName } from '@yima/shared/visit/item'
import type { VisitRecord } from '@yima/shared/visit/contract'
import { safetyMarks, type SafetyMark } from '@yima/shared/visit/ways'
import type { Reader } from '../db/transaction.ts'
import { officer } from '../region/table.ts'
import { open } from '../vault.ts'
import { visit } from './table.ts'

/** A visit as it was written down, and who wrote it. */
export type KeptVisit = VisitRecord & { officerId: string; receivedAt: string }

/** What a row keeps besides the columns. */
export type SealedVisit = Omit<VisitRecord, 'id' | 'safety'>

const marksIn = (marks: readonly string[]): SafetyMark[] => safetyMarks.filter((mark) => marks.includes(mark))

/** Every visit of a request, in the order in which they came. */
export async function visitsOf(db: Reader, key: Buffer, applicationId: string): Promise<KeptVisit[]> {
  const rows = await db
    .select()
    .from(visit)
    .where(eq(visit.applicationId, applicationId))
    .orderBy(asc(visit.receivedAt), asc(visit.id))
  return rows.map(({ id, officerId, safety, sealed, receivedAt }) => ({
    ...open<SealedVisit>(key, sealed),
    id,
    officerId,
    safety: marksIn(safety),
    receivedAt: receivedAt.toISOString(),
  }))
}

/** What to know before one goes there, as the last visit of each request left it. */
export async function safetyOf(
  db: Reader,
  applications: readonly string[],
): Promise<ReadonlyMap<string, SafetyMark[]>> {
  if (applications.length === 0) return new Map()
  const rows = await db
    .select({ id: visit.applicationId, safety: visit.safety })
    .from(visit)
    .where(inArray(visit.applicationId, [...applications]))
    .orderBy(asc(visit.receivedAt), asc(visit.id))
  return new Map(rows.map(({ id, safety }) => [id, marksIn(safety)]))
}

/** Whoever was at these homes, by name. */
export async function officerNames(db: Reader, visits: readonly KeptVisit[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(visits.flatMap(({ officerId, companions }) => [officerId, ...companions]))]
  if (ids.length === 0) return new Map()
  const rows = await db.select({ id: officer.id, name: officer.name }).from(officer).where(inArray(officer.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const saidByNeighbours = itemName({ kind: 'living', living: 'neighbours' })

/** What of a visit its family may have: what neighbours said is theirs. */
export const ofFamily = (answers: KeptVisit['answers']): KeptVisit['answers'] =>
  answers.filter(({ item }) => item !== saidByNeighbours)

/** Every picture that a visit names, with its place in the body. */
export const picturesOf = ({
  answers,
  person,
  investigator,
  along,
}: Pick<VisitRecord, 'answers' | 'person' | 'investigator' | 'along'>): { id: string; field: string }[] => [
  ...answers.flatMap(({ photos }, at) => photos.map((id, one) => ({ id, field: `answers.${at}.photos.${one}` }))),
  ...(person.how === 'refused' ? [] : [{ id: person.picture, field: 'person.picture' }]),
  { id: investigator, field: 'investigator' },
  ...(along === undefined ? [] : [{ id: along, field: 'along' }]),
]
