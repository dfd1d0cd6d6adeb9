import { and, eq, sql } from 'drizzle-orm'
import type { DuplicateVerdict } from '@yima/shared/family/duplicate'
import type { DuplicateView } from '@yima/shared/family/work-contract'
import { normaliseName } from '@yima/shared/identity/name'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { requireWork } from '../work/reach.ts'
import { homesOf } from './household.ts'
import { noteLooks } from './looks.ts'
import { nameOf } from './people.ts'
import { doerIn, historyOf } from './record.ts'
import { findActingFor } from './reach.ts'
import { duplicate } from './table.ts'

type Officer = OfficerSession['officer']
export type DuplicateRow = typeof duplicate.$inferSelect
type Found = { one: string; other: string; because: DuplicateView['because'] }
type Pair = Found & { row: DuplicateRow | undefined }

const most = 100

/**
 * Records of a county that may be one person, from indexes alone: the same number in two records, or the
 * same name and birthday. Nothing is opened and nothing merged; pairs that were decided come along. `only` asks for one
 * pair, by their ids in order.
 */
async function proposals(
  tx: Transaction,
  countyCode: string,
  only?: readonly [string, string],
): Promise<Found[]> {
  const which = only ? sql`WHERE one = ${only[0]} AND other = ${only[1]}` : sql``
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
      FROM pairs LEFT JOIN duplicate d ON d.one_id = one AND d.other_id = other ${which}
     GROUP BY one, other, d.state ORDER BY coalesce(d.state, 'open') = 'open' DESC, one, other LIMIT ${most}`)
  return rows
}

/** Whether the office has found that these two, by their ids in order, may be one. */
export const isProposed = async (tx: Transaction, countyCode: string, one: string, other: string) =>
  (await proposals(tx, countyCode, [one, other])).length > 0

/** Officers who have proven one of the two, or one that has become them, or given one of them a card. */
export async function proversOf(tx: Transaction, one: string, other: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    WITH sides AS (SELECT joined_identities(${one}) AS id UNION SELECT joined_identities(${other}))
    SELECT i.proven_by AS id FROM sides JOIN identity i USING (id) WHERE i.proven_by IS NOT NULL
    UNION
    SELECT e.actor_id FROM sides JOIN event e ON e.stream = sides.id
     WHERE e.type = 'identity-proven' AND e.actor_kind = 'officer'
    UNION
    SELECT c.issued_by FROM sides JOIN code_card c ON c.identity_id = sides.id`)
  return rows.map(({ id }) => id)
}

/** The end of somebody's number, by which one tells two papers apart; null where there is none. */
export const lastFour = (deps: Deps, { record }: Identity): string | null =>
  record.idCipher ? deps.vault.openField(record.idCipher).slice(-4) : null

const sideOf = (deps: Deps, who: Identity): DuplicateView['one'] => ({
  person: who.id,
  name: nameOf(deps, who),
  level: who.level,
  number: lastFour(deps, who),
})

/** What speaks against one person, from what stands in the records alone. */
async function doubtsOf(
  tx: Transaction,
  deps: Deps,
  one: Identity,
  other: Identity,
): Promise<DuplicateView['against']> {
  const homes = await homesOf(tx, [one.id, other.id])
  const home = homes.get(one.id)
  const nameIn = (who: Identity): string => normaliseName(nameOf(deps, who))
  const [number, second] = [one, other].map(
    ({ record }) => record.idCipher && deps.vault.openField(record.idCipher),
  )
  return [
    ...(nameIn(one) === nameIn(other) ? [] : (['other-name'] as const)),
    ...(!number || !second || number === second ? [] : (['other-number'] as const)),
    ...(home === undefined || home !== homes.get(other.id) ? [] : (['one-household'] as const)),
    ...(one.level === 'proven' && other.level === 'proven' ? (['both-proven'] as const) : []),
  ]
}

async function decisionsOf(tx: Transaction, deps: Deps, id: string): Promise<DuplicateView['history']> {
  const noted = await historyOf(tx, deps, id)
  return noted
    .map(({ type, at, payload }) => ({
      verdict: type.replace('duplicate-', '') as DuplicateVerdict,
      by: doerIn(payload),
      at: at.toISOString(),
      reason: String(payload['reason'] ?? ''),
    }))
    .reverse()
}

/** Pairs of the officer's county, with what was decided of them; none in which a relative stands (回避). */
async function pairsFor(tx: Transaction, officer: Officer): Promise<Pair[]> {
  const countyCode = officer.regionCode.slice(0, 6)
  const pairs: Pair[] = []
  for (const found of await proposals(tx, countyCode)) {
    const about = { region: `${countyCode}000000`, people: [found.one, found.other] }
    if (await findActingFor(tx, officer, 'see-duplicates', about))
      pairs.push({ ...found, row: await findRow(tx, found.one, found.other) })
  }
  return pairs
}

/** Pairs of which nobody has said yet what they are. */
export const undecidedPairs = async (tx: Transaction, officer: Officer): Promise<Pair[]> =>
  (await pairsFor(tx, officer)).filter(({ row }) => (row?.state ?? 'open') === 'open')

async function viewOf(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  { one, other, because, row }: Pair,
): Promise<DuplicateView | undefined> {
  const [first, second] = [await findIdentity(tx, deps, one), await findIdentity(tx, deps, other)]
  if (!first || !second) return undefined
  return {
    one: sideOf(deps, first),
    other: sideOf(deps, second),
    because,
    against: await doubtsOf(tx, deps, first, second),
    ownProof: (await proversOf(tx, one, other)).includes(officer.id),
    state: row?.state ?? 'open',
    history: row ? await decisionsOf(tx, deps, row.id) : [],
  }
}

/** Records that may be one person, with what was decided of them; every look is noted. Throws `forbidden`. */
export function listDuplicates(deps: Deps, officer: Officer): Promise<DuplicateView[]> {
  requireWork(officer, 'see-duplicates')
  return inTransaction(deps.db, async (tx) => {
    const views: DuplicateView[] = []
    for (const pair of await pairsFor(tx, officer)) {
      const view = await viewOf(tx, deps, officer, pair)
      if (view) views.push(view)
    }
    const people = views.flatMap(({ one, other }) => [one.person, other.person])
    await noteLooks(tx, deps, officer, people, 'duplicate')
    return views
  })
}

/** What was decided of two people, in the order of their ids; locked. */
export async function findRow(
  tx: Transaction,
  one: string,
  other: string,
): Promise<DuplicateRow | undefined> {
  const [row] = await tx
    .select()
    .from(duplicate)
    .where(and(eq(duplicate.oneId, one), eq(duplicate.otherId, other)))
    .for('update')
  return row
}
