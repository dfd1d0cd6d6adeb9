import { and, asc, eq, lt } from 'drizzle-orm'
import type { TrailKey, TrailRoot } from '@yima/shared/trail/contract'
import { rootText } from '@yima/shared/trail/statement'
import { isSignedBy } from '../code/sign-key.ts'
import { organisationHash } from '../organisation/record.ts'
import { organisationEvent } from '../organisation/table.ts'
import { sha256 } from '../vault.ts'
import { beginning, figuresOf, publicRoot, type Reader, type RootRow } from './root.ts'
import { event, trailRoot } from './table.ts'

/** What is not as it was signed; `number`: of the signed day, or of the event of the organisation. */
export type TrailFault = {
  kind:
    | 'organisation-changed'
    | 'organisation-missing'
    | 'root-missing'
    | 'root-forged'
    | 'events-changed'
    | 'looks-changed'
    | 'event-before-trail'
    | 'published-missing'
    | 'published-differs'
  number: number
}

export type TrailFindings = { roots: number; until: Date | undefined; faults: TrailFault[] }

/** The chain of who is in which office: every change follows from the one before. */
async function organisationFaults(db: Reader, countyCode: string): Promise<TrailFault[]> {
  const rows = await db
    .select()
    .from(organisationEvent)
    .where(eq(organisationEvent.countyCode, countyCode))
    .orderBy(asc(organisationEvent.number))
  let before: Buffer = beginning
  return rows.flatMap((row, at): TrailFault[] => {
    const follows = row.number === at + 1 && row.previousHash.equals(before)
    before = row.hash
    return follows && organisationHash(row).equals(row.hash)
      ? []
      : [{ kind: 'organisation-changed', number: row.number }]
  })
}

type Before = { row: RootRow; text: string } | undefined

/** Whether a signed day is the next one, signed by this county, and whether its figures still follow from the rows. */
async function dayFaults(db: Reader, key: TrailKey, row: RootRow, before: Before): Promise<TrailFault[]> {
  const { number } = row
  const kinds: TrailFault['kind'][] = []
  const expected = before ? sha256(before.text) : beginning
  const joins = row.number === (before?.row.number ?? 0) + 1 && row.previous.equals(expected)
  if (!joins || (before && row.from.getTime() !== before.row.until.getTime())) kinds.push('root-missing')
  const said = publicRoot(row)
  if (said.key !== key.id || !isSignedBy(key, rootText(said), said.signature)) kinds.push('root-forged')
  const now = await figuresOf(db, row)
  if (now.size !== row.size || !now.root.equals(row.root)) kinds.push('events-changed')
  if (now.looks !== row.looks || !now.looksHash.equals(row.looksHash)) kinds.push('looks-changed')
  if (now.organisationNumber !== row.organisationNumber || !now.organisationHash.equals(row.organisationHash))
    kinds.push('organisation-missing')
  return kinds.map((kind) => ({ kind, number }))
}

/** Events with a date before the first signed day: nothing happened then. */
async function earlyFaults(
  db: Reader,
  countyCode: string,
  first: RootRow | undefined,
): Promise<TrailFault[]> {
  if (!first) return []
  const early = and(eq(event.countyCode, countyCode), lt(event.at, first.from))
  const count = await db.$count(event, early)
  return count > 0 ? [{ kind: 'event-before-trail', number: count }] : []
}

/** What left the house, held against what is here. Text and signature must be the very same. */
function publishedFaults(published: readonly TrailRoot[], rows: readonly RootRow[]): TrailFault[] {
  const here = new Map(rows.map((row) => [row.number, publicRoot(row)]))
  return published.flatMap((root): TrailFault[] => {
    const mine = here.get(root.number)
    if (!mine) return [{ kind: 'published-missing', number: root.number }]
    return rootText(mine) === rootText(root) ? [] : [{ kind: 'published-differs', number: root.number }]
  })
}

/**
 * Holds every signed day of a county against the rows as they are now, and against `published`: days as somebody
 * outside kept them. What was changed, taken out or put in after a day was signed is found; what happened since
 * the last signed day is held by the chains alone.
 */
export async function verifyRoots(
  db: Reader,
  { countyCode, key, published }: { countyCode: string; key: TrailKey; published: readonly TrailRoot[] },
): Promise<TrailFindings> {
  const rows = await db
    .select()
    .from(trailRoot)
    .where(eq(trailRoot.countyCode, countyCode))
    .orderBy(asc(trailRoot.number))
  const faults = await organisationFaults(db, countyCode)
  faults.push(...(await earlyFaults(db, countyCode, rows[0])))
  let before: Before
  for (const row of rows) {
    faults.push(...(await dayFaults(db, key, row, before)))
    before = { row, text: rootText(publicRoot(row)) }
  }
  faults.push(...publishedFaults(published, rows))
  return { roots: rows.length, until: before?.row.until, faults }
}
