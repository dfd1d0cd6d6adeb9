import { isFactKey, factSpec, type FactKey } from '../fact/dictionary.ts'
import type { Verifier } from '../fact/spec.ts'
import type { CircumstanceId } from '../policy/circumstance-ids.ts'
import { circumstances } from '../policy/circumstances.ts'
import { derivedFrom, type DerivedMeasure } from '../policy/measures.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'
import { sourceIds, type SourceId } from '../verification/sources.ts'

/** Who of those that can confirm a fact is asked by which department; a visit and an office ask nobody. */
const askedOf: Partial<Record<Verifier, SourceId>> = {
  police: 'police',
  'civil-affairs': 'marriage',
  labour: 'labour',
  tax: 'tax',
  market: 'market',
  'natural-resources': 'property',
  'traffic-police': 'vehicles',
  'medical-insurance': 'medical-insurance',
  bank: 'banks',
  securities: 'banks',
  insurance: 'banks',
  'disabled-federation': 'disabled-federation',
  education: 'education',
  housing: 'housing',
}

const factsNamed = (word: string): readonly FactKey[] => {
  if (Object.hasOwn(derivedFrom, word)) return derivedFrom[word as DerivedMeasure]
  return isFactKey(word) ? [word] : []
}

const isCircumstance = (word: unknown): word is CircumstanceId =>
  typeof word === 'string' && Object.hasOwn(circumstances, word)

/** Every fact a condition reads. Another programme it names (`isA`) is checked under that programme’s own scope. */
function factsIn(condition: unknown): FactKey[] {
  if (typeof condition === 'string') return [...factsNamed(condition)]
  if (Array.isArray(condition)) return condition.flatMap(factsIn)
  if (typeof condition !== 'object' || condition === null) return []
  const parts = Object.entries(condition).filter(([name]) => name !== 'by' && name !== 'rule')
  return parts.flatMap(([name, part]) =>
    name === 'use' || name === 'isA' || name === 'notA'
      ? isCircumstance(part) && name === 'use'
        ? factsIn(circumstances[part])
        : []
      : factsIn(part),
  )
}

/** Who lives together and is alive is asked for every family, whatever its programmes read. */
const always: readonly SourceId[] = ['police', 'marriage']

/**
 * The departments that a check of the family’s means may ask for these programmes: those that can confirm what their
 * conditions read, and no other (PIPL, art. 6: no more than the purpose needs). In the order of `sourceIds`.
 */
export function departmentsFor(asked: readonly ProgrammeId[]): SourceId[] {
  const facts = asked.flatMap((id) => [
    ...factsIn(programmes[id].forHousehold),
    ...factsIn(programmes[id].forMember),
  ])
  const named = facts.flatMap((fact) => factSpec(fact).verify.map((verifier) => askedOf[verifier]))
  return sourceIds.filter((source) => always.includes(source) || named.includes(source))
}

/** Whether a programme checks what the whole family has and earns, which nobody may do unasked. */
export const checksMeans = (id: ProgrammeId): boolean => programmes[id].process.verification === 'family'
