import { randomUUID } from 'node:crypto'
import { and, asc, desc, eq, gte, isNull } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import { businessDate } from '@yima/shared/calendar/deadline'
import { drawFrom } from '@yima/shared/spot-check/draw'
import { firstDayOf, quarterAfter } from '@yima/shared/spot-check/quarter'
import { ratesOn } from '@yima/shared/spot-check/rates'
import { shareOut, type Sharing } from '@yima/shared/spot-check/share-out'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { turn } from '../organisation/record.ts'
import { hashParts, publicRoot } from '../trail/root.ts'
import { trailRoot } from '../trail/table.ts'
import { barredOf } from './barred.ts'
import { fillList } from './fill-list.ts'
import { decidedBefore, type Listed } from './lay-down.ts'
import { seatsOf, type Seats } from './seats.ts'
import { checkDraw, checkList, spotCheck } from './table.ts'
import { publicList, tagOf } from './tags.ts'
import { forgetWishes, wishesOf } from './wish.ts'

type List = typeof checkList.$inferSelect
type Assigned = Listed & { officer: string | null }

/** Days that are left at least, where a list was laid down late. */
const leastDays = 30

/** Everything of a quarter is looked at by its last day, whatever brought it onto a list. */
function dueOf(quarter: string, today: string): string {
  const [last, least] = [addDays(firstDayOf(quarterAfter(quarter)), -1), addDays(today, leastDays)]
  return last > least ? last : least
}

/** Each with somebody of the county who may look at it, else of the city above it; else nobody yet. */
async function assign(tx: Transaction, deps: Deps, { county, above }: Seats, claims: readonly Listed[]): Promise<Assigned[]> {
  const wishes = new Map((await wishesOf(tx, deps, deps.config.countyCode)).map(({ claimId, excluded }) => [claimId, excluded]))
  const sharing: Sharing[] = []
  for (const one of claims) {
    const barred = await barredOf(tx, deps, one)
    if (barred) sharing.push({ id: one.claimId, barred: new Set([...barred, ...(wishes.get(one.claimId) ?? [])]) })
  }
  const here = shareOut(sharing, county, sharing.length)
  const left = sharing.filter(({ id }) => !here.some((one) => one.id === id))
  const given = new Map([...here, ...shareOut(left, above, left.length)].map(({ id, officer }) => [id, officer]))
  return claims.map((one) => ({ ...one, officer: given.get(one.claimId) ?? null }))
}

async function makeTasks(tx: Transaction, deps: Deps, list: List, drawnTags: readonly string[]): Promise<void> {
  const { countyCode, quarter } = list
  const claims = await decidedBefore(tx, countyCode, list.committedAt)
  const tags = new Set(drawnTags)
  const isDrawn = ({ claimId }: Listed): boolean => tags.has(tagOf(deps, quarter, claimId))
  const seats = await seatsOf(tx, deps, countyCode, quarter)
  const drawn = await assign(tx, deps, seats, claims.filter(isDrawn))
  const { listed: count } = ratesOn(businessDate(list.committedAt))
  const free = claims.filter((one) => !isDrawn(one))
  const listed = await fillList(tx, deps, { quarter, free, officers: seats.county, count })
  const common = { countyCode, quarter, drawnOn: deps.clock.today(), dueOn: dueOf(quarter, deps.clock.today()) }
  const rows = [...drawn.map((one) => ({ one, drawn: true })), ...listed.map((one) => ({ one, drawn: false }))]
  if (rows.length > 0)
    await tx.insert(spotCheck).values(
      rows.map(({ one: { officer, ...claim }, drawn: isPublic }) => ({ id: randomUUID(), ...common, ...claim, drawn: isPublic, officerId: officer })),
    )
  await forgetWishes(tx, deps, list, new Set([...drawn, ...listed].map(({ claimId }) => claimId)))
}

/**
 * Draws from every list of which the day that decides is signed by now: the first that began after it was laid down. Once,
 * whichever process comes first; the supervisors' own list is filled in the same moment.
 */
export async function drawChecks(deps: Deps): Promise<void> {
  const { db, config: { countyCode } } = deps
  const waiting = await db
    .select({ list: checkList })
    .from(checkList)
    .leftJoin(checkDraw, and(eq(checkDraw.countyCode, checkList.countyCode), eq(checkDraw.quarter, checkList.quarter)))
    .where(and(eq(checkList.countyCode, countyCode), isNull(checkDraw.quarter)))
    .orderBy(desc(checkList.quarter))
  for (const { list } of waiting) {
    const [root] = await db
      .select()
      .from(trailRoot)
      .where(and(eq(trailRoot.countyCode, countyCode), gte(trailRoot.from, list.committedAt)))
      .orderBy(asc(trailRoot.number))
      .limit(1)
    if (!root) continue
    await inTransaction(db, async (tx) => {
      await turn(tx, countyCode)
      const { seed, drawn } = await drawFrom(hashParts, publicList(list), publicRoot(root))
      const row = { countyCode, quarter: list.quarter, rootNumber: root.number, seed, drawn, drawnAt: deps.clock.now() }
      const made = await tx.insert(checkDraw).values(row).onConflictDoNothing().returning({ quarter: checkDraw.quarter })
      if (made.length > 0) await makeTasks(tx, deps, list, drawn)
    })
  }
}
