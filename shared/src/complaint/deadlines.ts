import { deadline, type Deadline, type Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { kindOf, type ComplaintCategory } from './category.ts'

/**
 * Whether it is taken up: 信访工作条例 says 15 days, 纪检监察机关处理检举控告工作规则 15 working days. Whoever is threatened for having
 * spoken waits 5 working days and no more: what is done to them goes on meanwhile.
 */
const accept: Record<'petition' | 'discipline' | 'retaliation', Term> = {
  petition: { n: 15, unit: 'day' },
  discipline: { n: 15, unit: 'workday' },
  retaliation: { n: 5, unit: 'workday' },
}
/** What came of it. */
const finish: Term = { n: 60, unit: 'day' }
const finishRetaliation: Term = { n: 30, unit: 'day' }
/** Once, with a reason. */
export const extension: Term = { n: 30, unit: 'day' }

export type ComplaintDays = { acceptBy: Deadline; finishBy: Deadline }

const clockOf = (category: ComplaintCategory): keyof typeof accept => {
  if (category === 'retaliation') return 'retaliation'
  return kindOf(category) === 'misconduct' ? 'discipline' : 'petition'
}

/** By when a complaint that came on a day is taken up, and by when it is answered. */
export const daysOf = (category: ComplaintCategory, from: string, tables: HolidayTable): ComplaintDays => ({
  acceptBy: deadline(from, accept[clockOf(category)], tables),
  finishBy: deadline(from, category === 'retaliation' ? finishRetaliation : finish, tables),
})
