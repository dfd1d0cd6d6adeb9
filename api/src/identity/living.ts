import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { isLocked } from './idle.ts'
import { session } from './table.ts'

type Standing = { unitId: string; regionCode: string; role: string }

/** What an officer stands for; whoever is moved to another desk must not go on hearing of the old one. */
export const standingOf = ({ unitId, regionCode, role }: Standing): string =>
  `${unitId} ${regionCode} ${role}`

/** What every resident stands for: a session of theirs changes nothing while it lasts. */
export const residentStanding = 'resident'

/** Of these sessions those that go on, by the hex of their hash, with what their holder stands for now. */
export async function findLiving(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  hashes: readonly string[],
): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .select({ hash: session.tokenHash, kind: session.kind, officer, session })
    .from(session)
    .leftJoin(officer, and(eq(officer.id, session.officerId), eq(officer.active, true)))
    .where(
      and(
        inArray(
          session.tokenHash,
          hashes.map((hash) => Buffer.from(hash, 'hex')),
        ),
        gt(session.expiresAt, clock.wall()),
        isNull(session.revokedAt),
      ),
    )
  const standing = rows.flatMap(({ hash, kind, officer: found, session: row }): [string, string][] => {
    const atDesk = found && !isLocked({ clock }, row) ? standingOf(found) : undefined
    const one = kind === 'resident' ? residentStanding : atDesk
    return one === undefined ? [] : [[hash.toString('hex'), one]]
  })
  return new Map(standing)
}
