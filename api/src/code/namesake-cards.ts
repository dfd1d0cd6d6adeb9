import { eq, sql, type SQL } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import { isLossWaiting, type NamesakeCards } from '@yima/shared/code/loss'
import { levelOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { regionOf } from '../family/people.ts'
import { findActingFor } from '../family/reach.ts'
import { namesakesOf } from '../family/traits.ts'
import type { Deps } from '../http/context.ts'
import { noteWrongPapers, type PapersReader } from '../identity/counting-papers.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { noteSeen, type Seen } from '../identity/seen.ts'
import { identity } from '../identity/table.ts'
import { officer, region, unit } from '../region/table.ts'
import { requireWork } from '../work/reach.ts'
import { codeCard } from './table.ts'

type CardRow = typeof codeCard.$inferSelect
type RecordRow = typeof identity.$inferSelect

/**
 * What tells one namesake from another, with whoever it stands for and where both are at home: the card that they were
 * given last, or the record itself of somebody who never had one.
 */
export type Held = {
  id: string
  /** Null of a record. */
  card: CardRow | null
  since: Date
  lostBy: string | null
  lostAt: Date | null
  whose: Identity
  region: string
  office: string
  village: string | null
}
type Thing = Pick<Held, 'id' | 'card' | 'since' | 'lostBy' | 'lostAt'>

/** As whoever it is about finds it among the looks. */
export const cardLook = { purpose: 'card', what: 'card' }

/** Whoever never applied belongs where `by` gave the card, or wrote them down. */
async function heldOf(tx: Transaction, deps: Deps, thing: Thing, whose: Identity, by: string): Promise<Held> {
  const [from] = await tx
    .select({ region: officer.regionCode, office: unit.name })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .where(eq(officer.id, by))
  if (!from) throw new Error('A card that nobody gave')
  const home = await regionOf(tx, deps, whose)
  const applied = levelOf(home) !== 'county'
  const [place] = applied ? await tx.select().from(region).where(eq(region.code, home)) : []
  return {
    ...thing,
    whose,
    region: applied ? home : from.region,
    office: from.office,
    village: place?.name ?? null,
  }
}

const byCard = (tx: Transaction, deps: Deps, card: CardRow, whose: Identity): Promise<Held> => {
  const { id, issuedAt: since, lostBy, lostAt, issuedBy } = card
  return heldOf(tx, deps, { id, card, since, lostBy, lostAt }, whose, issuedBy)
}

/** Undefined of who was not written down by an officer: whoever is known by papers or a phone is found by those. */
export async function byRecord(tx: Transaction, deps: Deps, row: RecordRow): Promise<Held | undefined> {
  const { id, provenAt: since, provenBy, lostBy, lostAt, level, numberKind, joinedTo, closedAt } = row
  const stands = level === 'proven' && numberKind === 'none' && joinedTo === null && closedAt === null
  const whose = stands && since && provenBy ? await findIdentity(tx, deps, id) : undefined
  if (!whose || !since || !provenBy) return undefined
  return heldOf(tx, deps, { id, card: null, since, lostBy, lostAt }, whose, provenBy)
}

/** The card that this identity (its SQL) was given last, ended or not, as a query for its id. */
export const lastCard = (identityId: SQL): SQL => sql`(
  SELECT l.id FROM code_card l WHERE l.identity_id IN (SELECT joined_identities(${identityId}))
   ORDER BY l.issued_at DESC, l.id DESC LIMIT 1)`

/** The card that somebody was given last, ended or not; who never had one is known by the record. */
async function lastOf(tx: Transaction, deps: Deps, identityId: string): Promise<Held | undefined> {
  const [row] = await tx
    .select()
    .from(codeCard)
    .where(eq(codeCard.id, lastCard(sql`${identityId}`)))
  if (row) {
    const whose = await findIdentity(tx, deps, identityId)
    return whose && byCard(tx, deps, row, whose)
  }
  const [own] = await tx.select().from(identity).where(eq(identity.id, identityId))
  return own && byRecord(tx, deps, own)
}

export const aboutOf = ({ region: place, whose }: Held) => ({ region: place, people: [whose.id] })
export const traitsOf = ({ id, card, since, office, village }: Held) => ({
  ...{ id, lastFour: card?.lastFour ?? null, office, village },
  issuedOn: businessDate(since),
})

/**
 * The last cards, or records without one, of all who bear this name and birthday without papers, in the officer's places, and how many there are
 * elsewhere: a look that each of them finds, and counted, so that nobody tries names. Throws `forbidden`, `too-many`.
 */
export function namesakeCards(deps: Deps, reader: PapersReader, seen: Seen): Promise<NamesakeCards> {
  const { officer: by } = reader
  requireWork(by, 'replace-card')
  return inTransaction(deps.db, async (tx) => {
    const { name, number } = seen
    const people = number.kind === 'none' ? await namesakesOf(tx, deps, name, number.birthDate) : []
    const cards: NamesakeCards['cards'] = []
    let elsewhere = 0
    for (const id of people) {
      const held = await lastOf(tx, deps, id)
      if (!held) continue
      await noteSeen(tx, deps, by.id, id, cardLook)
      if (await findActingFor(tx, by, 'replace-card', aboutOf(held)))
        cards.push({ ...traitsOf(held), waits: isLossWaiting(held.lostAt, deps.clock.now()) })
      else elsewhere += 1
    }
    await noteWrongPapers(tx, deps, reader)
    return { cards, elsewhere }
  })
}

/** This card with whom it stands for today; undefined where its owner was erased. */
export async function findHolding(tx: Transaction, deps: Deps, row: CardRow): Promise<Held | undefined> {
  const { rows } = await tx.execute<{ id: string | null }>(
    sql`SELECT standing_identity(${row.identityId}) AS id`,
  )
  const whose = rows[0]?.id ? await findIdentity(tx, deps, rows[0].id) : undefined
  return whose && byCard(tx, deps, row, whose)
}

/** The card or record of that id, locked, with its holder; undefined where there is none, or its owner was erased. */
export async function lockHeld(tx: Transaction, deps: Deps, id: string): Promise<Held | undefined> {
  const [row] = await tx.select().from(codeCard).where(eq(codeCard.id, id)).for('update')
  if (row) return findHolding(tx, deps, row)
  const [own] = await tx.select().from(identity).where(eq(identity.id, id)).for('update')
  return own && byRecord(tx, deps, own)
}

/** Whether this is the card that its holder was given last, or the record of somebody who never had one. */
export async function isLast(tx: Transaction, { id, whose }: Held): Promise<boolean> {
  const { rows } = await tx.execute<{ id: string | null }>(sql`SELECT ${lastCard(sql`${whose.id}`)} AS id`)
  return (rows[0]?.id ?? whose.id) === id
}

/** Says that it waits for a second officer since now; null: that it does not any more. */
export async function setLost(
  tx: Transaction,
  { id, card }: Held,
  said: { by: string; at: Date } | null,
): Promise<void> {
  const lost = { lostBy: said?.by ?? null, lostAt: said?.at ?? null }
  if (card) await tx.update(codeCard).set(lost).where(eq(codeCard.id, id))
  else await tx.update(identity).set(lost).where(eq(identity.id, id))
}
