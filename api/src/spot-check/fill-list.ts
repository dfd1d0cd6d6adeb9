import { and, eq, gte, sql } from 'drizzle-orm'
import { quarterAfter } from '@yima/shared/spot-check/quarter'
import { shareOut, type Sharing } from '@yima/shared/spot-check/share-out'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { requestsGoneUp } from '../organisation/one-level-up.ts'
import { barredOf } from './barred.ts'
import type { Listed } from './lay-down.ts'
import { spotCheck } from './table.ts'
import { inSecretOrder } from './tags.ts'
import { wishesOf } from './wish.ts'

/** Relatives' claims that were looked at in so many quarters before are as good as all others. */
const restQuarters = 4
/** So many candidates for a place are asked for whoever must not look at them; more would keep others waiting. */
const tries = 8

async function lookedAtSince(tx: Transaction, countyCode: string, quarter: string): Promise<Set<string>> {
  const since = and(eq(spotCheck.countyCode, countyCode), gte(spotCheck.quarter, quarterAfter(quarter, -restQuarters)))
  const rows = await tx.select({ id: spotCheck.claimId }).from(spotCheck).where(since)
  return new Set(rows.map(({ id }) => id))
}

/** Requests of relatives of whoever works where they came to (近亲属备案): each is looked at again once. */
async function filedOf(tx: Transaction, countyCode: string): Promise<Set<string>> {
  const { rows } = await tx.execute<{ ids: string[] }>(sql`SELECT ${requestsGoneUp(countyCode)} AS ids`)
  return new Set(rows[0]?.ids ?? [])
}

/**
 * Claims in the order in which they come onto the list of a quarter: those for which a complaint asks, those of relatives,
 * then whatever the secret order brings, so that the list is always of one length. It brings again what was looked at
 * before: a claim that comes back would else say that somebody asked for it.
 */
async function candidates(tx: Transaction, deps: Deps, quarter: string, free: readonly Listed[]) {
  const { countyCode } = deps.config
  const [wishes, rested, filed] = [
    await wishesOf(tx, deps, countyCode),
    await lookedAtSince(tx, countyCode, quarter),
    await filedOf(tx, countyCode),
  ]
  const secret = inSecretOrder(deps, quarter, free, ({ claimId }) => claimId)
  const asked = wishes.flatMap((wish) => {
    const claim = secret.find(({ claimId }) => claimId === wish.claimId)
    return claim ? [{ ...claim, excluded: wish.excluded }] : []
  })
  const others = secret.filter(({ claimId }) => !asked.some((one) => one.claimId === claimId)).map((one) => ({ ...one, excluded: [] as string[] }))
  const isFiled = ({ applicationId, claimId }: Listed): boolean => filed.has(applicationId) && !rested.has(claimId)
  return [...asked, ...others.filter(isFiled), ...others.filter((one) => !isFiled(one))]
}

export type Given = Listed & { officer: string }

/**
 * The supervisors' own list of a quarter: exactly `count` claims, each with somebody who may look at it. How many fall to
 * whom follows from the count alone, and the order in which they are answered from the secret order alone: neither says
 * which of them somebody asked for.
 */
export async function fillList(
  tx: Transaction,
  deps: Deps,
  { quarter, free, officers, count }: { quarter: string; free: readonly Listed[]; officers: readonly string[]; count: number },
): Promise<Given[]> {
  const all = new Map((await candidates(tx, deps, quarter, free)).slice(0, count * tries).map((one) => [one.claimId, one]))
  const sharing: Sharing[] = []
  for (const { excluded, ...one } of all.values()) {
    const barred = await barredOf(tx, deps, one)
    if (barred) sharing.push({ id: one.claimId, barred: new Set([...barred, ...excluded]) })
  }
  const chosen = new Set(shareOut(sharing, officers, count).map(({ id }) => id))
  // Shared out anew in the secret order: else whoever sits first would have what was asked for.
  const inOrder = inSecretOrder(deps, quarter, sharing.filter(({ id }) => chosen.has(id)), ({ id }) => id)
  const given = shareOut(inOrder, officers, inOrder.length)
  return inSecretOrder(deps, quarter, given, ({ id }) => id).flatMap(({ id, officer }) => {
    const one = all.get(id)
    return one ? [{ claimId: id, applicationId: one.applicationId, outcome: one.outcome, officer }] : []
  })
}
