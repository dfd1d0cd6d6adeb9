import { min, sql } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import { rootText } from '@yima/shared/trail/statement'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { beginning, figuresOf, listRoots, publicRoot } from './root.ts'
import { signTrail, trailKeyOf } from './sign.ts'
import { accessLog, event, trailRoot } from './table.ts'

/** After midnight, until nothing of the day before can still be on its way: the database ends every transaction sooner. */
const settlesAfterMs = 10 * 60_000

const midnightOf = (date: string): Date => new Date(`${date}T00:00:00+08:00`)

/** The day on which the county's trail begins; undefined where nothing has happened yet. */
async function firstDay(tx: Transaction): Promise<Date | undefined> {
  const [one] = await tx.select({ at: min(event.at) }).from(event)
  const [other] = await tx.select({ at: min(accessLog.at) }).from(accessLog)
  const first = [one?.at, other?.at].filter((at) => at instanceof Date).sort((a, b) => a.getTime() - b.getTime())[0]
  return first && midnightOf(businessDate(first))
}

const lockOf = (countyCode: string) => sql`pg_try_advisory_xact_lock(hashtext(${`trail ${countyCode}`}))`

/**
 * Signs what has happened until last midnight, once, whichever process comes first. Days on which nothing ran are
 * one signature, so that no number is left out.
 */
export async function closeDay(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  const until = midnightOf(deps.clock.today())
  if (now.getTime() - until.getTime() < settlesAfterMs) return
  const { countyCode } = deps.config
  const [known] = await listRoots(deps.db, countyCode, { most: 1 })
  if (known && known.until >= until) return
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{ alone: boolean }>(sql`SELECT ${lockOf(countyCode)} AS alone`)
    const [last] = await listRoots(tx, countyCode, { most: 1 })
    const from = last?.until ?? (await firstDay(tx))
    if (rows[0]?.alone !== true || !from || from >= until) return
    const days = { countyCode, from, until }
    const signed = {
      ...days,
      number: (last?.number ?? 0) + 1,
      ...(await figuresOf(tx, days)),
      previous: last ? sha256(rootText(publicRoot(last))) : beginning,
      keyId: trailKeyOf(deps).id,
    }
    const text = rootText(publicRoot({ ...signed, signature: beginning }))
    const signature = Buffer.from(signTrail(deps, text), 'base64url')
    await tx.insert(trailRoot).values({ ...signed, signature })
  })
}
