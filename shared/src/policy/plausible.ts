import { choicesFor } from '../fact/answers.ts'
import type { FactKey, Facts, FactValue, Household, Member } from '../fact/dictionary.ts'
import { findJoint } from '../fact/together.ts'
import type { PolicyParameters } from './parameters/shape.ts'

/** An answer somebody might give, and how common it is among those who ask for help. */
export type Plausible = { sets: Facts; weight: number }

type Common = readonly (readonly [sets: Facts, weight: number])[]

// Rough weights: they steer the order of questions and never a verdict.

/** Where the answers to one fact are far from equally common. */
const common: { readonly [K in FactKey]?: readonly (readonly [FactValue, number])[] } = {
  hukouLocal: [
    [true, 9],
    [false, 1],
  ],
  houseCount: [
    [1, 8],
    [0, 1],
    [2, 1],
  ],
  vehicleCount: [
    [0, 9],
    [1, 1],
  ],
  hasCommercialProperty: [
    [false, 19],
    [true, 1],
  ],
  hasEnterprise: [
    [false, 19],
    [true, 1],
  ],
  currentStatus: [
    [['none'], 16],
    [['dibao'], 2],
    [['dibao-edge'], 1],
    [['tekun'], 1],
  ],
  age: [
    [8, 2],
    [17, 1],
    [35, 3],
    [45, 2],
    [55, 3],
    [68, 4],
    [83, 2],
  ],
  unemployedMonths: [
    [4, 1],
    [18, 1],
  ],
  severeIllness: [
    [false, 5],
    [true, 1],
  ],
  emergencyEvent: [
    ['none', 2],
    ['accident', 2],
  ],
  disasterDamage: [
    ['none', 1],
    ['home-damaged', 2],
  ],
  legalMatter: [
    ['none', 1],
    ['wages', 1],
    ['support', 1],
    ['crime-victim', 1],
  ],
  exemptMonthlyIncome: [
    [0, 4],
    [300, 2],
    [1000, 1],
  ],
  employmentDeduction: [
    [0, 4],
    [200, 2],
    [600, 1],
  ],
  rigidMedical12m: [
    [0, 3],
    [5000, 2],
    [20_000, 2],
    [60_000, 1],
  ],
  rigidEducation12m: [
    [0, 4],
    [5000, 2],
    [30_000, 1],
  ],
  rigidRehab12m: [
    [0, 5],
    [10_000, 1],
    [30_000, 1],
  ],
  fatherStatus: [
    ['ok', 3],
    ['dead', 2],
    ['imprisoned', 1],
  ],
  motherStatus: [
    ['ok', 3],
    ['dead', 2],
    ['lost-contact', 1],
  ],
}

const commonTogether: { readonly [K in FactKey]?: Common } = {
  hukouLocal: [
    [{ hukouLocal: true, hukouClass: 'rural' }, 6],
    [{ hukouLocal: true, hukouClass: 'urban' }, 3],
    [{ hukouLocal: false, hukouClass: 'rural' }, 1],
  ],
  hasDisabilityCert: [
    [{ hasDisabilityCert: false }, 6],
    [{ hasDisabilityCert: true, disabilityLevel: 2 }, 1],
    [{ hasDisabilityCert: true, disabilityLevel: 3 }, 1],
  ],
  vehicleCount: [
    [{ vehicleCount: 0, houseCount: 1, hasCommercialProperty: false, hasEnterprise: false }, 7],
    [{ vehicleCount: 1, houseCount: 1, hasCommercialProperty: false, hasEnterprise: false }, 1],
    [{ vehicleCount: 0, houseCount: 2, hasCommercialProperty: false, hasEnterprise: false }, 1],
    [{ vehicleCount: 0, houseCount: 0, hasCommercialProperty: false, hasEnterprise: false }, 1],
  ],
}

/** School and work follow age so closely that a known age sharpens the guess. */
function byAge(fact: FactKey, { age }: Partial<Member>): Common | undefined {
  if (typeof age !== 'number') return undefined
  if (fact === 'studentStage') {
    return age < 3 || age > 24
      ? [[{ studentStage: 'none' }, 1]]
      : [
          [{ studentStage: age < 15 ? 'primary' : age < 18 ? 'senior' : 'college' }, 4],
          [{ studentStage: 'none' }, 1],
        ]
  }
  if (fact === 'employment' && age >= 60)
    return [
      [{ employment: 'retired' }, 2],
      [{ employment: 'farming' }, 2],
    ]
  return undefined
}

/** What a question might bring, without asking anybody. */
export function plausibleAnswers(
  fact: FactKey,
  parameters: PolicyParameters,
  household: Household,
  member: Member | undefined,
): Plausible[] {
  const known = member ?? household
  const joint = findJoint(fact, known)
  const listed = byAge(fact, member ?? {}) ?? (joint && commonTogether[fact])
  if (listed !== undefined) return listed.map(([sets, weight]) => ({ sets, weight }))
  const single = joint === undefined ? common[fact] : undefined
  if (single !== undefined)
    return single.map(([value, weight]) => ({ sets: { [fact]: value } as Facts, weight }))
  const sized = household.householdSize === undefined ? { ...household, householdSize: 3 } : household
  return choicesFor(fact, parameters, sized, member).choices.map(({ sets }) => ({ sets, weight: 1 }))
}
