import type { FactKey, Facts, FactValue } from './dictionary.ts'

/** One answer to a question that settles several facts at once. `id` names its words. */
type JointAnswer = { readonly id: string; readonly sets: Facts }

/**
 * Questions that people answer in one breath. `tick` offers a list to tick, where `nothing` holds for
 * what is left unticked; `one` offers answers that exclude each other. Fewer screens for the same facts.
 */
type JointQuestion = {
  readonly settles: readonly FactKey[]
  readonly answers: readonly JointAnswer[]
  /** Whether a second line explains it. */
  readonly hinted?: true
} & ({ readonly kind: 'one' } | { readonly kind: 'tick'; readonly nothing: Facts })

/** By the fact that leads the question and under which it is asked. */
export const together: { readonly [K in FactKey]?: JointQuestion } = {
  hukouLocal: {
    kind: 'one',
    hinted: true,
    settles: ['hukouLocal', 'hukouClass'],
    answers: [
      { id: 'here-rural', sets: { hukouLocal: true, hukouClass: 'rural' } },
      { id: 'here-urban', sets: { hukouLocal: true, hukouClass: 'urban' } },
      { id: 'elsewhere-rural', sets: { hukouLocal: false, hukouClass: 'rural' } },
      { id: 'elsewhere-urban', sets: { hukouLocal: false, hukouClass: 'urban' } },
    ],
  },
  vehicleCount: {
    kind: 'tick',
    hinted: true,
    settles: ['vehicleCount', 'houseCount', 'hasCommercialProperty', 'hasEnterprise'],
    nothing: { vehicleCount: 0, houseCount: 1, hasCommercialProperty: false, hasEnterprise: false },
    answers: [
      { id: 'vehicle', sets: { vehicleCount: 1 } },
      { id: 'two-homes', sets: { houseCount: 2 } },
      { id: 'no-home', sets: { houseCount: 0 } },
      { id: 'commercial', sets: { hasCommercialProperty: true } },
      { id: 'enterprise', sets: { hasEnterprise: true } },
    ],
  },
  hasDisabilityCert: {
    kind: 'one',
    hinted: true,
    settles: ['hasDisabilityCert', 'disabilityLevel'],
    answers: [
      { id: 'none', sets: { hasDisabilityCert: false } },
      { id: 'level-1', sets: { hasDisabilityCert: true, disabilityLevel: 1 } },
      { id: 'level-2', sets: { hasDisabilityCert: true, disabilityLevel: 2 } },
      { id: 'level-3', sets: { hasDisabilityCert: true, disabilityLevel: 3 } },
      { id: 'level-4', sets: { hasDisabilityCert: true, disabilityLevel: 4 } },
      { id: 'level-unsure', sets: { hasDisabilityCert: true } },
    ],
  },
  employment: {
    kind: 'one',
    settles: ['employment', 'workAbility', 'unemployedMonths'],
    answers: [
      { id: 'employed', sets: { employment: 'employed' } },
      { id: 'flexible', sets: { employment: 'flexible' } },
      { id: 'farming', sets: { employment: 'farming' } },
      {
        id: 'out-under-a-year',
        sets: { employment: 'unemployed', workAbility: 'full', unemployedMonths: 6 },
      },
      { id: 'out-a-year', sets: { employment: 'unemployed', workAbility: 'full', unemployedMonths: 12 } },
      { id: 'student', sets: { employment: 'student' } },
      { id: 'retired', sets: { employment: 'retired' } },
      { id: 'unable', sets: { employment: 'none', workAbility: 'none' } },
    ],
  },
  hasLegalSupporter: {
    kind: 'one',
    settles: ['hasLegalSupporter', 'supporterAble'],
    answers: [
      { id: 'nobody', sets: { hasLegalSupporter: false } },
      { id: 'able', sets: { hasLegalSupporter: true, supporterAble: true } },
      { id: 'unable', sets: { hasLegalSupporter: true, supporterAble: false } },
      { id: 'unsure', sets: { hasLegalSupporter: true } },
    ],
  },
}

/** What is known where a question would be asked: of the household, or of the member concerned. */
export type KnownFacts = { readonly [K in FactKey]?: FactValue }

export const isKnown = (known: KnownFacts, fact: FactKey): boolean =>
  known[fact] !== undefined && known[fact] !== 'unknown'

/** The joint question a fact leads, while it would still settle more than that fact. */
export function findJoint(lead: FactKey, known: KnownFacts): JointQuestion | undefined {
  const joint = together[lead]
  return joint?.settles.some((fact) => fact !== lead && !isKnown(known, fact)) ? joint : undefined
}

const leaders = Object.entries(together) as [FactKey, JointQuestion][]

/** The fact under which a missing fact is asked: its leader while that is open too, else itself. */
export function askedUnder(fact: FactKey, known: KnownFacts): FactKey {
  const leader = leaders.find(([lead, { settles }]) => lead !== fact && settles.includes(fact))?.[0]
  return leader !== undefined && !isKnown(known, leader) ? leader : fact
}
