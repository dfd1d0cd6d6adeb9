import { and, desc, eq, gt, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { DeviceView } from '@yima/shared/identity/sign-in'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { noteEnded } from '../live/changed.ts'
import { identityPair, session } from './table.ts'

/** Every session of whoever holds this one: a phone that was proven since counts too. */
export function sessionsOfResident({
  pairIndex,
  identityId,
}: Pick<ResidentSession, 'pairIndex' | 'identityId'>): SQL {
  const pairs = sql`(SELECT ${identityPair.pairIndex} FROM ${identityPair} WHERE ${identityPair.identityId} = ${identityId})`
  const ways = [
    ...(pairIndex ? [eq(session.pairIndex, pairIndex)] : []),
    ...(identityId ? [eq(session.identityId, identityId), inArray(session.pairIndex, pairs)] : []),
  ]
  return and(eq(session.kind, 'resident'), or(...ways) ?? sql`false`) ?? sql`false`
}

export const sessionsOfOfficer = (officerId: string): SQL =>
  and(eq(session.kind, 'officer'), eq(session.officerId, officerId)) ?? sql`false`

/** Those of these sessions that still open something. */
export const alive = ({ clock }: Pick<Deps, 'clock'>, whose: SQL): SQL =>
  and(whose, isNull(session.revokedAt), gt(session.expiresAt, clock.wall())) ?? sql`false`

/** The devices on which somebody is signed in, the last used first. */
export async function listDevices(
  deps: Deps,
  whose: SQL,
  current: Buffer | undefined,
): Promise<DeviceView[]> {
  const rows = await deps.db
    .select()
    .from(session)
    .where(alive(deps, whose))
    .orderBy(desc(session.seenAt), session.id)
  return rows.map(({ id, label, createdAt, seenAt, tokenHash }) => ({
    id,
    label,
    firstAt: createdAt.toISOString(),
    lastAt: seenAt.toISOString(),
    current: current?.equals(tokenHash) === true,
  }))
}

async function revoke(tx: Transaction, deps: Deps, which: SQL): Promise<number> {
  const ended = await tx
    .update(session)
    .set({ revokedAt: deps.clock.wall(), phoneCipher: null })
    .where(alive(deps, which))
    .returning({ hash: session.tokenHash })
  await noteEnded(
    tx,
    ended.map(({ hash }) => hash),
  )
  return ended.length
}

/** Signs one device out, at once. Throws `not-found` for somebody else's exactly as for none. */
export async function revokeDevice(deps: Deps, whose: SQL, id: string): Promise<void> {
  const which = and(whose, eq(session.id, id)) ?? sql`false`
  const ended = await inTransaction(deps.db, (tx) => revoke(tx, deps, which))
  if (ended === 0) throw new Problem('not-found')
}

/** Signs every device out but the one that asks. */
export async function revokeOthers(deps: Deps, whose: SQL, own: Buffer | undefined): Promise<void> {
  const others = (own ? and(whose, ne(session.tokenHash, own)) : whose) ?? sql`false`
  await inTransaction(deps.db, (tx) => revoke(tx, deps, others))
}
