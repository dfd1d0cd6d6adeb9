import { and, eq } from 'drizzle-orm'
import { hideInParts } from '@yima/shared/complaint/figures'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { publishHandled, type Decided } from '@yima/shared/statistics/handled'
import { publishReceiving, type Counted, type CountedPlace } from '@yima/shared/statistics/receiving'
import type { Database } from '../db/connection.ts'
import type { Deps } from '../http/context.ts'
import { openFigures, type Figures } from './table.ts'

/** Claims that are being paid, and who had it before, by the village or township of the request. */
const receiving = `
  SELECT place, programme, sum(count)::int AS count FROM (
    SELECT a.region_code AS place, c.programme, count(*) AS count
      FROM claim c JOIN application a ON a.id = c.application_id
     WHERE c.county_code = $1 AND c.state = ANY('{confirmed,paying,active,adjusted}')
     GROUP BY 1, 2
     UNION ALL
    SELECT region_code, programme, count FROM received_before WHERE county_code = $1
  ) counted GROUP BY 1, 2`

/** The last decision on each claim in the year before, and whether one before it came out otherwise. */
const decided = `
  SELECT DISTINCT ON (d.claim_id) a.region_code AS place, c.programme, (d.at AT TIME ZONE 'Asia/Shanghai')::date - d.asked_on AS days,
         d.due_on IS NULL OR (d.at AT TIME ZONE 'Asia/Shanghai')::date <= d.due_on AS "inTime",
         EXISTS (SELECT FROM decision e WHERE e.claim_id = d.claim_id AND e.at < d.at AND e.outcome <> d.outcome) AS overturned
    FROM decision d JOIN claim c ON c.id = d.claim_id JOIN application a ON a.id = d.application_id
   WHERE d.county_code = $1 AND d.asked_on IS NOT NULL AND d.at > $2::date - interval '1 year'
   ORDER BY d.claim_id, d.at DESC, d.id DESC`

const places = `
  SELECT code, CASE WHEN level = 'county' THEN NULL ELSE parent END AS parent
    FROM region WHERE code LIKE $1 || '%' AND level IN ('county', 'town', 'village') ORDER BY code`

const rowsOf = async <T extends object>(db: Database, text: string, values: unknown[]): Promise<T[]> =>
  (await db.$client.query<T>(text, values)).rows

/** A place and those it lies in, itself first. */
function lineOf(known: ReadonlyMap<string, CountedPlace>, code: string): string[] {
  const line: string[] = []
  for (let at = known.get(code); at; at = at.parent === null ? undefined : known.get(at.parent)) line.push(at.code)
  return line
}

/** The one column in which changed decisions are counted. */
export const overturnedColumn = 'overturned'

/**
 * Changed decisions by programme, where the sum of them is published: else they would add up to it. Programmes of which none was
 * changed are small numbers like all others.
 */
function overturnedBy(changed: readonly Decided[], isSumKnown: boolean): NonNullable<Figures['overturnedBy']> {
  const counts = hideInParts(programmeIds.map((programme) => changed.filter((one) => one.programme === programme).length))
  return programmeIds.map((programme, at) => ({ programme, count: isSumKnown ? (counts[at] ?? null) : null }))
}

/** Works out what may be published today of a county (six digits). */
export async function workOutFigures(db: Database, countyCode: string, today: string): Promise<Figures> {
  const [all, received, done] = await Promise.all([
    rowsOf<CountedPlace>(db, places, [countyCode]),
    rowsOf<Counted>(db, receiving, [countyCode]),
    rowsOf<Decided>(db, decided, [countyCode, today]),
  ])
  const known = new Map(all.map((place) => [place.code, place]))
  const changed = done.filter(({ overturned }) => overturned)
  const overturned = publishReceiving(
    all,
    changed.map(({ place }) => ({ place, programme: overturnedColumn, count: 1 })),
  )
  const [county] = all
  const isSumKnown = overturned.some(({ place, programme, count }) => place === county?.code && programme === null && count !== null)
  return {
    receiving: publishReceiving(all, received),
    handled: publishHandled(done, ({ place, programme }) => [...lineOf(known, place), programme]),
    overturned,
    overturnedBy: overturnedBy(changed, isSumKnown),
  }
}

/**
 * Publishes the figures of a month on its first day on which anybody is here to do so. They then stay as they are: what
 * changes from one day to the next would tell who came that day.
 */
export async function publishFigures({ db, clock, config: { countyCode } }: Deps): Promise<void> {
  const today = clock.today()
  const month = today.slice(0, 7)
  const [known] = await db
    .select({ month: openFigures.month })
    .from(openFigures)
    .where(and(eq(openFigures.countyCode, countyCode), eq(openFigures.month, month)))
  if (known) return
  const figures = await workOutFigures(db, countyCode, today)
  await db.insert(openFigures).values({ countyCode, month, figures, madeOn: today }).onConflictDoNothing()
}
