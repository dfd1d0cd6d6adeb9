import { describe, expect, it } from 'vitest'
import { family, verdictOf } from './people.ts'

const { exemptMonthlyIncome: _exempt, employmentDeduction: _cost, ...quiet } = family()
const { hasCommercialProperty: _shop, hasEnterprise: _company, ...unasked } = family()

describe('what we assume', () => {
  it('is said beside the answer that leans on it', () => {
    expect(verdictOf('dibao', 'household', { household: quiet }).assumed).toEqual([
      { fact: 'exemptMonthlyIncome' },
      { fact: 'employmentDeduction' },
    ])
    expect(verdictOf('dibao', 'household', { household: unasked }).assumed).toEqual([
      { fact: 'hasCommercialProperty' },
      { fact: 'hasEnterprise' },
    ])
  })

  it('is not said where a stated fact decides alone', () => {
    expect(
      verdictOf('dibao', 'household', { household: { ...quiet, vehicleCount: 1, monthlyIncome: 5000 } })
        .assumed,
    ).toEqual([])
  })

  it('is said where only assumptions stand behind a no', () => {
    expect(verdictOf('dibao', 'household', { household: { ...quiet, monthlyIncome: 1280 } })).toMatchObject({
      verdict: 'ineligible',
      assumed: [{ fact: 'exemptMonthlyIncome' }, { fact: 'employmentDeduction' }],
    })
  })

  it('counts an answer “unknown” as not said', () => {
    expect(
      verdictOf('dibao', 'household', { household: family({ hasEnterprise: 'unknown' }) }).assumed,
    ).toEqual([{ fact: 'hasEnterprise' }])
  })

  it('reaches the amount: a pupil of whom nobody said where he sleeps', () => {
    const pupil = verdictOf('education', 'member', { member: { studentStage: 'primary' } })
    expect(pupil).toMatchObject({ amount: 625, assumed: [{ fact: 'boarding', member: 'm1' }] })
    const told = verdictOf('education', 'member', { member: { studentStage: 'primary', boarding: false } })
    expect(told).toMatchObject({ amount: 625, assumed: [] })
  })
})
