import { Problem } from '@yima/shared/problem'
import { regionsAbove } from '@yima/shared/region/code'
import type { PlaceView, RegionView } from '@yima/shared/region/contract'
import type { Database } from '../db/connection.ts'
import { chooseOffice, isStaffed, receiving, type Office } from './office.ts'

type Unit = Office & { staffed: boolean }
type Around = { regions: RegionView[]; units: Unit[] }

/** A place with what lies above and in it, and the units of the places above: one statement, asked by everybody. */
const around = `
  SELECT (SELECT coalesce(json_agg(r ORDER BY r.code), '[]')
            FROM (SELECT code, name, level, parent FROM region WHERE code = ANY($1) OR (parent = $2 AND valid_to IS NULL)) r) AS regions,
         (SELECT coalesce(json_agg(s ORDER BY s.id), '[]')
            FROM (SELECT u.id, u.name, u.phone, u.region_code AS "regionCode", u.kind, ${isStaffed} AS staffed
                    FROM unit u WHERE u.region_code = ANY($1) AND u.kind = ANY($3) AND u.valid_to IS NULL) s) AS units`

const supervising = ['discipline', 'oversight', 'petition']

/** The township's own discipline office is left out: it sits in the house complained about. */
const isSupervisor = ({ kind, regionCode }: Unit): boolean =>
  supervising.includes(kind) && regionCode.endsWith('000000')

const served = ['village', 'town', 'county']

async function lookAround(db: Database, code: string): Promise<PlaceView> {
  const line = [code, ...regionsAbove(code)]
  const { rows } = await db.$client.query<Around>({
    name: 'place and around',
    text: around,
    values: [line, code, [...receiving, ...supervising]],
  })
  const { regions, units } = rows[0] ?? { regions: [], units: [] }
  const self = regions.find((row) => row.code === code)
  if (!self) throw new Problem('not-found')
  const above = line.slice(1).reverse()
  const office = served.includes(self.level) ? chooseOffice(code, units) : null
  return {
    ...self,
    path: above.flatMap((one) => regions.filter((row) => row.code === one)),
    children: regions.filter((row) => row.parent === code),
    office: office && { name: office.name, phone: office.phone },
    supervisors: units.filter(isSupervisor).map(({ name, phone }) => ({ name, phone })),
  }
}

/** What is being looked up now, by place. Kept no longer than that: what an administrator changed is seen at once. */
const underWay = new WeakMap<Database, Map<string, Promise<PlaceView>>>()

/**
 * A place, the way to it from above, what lies in it, and who serves it. Whoever asks for a place while
 * it is looked up hears the same answer: every first visit asks for the same county. Throws `not-found`.
 */
export function getPlace(db: Database, code: string): Promise<PlaceView> {
  const asked = underWay.get(db) ?? new Map<string, Promise<PlaceView>>()
  underWay.set(db, asked)
  const looking = asked.get(code) ?? lookAround(db, code).finally(() => asked.delete(code))
  asked.set(code, looking)
  return looking
}

/** A place and each of those directly in it, one after the other: nobody waits for it. Throws `not-found`. */
export async function getAllPlaces(db: Database, code: string): Promise<PlaceView[]> {
  const top = await getPlace(db, code)
  const places = [top]
  for (const child of top.children) places.push(await getPlace(db, child.code))
  return places
}
