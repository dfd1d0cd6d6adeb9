import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import type { duplicateDecision, DuplicateView } from '@yima/shared/family/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { join } from '../identity/prove.ts'
import { identity, identityPair, person, session } from '../identity/table.ts'
import { asOfficer } from './doer.ts'
import { familyRowsOf, moveFamily, type FamilyRows } from './joined.ts'
import { noteLooks } from './looks.ts'
import { nameOf } from './people.ts'
import { historyOf, note } from './record.ts'
import { requireRole } from './reach.ts'
import { duplicate } from './table.ts'

type Officer = OfficerSession['officer']
type Row = typeof duplicate.$inferSelect
type Found = { one: string; other: string; because: DuplicateView['because'] }

const most = 100

/**
 * Records of a county that may be one person, from indexes alone: the same number in two records, or the
 * same name and birthday. Nothing is opened and nothing merged; pairs that were decided come along.
 */
async function proposals(tx: Transaction, countyCode: string): Promise<Found[]> {
  const { rows } = await tx.execute<{ one: string; other: string; because: DuplicateView['because'] }>(sql`
    WITH alive AS (
      SELECT id, number_index FROM identity
       WHERE county_code = ${countyCode} AND joined_to IS NULL AND closed_at IS NULL
    ), pairs AS (
      SELECT a.id AS one, b.id AS other, 'same-number' AS because
        FROM alive a JOIN alive b ON b.number_index = a.number_index AND a.id < b.id
      UNION ALL
      SELECT least(s.identity_id, t.identity_id), greatest(s.identity_id, t.identity_id),
             CASE s.kind WHEN 'name-birth' THEN 'same-name-and-birth' ELSE 'same-name-birth-and-village' END
        FROM identity_trait s
        JOIN identity_trait t ON t.kind = s.kind AND t.trait_index = s.trait_index AND s.identity_id < t.identity_id
        JOIN alive a ON a.id = s.identity_id JOIN alive b ON b.id = t.identity_id
      UNION ALL
      SELECT one_id, other_id, NULL FROM duplicate WHERE county_code = ${countyCode} AND state <> 'open'
    )
    SELECT one, other, coalesce(array_agg(DISTINCT because) FILTER (WHERE because IS NOT NULL), '{}') AS because
      FROM pairs GROUP BY one, other ORDER BY one, other LIMIT ${most}`)
  return rows
}

const lastFour = (deps: Deps, { record }: Identity): string | null =>
  record.idCipher ? deps.vault.openField(record.idCipher).slice(-4) : null

const sideOf = (deps: Deps, who: Identity): DuplicateView['one'] => ({
  person: who.id,
  name: nameOf(deps, who),
  level: who.level,
  number: lastFour(deps, who),
})

async function decisionOf(
  tx: Transaction,
  deps: Deps,
  row: Row | undefined,
): Promise<DuplicateView['decided']> {
  if (!row?.decidedAt || row.state === 'open') return null
  const last = (await historyOf(tx, deps, row.id)).at(-1)
  const said = last?.payload
  return {
    by: String(said?.['by'] ?? ''),
    at: row.decidedAt.toISOString(),
    reason: String(said?.['reason'] ?? ''),
  }
}

/** Records that may be one person, with what was decided of them; every look is noted. Throws `forbidden`. */
export function listDuplicates(deps: Deps, officer: Officer): Promise<DuplicateView[]> {
  requireRole(officer, 'see-duplicates')
  return inTransaction(deps.db, async (tx) => {
    const countyCode = officer.regionCode.slice(0, 6)
    const views: DuplicateView[] = []
    for (const { one, other, because } of await proposals(tx, countyCode)) {
      const [first, second] = [await findIdentity(tx, deps, one), await findIdentity(tx, deps, other)]
      if (!first || !second) continue
      const row = await findRow(tx, one, other)
      const decided = await decisionOf(tx, deps, row)
      views.push({
        one: sideOf(deps, first),
        other: sideOf(deps, second),
        because,
        state: row?.state ?? 'open',
        decided,
      })
    }
    await noteLooks(
      tx,
      deps,
      officer,
      views.flatMap(({ one, other }) => [one.person, other.person]),
      'duplicate',
    )
    return views
  })
}

async function findRow(tx: Transaction, one: string, other: string): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(duplicate)
    .where(and(eq(duplicate.oneId, one), eq(duplicate.otherId, other)))
    .for('update')
  return row
}

/** What a join moves, so that it can be taken back: nothing of it is lost in the other's. */
type Moved = {
  from: string
  to: string
  persons: string[]
  pairs: string[]
  sessions: string[]
  family: FamilyRows
}

async function whatMoves(tx: Transaction, from: string, to: string): Promise<Moved> {
  const [persons, pairs, sessions] = [
    await tx.select({ id: person.id }).from(person).where(eq(person.identityId, from)),
    await tx
      .select({ pair: identityPair.pairIndex })
      .from(identityPair)
      .where(eq(identityPair.identityId, from)),
    await tx.select({ hash: session.tokenHash }).from(session).where(eq(session.identityId, from)),
  ]
  return {
    from,
    to,
    persons: [...persons.map(({ id }) => id), from],
    pairs: pairs.map(({ pair }) => pair.toString('hex')),
    sessions: sessions.map(({ hash }) => hash.toString('hex')),
    family: await familyRowsOf(tx, from),
  }
}

async function undo(tx: Transaction, { from, to, persons, pairs, sessions, family }: Moved): Promise<void> {
  const back = (id: string) => (id === from ? null : from)
  for (const id of persons)
    await tx
      .update(person)
      .set({ identityId: back(id) })
      .where(and(eq(person.id, id), eq(person.identityId, to)))
  for (const pair of pairs)
    await tx
      .update(identityPair)
      .set({ identityId: from })
      .where(eq(identityPair.pairIndex, Buffer.from(pair, 'hex')))
  for (const hash of sessions)
    await tx
      .update(session)
      .set({ identityId: from })
      .where(eq(session.tokenHash, Buffer.from(hash, 'hex')))
  await moveFamily(tx, family, from)
  await tx.update(identity).set({ joinedTo: null, joinedAt: null }).where(eq(identity.id, from))
}

const refuse = (code: string): Problem =>
  new Problem('not-allowed-now', [{ field: 'duplicate', code: `duplicate-${code}` }], { allowed: [] })

/** Only people whom documents have proven are joined: who merely typed a name and a number is not. */
async function joinProven(tx: Transaction, deps: Deps, one: Identity, other: Identity): Promise<Moved> {
  if (one.level !== 'proven' || other.level !== 'proven') throw refuse('not-proven')
  const moved = await whatMoves(tx, other.id, one.id)
  await join(tx, deps, moved.from, moved.to)
  return moved
}

async function takeBack(tx: Transaction, deps: Deps, row: Row | undefined): Promise<void> {
  if (!row || row.state === 'open') throw refuse('not-decided')
  if (row.state === 'different') return
  const joined = (await historyOf(tx, deps, row.id)).filter(({ type }) => type === 'duplicate-same').at(-1)
  const moved = joined?.payload['moved'] as Moved | undefined
  if (!moved) throw new Error('A merge without what it moved')
  await undo(tx, moved)
}

type Decision = v.InferOutput<typeof duplicateDecision>

async function pairOf(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  body: Decision,
): Promise<[Identity, Identity]> {
  const [first = '', second = ''] = [body.one, body.other].sort()
  const [one, other] = [await findIdentity(tx, deps, first), await findIdentity(tx, deps, second)]
  const county = officer.regionCode.slice(0, 6)
  if (first === second || one?.countyCode !== county || other?.countyCode !== county)
    throw new Problem('not-found')
  return [one, other]
}

/**
 * One person or two, with a reason that stays; `open` takes it back, and with it all that was joined.
 * Throws `forbidden`, `not-found` for people of another county, `not-allowed-now` for who is not proven.
 */
export function decideDuplicate(deps: Deps, once: Once, officer: Officer, body: Decision): Promise<void> {
  requireRole(officer, 'decide-duplicate')
  return inTransaction(deps.db, async (tx) => {
    const [one, other] = await pairOf(tx, deps, officer, body)
    const row = await findRow(tx, one.id, other.id)
    const { verdict, reason } = body
    if (row?.state === verdict) throw refuse('decided')
    if (verdict === 'open' || row?.state === 'same') await takeBack(tx, deps, row)
    const moved = verdict === 'same' ? await joinProven(tx, deps, one, other) : undefined
    const id = row?.id ?? uuidv7()
    const place = {
      stream: id,
      after: row?.lastEvent ?? 0,
      countyCode: one.countyCode,
      by: asOfficer(officer),
    }
    const payload = { reason, ...(moved ? { moved } : {}) }
    const lastEvent = await note(tx, deps, place, [{ about: one.id, type: `duplicate-${verdict}`, payload }])
    const decided = { state: verdict, lastEvent, decidedBy: officer.id, decidedAt: deps.clock.now() }
    if (row) await tx.update(duplicate).set(decided).where(eq(duplicate.id, id))
    else
      await tx.insert(duplicate).values({
        id,
        countyCode: one.countyCode,
        oneId: one.id,
        otherId: other.id,
        ...decided,
      })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
