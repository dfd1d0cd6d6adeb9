import { eq, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { composed } from '../db/composed.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { ownedBy, toIdentity, type Identity } from '../identity/own.ts'
import { identity, person } from '../identity/table.ts'
import { whatTellingNeeds, type TellingNeeds } from '../notification/addressee.ts'
import { isRelativeOf } from '../organisation/relatives.ts'

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

/** How many applications of an identity are open at an office, as part of a query. */
const openHere = (identityId: SQL | Placeholder, unitId: Placeholder): SQL<number> => sql<number>`(
  SELECT count(*)::integer FROM application a JOIN person ON person.id = a.person_id
   WHERE ${ownedBy(identityId)} AND a.unit_id = ${unitId} AND a.state IN ('submitted', 'open'))`

const whoStands = composed((db) =>
  db
    .select({
      identity,
      record: person,
      related: isRelativeOf(sql.placeholder('officerId'), sql`identity.id`),
      office: sql<string | null>`(SELECT u.name FROM unit u WHERE u.id = ${sql.placeholder('unitId')})`,
      here: openHere(sql`identity.id`, sql.placeholder('unitId')),
      ...whatTellingNeeds,
    })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.id))
    .where(eq(identity.id, sql.placeholder('id')))
    .prepare('who stands there'),
)

/** Whoever a code stands for, before this officer: asked in one statement. Undefined where they were erased. */
export async function findStanding(
  tx: Transaction,
  deps: Deps,
  { id: officerId, unitId }: OfficerSession['officer'],
  id: string,
): Promise<Standing | undefined> {
  const wall = deps.clock.wall().toISOString()
  const [row] = await whoStands(tx).execute({ id, officerId, unitId, wall })
  if (!row?.record.keyWrapped) return undefined
  const { related, office, here, notices, locale } = row
  const whose = toIdentity(deps, row.identity, row.record)
  return { whose, related, office: office ?? '', here, needs: { notices, locale } }
}

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
