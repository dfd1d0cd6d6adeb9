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
import { officer, region, unit } from '../region/table.ts'
import { requireWork } from '../work/reach.ts'
import { codeCard } from './table.ts'

type CardRow = typeof codeCard.$inferSelect
/** A card with whoever it stands for, and where both are at home. */
export type Held = { row: CardRow; whose: Identity; region: string; office: string; village: string | null }

/** As whoever it is about finds it among the looks. */
export const cardLook = { purpose: 'card', what: 'card' }

/** Whoever never applied belongs where the card was given. */
async function heldOf(tx: Transaction, deps: Deps, row: CardRow, whose: Identity): Promise<Held> {
  const [from] = await tx
    .select({ region: officer.regionCode, office: unit.name })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .where(eq(officer.id, row.issuedBy))
  if (!from) throw new Error('A card that nobody gave')
  const home = await regionOf(tx, deps, whose)
  const applied = levelOf(home) !== 'county'
  const [place] = applied ? await tx.select().from(region).where(eq(region.code, home)) : []
  return {
    row,
    whose,
    region: applied ? home : from.region,
    office: from.office,
    village: place?.name ?? null,
  }
}

/** The card that this identity (its SQL) was given last, ended or not, as a query for its id. */
export const lastCard = (identityId: SQL): SQL => sql`(
  SELECT l.id FROM code_card l WHERE l.identity_id IN (SELECT joined_identities(${identityId}))
   ORDER BY l.issued_at DESC, l.id DESC LIMIT 1)`

/** The card that somebody was given last, ended or not. */
async function lastCardOf(tx: Transaction, deps: Deps, identityId: string): Promise<Held | undefined> {
  const [row] = await tx
    .select()
    .from(codeCard)
    .where(eq(codeCard.id, lastCard(sql`${identityId}`)))
  const whose = row && (await findIdentity(tx, deps, identityId))
  return whose && heldOf(tx, deps, row, whose)
}

export const aboutOf = ({ region: place, whose }: Held) => ({ region: place, people: [whose.id] })
export const traitsOf = ({ row, office, village }: Held) => ({
  ...{ id: row.id, lastFour: row.lastFour, office, village },
  issuedOn: businessDate(row.issuedAt),
})

/**
 * The last cards of all who bear this name and birthday without papers, in the officer's places, and how many there are
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
      const held = await lastCardOf(tx, deps, id)
      if (!held) continue
      await noteSeen(tx, deps, by.id, id, cardLook)
      if (await findActingFor(tx, by, 'replace-card', aboutOf(held)))
        cards.push({ ...traitsOf(held), waits: isLossWaiting(held.row.lostAt, deps.clock.now()) })
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
  return whose && heldOf(tx, deps, row, whose)
}

/** The card of that id, locked, with its holder; undefined where there is none, or its owner was erased. */
export async function lockHeld(tx: Transaction, deps: Deps, id: string): Promise<Held | undefined> {
  const [row] = await tx.select().from(codeCard).where(eq(codeCard.id, id)).for('update')
  return row && findHolding(tx, deps, row)
}

/** Whether this is the card that its holder was given last. */
export async function isLast(tx: Transaction, { row, whose }: Held): Promise<boolean> {
  const { rows } = await tx.execute<{ id: string }>(sql`SELECT ${lastCard(sql`${whose.id}`)} AS id`)
  return rows[0]?.id === row.id
}
