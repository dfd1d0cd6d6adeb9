import { fewest } from '../statistics/hide-small-counts.ts'
import { complaintKinds, type ComplaintKind } from './category.ts'
import { complaintFindings } from './state.ts'

/** The quarter of a day: `2026-Q1`. */
export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${String(Math.ceil(Number(day.slice(5, 7)) / 3))}`

const twoDigits = (number: number): string => String(number).padStart(2, '0')

/** The first day of the quarter in which a day lies. */
export function firstDayOfQuarter(day: string): string {
  const [year, quarter] = quarterOf(day).split('-Q')
  return `${year ?? ''}-${twoDigits((Number(quarter) - 1) * 3 + 1)}-01`
}

/** So many quarters stand on the page, whether anything is said of them or not. */
const shownQuarters = 4

/**
 * The quarters of which something is published on a day, the latest first: those that ended a whole quarter ago. They speak of
 * complaints that were closed in them, so nothing is added to them any more and no figure ever moves.
 */
export function quartersShown(today: string): string[] {
  const [year, quarter] = quarterOf(today).split('-Q').map(Number)
  const now = (year ?? 0) * 4 + (quarter ?? 0) - 1
  return Array.from({ length: shownQuarters }, (_, at) => {
    const then = now - 2 - at
    return `${Math.floor(then / 4)}-Q${(then % 4) + 1}`
  })
}

/** What a complaint came to; `none` where two supervisors ended it before it had a result. */
export const complaintResults = [...complaintFindings, 'none'] as const
export type ComplaintResult = (typeof complaintResults)[number]

/** Complaints that were closed in one quarter, of one kind, with one result. */
export type ClosedComplaints = { quarter: string; kind: ComplaintKind; result: ComplaintResult; count: number }

/** A quarter as it is published; null stands for what is not said. */
export type QuarterFigures = {
  quarter: string
  total: number | null
  byKind: { kind: ComplaintKind; count: number | null }[]
  byResult: { result: ComplaintResult; count: number | null }[]
}

/**
 * Which parts of a published whole are not published: all below `least`, and with them the smallest of the others, which
 * are all that are as small as it. So no part follows from the whole and the other parts, no sum of hidden ones is itself below
 * `least`, and whoever knows this rule learns no more: in what is hidden, numbers could have changed places. (Were only small ones
 * hidden, two nines would follow from eighteen.) Of a whole below `least` all are hidden.
 * @returns the parts in their order, null where they are hidden
 */
export function hideInParts(parts: readonly number[], least = fewest): (number | null)[] {
  if (parts.every((count) => count >= least)) return [...parts]
  const most = Math.min(...parts.filter((count) => count >= least))
  return parts.map((count) => (count <= most ? null : count))
}

/**
 * What is published of the complaints of a county, by quarter: how many were closed, of which kinds, with which results; never
 * kinds with results, and no number from which one below `least` follows. Open complaints are in none of it.
 */
export function publishComplaints(quarters: readonly string[], closed: readonly ClosedComplaints[], least = fewest): QuarterFigures[] {
  return quarters.map((quarter) => {
    const those = closed.filter((one) => one.quarter === quarter)
    const sumOf = (is: (one: ClosedComplaints) => boolean): number => those.filter(is).reduce((sum, { count }) => sum + count, 0)
    const total = sumOf(() => true)
    const kinds = hideInParts(complaintKinds.map((kind) => sumOf((one) => one.kind === kind)), least)
    const results = hideInParts(complaintResults.map((result) => sumOf((one) => one.result === result)), least)
    return {
      quarter,
      total: total < least ? null : total,
      byKind: complaintKinds.map((kind, at) => ({ kind, count: kinds[at] ?? null })),
      byResult: complaintResults.map((result, at) => ({ result, count: results[at] ?? null })),
    }
  })
}
