/** What a plan is held against; each row with its first day and where it comes from. Newer rows are appended. */
type DatedLimits = {
  from: string
  /** Square metres of a house that is built anew: for so many persons together, then for each. */
  area: { small: { persons: number; most: number }; each: number }
  source: string
  provisional: boolean
  /** What such works took elsewhere: to be told, never to refuse by. */
  usual: { squareMetres: number; yuan: readonly [number, number]; days: number; loan: readonly [number, number]; source: string }
}

export const datedLimits: readonly DatedLimits[] = [
  {
    from: '2020-01-01',
    area: { small: { persons: 3, most: 60 }, each: 18 },
    source: '农村危房改造面积控制要求（以当地规定为准）',
    provisional: true,
    usual: {
      squareMetres: 80, yuan: [36_000, 42_000], days: 74, loan: [10_000, 20_000],
      source: '浙江农村危房改造台账卡（2011—2012年）',
    },
  },
]

/** Those in force on a day. */
export function limitsOn(date: string): DatedLimits {
  const [row] = datedLimits.filter(({ from }) => from <= date).sort((one, other) => other.from.localeCompare(one.from))
  if (row === undefined) throw new RangeError('No limits in force on that day')
  return row
}

/** The most that is built anew for so many people, in square metres. */
export function mostArea(persons: number, date: string): number {
  const { small, each } = limitsOn(date).area
  return persons <= small.persons ? small.most : persons * each
}

/** In how many days such a house was built elsewhere, at least. */
export function usualDays(squareMetres: number, date: string): number {
  const { usual } = limitsOn(date)
  return Math.ceil((usual.days * squareMetres) / usual.squareMetres)
}
