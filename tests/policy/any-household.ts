import fc from 'fast-check'
import { factKeys, factSpec, isHouseholdFact } from '@yima/shared/fact/dictionary'
import type { FactKey, FactValue, Household, Member } from '@yima/shared/fact/dictionary'

/** Values that crowd around the lines: that is where two rules meet. */
const nearLines = [
  0, 0.01, 100, 639.99, 640, 800, 960, 1280, 1600, 1999.99, 2000, 3360, 3360.01, 8400, 30_720, 46_080, 90_000,
]

function valueOf(fact: FactKey): fc.Arbitrary<FactValue> {
  const spec = factSpec(fact)
  switch (spec.type) {
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...spec.values)
    case 'set':
      return fc.uniqueArray(fc.constantFrom(...spec.values), { minLength: 1, maxLength: 2 })
    case 'integer':
      return fact === 'age'
        ? fc.constantFrom(0, 9, 15, 16, 17, 18, 35, 49, 50, 59, 60, 79, 80, 90, 100)
        : fc.integer({ min: spec.min, max: Math.min(spec.max, 6) })
    case 'number':
      return fc.constantFrom(...nearLines)
    default:
      return spec satisfies never
  }
}

const bag = (facts: readonly FactKey[]) =>
  fc.record(Object.fromEntries(facts.map((fact) => [fact, valueOf(fact)])), { requiredKeys: [] })

/** Any household at all, plausible or not; nothing in it needs to agree. */
export const anyHousehold: fc.Arbitrary<Household> = bag(
  factKeys.filter(isHouseholdFact),
) as fc.Arbitrary<Household>

export const anyMembers: fc.Arbitrary<Member[]> = fc
  .array(bag(factKeys.filter((fact) => !isHouseholdFact(fact))), { minLength: 1, maxLength: 3 })
  .map((list) => list.map((facts, at) => ({ ...facts, id: `m${at + 1}` })))

/** Some of the facts, the rest missing: left out, or said to be unknown. */
export function someOf<T extends object>(facts: T, keep: readonly boolean[], always: readonly string[]): T {
  const entries = Object.entries(facts).flatMap(([fact, value], at) => {
    if (always.includes(fact) || keep[at % keep.length]) return [[fact, value]]
    return at % 2 === 0 ? [[fact, 'unknown']] : []
  })
  return Object.fromEntries(entries) as T
}

export const withDefault: readonly string[] = factKeys.filter((fact) => 'default' in factSpec(fact))
