import type { Reading } from './reading.ts'

/** A household as the policy engine takes it: facts of all, and its members one by one. */
export type ReadHousehold = {
  household: Record<string, unknown>
  members: ({ id: string } & Record<string, unknown>)[]
}

const ofHousehold = [
  'hukouLocal', 'hukouClass', 'householdSize', 'monthlyIncome', 'financialAssets', 'vehicleCount',
    'houseCount',
  'hasCommercialProperty', 'hasEnterprise', 'rigidMedical12m', 'rigidEducation12m', 'rigidRehab12m',
    'currentStatus',
  'emergencyEvent', 'basicLifeBroken', 'ownsOnlyHouse', 'houseGrade', 'housingAreaPerCapita',
    'disasterDamage',
  'legalMatter', 'noCompensation',
] as const

const ofPerson = [
  'age', 'personMonthlyIncome', 'hasDisabilityCert', 'disabilityType', 'disabilityLevel', 'severeIllness',
  'medicallyInsured', 'policySelfPaid12m', 'workAbility', 'employment', 'unemployedMonths',
    'selfCareFailures',
  'hasLegalSupporter', 'supporterAble', 'shelterless', 'pensionInsured',
] as const

/**
 * Lays the flat facts of a reading into household and members. `m1` is the applicant, or, when the words speak for
 * somebody else, that person; children heard of become `m2`, `m3`…. Only what was said is carried, never a guess.
 */
export function toHousehold(reading: Reading): ReadHousehold {
  const facts = reading.facts
  const first = { id: 'm1', ...pick(facts, ofPerson) }
  return { household: pick(facts, ofHousehold), members: [first, ...children(facts)] }
}

function children(facts: Readonly<Record<string, unknown>>): ReadHousehold['members'] {
  const stages = Array.isArray(facts['studentStages']) ? facts['studentStages'] : []
  const parents = pick(facts, ['fatherStatus', 'motherStatus'])
  const age = facts['childAge']
  if (stages.length === 0 && age === undefined && Object.keys(parents).length === 0) return []
  // An age is given to a child only if there is one child: whose it is among several was not said.
  const only = stages.length <= 1 && age !== undefined ? { age } : {}
  const each = stages.length > 0 ? stages.map((stage: unknown) => ({ studentStage: stage })) : [{}]
  return each.map((child, i) => ({ id: `m${i + 2}`, ...child, ...only, ...parents }))
}

function pick(facts: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => facts[key] !== undefined).map((key) => [key, facts[key]]))
}
