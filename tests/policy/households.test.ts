import { describe, expect, it } from 'vitest'
import { decideAll, match } from '@yima/shared/policy/match'
import { dictionary } from '@yima/shared/fact/dictionary'
import type { FactKey } from '@yima/shared/fact/dictionary'
import { figures, households } from './people.ts'

const withDefaults = Object.entries(dictionary)
  .filter(([, spec]) => 'default' in spec)
  .map(([fact]) => fact)
const sentence = ({ programme, member, verdict, why }: (typeof households)[number]['expected'][number]) =>
  `${programme}${member === undefined ? '' : ` for ${member}`} is ${verdict}: ${why}`

describe.each(households)('$id, $title', ({ household, members, expected }) => {
  const verdicts = match({ household, members, parameters: figures })

  it.each(expected.map((one) => [sentence(one), one] as const))(
    '%s',
    (_, { programme, member, verdict, amount, ask }) => {
      const found = verdicts.find((one) => one.programme === programme && one.member === member)
      expect(found?.verdict).toBe(verdict)
      if (amount !== undefined) expect(found?.amount).toBe(amount)
      if (ask !== undefined) expect(found?.missing.map(({ fact }) => fact)).toEqual(ask)
    },
  )

  it('assumes only defaults of the dictionary that nobody stated', () => {
    for (const { fact, member } of verdicts.flatMap(({ assumed }) => assumed)) {
      expect(withDefaults).toContain(fact)
      const stated = member === undefined ? household : members.find(({ id }) => id === member)
      expect(stated?.[fact as keyof typeof stated]).toBeUndefined()
    }
  })

  it('is decided alike with and without reasons', () => {
    const plain = decideAll({ household, members, parameters: figures })
    expect(plain).toEqual(verdicts.map(({ programme, member, verdict }) => ({ programme, member, verdict })))
  })

  it('never asks for what is known, and asks for something whenever it does not know', () => {
    for (const { verdict, missing } of verdicts) {
      if (verdict === 'unknown') expect(missing).not.toHaveLength(0)
      else expect(missing).toHaveLength(0)
      for (const { fact, member } of missing) {
        const stated = member === undefined ? household : members.find(({ id }) => id === member)
        expect(stated?.[fact as FactKey & keyof typeof stated]).toBeUndefined()
      }
    }
  })
})

describe('the file of households', () => {
  it('holds 40 households and 130 verdicts', () => {
    expect(households).toHaveLength(40)
    expect(households.flatMap(({ expected }) => expected)).toHaveLength(130)
  })

  it('lets an assumed default show: nobody said what the couple’s work costs them', () => {
    const [first] = households
    const verdicts = match({ household: first!.household, members: first!.members, parameters: figures })
    expect(verdicts.find(({ programme }) => programme === 'dibao')?.assumed).toEqual([
      { fact: 'exemptMonthlyIncome' },
      { fact: 'employmentDeduction' },
    ])
  })
})
