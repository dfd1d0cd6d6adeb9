import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Relation } from '@yima/shared/family/relation'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { open, seal, sha256 } from '../vault.ts'
import type { Reader } from './people.ts'
import { familyInvitation } from './table.ts'

type Row = typeof familyInvitation.$inferSelect
export type Invitation = { row: Row; content: Content; inviter: Identity }
type Content = { called: string; relation: Relation | null }

/** Days for which an invitation waits: a son at sea reads his messages on Sundays. */
const waitingDays = 7

type Of =
  | { kind: 'member'; householdId: string; numberIndex: Buffer | null }
  | { kind: 'helper'; mandateId: string; numberIndex: null }

/**
 * The secret of a link. It follows from the write that asked for it: the same write sent again gets the same
 * link, and only its hash is kept.
 */
export const inviteTokenFor = (
  { vault }: Pick<Deps, 'vault'>,
  { route, key, deviceHash, bodyHash }: Once,
): string =>
  vault
    .index('family-invitation', [route, key, deviceHash.toString('hex'), bodyHash.toString('hex')].join('\n'))
    .toString('base64url')

/**
 * Keeps an invitation, and makes the secret of its link unless it waits for a number. What is done and
 * answered is the same whether anybody has that number.
 */
export async function keepInvitation(
  tx: Transaction,
  deps: Deps,
  once: Once,
  inviter: Identity,
  of: Of,
  content: Content,
): Promise<{ id: string; token: string | null; expiresAt: string }> {
  const token = of.numberIndex ? null : inviteTokenFor(deps, once)
  const id = uuidv7()
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + waitingDays * 86_400_000)
  await tx.insert(familyInvitation).values({
    id,
    countyCode: inviter.countyCode,
    kind: of.kind,
    inviterId: inviter.id,
    householdId: of.kind === 'member' ? of.householdId : null,
    mandateId: of.kind === 'helper' ? of.mandateId : null,
    sealed: seal(inviter.key, content),
    tokenHash: token ? sha256(token) : null,
    numberIndex: of.numberIndex,
    createdAt: now,
    expiresAt,
  })
  return { id, token, expiresAt: expiresAt.toISOString() }
}

async function findInvitation(tx: Reader, deps: Deps, which: SQL): Promise<Invitation | undefined> {
  const [row] = await tx.select().from(familyInvitation).where(which).for('update')
  const inviter = row && (await findIdentity(tx, deps, row.inviterId))
  return inviter ? { row, inviter, content: open<Content>(inviter.key, row.sealed) } : undefined
}

/** Of a link that nobody made, was used, taken back or grew old: one answer, so that a guess learns nothing. */
const deadLink = (): Problem => new Problem('invalid-input', [{ field: 'token', code: 'invite-unknown' }])

function alive(found: Invitation | undefined, now: Date): Invitation {
  if (!found || found.row.usedAt || found.row.endedAt || found.row.expiresAt <= now) throw deadLink()
  return found
}

/** The invitation of a link, locked. Throws `invalid-input` on `token` when it opens nothing. */
export const getByToken = async (tx: Reader, deps: Deps, token: string): Promise<Invitation> =>
  alive(await findInvitation(tx, deps, eq(familyInvitation.tokenHash, sha256(token))), deps.clock.now())

/** An invitation that waits for the proven number of this very person. Throws as for a dead link. */
export async function getAsked(tx: Reader, deps: Deps, who: Identity, id: string): Promise<Invitation> {
  const index = who.level === 'proven' ? who.record.idIndex : null
  if (!index) throw deadLink()
  const which = and(eq(familyInvitation.id, id), eq(familyInvitation.numberIndex, index))
  return alive(which && (await findInvitation(tx, deps, which)), deps.clock.now())
}

const listed = async (db: Reader, deps: Deps, which: SQL): Promise<Invitation[]> => {
  const living = and(which, isNull(familyInvitation.usedAt), isNull(familyInvitation.endedAt))
  const rows = await db.select().from(familyInvitation).where(living).orderBy(familyInvitation.id).limit(50)
  const now = deps.clock.now()
  const all = await Promise.all(
    rows
      .filter(({ expiresAt }) => expiresAt > now)
      .map(async (row) => ({ row, inviter: await findIdentity(db, deps, row.inviterId) })),
  )
  return all.flatMap(({ row, inviter }) =>
    inviter ? [{ row, inviter, content: open<Content>(inviter.key, row.sealed) }] : [],
  )
}

/** Invitations of this person that still wait. */
export const sentBy = (db: Reader, deps: Deps, inviter: string): Promise<Invitation[]> =>
  listed(db, deps, eq(familyInvitation.inviterId, inviter))

/** Invitations that wait for this person's proven number; for somebody who only typed one there are none. */
export const askedOf = async (db: Reader, deps: Deps, who: Identity): Promise<Invitation[]> =>
  who.level === 'proven' && who.record.idIndex
    ? listed(db, deps, eq(familyInvitation.numberIndex, who.record.idIndex))
    : []

/** A link is good once: in the transaction of whoever said yes to it. */
export async function markUsed(tx: Transaction, deps: Deps, { row }: Invitation): Promise<void> {
  await tx.update(familyInvitation).set({ usedAt: deps.clock.now() }).where(eq(familyInvitation.id, row.id))
}

/** Takes one's own invitation back. Throws `not-found` for another's as for none. */
export async function endInvitation(tx: Transaction, deps: Deps, inviter: string, id: string): Promise<void> {
  const ended = await tx
    .update(familyInvitation)
    .set({ endedAt: deps.clock.now() })
    .where(
      and(
        eq(familyInvitation.id, id),
        eq(familyInvitation.inviterId, inviter),
        isNull(familyInvitation.usedAt),
        isNull(familyInvitation.endedAt),
      ),
    )
    .returning({ id: familyInvitation.id })
  if (ended.length === 0) throw new Problem('not-found')
}

/** With a mandate that ended its link is dead too. */
export async function endInvitationsOf(tx: Transaction, deps: Deps, mandateId: string): Promise<void> {
  await tx
    .update(familyInvitation)
    .set({ endedAt: deps.clock.now() })
    .where(and(eq(familyInvitation.mandateId, mandateId), isNull(familyInvitation.usedAt)))
}
