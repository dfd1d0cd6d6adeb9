import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { invitationDays } from '@yima/shared/code/limits'
import { parseCode } from '@yima/shared/code/parse'
import { secretText } from '@yima/shared/code/write'
import type { Invited } from '@yima/shared/family/contract'
import type { Relation } from '@yima/shared/family/relation'
import { Problem } from '@yima/shared/problem'
import { numberIndexOf, secretFor } from '../code/secret.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { open, seal, sha256 } from '../vault.ts'
import type { Reader } from './people.ts'
import { familyInvitation } from './table.ts'

type Row = typeof familyInvitation.$inferSelect
export type Invitation = { row: Row; content: Content; inviter: Identity }
type Content = { called: string; relation: Relation | null }

type Of =
  | { kind: 'member'; householdId: string; numberIndex: Buffer | null }
  | { kind: 'helper'; mandateId: string; numberIndex: null }

/** What opens an invitation, as its link and read aloud; both null where it waits for a number or needs none. */
export type InviteCode = { token: string | null; number: string | null }

type Coded = { code: InviteCode; kept: Partial<Pick<Row, 'tokenHash' | 'spokenIndex'>> }

/** A link of its kind and the same to be read aloud, with what is kept of both. It follows from the write that asked for it. */
export function codedFor({ vault, config }: Pick<Deps, 'vault' | 'config'>, once: Once, kind: 'member' | 'signing') {
  const secret = secretFor({ vault }, once, kind)
  const number = secret.number(kind)
  return {
    code: { token: secretText(kind, config.countyCode, secret.token), number },
    kept: { tokenHash: sha256(secret.token), spokenIndex: numberIndexOf({ vault }, kind, number) },
  }
}

/**
 * The code of an invitation. It follows from the write that asked for it: the same write sent again gets the same
 * one, and only hashes are kept.
 */
export const inviteCodeFor = (deps: Pick<Deps, 'vault' | 'config'>, once: Once): InviteCode =>
  codedFor(deps, once, 'member').code

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
): Promise<Invited> {
  const uncoded: Coded = { code: { token: null, number: null }, kept: {} }
  const { code, kept } = of.numberIndex ? uncoded : codedFor(deps, once, 'member')
  const id = uuidv7()
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000)
  await tx.insert(familyInvitation).values({
    id,
    countyCode: inviter.countyCode,
    kind: of.kind,
    inviterId: inviter.id,
    householdId: of.kind === 'member' ? of.householdId : null,
    mandateId: of.kind === 'helper' ? of.mandateId : null,
    sealed: seal(inviter.key, content),
    ...kept,
    numberIndex: of.numberIndex,
    createdAt: now,
    expiresAt,
  })
  return { id, ...code, expiresAt: expiresAt.toISOString() }
}

async function findInvitation(tx: Reader, deps: Deps, which: SQL): Promise<Invitation | undefined> {
  const [row] = await tx.select().from(familyInvitation).where(which).for('update')
  const inviter = row && (await findIdentity(tx, deps, row.inviterId))
  return inviter ? { row, inviter, content: open<Content>(inviter.key, row.sealed) } : undefined
}

/** A link or number that opens nothing, and why. */
export const refusedLink = (code: 'unknown' | 'used' | 'expired' | 'foreign'): Problem =>
  new Problem('invalid-input', [{ field: 'token', code: `invite-${code}` }])

/** Whoever holds a code of ours was given it, and hears what became of it; of one taken back as of one that nobody made. */
function alive(found: Invitation | undefined, now: Date): Invitation {
  if (!found || found.row.endedAt) throw refusedLink('unknown')
  if (found.row.usedAt) throw refusedLink('used')
  if (found.row.expiresAt <= now) throw refusedLink('expired')
  return found
}

/** How an invitation is found by its code. Throws `invalid-input` for what is none of this county's. */
function whichBy({ vault, config }: Deps, typed: string): SQL {
  const parsed = parseCode(typed)
  if (parsed.kind === 'member-number')
    return eq(familyInvitation.spokenIndex, numberIndexOf({ vault }, 'member', parsed.number))
  if (parsed.kind !== 'member') throw refusedLink('unknown')
  if (parsed.county !== config.countyCode) throw refusedLink('foreign')
  return eq(familyInvitation.tokenHash, sha256(parsed.token))
}

/** The invitation of a code, locked. Throws `invalid-input` on `token` when it opens nothing. */
export const getByToken = async (tx: Reader, deps: Deps, token: string): Promise<Invitation> =>
  alive(await findInvitation(tx, deps, whichBy(deps, token)), deps.clock.now())

/** An invitation that waits for the proven number of this very person. Throws as for a dead link. */
export async function getAsked(tx: Reader, deps: Deps, who: Identity, id: string): Promise<Invitation> {
  const index = who.level === 'proven' ? who.record.idIndex : null
  if (!index) throw refusedLink('unknown')
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
