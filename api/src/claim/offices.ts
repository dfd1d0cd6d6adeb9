import { sql, type SQL } from 'drizzle-orm'
import type { Desk, Process } from '@yima/shared/process/process'
import type { OfficeOf } from '@yima/shared/process/view'
import { findTownOf } from '@yima/shared/region/code'
import type { Reader } from '../db/transaction.ts'
import { unit } from '../region/table.ts'

/** An office as a claim may be sent to it: the kind of a county's, the code of a township's. */
export type DeskOffice = {
  id: string
  name: string
  phone: string | null
  /** The township that the request came to. */
  home: boolean
}

type Office = Omit<DeskOffice, 'home'>

const townOffice = 'window'

/** A department with somebody who handles claims, a township, the county's own office: each may be chosen. */
const mayBeChosen: SQL = sql`${unit.validTo} IS NULL AND (${unit.kind} IN (${townOffice}, 'civil') OR EXISTS (
  SELECT 1 FROM officer o WHERE o.unit_id = ${unit.id} AND o.active AND o.role = 'department-officer'))`

/** Offices of a county; its own and departments first, those that are there before those that are no more. */
async function officesOfCounty(db: Reader, county: string, which: SQL): Promise<Office[]> {
  const rows = await db
    .select({ kind: unit.kind, regionCode: unit.regionCode, name: unit.name, phone: unit.phone })
    .from(unit)
    .where(sql`substr(${unit.regionCode}, 1, 6) = ${county} AND ${which}`)
    .orderBy(
      sql`${unit.kind} = ${townOffice}`,
      unit.kind,
      unit.regionCode,
      sql`${unit.validTo} DESC NULLS FIRST`,
    )
  return rows.map(({ kind, regionCode, ...office }) => ({
    id: kind === townOffice ? regionCode : kind,
    ...office,
  }))
}

/** Every desk of the county around a place, for whoever may choose one. */
export async function desksAround(db: Reader, place: string): Promise<DeskOffice[]> {
  const offices = await officesOfCounty(db, place.slice(0, 6), mayBeChosen)
  return offices.map((office) => ({ ...office, home: office.id === findTownOf(place) }))
}

/** Desks that people read of, also those that see the claim no longer. */
const namedBy = ({ sent, joint, paidFirst }: Process): Desk[] => [
  ...(paidFirst ? [paidFirst.town] : []),
  ...(sent?.to ? [sent.to] : []),
  ...(joint?.parties.map(({ desk }) => desk) ?? []),
]

/**
 * What the desks are called that these claims were sent to, or ask, also where nobody sits there any more: people read the
 * name. Nothing is looked up where there are none.
 */
export async function officesIn(
  db: Reader,
  place: string,
  processes: readonly (Process | null)[],
): Promise<OfficeOf> {
  const desks = sql.param(processes.flatMap((process) => (process === null ? [] : namedBy(process))))
  if (desks.value.length === 0) return officesAmong([])
  const named = sql`(CASE ${unit.kind} WHEN ${townOffice} THEN ${unit.regionCode} ELSE ${unit.kind} END) = ANY (${desks}::text[])`
  return officesAmong(await officesOfCounty(db, place.slice(0, 6), named))
}

/** Names of desks by their ids; one that is no more keeps its id. */
export const officesAmong =
  (desks: readonly Office[]): OfficeOf =>
  (desk) => {
    const { name = desk, phone = null } = desks.find(({ id }) => id === desk) ?? {}
    return { name, phone }
  }
