import { and, eq, gt, inArray, lte } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { findCountyOf, findTownOf } from '@yima/shared/region/code'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import { duty, officer, region, unit } from './table.ts'

type Reader = Database | Transaction

export type Office = { id: string; name: string; phone: string | null; regionCode: string; kind: string }

/** Offices that can take a request from this place, nearest first: the township's window, then county civil affairs. */
async function officesFor(db: Reader, place: string): Promise<Office[]> {
  const around = [findTownOf(place), findCountyOf(place)].filter((code) => code !== undefined)
  if (around.length === 0) return []
  const found = await db
    .select({ id: unit.id, name: unit.name, phone: unit.phone, regionCode: unit.regionCode, kind: unit.kind })
    .from(unit)
    .where(and(inArray(unit.regionCode, around), inArray(unit.kind, ['window', 'civil'])))
  return around.flatMap((code) => found.filter((office) => office.regionCode === code))
}

/**
 * The office that has a request from this place: the township's, or the county's when the
 * township has nobody, so that no request lies where no eye falls on it.
 * Throws `invalid-input` when there is no such place, or no office serves it.
 */
export async function getHandlingOffice(db: Reader, place: string): Promise<Office> {
  const known = await db.select({ code: region.code }).from(region).where(eq(region.code, place))
  const offices = known.length === 0 ? [] : await officesFor(db, place)
  const staffed = await db
    .selectDistinct({ unitId: officer.unitId })
    .from(officer)
    .where(
      and(
        inArray(
          officer.unitId,
          offices.map((office) => office.id),
        ),
        eq(officer.active, true),
        inArray(officer.role, handlingRoles),
      ),
    )
  const ids = new Set(staffed.map((row) => row.unitId))
  const office = offices.find((candidate) => ids.has(candidate.id)) ?? offices.at(-1)
  if (!office) throw new Problem('invalid-input', [{ field: 'regionCode', code: 'not-served' }])
  return office
}

/** Roles that may take a claim in hand. */
const handlingRoles = ['clerk', 'county-officer']

export type OnDuty = {
  unitId: string
  unit: string
  phone: string | null
  officerId: string
  name: string
  phoneCipher: Buffer | null
}

/** Everybody on duty for a place at this moment, nearest office first. */
export async function onDuty(db: Reader, place: string, at: Date): Promise<OnDuty[]> {
  const offices = await officesFor(db, place)
  if (offices.length === 0) return []
  const rows = await db
    .select({
      unitId: unit.id,
      unit: unit.name,
      phone: unit.phone,
      officerId: officer.id,
      name: officer.name,
      phoneCipher: officer.phoneCipher,
    })
    .from(duty)
    .innerJoin(officer, and(eq(officer.id, duty.officerId), eq(officer.active, true)))
    .innerJoin(unit, eq(unit.id, duty.unitId))
    .where(
      and(
        inArray(
          duty.unitId,
          offices.map((office) => office.id),
        ),
        lte(duty.fromAt, at),
        gt(duty.toAt, at),
      ),
    )
    .orderBy(officer.id)
  return offices.flatMap((office) => rows.filter((row) => row.unitId === office.id).slice(0, 1))
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
  const rows = await db.select().from(region).where(inArray(region.code, wanted))
  const names = new Map(rows.map((row) => [row.code, row.name]))
  return new Map(
    codes.map((code) => {
      const town = findTownOf(code)
      const parts = [town && town !== code ? names.get(town) : undefined, names.get(code)]
      return [code, parts.filter((part) => part !== undefined).join('')]
    }),
  )
}
