import { describe, expect, it } from 'vitest'
import { dictionary, factKeys } from '@yima/shared/fact/dictionary'
import type { FactKey, FactValue } from '@yima/shared/fact/dictionary'
import { amountOf, type AmountRule, type Known } from '@yima/shared/policy/amount'
import { amountFigures } from '@yima/shared/policy/amount-figures'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import type { ParameterKey, PolicyParameters } from '@yima/shared/policy/parameters/shape'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { Truth } from '@yima/shared/truth'

const truths: readonly Truth[] = ['yes', 'no', 'unknown']
const figures = parametersFor(demoRegion, '2026-11-21')

/** Every value a fact can take that an amount may tell apart. */
function valuesOf(key: FactKey): readonly (FactValue | undefined)[] {
  const spec = dictionary[key]
  switch (spec.type) {
    case 'boolean': return [true, false]
    case 'enum': return spec.values
    case 'set': return spec.values.map((value) => [value])
    case 'integer': return key === 'age' ? [8, 45, 85, 95, 101] : [1, 2, 3, 5]
    case 'number': return [0, 500, 100_000]
  }
}

/** The figures that a rule reads, over many made-up cases. */
function figuresRead(rule: AmountRule): Set<ParameterKey> {
  const read = new Set<ParameterKey>()
  const watched = new Proxy(figures, {
    get(target, key) {
      read.add(key as ParameterKey)
      return target[key as ParameterKey]
    },
  }) as PolicyParameters
  for (let round = 0; round < 600; round += 1) {
    const step = round * 7 + Math.floor(round / 11)
    const pick = <T>(list: readonly T[], salt: number): T => list[(step + salt * 13) % list.length] as T
    const known: Known = {
      value: (fact) => pick(valuesOf(fact), factKeys.indexOf(fact)),
      is: (id) => pick(truths, id.length),
      countedIncome: () => pick([0, 50_000], round),
    }
    amountOf(rule, known, watched)
  }
  return read
}

describe('the figures beside what a programme gives', () => {
  it('are those from which its amount is worked out', () => {
    for (const { id, amount } of Object.values(programmes)) {
      const read = [amount.household, amount.member].flatMap((rule) => (rule ? [...figuresRead(rule)] : []))
      if (read.length > 0) expect(new Set(amountFigures[id]), id).toEqual(new Set(read))
    }
  })
})
