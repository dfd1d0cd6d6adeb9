import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { invitation } from './sign-in-table.ts'

/** Three days to come by; of the first administrator, who stands beside the machine, one. */
export const invitationHours = { officer: 72, first: 24 } as const

type Row = typeof invitation.$inferSelect

/** Whoever made it may still make one: a link in the pocket of somebody dismissed lets nobody in. */
const ofOneInOffice = sql`(${invitation.madeBy} IS NULL OR EXISTS (
  SELECT 1 FROM officer m WHERE m.id = ${invitation.madeBy} AND m.active AND m.role = 'administrator'))`

/** Whom it is for is in office: of somebody who left, a way in would wait for the day of coming back. */
const forOneInOffice = sql`(${invitation.officerId} IS NULL OR EXISTS (
  SELECT 1 FROM officer o WHERE o.id = ${invitation.officerId} AND o.active))`

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
        forOneInOffice,
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

/** Whether an officer comes in by a passkey or by the identity service of staff. */
export async function hasWayIn(db: Pick<Transaction, 'execute'>, officerId: string): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    SELECT 1 FROM passkey WHERE officer_id = ${officerId}
    UNION ALL SELECT 1 FROM officer_login WHERE officer_id = ${officerId} LIMIT 1`)
  return rowCount !== 0
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
): Promise<{ id: string; expiresAt: Date }> {
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
  const id = uuidv7()
  await tx.insert(invitation).values({
    id,
    countyCode: config.countyCode,
    tokenHash: sha256(token),
    officerId,
    madeBy,
    createdAt: now,
    expiresAt,
    usedAt: null,
    endedAt: null,
  })
  return { id, expiresAt }
}

/** Where a link leads: its secret stands behind `#`, which no server and no log sees. */
export const invitationAddress = (publicUrl: string, token: string, page: 'invited' | 'first'): string =>
  `${publicUrl}/work/${page}#${token}`
