import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { sha256 } from '../vault.ts'
import { tokenFor } from './session.ts'
import { invitation } from './sign-in-table.ts'

/** Three days to come by; of the first administrator, who stands beside the machine, one. */
export const invitationHours = { officer: 72, first: 24 } as const

type Row = typeof invitation.$inferSelect

/** Whoever made it may still make one: a link in the pocket of somebody dismissed lets nobody in. */
const ofOneInOffice = sql`(${invitation.madeBy} IS NULL OR EXISTS (
  SELECT 1 FROM officer m WHERE m.id = ${invitation.madeBy} AND m.active AND m.role = 'administrator'))`

/**
 * The link that somebody holds. Undefined when it was used, is too old, a newer one took its place, or its maker
 * lost the office.
 */
export async function findInvitation(
  db: Pick<Transaction, 'select'>,
  { clock }: Pick<Deps, 'clock'>,
  token: string,
): Promise<Row | undefined> {
  const [row] = await db
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.tokenHash, sha256(token)),
        isNull(invitation.usedAt),
        isNull(invitation.endedAt),
        gt(invitation.expiresAt, clock.wall()),
        ofOneInOffice,
      ),
    )
  return row
}

/** The same, or `not-found`: an unknown link and a used one are told alike, with what to do. */
export async function getInvitation(
  db: Pick<Transaction, 'select'>,
  deps: Pick<Deps, 'clock'>,
  token: string,
): Promise<Row> {
  const row = await findInvitation(db, deps, token)
  if (!row) throw new Problem('not-found', [{ field: 'token', code: 'link-used' }])
  return row
}

/**
 * A link is for whoever has no way in yet. To somebody who has one it would be a second door, in the hand of whoever
 * made it: an administrator could come in as the colleague who is to confirm his proposals. Throws `not-allowed-now`.
 */
export async function refuseSecondWayIn(db: Pick<Transaction, 'execute'>, officerId: string): Promise<void> {
  const { rowCount } = await db.execute(sql`
    SELECT 1 FROM passkey WHERE officer_id = ${officerId}
    UNION ALL SELECT 1 FROM officer_login WHERE officer_id = ${officerId} LIMIT 1`)
  if (rowCount !== 0)
    throw new Problem('not-allowed-now', [{ field: 'officer', code: 'has-a-way-in' }], { allowed: [] })
}

/** Uses a link up in the caller's transaction; of two at once one is too late (`not-found`). */
export async function useInvitation(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  id: string,
  officerId?: string,
): Promise<void> {
  const used = await tx
    .update(invitation)
    .set({ usedAt: clock.wall(), ...(officerId ? { officerId } : {}) })
    .where(and(eq(invitation.id, id), isNull(invitation.usedAt)))
    .returning({ id: invitation.id })
  if (used.length === 0) throw new Problem('not-found', [{ field: 'token', code: 'link-used' }])
}

/** Makes a link in the caller's transaction; earlier ones for the same officer end. Only its hash is kept. */
export async function insertInvitation(
  tx: Transaction,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  { token, officerId, madeBy }: { token: string; officerId: string | null; madeBy: string | null },
): Promise<Date> {
  const now = clock.wall()
  const hours = officerId ? invitationHours.officer : invitationHours.first
  const expiresAt = new Date(now.getTime() + hours * 3_600_000)
  await tx
    .update(invitation)
    .set({ endedAt: now })
    .where(
      and(
        officerId ? eq(invitation.officerId, officerId) : isNull(invitation.officerId),
        isNull(invitation.usedAt),
        isNull(invitation.endedAt),
      ),
    )
  await tx.insert(invitation).values({
    id: uuidv7(),
    countyCode: config.countyCode,
    tokenHash: sha256(token),
    officerId,
    madeBy,
    createdAt: now,
    expiresAt,
    usedAt: null,
    endedAt: null,
  })
  return expiresAt
}

/** Where a link leads: its secret stands behind `#`, which no server and no log sees. */
export const invitationAddress = (publicUrl: string, token: string, page: 'invited' | 'first'): string =>
  `${publicUrl}/work/${page}#${token}`

/** Makes the link that an administrator hands over; sent again, the same write gives the same link. */
export async function inviteOfficer(
  deps: Deps,
  once: Once,
  officerId: string,
  madeBy: string,
): Promise<{ address: string; expiresAt: string }> {
  const token = tokenFor(deps.vault, once, 'invitation')
  const expiresAt = await inTransaction(deps.db, async (tx) => {
    const until = await insertInvitation(tx, deps, { token, officerId, madeBy })
    // The link itself opens a door: it is made anew for a repeated write, and kept nowhere.
    await remember(tx, once, deps.clock.now(), 201, { expiresAt: until.toISOString() })
    return until.toISOString()
  })
  return { address: invitationAddress(deps.config.publicUrl, token, 'invited'), expiresAt }
}
