import { and, eq, sql } from 'drizzle-orm'
import type { Held } from '../application/act.ts'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { claimsOf } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import { Problem } from '@yima/shared/problem'
import type { Deps, OfficerSession } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'
import { onDesk } from '../work/reach.ts'

/** A request as it is read, not held: opened, with its claims. */
export type Request = Pick<Held, 'row' | 'key' | 'content' | 'claims' | 'person'>

/**
 * A request on this officer’s desk. Throws `not-found` off it, and `erased` where its person took everything back:
 * whoever has it on the desk knows that it was there.
 */
export async function getRequest(
  tx: Transaction,
  { vault }: Pick<Deps, 'vault'>,
  officer: OfficerSession['officer'],
  id: string,
): Promise<Request> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${onDesk(officer)}`,
  )
  if (rowCount !== 1) throw new Problem('not-found')
  return openRequest(tx, { vault }, id)
}

/** The same without asking who reads: for whoever asked that before. */
export async function openRequest(
  tx: Transaction,
  { vault }: Pick<Deps, 'vault'>,
  id: string,
): Promise<Request> {
  const [found] = await tx
    .select()
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(eq(application.id, id)))
  if (!found) throw new Problem('not-found')
  if (!found.person.keyWrapped) throw new Problem('erased')
  const key = vault.unwrap(found.person.keyWrapped)
  const { application: row } = found
  return {
    row,
    key,
    content: open<Content>(key, row.sealed),
    claims: await claimsOf(tx, key, id),
    person: found.person,
  }
}
