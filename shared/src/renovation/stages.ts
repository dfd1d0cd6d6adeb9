import { within } from '../region/code.ts'

/** The stages of the works, in their order: of a house that is built anew, and of one that is made sound. */
export const stages = ['foundation', 'walls', 'roof', 'finished'] as const
export type Stage = (typeof stages)[number]

/** What of the subsidy an accepted stage releases, in hundredths. */
export type Shares = Readonly<Record<Stage, number>>

type DatedShares = {
  /** Undefined: everywhere unless a region says otherwise. */
  region?: string
  /** First day on which it holds. */
  from: string
  shares: Shares
  source: string
  /** Nobody has published it: shown as 预计 until the place lays it down. */
  provisional: boolean
}

/**
 * Newer rows are appended; a row is never changed, and a plan keeps those of its day. That it is paid in four parts as
 * the works go on is reported; in which parts is not, so they are equal.
 */
export const datedShares: readonly DatedShares[] = [
  {
    from: '2020-01-01',
    shares: { foundation: 25, walls: 25, roof: 25, finished: 25 },
    source: '浙江农村危房改造经验（分四次、按进度）；各次比例为本地参数（演示）',
    provisional: true,
  },
]

/** The shares in force at a place on a day: of the nearest region that sets any, its latest. */
export function sharesAt(region: string, date: string): Omit<DatedShares, 'region' | 'from'> {
  const inForce = datedShares
    .filter((row) => row.from <= date && (row.region === undefined || within(region, row.region)))
    .sort((one, other) => (other.region ?? '').length - (one.region ?? '').length || other.from.localeCompare(one.from))
  const [row] = inForce
  if (row === undefined) throw new RangeError('No shares in force on that day')
  const { shares, source, provisional } = row
  return { shares, source, provisional }
}

/** One part of the subsidy, in fen. */
export type Part = { stage: Stage; share: number; fen: number }

/**
 * The subsidy in its parts. Each is counted from what is released up to it, so that rounding neither adds nor loses a
 * fen: together they are the subsidy exactly.
 */
export function partsOf(subsidy: number, shares: Shares): Part[] {
  const whole = stages.reduce((sum, stage) => sum + shares[stage], 0)
  let before = 0
  let released = 0
  return stages.map((stage) => {
    before += shares[stage]
    const upTo = Math.floor((subsidy * before) / whole)
    const fen = upTo - released
    released = upTo
    return { stage, share: shares[stage], fen }
  })
}
