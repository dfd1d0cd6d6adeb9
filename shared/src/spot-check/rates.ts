/** How much is looked at again in a quarter. */
export type Rates = {
  /** Of the claims of the list, in per cent, and never fewer or more than these. */
  share: number
  least: number
  most: number
  /** The supervisors' own list (design: Complaints): always exactly so many, whatever brings them there. */
  listed: number
}

type DatedRates = { /** First day on which they hold. */ from: string; rates: Rates; source: string }

/** Newer rows are appended; a row is never changed, so that an old draw can be drawn again. */
export const spotCheckRates: readonly DatedRates[] = [
  { from: '2020-01-01', rates: { share: 30, least: 3, most: 60, listed: 6 }, source: '本地参数（演示）' },
]

/** The rates in force on a day. */
export function ratesOn(date: string): Rates {
  const inForce = spotCheckRates.filter(({ from }) => from <= date).at(-1)
  if (!inForce) throw new RangeError(`no rates of spot checks on ${date}`)
  return inForce.rates
}

/** How many of a list of so many are drawn; of a shorter list all. */
export const drawnOf = (size: number, { share, least, most }: Rates): number =>
  Math.min(size, most, Math.max(least, Math.ceil((size * share) / 100)))
