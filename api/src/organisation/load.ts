import { and, eq, inArray, like, or, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { OfficerRole } from '@yima/shared/access/actor'
import type { Officer, Organisation, Pending } from '@yima/shared/organisation/organisation'
import { findCountyOf, regionsAbove } from '@yima/shared/region/code'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer, region, unit } from '../region/table.ts'
import { allOf } from '../together.ts'
import { absence, organisationChange } from './table.ts'

export type Reader = Database | Transaction

/**
 * The county (six digits) to whose organisation a place belongs: its own, or, of a city or province, the one served here.
 */
export const countyOf = ({ config }: Pick<Deps, 'config'>, { regionCode }: { regionCode: string }): string =>
  findCountyOf(regionCode)?.slice(0, 6) ?? config.countyCode

const byKey = <T>(rows: readonly T[], key: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [key(row), row]))

/** What lies in a county, and in the city and province around it themselves. */
const around = (code: PgColumn, county: string): SQL | undefined =>
  or(like(code, `${county}%`), inArray(code, regionsAbove(county.padEnd(12, '0'))))

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

/** The organisation of one county (six digits) as deciders read it, with places, offices and officers above it. */
export async function loadOrganisation(db: Reader, county: string): Promise<Organisation> {
  const [places, units, officers, absences, pending] = await allOf([
    db.select().from(region).where(around(region.code, county)),
    db.select().from(unit).where(around(unit.regionCode, county)),
    db.select().from(officer).where(around(officer.regionCode, county)),
    db
      .select({ absence })
      .from(absence)
      .innerJoin(officer, eq(officer.id, absence.officerId))
      .where(and(eq(absence.ended, false), around(officer.regionCode, county))),
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
