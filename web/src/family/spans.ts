import { longestUntil } from '@yima/shared/family/mandate'

/** For how many months help is asked. */
export const spans = ['1', '3', '6', '12'] as const
export type Span = (typeof spans)[number]

/** The last day of a mandate given today for so many months (business dates); never later than it may be. */
export function lastDay(months: Span, today: string): string {
  const longest = longestUntil(today)
  if (months === '12') return longest
  const end = new Date(`${today}T00:00:00Z`)
  end.setUTCMonth(end.getUTCMonth() + Number(months))
  const day = end.toISOString().slice(0, 10)
  return day < longest ? day : longest
}

/** Where what is half said of less help lies on this phone, of each mandate apart. */
export const narrowForm = (mandate: string): string => `narrow:${mandate}`
