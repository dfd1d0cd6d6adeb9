import { eq, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { composed } from '../db/composed.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { ownedBy, toIdentity, type Identity } from '../identity/own.ts'
import { identity, person } from '../identity/table.ts'
import { whatTellingNeeds, type TellingNeeds } from '../notification/addressee.ts'
import { isRelativeOf } from '../organisation/relatives.ts'
import { inOneTurn } from '../together.ts'

/** All that has to be known of somebody before an officer, to open an occasion, to show it and to tell them of it. */
export type Standing = {
  whose: Identity
  /** Whether they are a declared relative of the officer (回避). */
  related: boolean
  /** The name of the officer's office; empty where nobody knows it any more. */
  office: string
  /** How many of their applications are open at that office. */
  here: number
  needs: TellingNeeds
}

/**
 * How many applications of an identity are open at an office, as part of a query. Their own are found first, whatever the
 * planner knows: an office has thousands that are open, a person two.
 */
const openHere = (identityId: SQL | Placeholder, unitId: SQL | Placeholder): SQL<number> => sql<number>`(
  WITH own AS MATERIALIZED (
    SELECT unit_id, state FROM application
     WHERE person_id = ANY (ARRAY (SELECT person.id FROM person WHERE ${ownedBy(identityId)})))
  SELECT count(*)::integer FROM own WHERE unit_id = ${unitId} AND state IN ('submitted', 'open'))`

/** Who asks about whom, in their order. */
const asked = sql`unnest(${sql.placeholder('ids')}::uuid[], ${sql.placeholder('officers')}::uuid[], ${sql.placeholder('units')}::text[])
  WITH ORDINALITY AS asked (id, officer_id, unit_id, turn)`

const whoStands = composed((db) =>
  db
    .select({
      identity,
      record: person,
      turn: sql<number>`asked.turn::integer`,
      related: isRelativeOf(sql`asked.officer_id`, sql`identity.id`),
      office: sql<string | null>`(SELECT u.name FROM unit u WHERE u.id = asked.unit_id)`,
      here: openHere(sql`identity.id`, sql`asked.unit_id`),
      ...whatTellingNeeds,
    })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.id))
    .innerJoin(asked, sql`asked.id = identity.id`)
    .prepare('who stands there'),
)

type Asked = { officer: OfficerSession['officer']; id: string }
/** Whoever a code stands for, before an officer. Undefined where they were erased. */
export type FindStanding = (asked: Asked) => Promise<Standing | undefined>

/** Asked in one statement, however many officers of a transaction want to know in the same turn. */
export const standingsIn = (tx: Transaction, deps: Deps): FindStanding =>
  inOneTurn(async (all: readonly Asked[]) => {
    const rows = await whoStands(tx).execute({
      ids: all.map(({ id }) => id),
      officers: all.map(({ officer }) => officer.id),
      units: all.map(({ officer }) => officer.unitId),
      wall: deps.clock.wall().toISOString(),
    })
    const byTurn = new Map(rows.map((row) => [row.turn, row]))
    return all.map((_, at) => {
      const row = byTurn.get(at + 1)
      if (!row?.record.keyWrapped) return undefined
      const { related, office, here, notices, locale } = row
      const whose = toIdentity(deps, row.identity, row.record)
      return { whose, related, office: office ?? '', here, needs: { notices, locale } }
    })
  })

const ownHere = composed((db) =>
  db
    .select({ n: openHere(sql`identity.id`, sql.placeholder('unitId')) })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.id))
    .where(eq(identity.id, sql.placeholder('identityId')))
    .prepare('own applications here'),
)

/** How many applications of somebody are open at an office. */
export async function countHere(
  tx: Transaction,
  { id: identityId }: Identity,
  unitId: string,
): Promise<number> {
  const [row] = await ownHere(tx).execute({ identityId, unitId })
  return row?.n ?? 0
}
