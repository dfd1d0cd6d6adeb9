import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { assess } from '@yima/shared/assessment/assess'
import { assessmentResponse } from '@yima/shared/assessment/contract'
import { Problem } from '@yima/shared/problem'
import { family, households, today } from '../policy/people.ts'

const refusal = (body: unknown): readonly { field: string, code: string }[] => {
  try {
    assess(body, today)
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid-input') return error.errors
    throw error
  }
  throw new Error('was not refused')
}

describe('an assessment', () => {
  it.each(households)('of $id, $title, comes out as asserted and as promised in shape', ({ household, members, expected }) => {
    const answer = JSON.parse(JSON.stringify(assess({ household, members }, today))) as unknown
    const { verdicts } = v.parse(assessmentResponse, answer)
    for (const { programme, member, verdict, amount } of expected) {
      const found = verdicts.find((one) => one.programme === programme && one.member === member)
      expect(found).toMatchObject({ verdict, ...amount === undefined ? {} : { amount } })
    }
  })

  it('asks the next question in the reader’s language', () => {
    const body = { household: family({ monthlyIncome: 'unknown' }), members: [{ id: 'm1', age: 40 }] }
    expect(assess(body, today).next).toEqual({ fact: 'monthlyIncome', question: '您家每月总共有多少收入？' })
    expect(assess(body, today, 'en').next?.question).toBe('What comes in each month, all together?')
  })

  it('holds the household against the figures of a what-if', () => {
    const body = { household: family({ monthlyIncome: 1280 }), members: [], parameters: { dibaoStandard: { rural: 700 } } }
    const dibao = assess(body, today).verdicts.find(({ programme, member }) => programme === 'dibao' && member === undefined)
    expect(dibao).toMatchObject({ verdict: 'eligible', amount: 120 })
  })

  it('reads over the remarks of a parameter file', () => {
    const parameters = { county: '青禾县', note: 'invented', checks: 'x', minWage: 2000, tempMonths: [1, 6] }
    expect(assess({ household: {}, members: [], parameters }, today).verdicts).not.toHaveLength(0)
  })
})

describe('a body that is not in order', () => {
  it.each([
    ['nothing', null, '', 'not-an-object'],
    ['a list', [], '', 'not-an-object'],
    ['no members', { household: {} }, 'members', 'missing'],
    ['a list for a household', { household: [], members: [] }, 'household', 'not-an-object'],
    ['a fact that nobody knows', { household: { shoeSize: 43 }, members: [] }, 'household', 'unknown-fact'],
    ['a member’s fact of the household', { household: { age: 43 }, members: [] }, 'household.age', 'unknown-fact'],
    ['words for an income', { household: { monthlyIncome: 'a lot' }, members: [] }, 'household.monthlyIncome', 'not-a-number'],
    ['not a number', { household: { monthlyIncome: NaN }, members: [] }, 'household.monthlyIncome', 'not-a-number'],
    ['endless income', { household: { monthlyIncome: Infinity }, members: [] }, 'household.monthlyIncome', 'not-a-number'],
    ['a negative income', { household: { monthlyIncome: -1 }, members: [] }, 'household.monthlyIncome', 'out-of-range'],
    ['absurd savings', { household: { financialAssets: 1e12 }, members: [] }, 'household.financialAssets', 'out-of-range'],
    ['half a person', { household: { householdSize: 2.5 }, members: [] }, 'household.householdSize', 'not-whole'],
    ['nobody at all', { household: { householdSize: 0 }, members: [] }, 'household.householdSize', 'out-of-range'],
    ['yes as a word', { household: { hukouLocal: 'yes' }, members: [] }, 'household.hukouLocal', 'not-yes-or-no'],
    ['a status of its own', { household: { currentStatus: ['rich'] }, members: [] }, 'household.currentStatus', 'not-a-choice'],
    ['a member without a name', { household: {}, members: [{ age: 4 }] }, 'members.0.id', 'missing'],
    ['two members of one name', { household: {}, members: [{ id: 'a' }, { id: 'a' }] }, 'members', 'same-id-twice'],
    ['a crowd', { household: {}, members: Array.from({ length: 31 }, (_, at) => ({ id: `m${at}` })) }, 'members', 'too-many'],
    ['no such day', { household: {}, members: [], date: 'tomorrow' }, 'date', 'not-a-date'],
    ['no such place', { household: {}, members: [], regionCode: '110101' }, 'regionCode', 'no-figures-there'],
    ['a figure that nobody knows', { household: {}, members: [], parameters: { luck: 3 } }, 'parameters', 'unknown-parameter'],
    ['a negative standard', { household: {}, members: [], parameters: { dibaoStandard: { urban: -1 } } }, 'parameters.dibaoStandard.urban', 'out-of-range'],
  ])('%s: is refused by field and code', (_, body, field, code) => {
    expect(refusal(body)).toContainEqual({ field, code })
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('that brings %s changes nobody’s prototype', (key) => {
    const body = JSON.parse(`{"household": {"${key}": {"hukouLocal": true}}, "members": []}`) as unknown
    expect(refusal(body)).toEqual([{ field: 'household', code: 'unknown-fact' }])
    expect(Object.hasOwn(Object.prototype, 'hukouLocal')).toBe(false)
  })

  it('never hears its own value back', () => {
    const secret = 'my-neighbour-drinks'
    expect(JSON.stringify(refusal({ household: { [secret]: secret, monthlyIncome: secret }, members: [{ id: secret.repeat(9) }] })))
      .not.toContain(secret)
  })
})
