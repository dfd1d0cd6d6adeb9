/** A quarter of a year as it stands in an address: `2026-Q4`. */
export const quarterPattern = /^20\d\d-Q[1-4]$/

const months = 3

/** The quarter of a business date. */
export const quarterOf = (date: string): string =>
  `${date.slice(0, 4)}-Q${String(Math.floor((Number(date.slice(5, 7)) - 1) / months) + 1)}`

const partsOf = (quarter: string): [number, number] => [Number(quarter.slice(0, 4)), Number(quarter.slice(6))]

/** The one that follows (`by` 1) or stands so many before (negative). */
export function quarterAfter(quarter: string, by = 1): string {
  const [year, number] = partsOf(quarter)
  const at = year * 4 + number - 1 + by
  return `${String(Math.floor(at / 4))}-Q${String((at % 4) + 1)}`
}

/** Its first day. */
export function firstDayOf(quarter: string): string {
  const [year, number] = partsOf(quarter)
  return `${String(year)}-${String((number - 1) * months + 1).padStart(2, '0')}-01`
}
