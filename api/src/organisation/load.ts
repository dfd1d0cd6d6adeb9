import { and, eq, inArray, like, or } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import type { Officer, Organisation, Pending } from '@yima/shared/organisation/organisation'
import { regionsAbove } from '@yima/shared/region/code'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import { officer, region, unit } from '../region/table.ts'
import { absence, organisationChange } from './table.ts'

export type Reader = Database | Transaction

const byKey = <T>(rows: readonly T[], key: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [key(row), row]))

const placesIn = (db: Reader, county: string) =>
  db
    .select()
    .from(region)
    .where(or(like(region.code, `${county}%`), inArray(region.code, regionsAbove(county.padEnd(12, '0')))))

const officerOf = ({
  managerId,
  phoneCipher: _phone,
  role,
  ...row
}: typeof officer.$inferSelect): Officer => ({
  ...row,
  role: role as OfficerRole,
  manager: managerId,
})

const pendingOf = (row: typeof organisationChange.$inferSelect): Pending => ({
  id: row.id,
  change: row.change,
  reason: row.reason,
  effectiveOn: row.effectiveOn,
  state: row.state as Pending['state'],
  proposedBy: row.proposedBy,
  confirmedBy: row.confirmedBy,
  basis: row.basis,
})

/** The organisation of one county (six digits) as deciders read it, with the places above it. */
export async function loadOrganisation(db: Reader, county: string): Promise<Organisation> {
  const inCounty = `${county}%`
  const [places, units, officers, absences, pending] = await Promise.all([
    placesIn(db, county),
    db.select().from(unit).where(like(unit.regionCode, inCounty)),
    db.select().from(officer).where(like(officer.regionCode, inCounty)),
    db
      .select({ absence })
      .from(absence)
      .innerJoin(officer, eq(officer.id, absence.officerId))
      .where(and(eq(absence.ended, false), like(officer.regionCode, inCounty))),
    db
      .select()
      .from(organisationChange)
      .where(
        and(
          eq(organisationChange.countyCode, county),
          inArray(organisationChange.state, ['proposed', 'scheduled']),
        ),
      ),
  ])
  return {
    places: byKey(
      places.map(({ validFrom: _from, validTo, ...row }) => ({ ...row, open: validTo === null })),
      ({ code }) => code,
    ),
    units: byKey(
      units.map(({ validFrom: _from, validTo, ...row }) => ({ ...row, open: validTo === null })),
      ({ id }) => id,
    ),
    officers: byKey(officers.map(officerOf), ({ id }) => id),
    absences: absences.map(({ absence: row }) => ({
      id: row.id,
      officerId: row.officerId,
      from: row.fromOn,
      to: row.toOn,
      deputy: row.deputyId,
    })),
    pending: byKey(pending.map(pendingOf), ({ id }) => id),
  }
}
