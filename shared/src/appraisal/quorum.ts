import { within } from '../region/code.ts'

/** Where an appraisal is held: in the village, or once more at the township with another panel. */
export const appraisalLevels = ['village', 'township'] as const
export type AppraisalLevel = (typeof appraisalLevels)[number]

/** Who must be there so that an appraisal counts. */
export type Quorum = {
  /** So many who vote. */
  voters: number
  /** Of those, at least this part speaks for the villagers. */
  villagers: { n: number; of: number }
  source: string
  /** How many come at least is nobody’s rule yet: it holds until the place sets one. */
  provisional: boolean
}

type DatedQuorum = Quorum & {
  /** Undefined: everywhere unless a region says otherwise. */
  region?: string
  /** First day on which it holds. */
  from: string
}

/**
 * Newer rows are appended; a row is never changed. That two thirds of those at it are villagers’ representatives is the
 * ministry’s; how many come at least is set by each place.
 */
export const quorums: Record<AppraisalLevel, readonly DatedQuorum[]> = {
  village: [{
    from: '2020-01-01', voters: 7, villagers: { n: 2, of: 3 }, source: '民发〔2012〕220号第二十三条（村民代表三分之二）；人数暂定，待本地规定',
    provisional: true,
  }],
  township: [{
    from: '2020-01-01', voters: 7, villagers: { n: 1, of: 2 }, source: '人数和村民代表比例暂定，待本地规定',
    provisional: true,
  }],
}

/** The quorum in force at a place on a day: of the nearest region that sets one, its latest. */
export function quorumFor(level: AppraisalLevel, region: string, date: string): Quorum {
  const inForce = quorums[level]
    .filter((row) => row.from <= date && (row.region === undefined || within(region, row.region)))
    .sort((one, other) => (other.region ?? '').length - (one.region ?? '').length || other.from.localeCompare(one.from))
  const [row] = inForce
  if (row === undefined) throw new RangeError('No quorum in force on that day')
  const { voters, villagers, source, provisional } = row
  return { voters, villagers, source, provisional }
}
