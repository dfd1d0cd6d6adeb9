import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { after, sent, type Query } from '@yima/shared/verification/query'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { freshBytes } from '../random.ts'
import { conclude } from './conclude.ts'
import type { Asking, Departments, Said } from './departments.ts'
import { holdWithConsents, type LivePerson } from './live.ts'
import { changeQueries, standingOf, type QueryRow } from './store.ts'
import { query, verification } from './table.ts'

/** How long whoever sent a query has it, in ms: longer than any answer may take with its turn in the queue. */
const leaseMs = 180_000
/** Verifications worked on at once. */
const atOnce = 20

const jitter = (): number => freshBytes(2).readUInt16BE() / 65_536

/** Verifications of which a query is to be sent now. */
async function dueNow({ db, clock }: Deps, skip: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: query.verificationId })
    .from(query)
    .where(and(inArray(query.state, ['waiting', 'asked']), lte(query.nextAt, clock.wall())))
    .limit(atOnce + skip.length)
  return rows
    .map(({ id }) => id)
    .filter((id) => !skip.includes(id))
    .slice(0, atOnce)
}

type ToSend = { row: QueryRow; asking: Asking }

/** What becomes of a due query before anything is sent: under no live consent, nothing. */
function sendingOf(row: QueryRow, person: LivePerson | undefined, lines: Departments, now: number): Query {
  const now_ = standingOf(row)
  if (!person?.sources.includes(row.source)) return after(now_, { type: 'consent-ended' }, now, 0)
  if (person.idNumber === null || !lines.connected(row.source))
    return { ...now_, state: 'waiting', nextAt: null, why: 'no-connection' }
  return sent(now_, now + leaseMs)
}

/**
 * Marks what is due of one verification as sent, in the transaction in which its consents are seen to live. Whoever
 * dies now has left it marked: it is sent again under the same key when its time is over.
 */
const takeOut = (deps: Deps, lines: Departments, id: string): Promise<ToSend[]> =>
  inTransaction(deps.db, async (tx) => {
    const { held, people } = await holdWithConsents(tx, deps, id)
    if (!held) return []
    const now = deps.clock.wall().getTime()
    const rows = await dueOf(tx, id, new Date(now))
    const changes = rows.map((row) => {
      const person = people.find(({ consent }) => consent === row.consentId)
      return { row, person, to: sendingOf(row, person, lines, now) }
    })
    await changeQueries(tx, deps, held, changes)
    return changes.flatMap(({ row, person, to }) =>
      to.state === 'asked' && person?.idNumber
        ? [
            {
              row,
              asking: askingOf(row, { name: person.name, idNumber: person.idNumber }, deps.clock.today()),
            },
          ]
        : [],
    )
  })

const askingOf = ({ source, id, consentId }: QueryRow, person: Asking['person'], today: string): Asking => ({
  source,
  query: id,
  consent: consentId,
  person,
  today,
})

const dueOf = (tx: Transaction, id: string, now: Date): Promise<QueryRow[]> =>
  tx
    .select()
    .from(query)
    .where(
      and(eq(query.verificationId, id), inArray(query.state, ['waiting', 'asked']), lte(query.nextAt, now)),
    )
    .orderBy(asc(query.id))
    .for('update')

/**
 * Keeps what came of a query that was out, once: whoever comes second finds it settled. The consent is looked at again
 * in the same transaction; withdrawn meanwhile, the answer is thrown away unread.
 */
const bringIn = (deps: Deps, id: string, queryId: string, said: Said): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { held, people } = await holdWithConsents(tx, deps, id)
    const [row] = await tx.select().from(query).where(eq(query.id, queryId)).for('update')
    if (!held || !row || row.state !== 'asked') return
    const lives = people.some(
      ({ consent, sources }) => consent === row.consentId && sources.includes(row.source),
    )
    const came = lives ? said.came : ({ type: 'consent-ended' } as const)
    const to = after(standingOf(row), came, deps.clock.wall().getTime(), jitter())
    const answer =
      to.state === 'answered' && 'read' in said
        ? { answer: { asOf: said.read.asOf, kept: { answer: said.read.answer } } }
        : {}
    await changeQueries(tx, deps, held, [{ row, to, ...answer }])
  })

/** Sends what is due of one verification, all departments at once, and makes the report when nothing is open. */
async function askFor(deps: Deps, lines: Departments, id: string): Promise<number> {
  const out = await takeOut(deps, lines, id)
  await Promise.all(out.map(async ({ row, asking }) => bringIn(deps, id, row.id, await lines.ask(asking))))
  await conclude(deps, id)
  return out.length
}

/** Verifications whose last answer is there and whose report is not: whoever was to make it died. */
async function unreported({ db }: Deps): Promise<string[]> {
  const rows = await db
    .select({ id: verification.id })
    .from(verification)
    .where(
      and(
        eq(verification.state, 'running'),
        sql`NOT EXISTS (SELECT 1 FROM query q WHERE q.verification_id = ${verification.id} AND q.state IN ('waiting', 'asked'))`,
      ),
    )
    .limit(200)
  return rows.map(({ id }) => id)
}

/**
 * Asks departments for everything that is due, until nothing is. Any number of processes may do it at once; killed at
 * any moment, nothing is lost and no department is asked twice for one query under two keys.
 * @throws Error, after all have had their turn, when one failed
 */
export async function askDepartments(deps: Deps): Promise<void> {
  const lines = deps.departments
  if (!lines) return
  const failed: string[] = []
  for (let ids = await dueNow(deps, failed); ids.length > 0; ids = await dueNow(deps, failed))
    await Promise.all(
      ids.map((id) =>
        askFor(deps, lines, id).catch((error: unknown) => {
          failed.push(id)
          deps.log.error({ err: error }, 'departments were not asked for a family; the rest goes on')
        }),
      ),
    )
  for (const id of await unreported(deps)) await conclude(deps, id)
  if (failed.length > 0) throw new Error(`Not asked for ${failed.length} families`)
}

/** Longest that a job stays for departments that will be asked again in a moment, in ms; the minute’s watch has the rest. */
const staysMs = 15_000

/** When the next query is due, in ms from now; undefined where none is within `staysMs`. */
async function nextDue({ db, clock }: Deps): Promise<number | undefined> {
  const now = clock.wall()
  const [row] = await db
    .select({ at: query.nextAt })
    .from(query)
    .where(and(eq(query.state, 'waiting'), lte(query.nextAt, new Date(now.getTime() + staysMs))))
    .orderBy(asc(query.nextAt))
    .limit(1)
  return row?.at ? Math.max(0, row.at.getTime() - now.getTime()) : undefined
}

/** The same, staying a little for what was not to be had at once. */
export async function askPatiently(deps: Deps): Promise<void> {
  const until = performance.now() + staysMs
  await askDepartments(deps)
  for (let next = await nextDue(deps); next !== undefined; next = await nextDue(deps)) {
    if (performance.now() + next > until) return
    await new Promise((done) => setTimeout(done, next))
    await askDepartments(deps)
  }
}
