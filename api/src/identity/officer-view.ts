import { eq } from 'drizzle-orm'
import type { OfficerView } from '@yima/shared/identity/contract'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import { officer, region, unit } from '../region/table.ts'

/** Officers as pages show them. */
export const officerViews = (db: Pick<Transaction, 'select'>) =>
  db
    .select({
      id: officer.id,
      name: officer.name,
      post: officer.post,
      role: officer.role,
      unit: unit.name,
      region: region.name,
      level: region.level,
    })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .innerJoin(region, eq(region.code, officer.regionCode))
    .$dynamic()

/** An officer with post and office, as everybody may see them. Throws `not-found`. */
export async function getOfficerView(db: Pick<Transaction, 'select'>, id: string): Promise<OfficerView> {
  const [row] = await officerViews(db).where(eq(officer.id, id))
  if (!row) throw new Problem('not-found')
  return row
}
