import { businessDate, deadline, type Deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { getTerm } from '../calendar/terms.ts'
import { isFinished, type Renovation } from './renovation.ts'

/** What is to be done next with the works on a house. */
export const nextThings = ['survey', 'plan', 'settle', 'inspect'] as const
export type Next = { what: (typeof nextThings)[number]; due: Deadline }

/** From which day the next look is counted: the last one, else the first day of the works. */
function lastLook({ inspections, plan }: Renovation): string {
  const days = inspections.map(({ at }) => businessDate(new Date(at)))
  return [plan?.from ?? '', ...days].sort().at(-1) ?? ''
}

/** When somebody looks at it again at the latest: every half month, on a workday. */
export const nextLook = (works: Renovation, region: string, table: HolidayTable): Deadline =>
  deadline(lastLook(works), getTerm('renovation-inspection', region, works.openedOn), table)

/** What is to be done next and by which day; undefined once all of it was accepted. */
export function nextOf(works: Renovation, region: string, table: HolidayTable): Next | undefined {
  if (isFinished(works)) return undefined
  const within = (name: 'renovation-survey' | 'renovation-plan', from: string): Deadline =>
    deadline(from, getTerm(name, region, works.openedOn), table)
  if (works.survey === null) return { what: 'survey', due: within('renovation-survey', works.openedOn) }
  if (works.plan === null) return { what: 'plan', due: within('renovation-plan', works.openedOn) }
  const look = nextLook(works, region, table)
  if (works.proposed === null) return { what: 'inspect', due: look }
  const second = deadline(works.proposed.on, getTerm('renovation-settling', region, works.openedOn), table)
  return second.date <= look.date ? { what: 'settle', due: second } : { what: 'inspect', due: look }
}
