import { eq } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { findCountyOf, findTownOf } from '@yima/shared/region/code'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import { unit } from './table.ts'

type Reader = Database | Transaction

export type Office = { id: string; name: string; phone: string | null; regionCode: string; kind: string }

/** The places whose offices can take a request from here, nearest first: the township, then the county. */
const around = (place: string): string[] =>
  [findTownOf(place), findCountyOf(place)].filter((code) => code !== undefined)

/** What such an office is: the township's window, or the county's civil affairs. */
export const receiving = ['window', 'civil']

/**
 * The office that has a request from this place: the township's, or the county's when the
 * township has nobody, so that no request lies where no eye falls on it.
 * Throws `invalid-input` when there is no such place, or no office serves it.
 */
export async function getHandlingOffice(db: Reader, place: string): Promise<Office> {
  const near = around(place)
  const { rows } = await db.$client.query<Office & { staffed: boolean }>({
    name: 'offices around',
    text: `
      SELECT u.id, u.name, u.phone, u.region_code AS "regionCode", u.kind,
             ${isStaffed} AS staffed
        FROM unit u
       WHERE u.region_code = ANY($2) AND u.kind = ANY($3) AND u.valid_to IS NULL AND EXISTS (SELECT 1 FROM region r WHERE r.code = $1)`,
    values: [place, near, receiving],
  })
  return chooseOffice(place, rows)
}

/** Whether a unit `u` has anybody who may take a claim in hand. */
export const isStaffed = `EXISTS (
  SELECT 1 FROM officer o WHERE o.unit_id = u.id AND o.active AND o.role IN ('clerk', 'county-officer'))`

/** Of the units around a place the office that has a request from it. Throws `invalid-input` if none serves it. */
export function chooseOffice(place: string, units: readonly (Office & { staffed: boolean })[]): Office {
  const offices = around(place).flatMap((code) =>
    units.filter((one) => one.regionCode === code && receiving.includes(one.kind)),
  )
  const found = offices.find((candidate) => candidate.staffed) ?? offices.at(-1)
  if (!found) throw new Problem('invalid-input', [{ field: 'regionCode', code: 'not-served' }])
  const { id, name, phone, regionCode, kind } = found
  return { id, name, phone, regionCode, kind }
}

export type OnDuty = {
  unitId: string
  unit: string
  phone: string | null
  officerId: string
  name: string
  phoneCipher: Buffer | null
  regionCode: string
}

/** Everybody on duty for a place at this moment, nearest office first. */
export async function onDuty(db: Reader, place: string, at: Date): Promise<OnDuty[]> {
  const near = around(place)
  const { rows } = await db.$client.query<OnDuty>({
    name: 'on duty',
    text: `
      SELECT u.id AS "unitId", u.name AS unit, u.phone, o.id AS "officerId", o.name,
             o.phone_cipher AS "phoneCipher", u.region_code AS "regionCode"
        FROM unit u
        JOIN duty d ON d.unit_id = u.id AND d.from_at <= $3 AND d.to_at > $3
        JOIN officer o ON o.id = d.officer_id AND o.active
       WHERE u.region_code = ANY($1) AND u.kind = ANY($2)
       ORDER BY o.id`,
    values: [near, receiving, at],
  })
  const nearest = near.flatMap((code) => rows.filter((row) => row.regionCode === code))
  return nearest.filter((row, index) => nearest.findIndex((other) => other.unitId === row.unitId) === index)
}

/** What an office is called. */
export async function unitName(db: Reader, id: string): Promise<string> {
  const [row] = await db.select({ name: unit.name }).from(unit).where(eq(unit.id, id))
  return row?.name ?? ''
}

/** The name of a place as it is written on an envelope: township and village. */
export async function placeName(db: Reader, code: string): Promise<string> {
  const names = await placeNames(db, [code])
  return names.get(code) ?? code
}

/** Names of many places at once, by code. */
export async function placeNames(db: Reader, codes: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(codes.flatMap((code) => [code, findTownOf(code) ?? code]))]
  if (wanted.length === 0) return new Map()
  const { rows } = await db.$client.query<{ code: string; name: string }>({
    name: 'places by code',
    text: 'SELECT code, name FROM region WHERE code = ANY($1)',
    values: [wanted],
  })
  const names = new Map(rows.map((row) => [row.code, row.name]))
  return new Map(
    codes.map((code) => {
      const town = findTownOf(code)
      const parts = [town && town !== code ? names.get(town) : undefined, names.get(code)]
      return [code, parts.filter((part) => part !== undefined).join('')]
    }),
  )
}

/** So long a name that was read is taken for the name of its place. */
const namesKeptMs = 60_000
const namesRead = new WeakMap<Database, { until: number; names: Map<string, string> }>()

/** Names of many places, of which most were read a moment ago: a list names the same few villages again and again. */
export async function knownPlaceNames(db: Database, codes: readonly string[]): Promise<Map<string, string>> {
  const now = performance.now()
  const kept = namesRead.get(db)
  const known = kept !== undefined && kept.until > now ? kept : { until: now + namesKeptMs, names: new Map<string, string>() }
  namesRead.set(db, known)
  const missing = codes.filter((code) => !known.names.has(code))
  for (const [code, name] of await placeNames(db, missing)) known.names.set(code, name)
  return known.names
}
