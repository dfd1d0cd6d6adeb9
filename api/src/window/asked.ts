import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { AskedView } from '@yima/shared/window/contract'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { officer, unit } from '../region/table.ts'
import { open } from '../vault.ts'
import { occasion } from './table.ts'

/** Who asks at this moment to see more of oneself; nothing for somebody who was never recognised anywhere. */
export async function askedOf(deps: Deps, { identityId }: ResidentSession): Promise<AskedView[]> {
  if (!identityId) return []
  const rows = await deps.db
    .select({ row: occasion, name: officer.name, post: officer.post, office: unit.name })
    .from(occasion)
    .innerJoin(officer, eq(officer.id, occasion.officerId))
    .innerJoin(unit, eq(unit.id, occasion.unitId))
    .where(
      and(
        eq(occasion.identityId, identityId),
        isNull(occasion.closedAt),
        gt(occasion.endsAt, deps.clock.wall()),
        eq(occasion.reach, 'ask'),
      ),
    )
    .orderBy(desc(occasion.openedAt))
    .limit(10)
  const whose = await inTransaction(deps.db, (tx) => findIdentity(tx, deps, identityId))
  if (!whose) return []
  return rows.map(({ row, name, post, office }) => ({
    id: row.id,
    officer: { name, post, office },
    purpose: row.purpose,
    words: open<{ words: string | null }>(whose.key, row.sealed).words,
    asked: row.asked,
    given: row.given,
    endsAt: row.endsAt.toISOString(),
  }))
}
