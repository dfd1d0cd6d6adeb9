import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { match } from '@yima/shared/policy/match'
import { likelyOrPossible, opens, picture } from '@yima/shared/policy/picture'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import { family, figures, person } from './people.ts'
import { anyHousehold, anyMembers } from './any-household.ts'

type Wishes = { proposed?: ProgrammeId[]; added?: ProgrammeId[]; asked?: ProgrammeId[] }
const show = (household: Household, wishes: Wishes = {}, members: Member[] = [person()]) =>
  picture({ household, members, parameters: figures, ...wishes })
const of = (rows: ReturnType<typeof show>, programme: ProgrammeId) =>
  rows.find((row) => row.programme === programme)?.likelihood

const { exemptMonthlyIncome: _exempt, ...quiet } = family()
/** Nothing that would open dibao to one member alone. */
const healthy = ['m1', 'm2'].map((id) => ({
  ...person({ hasDisabilityCert: false, severeIllness: false }),
  id,
}))

describe('what people are shown', () => {
  it('is likely what they are eligible for, proposed or not', () => {
    expect(of(show(family()), 'dibao')).toBe('likely')
  })

  it('is possible what was proposed and is still open', () => {
    const rows = show({}, { proposed: ['dibao'] })
    expect(rows).toEqual([expect.objectContaining({ programme: 'dibao', likelihood: 'possible' })])
  })

  it('is probably not what was proposed or asked about and is ruled out', () => {
    const rich = family({ vehicleCount: 1 })
    expect(of(show(rich, { proposed: ['dibao'] }), 'dibao')).toBe('probably-not')
    expect(of(show(rich, { asked: ['dibao'] }), 'dibao')).toBe('probably-not')
  })

  it('is nothing at all of what nobody brought up', () => {
    expect(show(family({ vehicleCount: 1 })).map(({ programme }) => programme)).not.toContain('dibao')
    expect(show({})).toEqual([])
  })

  it('is possible where only an assumption stands behind the no', () => {
    // 1300 / 2 = 650, not below 640; were 20 yuan of it a veteran's allowance, it would be.
    const proposed = { proposed: ['dibao'] } satisfies Wishes
    expect(of(show({ ...quiet, monthlyIncome: 1300 }, proposed, healthy), 'dibao')).toBe('possible')
    expect(of(show(family({ monthlyIncome: 1300 }), proposed, healthy), 'dibao')).toBe('probably-not')
  })

  it('is probably not where no plausible value of the assumption turns the no', () => {
    // 5000 − 1000 is the most that can plausibly be exempt: 2000 each.
    expect(of(show({ ...quiet, monthlyIncome: 5000 }, { proposed: ['dibao'] }, healthy), 'dibao')).toBe(
      'probably-not',
    )
  })

  it('is possible where a member may still qualify alone', () => {
    expect(of(show(family({ monthlyIncome: 1300 }), { proposed: ['dibao'] }), 'dibao')).toBe('possible')
  })

  it('is possible while one of the family has not been spoken of, who may be the one', () => {
    const insured = { medicallyInsured: true, policySelfPaid12m: 0 }
    const members: Member[] = [
      { id: 'm1', ...insured },
      { id: 'm2', ...insured },
    ]
    const wishes = { proposed: ['medical'] } satisfies Wishes
    expect(of(show({ ...family(), householdSize: 3 }, wishes, members), 'medical')).toBe('possible')
    expect(of(show({ ...family(), householdSize: 2 }, wishes, members), 'medical')).toBe('probably-not')
  })

  it('is one row for a programme, whoever in the family it is for', () => {
    const members: Member[] = [
      { id: 'm1', age: 83 },
      { id: 'm2', age: 91 },
      { id: 'm3', age: 40 },
    ]
    const rows = show(family(), {}, members).filter(({ programme }) => programme === 'elderly')
    expect(rows).toEqual([expect.objectContaining({ likelihood: 'likely', amount: 250 })])
    expect(rows[0]?.verdicts.map(({ member }) => member)).toEqual(['m1', 'm2'])
  })

  it('never lists a programme twice, and likely ones stand first', () => {
    fc.assert(
      fc.property(
        anyHousehold,
        anyMembers,
        fc.subarray([...programmeIds]),
        (household, members, proposed) => {
          const rows = show(household, { proposed }, members)
          expect(new Set(rows.map(({ programme }) => programme)).size).toBe(rows.length)
          const order = rows.map(({ likelihood }) =>
            ['likely', 'possible', 'probably-not'].indexOf(likelihood),
          )
          expect(order).toEqual([...order].sort())
          const eligible = match({ household, members, parameters: figures }).filter(
            ({ verdict }) => verdict === 'eligible',
          )
          for (const { programme } of eligible) expect(of(rows, programme)).toBe('likely')
          for (const programme of proposed) expect(of(rows, programme)).toBeDefined()
        },
      ),
    )
  })
})

describe('the claims a submission opens', () => {
  const rows = show(family({ vehicleCount: 1, disasterDamage: 'crops' }), {
    proposed: ['dibao', 'education'],
  })

  it('are those that are likely or possible', () => {
    expect(opens(rows)).toEqual(['disaster', 'education'])
  })

  it('and each that the resident adds, even where we say probably not', () => {
    expect(opens(rows, ['dibao', 'disaster'])).toEqual(['disaster', 'education', 'dibao'])
  })
})

describe('the programmes that claims are opened for', () => {
  it('are those that the household is shown as likely or possible, in the same order', () => {
    const wishes = fc.record({
      proposed: fc.subarray([...programmeIds]),
      added: fc.subarray([...programmeIds], { maxLength: 2 }),
      asked: fc.subarray([...programmeIds], { maxLength: 2 }),
    })
    fc.assert(
      fc.property(anyHousehold, anyMembers, wishes, (household, members, wanted) => {
        const input = { household, members, parameters: figures, ...wanted }
        expect(likelyOrPossible(input)).toEqual(opens(picture(input)))
      }),
    )
  })
})
