import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { waitedInVain } from '@yima/shared/decision/papers'
import { planOf } from '@yima/shared/process/plan'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { PauseReason } from '@yima/shared/process/process'

const plan = planOf(programmes.dibao, { n: 30, unit: 'workday' })
const pause = (from: string, to: string, reason: PauseReason = 'supplement') => ({ reason, from, to })
const inVain = (pauses: ReturnType<typeof pause>[], sentOn: string | null = null) =>
  waitedInVain({ plan, pauses }, [{ sentOn }], holidays)

describe('papers that did not come', () => {
  it('are a ground to refuse only where the office waited to the last day', () => {
    expect(inVain([])).toBe(false)
    expect(inVain([pause('2026-03-02', '2026-03-02')])).toBe(false)
    expect(inVain([pause('2026-03-02', '2026-04-01')])).toBe(false)
    expect(inVain([pause('2026-03-02', '2026-04-02')])).toBe(true)
    // What was waited for before says nothing of what was asked for since.
    expect(inVain([pause('2026-03-02', '2026-04-02'), pause('2026-05-11', '2026-05-12')])).toBe(false)
    expect(inVain([pause('2026-03-02', '2026-05-02', 'contested')])).toBe(false)
  })

  it('are none where they came, however late, nor in a year of which nobody knows the days off', () => {
    expect(inVain([pause('2026-03-02', '2026-04-20')], '2026-04-20')).toBe(false)
    expect(inVain([pause('2026-03-02', '2026-04-20')], '2026-03-09')).toBe(true)
    expect(inVain([pause('2031-03-03', '2031-06-20')])).toBe(false)
  })
})
