import { deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { Paper } from '../claim/claim.ts'
import { spansOf } from '../process/plan.ts'
import type { Process } from '../process/process.ts'

/**
 * Whether papers were waited for as long as its way says: an office that went on before has waited for nothing, and a last
 * day that is only expected takes nothing from anybody.
 */
export function waitedInVain(
  { plan, pauses }: Pick<Process, 'plan' | 'pauses'>,
  papers: readonly Pick<Paper, 'sentOn'>[],
  table: HolidayTable,
): boolean {
  const last = pauses.filter(({ reason }) => reason === 'supplement').at(-1)
  if (last === undefined) return false
  const { date, provisional } = deadline(last.from, spansOf(plan).papers, table)
  // What came ended the waiting on its own day, however late.
  return !provisional && last.to > date && !papers.some(({ sentOn }) => sentOn === last.to)
}
