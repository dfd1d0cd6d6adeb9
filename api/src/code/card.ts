import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { OwnCards } from '@yima/shared/code/contract'
import { mostPinTries } from '@yima/shared/code/limits'
import { secretText } from '@yima/shared/code/write'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { endLossesOf } from './ended-losses.ts'
import { isPin, sealPin } from './pin.ts'
import { standing, type Refused } from './redeem.ts'
import { numberIndexOf, type Secret } from './secret.ts'
import { codeCard } from './table.ts'
import { countersOf, isUsedUp, noteWrong, type Asker } from './tries.ts'

/** Cards given to whoever somebody was before two records became one are theirs, too. */
export const livingCards = (identityId: string) =>
  and(sql`${codeCard.identityId} IN (SELECT joined_identities(${identityId}))`, isNull(codeCard.revokedAt))

/** Somebody's cards that are alive, as their owner reads of them. */
export async function cardsOf(tx: Transaction, identityId: string): Promise<OwnCards> {
  const rows = await tx.select().from(codeCard).where(livingCards(identityId))
  return {
    cards: rows.map((row) => ({
      ...{ id: row.id, lastFour: row.lastFour, hasPin: row.pin !== null },
      ...{ locked: row.tries >= mostPinTries, issuedAt: row.issuedAt.toISOString() },
    })),
  }
}

/** Who ends a card: its owner, or an officer at a window. A helper with a mandate ends it in the owner's name. */
export type CardEnder = { kind: 'resident' | 'officer'; id: string }

/** Ends the card of somebody; false where there is none. `id` names one card, or whichever is alive. */
export async function revokeCard(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { identityId, by, id }: { identityId: string; by: CardEnder; id?: string },
): Promise<boolean> {
  const ended = await tx
    .update(codeCard)
    .set({ revokedAt: clock.now(), revokedKind: by.kind, revokedBy: by.id })
    .where(id === undefined ? livingCards(identityId) : and(livingCards(identityId), eq(codeCard.id, id)))
    .returning({ id: codeCard.id })
  if (ended.length > 0) await endLossesOf(tx, identityId)
  return ended.length > 0
}

export type NewCard = {
  /** A proven identity: whoever calls this has seen person and document. */
  identityId: string
  officerId: string
  secret: Secret
  /** Null: the card is taken only face to face. */
  pin: string | null
}

/** What is printed on a card; it says nothing of its owner. */
export function cardFace({ config }: Pick<Deps, 'config'>, { token, number }: Secret) {
  return { text: secretText('card', config.countyCode, token), number: number('card') }
}

/** A new card for somebody who was seen at a window; the one before is dead with the same commit. */
export async function issueCard(
  tx: Transaction,
  deps: Deps,
  { identityId, officerId, secret, pin }: NewCard,
): Promise<{ id: string; text: string; number: string }> {
  await revokeCard(tx, deps, { identityId, by: { kind: 'officer', id: officerId } })
  await endLossesOf(tx, identityId)
  const face = cardFace(deps, secret)
  const id = uuidv7()
  await tx.insert(codeCard).values({
    ...{ id, identityId, countyCode: deps.config.countyCode, tokenHash: sha256(secret.token), tries: 0 },
    ...{ numberIndex: numberIndexOf(deps, 'card', face.number), lastFour: face.number.slice(-4) },
    ...{
      pin: pin === null ? null : await sealPin(deps, pin),
      issuedBy: officerId,
      issuedAt: deps.clock.now(),
    },
  })
  return { id, ...face }
}

/** A window has seen the owner: the card may be tried again, with a new PIN or with none. */
export async function unlockCard(
  tx: Transaction,
  deps: Deps,
  { identityId, pin }: { identityId: string; pin: string | null },
): Promise<boolean> {
  const kept = pin === null ? null : await sealPin(deps, pin)
  const changed = await tx
    .update(codeCard)
    .set({ tries: 0, pin: kept })
    .where(livingCards(identityId))
    .returning({ id: codeCard.id })
  return changed.length > 0
}

type Row = { id: string; owner: string; pin: string | null; tries: number; refused: 'revoked' | null }

const find = (by: 'token_hash' | 'number_index') => `
  SELECT c.id, ${standing} AS owner, c.pin, c.tries,
         CASE WHEN c.revoked_at IS NOT NULL OR i.closed_at IS NOT NULL THEN 'revoked' END AS refused
    FROM code_card c JOIN identity i ON i.id = c.identity_id
   WHERE c.${by} = $1`

async function findCard(tx: Transaction, deps: Deps, of: CardSecret): Promise<Row | undefined> {
  const isToken = 'token' in of
  const { rows } = await tx.$client.query<Row>({
    name: isToken ? 'find a card' : 'find a card by number',
    text: find(isToken ? 'token_hash' : 'number_index'),
    values: [isToken ? sha256(of.token) : numberIndexOf(deps, 'card', of.number)],
  })
  return rows[0]
}

/** Whose card bears this number, ended or not; undefined where there is none. */
export const findCardOwner = async (
  tx: Transaction,
  deps: Deps,
  number: string,
): Promise<string | undefined> => (await findCard(tx, deps, { number }))?.owner

/** Spends a try before the PIN is looked at: of a thousand sent at once no more than five are. */
async function spendTry(tx: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.$client.query({
    name: 'spend a try of a card',
    text: 'UPDATE code_card SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND revoked_at IS NULL',
    values: [id, mostPinTries],
  })
  return rowCount === 1
}

const see = `
  WITH opened AS (UPDATE code_card SET tries = CASE WHEN $8 THEN 0 ELSE tries END WHERE id = $1 RETURNING 1)
  INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
  SELECT $2, $3, $4, 'officer', $5, $6, 'card', $7 FROM opened`

export type CardSecret = { token: string } | { number: string }
export type CardCheck = {
  by: Asker
  purpose: string
  /** What the owner said; or the officer looked at the person and at what the identity's record shows. */
  pin?: string | undefined
  faceToFace?: boolean | undefined
}
export type ByCard = { ok: true; cardId: string; identityId: string }
export type CardRefused = Refused & {
  /** Of `card-check`: whether this card has a PIN. Of `wrong-pin`: how many tries are left. */
  hasPin?: boolean
  left?: number
}

async function checkPin(
  tx: Transaction,
  deps: Deps,
  row: Row,
  pin: string,
): Promise<CardRefused | undefined> {
  if (row.pin === null) return { ok: false, reason: 'card-check', hasPin: false }
  if (!(await spendTry(tx, row.id))) return { ok: false, reason: 'locked' }
  if (await isPin(deps, pin, row.pin)) return undefined
  const left = Math.max(0, mostPinTries - row.tries - 1)
  return left === 0 ? { ok: false, reason: 'locked' } : { ok: false, reason: 'wrong-pin', left }
}

/**
 * Somebody by a printed card and a PIN, or face to face. A card by itself opens nothing: whoever finds one has paper.
 * A refusal must be committed, or tries cost nothing.
 */
export async function redeemCard(
  tx: Transaction,
  deps: Deps,
  of: CardSecret,
  { by, purpose, pin, faceToFace = false }: CardCheck,
): Promise<ByCard | CardRefused> {
  const counters = countersOf(deps, by)
  if (await isUsedUp(tx, counters)) return { ok: false, reason: 'too-many', retryAfter: counters.wait }
  const row = await findCard(tx, deps, of)
  if (!row) {
    await noteWrong(tx, counters)
    return { ok: false, reason: 'unknown' }
  }
  if (row.refused) return { ok: false, reason: row.refused }
  if (pin === undefined && !faceToFace) return { ok: false, reason: 'card-check', hasPin: row.pin !== null }
  const refused = pin === undefined ? undefined : await checkPin(tx, deps, row, pin)
  if (refused) return refused
  await tx.$client.query({
    name: 'see a card',
    text: see,
    values: [
      ...[row.id, uuidv7(), row.owner, deps.config.countyCode, by.id, purpose, deps.clock.now()],
      pin !== undefined,
    ],
  })
  return { ok: true, cardId: row.id, identityId: row.owner }
}
