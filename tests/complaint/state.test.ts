import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { complaintCategories, kindOf, proposedCategory } from '@yima/shared/complaint/category'
import { daysOf } from '@yima/shared/complaint/deadlines'
import { reporterMay } from '@yima/shared/complaint/state'

describe('whoever reported', () => {
  it('may always say more until it is closed, and rates only what was decided', () => {
    for (const state of ['filed', 'accepted', 'asked'] as const) expect(reporterMay({ state, rated: false, reopened: 0 })).toEqual(['add-message'])
    expect(reporterMay({ state: 'decided', rated: false, reopened: 0 })).toEqual(['add-message', 'rate', 'ask-reopen'])
    expect(reporterMay({ state: 'decided', rated: true, reopened: 2 })).toEqual(['add-message'])
    expect(reporterMay({ state: 'closed', rated: false, reopened: 0 })).toEqual([])
  })

  it('hears within fifteen days whether it is taken up, of misconduct within fifteen working days', () => {
    const monday = '2026-03-02'
    expect(daysOf('delay', monday, holidays)).toEqual({
      acceptBy: { date: '2026-03-17', provisional: false },
      finishBy: { date: '2026-05-06', provisional: false },
    })
    expect(daysOf('bribe', monday, holidays).acceptBy.date).toBe('2026-03-23')
  })

  it('and is threatened for it hears within five working days, and what came of it within thirty days', () => {
    const { acceptBy, finishBy } = daysOf('retaliation', '2026-03-02', holidays)
    expect([acceptBy.date, finishBy.date]).toEqual(['2026-03-09', '2026-04-01'])
  })

  it('is proposed a category that there is, whatever was heard in the words', () => {
    for (const category of complaintCategories) expect(proposedCategory(category)).toBe(category)
    expect(proposedCategory('decision-appeal')).toBe('wrong-decision')
    expect(proposedCategory('nobody-knows')).toBeNull()
    expect(kindOf('retaliation')).toBe('misconduct')
  })
})
