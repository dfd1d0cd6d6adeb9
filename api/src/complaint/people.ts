import { and, eq, inArray, isNull } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { PeopleOf } from '@yima/shared/complaint/contract'
import { findCountyOf, findTownOf, levelOf } from '@yima/shared/region/code'
import type { Database } from '../db/connection.ts'
import { officer, unit } from '../region/table.ts'

type Group = PeopleOf['groups'][number]

const levelFor = (code: string, workers: boolean): Group['level'] =>
  workers || levelOf(code) === 'village' ? 'village' : levelOf(code) === 'town' ? 'town' : 'county'

/**
 * Who works for a place: its village, its township, its county, office by office, to pick from whom it is about. The same
 * for everybody who asks.
 * @throws Problem `not-found` for what is no place of a county
 */
export async function peopleOfPlace(db: Database, place: string): Promise<PeopleOf> {
  const county = findCountyOf(place)
  if (!county) throw new Problem('not-found')
  const places = [...new Set([place, findTownOf(place) ?? county, county])]
  const rows = await db
    .select({ id: officer.id, name: officer.name, post: officer.post, role: officer.role, of: officer.regionCode, unit: unit.id, office: unit.name, at: unit.regionCode, kind: unit.kind })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .where(and(eq(officer.active, true), isNull(unit.validTo), inArray(officer.regionCode, places)))
    .orderBy(unit.id, officer.id)
  const groups = new Map<string, Group>()
  for (const { id, name, post, role, of, at, kind, unit: unitId, office } of rows) {
    const workers = role === 'village-worker'
    // A village's worker of another village is nobody here.
    if (workers && of !== place) continue
    const key = `${unitId} ${String(workers)}`
    const group = groups.get(key) ?? { level: levelFor(at, workers), unit: { id: unitId, name: office, kind }, officers: [] }
    group.officers.push({ id, name, post })
    groups.set(key, group)
  }
  return { groups: [...groups.values()] }
}
