import { desc, eq } from 'drizzle-orm'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { Problem } from '@yima/shared/problem'
import type { OpenFigures } from '@yima/shared/statistics/contract'
import type { Deps } from '../http/context.ts'
import { getPlace } from '../region/place.ts'
import { complaintFigures } from './complaints.ts'
import { openFigures, type Figures } from './table.ts'

const published = ['county', 'town', 'village']
const none: Figures = { receiving: [], handled: [], overturned: [] }
const nameOf = ({ code, name }: { code: string; name: string }) => ({ code, name })

/**
 * What was published last of a place of this county. Throws `not-found` for any other.
 */
export async function figuresOf(deps: Deps, code: string): Promise<OpenFigures> {
  const { db, config: { countyCode } } = deps
  const place = await getPlace(db, code)
  if (!code.startsWith(countyCode) || !published.includes(place.level)) throw new Problem('not-found')
  const [row] = await db
    .select()
    .from(openFigures)
    .where(eq(openFigures.countyCode, countyCode))
    .orderBy(desc(openFigures.month))
    .limit(1)
  const { receiving, handled, overturned, overturnedBy = [] } = row?.figures ?? none
  const countOf = (of: string, programme: string | null) =>
    receiving.find((one) => one.place === of && one.programme === programme)?.count ?? null
  const handledOf = (of: string) => {
    const found = handled.find((one) => one.of === of)
    return found ? { inTime: found.inTime, median: found.median } : null
  }
  return {
    place: nameOf(place),
    path: place.path.filter(({ level }) => published.includes(level)).map(nameOf),
    on: row?.madeOn ?? null,
    receiving: countOf(code, null),
    byProgramme: receiving.flatMap(({ place: of, programme, count }) =>
      of === code && programme !== null
        ? [
            {
              programme: programme as ProgrammeId,
              count,
              handled: place.level === 'county' ? handledOf(programme) : null,
            overturned: place.level === 'county' ? (overturnedBy.find((one) => one.programme === programme)?.count ?? null) : null,
            },
          ]
        : [],
    ),
    places: row ? place.children.map((child) => ({ ...nameOf(child), count: countOf(child.code, null) })) : [],
    handled: handledOf(code),
    overturned: overturned.find((one) => one.place === code && one.programme === null)?.count ?? null,
    complaints: place.level === 'county' ? await complaintFigures(deps) : [],
  }
}
