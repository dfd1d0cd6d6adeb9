import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from 'hono'
import { deviceLabel } from '@yima/shared/identity/device-label'
import { idleMinutes } from '@yima/shared/identity/sign-in'
import type { Deps, Env, OfficerSession } from '../http/context.ts'
import { session } from './table.ts'

type Row = typeof session.$inferSelect

/** How old the note of the last use may be: a note at every request would double what a request costs. */
const notedWithinMs = { resident: 300_000, officer: 60_000 } as const

/** A desk that was left alone, or locked by hand. Pages that look by themselves keep no desk open. */
export const isLocked = (
  { clock }: Pick<Deps, 'clock'>,
  { lockedAt, seenAt }: Pick<Row, 'lockedAt' | 'seenAt'>,
): boolean => lockedAt !== null || clock.wall().getTime() - seenAt.getTime() > idleMinutes * 60_000

/**
 * Notes on which device a session is, and of a resident when it was last used. Of an officer only
 * `noteActivity` says that: an open list asks by itself all night.
 */
export async function noteUse(c: Context<Env>, { db, clock }: Deps, row: Row): Promise<void> {
  const now = clock.wall()
  const seen = row.kind === 'resident' && now.getTime() - row.seenAt.getTime() > notedWithinMs.resident
  if (!seen && row.label !== null) return
  const label = deviceLabel(c.req.header('user-agent') ?? '')
  await db
    .update(session)
    .set({ label, ...(seen ? { seenAt: now } : {}) })
    .where(eq(session.tokenHash, row.tokenHash))
}

/** Somebody is at the desk. A locked one stays locked: only signing in opens it. */
export async function noteActivity(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { sessionId, seenAt }: Pick<OfficerSession, 'sessionId' | 'seenAt'>,
): Promise<void> {
  if (clock.wall().getTime() - seenAt.getTime() < notedWithinMs.officer) return
  await db
    .update(session)
    .set({ seenAt: clock.wall() })
    .where(and(eq(session.id, sessionId), isNull(session.lockedAt)))
}

/** Locks a desk by hand. */
export async function lockSession(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  sessionId: string,
): Promise<void> {
  await db
    .update(session)
    .set({ lockedAt: clock.wall() })
    .where(and(eq(session.id, sessionId), isNull(session.lockedAt)))
}
