import { and, asc, eq, inArray } from 'drizzle-orm'
import { levelOf, regionsAbove } from '@yima/shared/region/code'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { inSecretOrder } from './tags.ts'

/** Who looks at claims again: supervisors of the county, and, where none of them may, those of the city above it. */
export type Seats = { county: string[]; above: string[] }

/** In the secret order of the quarter, so that nobody knows whom the first claim of a list falls to. */
export async function seatsOf(tx: Transaction, deps: Pick<Deps, 'vault'>, countyCode: string, quarter: string): Promise<Seats> {
  const place = countyCode.padEnd(12, '0')
  const city = regionsAbove(place).find((code) => levelOf(code) === 'city') ?? place
  const rows = await tx
    .select({ id: officer.id, place: officer.regionCode })
    .from(officer)
    .where(and(eq(officer.role, 'supervisor'), eq(officer.active, true), inArray(officer.regionCode, [place, city])))
    .orderBy(asc(officer.id))
  const of = (code: string): string[] =>
    inSecretOrder(deps, quarter, rows.filter((one) => one.place === code), ({ id }) => id).map(({ id }) => id)
  return { county: of(place), above: city === place ? [] : of(city) }
}
