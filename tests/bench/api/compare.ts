// One contestant against another, in rounds of one run: what is told are ratios.
import { hold } from '../budgets.ts'
import type { Measured } from './load.ts'
import type { Wanted } from './requests.ts'
import { connections, rounds, type Client } from './stage.ts'

export const seconds = 4
/** More a second than anything here answers. */
const fastest = 6000
/**
 * Requests after which a compiler has seen what it needs, and the seconds they may take at most. A submission takes 4.0 ms
 * of a processor among the first 1,500, 2.6 among the next 2,000 and 1.9 behind them; what is promised is of a whole day.
 */
export const settled = 4000
/** Bare figures that differ by more say that others were at work on the machine. */
const unequal = 1.5
const patience = 60

export const say = (text: string) => process.stdout.write(`${text}\n`)
export const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN
export const rounded = (value: number, digits = 2) => value.toFixed(digits)

/** One contestant, and how many of its answers were good so far. */
export type Side = {
  port: number
  expect: number
  requests: (count: number) => Wanted[]
  good: number
  /** Answers a second that it never reaches, where requests cannot be sent twice. */
  fastest?: number
}

async function load(
  client: Client,
  side: Side,
  time: number = seconds,
  most: number = time * (side.fastest ?? fastest),
): Promise<Measured> {
  const { port, expect } = side
  const requests = side.requests(most)
  const measured = await client.ask<Measured>({ port, connections, seconds: time, expect, requests })
  if (Object.keys(measured.other).length > 0)
    throw new Error(`other answers: ${JSON.stringify(measured.other)}`)
  if (measured.ownShare > 0.5)
    say(`  not to be quoted: the client took ${rounded(measured.ownShare)} of a core`)
  side.good += measured.good
  return measured
}

type Round = { bares: [Measured, Measured]; ours: Measured; extra: number }

/** bare → Yima (→ something else of the same round) → bare, after each was warmed. */
export async function compare(client: Client, bare: Side, ours: Side, extra = async () => NaN): Promise<Round[]> {
  for (const side of [bare, ours]) await load(client, side, patience, settled)
  await extra()
  const done: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    const first = await load(client, bare)
    const own = await load(client, ours)
    const other = await extra()
    done.push({ bares: [first, await load(client, bare)], ours: own, extra: other })
  }
  return done
}

const meanOf = ([one, other]: [Measured, Measured], figure: 'perSecond' | 'p99') =>
  (one[figure] + other[figure]) / 2

export function tell(
  name: string,
  done: readonly Round[],
  budgets: { throughput?: number; p99?: number; sql?: number },
): void {
  const bares = done.flatMap((round) => round.bares.map((one) => one.perSecond))
  const spread = Math.max(...bares) / Math.min(...bares)
  const line = (what: string, value: number, budget: string, kept: boolean) => {
    const end = hold(`${name}: ${what}`, rounded(value), budget, spread > unequal ? undefined : kept)
    say(`  ${what.padEnd(34)} ${rounded(value)}  (budget ${budget})${end}`)
  }
  const atLeast = (what: string, value: number, least: number) =>
    line(what, value, `≥ ${least}`, value >= least)
  say(
    `${name}: bare 1 (${rounded(median(bares), 0)} /s, p99 ${rounded(median(done.map((one) => meanOf(one.bares, 'p99'))), 0)} ms)`,
  )
  const throughput = median(done.map((one) => one.ours.perSecond / meanOf(one.bares, 'perSecond')))
  if (budgets.throughput !== undefined) atLeast('throughput', throughput, budgets.throughput)
  else say(`  ${'throughput'.padEnd(34)} ${rounded(throughput)}`)
  if (budgets.sql !== undefined)
    atLeast(
      'throughput to its own SQL alone',
      median(done.map((one) => one.ours.perSecond / one.extra)),
      budgets.sql,
    )
  if (budgets.p99 !== undefined) {
    const p99 = median(done.map((one) => one.ours.p99 / meanOf(one.bares, 'p99')))
    line('p99', p99, `≤ ${budgets.p99}`, p99 <= budgets.p99)
  }
  const ours = median(done.map((one) => one.ours.perSecond))
  say(`  Yima ${rounded(ours, 0)} /s, p99 ${rounded(median(done.map((one) => one.ours.p99)), 0)} ms`)
  if (spread > unequal) say(`  not to be quoted: bare figures differ by ${rounded(spread)}`)
}
