import { applicantMember, type StatedHousehold } from '@yima/shared/application/facts'
import { isFactKey, isHouseholdFact } from '@yima/shared/fact/dictionary'
import type { FactRef } from '@yima/shared/policy/verdict'
import type { Reading } from '@yima/shared/reading/reading'
import { understood } from '@yima/shared/reading/understood'

/** One thing that was understood: its sentence, the words that show it, and which fact it is. */
export type Heard = {
  id: string
  sentence: { key: string; params: Record<string, string | number> }
  phrase?: string
  /** Said or corrected by hand, not read. */
  declared: boolean
  /** Undefined for what the rules do not ask (the name of an illness): it is corrected in the words. */
  at?: FactRef
}

const ofChildren = ['studentStages', 'childAge', 'fatherStatus', 'motherStatus']
const known = (value: unknown): boolean => value !== undefined && value !== 'unknown'

type Values = Record<string, unknown>

/** The facts that stand, flat as the reader gives them, so that a correction is said in the same sentence. */
function standing(reading: Reading, { household, members }: StatedHousehold): Values {
  const first: Values = members.find(({ id }) => id === applicantMember) ?? {}
  const children = members.filter(({ id }) => id !== applicantMember)
  const { age: _age, ...person } = first
  const own = reading.facts['age'] === undefined ? person : first
  const asRead = Object.entries(reading.facts).filter(([key]) => !isFactKey(key) && !ofChildren.includes(key))
  const stages = children.map((child) => child['studentStage']).filter(known)
  return Object.fromEntries([
    ...asRead,
    ...Object.entries({ ...household, ...own }).filter(([key, value]) => key !== 'id' && known(value)),
    ...(stages.length > 0 ? [['studentStages', stages]] : []),
    ...(known(children[0]?.['age']) ? [['childAge', children[0]?.['age']]] : []),
    ...['fatherStatus', 'motherStatus'].flatMap((key) =>
      known(children[0]?.[key]) ? [[key, children[0]?.[key]]] : [],
    ),
  ]) as Values
}

/** Which fact a heard sentence stands for; children are `m2`, `m3`… in the order in which they were heard. */
function refOf(factKey: string, at: number, childIds: readonly string[]): FactRef | undefined {
  if (factKey === 'studentStages') return { fact: 'studentStage', member: childIds[at] ?? `m${at + 2}` }
  if (factKey === 'childAge') return { fact: 'age', member: childIds[0] ?? 'm2' }
  if (!isFactKey(factKey)) return undefined
  if (isHouseholdFact(factKey)) return { fact: factKey }
  const child = ofChildren.includes(factKey)
  return { fact: factKey, member: child ? (childIds[0] ?? 'm2') : applicantMember }
}

/** What was understood, each once, with the phrase that shows it; what was taken back is gone. */
export function heardFrom(reading: Reading, stated: StatedHousehold): Heard[] {
  const facts = standing(reading, stated)
  const childIds = stated.members.filter(({ id }) => id !== applicantMember).map(({ id }) => id)
  const seen = new Map<string, number>()
  return understood({ ...reading, facts })
    .filter(({ factKey }) => factKey !== 'forOther')
    .map(({ key, params, factKey, phrase }) => {
      const at = seen.get(factKey) ?? 0
      seen.set(factKey, at + 1)
      const ref = refOf(factKey, at, childIds)
      const declared =
        ref !== undefined &&
        stated.facts.some(
          (fact) =>
            fact.source === 'declared' && fact.fact === ref.fact && fact.member === (ref.member ?? null),
        )
      return {
        id: `${factKey}/${at}`,
        sentence: { key, params },
        declared,
        ...(phrase && !declared ? { phrase: phrase.text } : {}),
        ...(ref ? { at: ref } : {}),
      }
    })
}
