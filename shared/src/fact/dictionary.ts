import type { FactSpec } from './spec.ts'

const maxMoney = 1_000_000_000
const money = (unit: 'month' | 'year' | 'sum') =>
  ({ type: 'number', unit: `yuan-${unit}`, min: 0, max: maxMoney }) as const
const parentStates = [
  'ok', 'dead', 'missing', 'severe-disabled', 'severe-ill', 'imprisoned', 'forced-rehab', 'restrained',
  'lost-contact', 'custody-revoked', 'deported',
] as const

/**
 * Every fact the rules know, in the order in which it is natural to ask. Labels, questions and the
 * words for values: catalogue `fact`. The value `"unknown"` is a missing fact, never a value.
 */
export const dictionary = {
  hukouLocal: { scope: 'household', type: 'boolean', verify: ['police'], sensitivity: 0 },
  hukouClass: {
    scope: 'household', type: 'enum', values: ['urban', 'rural'], verify: ['police'], sensitivity: 0,
  },
  householdSize: {
    scope: 'household', type: 'integer', unit: 'people', min: 1, max: 30,
    verify: ['police', 'civil-affairs'], sensitivity: 0,
  },
  age: {
    scope: 'person', type: 'integer', unit: 'years', min: 0, max: 130, verify: ['police'], sensitivity: 0,
  },
  currentStatus: {
    scope: 'household', type: 'set', verify: ['civil-affairs'], sensitivity: 0,
    values: ['dibao', 'tekun', 'dibao-edge', 'rigid-expenditure', 'monitored', 'none'],
  },
  emergencyEvent: {
    scope: 'household', type: 'enum', verify: ['police', 'emergency', 'hospital', 'visit'], sensitivity: 0,
    values: [
      'fire', 'traffic', 'accident', 'sudden-illness', 'job-loss', 'death', 'disaster', 'theft', 'other',
      'none',
    ],
  },
  basicLifeBroken: { scope: 'household', type: 'boolean', verify: ['visit'], sensitivity: 0 },
  disasterDamage: {
    scope: 'household', type: 'enum', verify: ['emergency', 'township'], sensitivity: 0,
    values: ['home-collapsed', 'home-damaged', 'crops', 'displaced', 'winter-spring', 'none'],
  },
  vehicleCount: {
    scope: 'household', type: 'integer', unit: 'vehicles', min: 0, max: 99,
    verify: ['traffic-police'], sensitivity: 0,
  },
  houseCount: {
    scope: 'household', type: 'integer', unit: 'homes', min: 0, max: 99,
    verify: ['natural-resources', 'housing'], sensitivity: 0,
  },
  ownsOnlyHouse: {
    scope: 'household', type: 'boolean', verify: ['natural-resources', 'agriculture'], sensitivity: 0,
  },
  houseGrade: {
    scope: 'household', type: 'enum', values: ['A', 'B', 'C', 'D'], verify: ['housing'], sensitivity: 0,
  },
  housingAreaPerCapita: {
    scope: 'household', type: 'number', unit: 'square-metres', min: 0, max: 10_000,
    verify: ['housing', 'natural-resources'], sensitivity: 0,
  },
  workAbility: {
    scope: 'person', type: 'enum', values: ['full', 'partial', 'none'],
    verify: ['labour', 'visit'], sensitivity: 0,
  },
  employment: {
    scope: 'person', type: 'enum', verify: ['labour', 'tax'], sensitivity: 0,
    values: ['employed', 'flexible', 'farming', 'unemployed', 'student', 'retired', 'none'],
  },
  unemployedMonths: {
    scope: 'person', type: 'integer', unit: 'months', min: 0, max: 900, verify: ['labour'], sensitivity: 0,
  },
  studentStage: {
    scope: 'person', type: 'enum', verify: ['education'], sensitivity: 0,
    values: ['kindergarten', 'primary', 'junior', 'senior', 'vocational', 'college', 'none'],
  },
  boarding: { scope: 'person', type: 'boolean', default: false, verify: ['education'], sensitivity: 0 },
  medicallyInsured: { scope: 'person', type: 'boolean', verify: ['medical-insurance'], sensitivity: 0 },
  pensionInsured: { scope: 'person', type: 'boolean', verify: ['labour'], sensitivity: 0 },
  hasDisabilityCert: { scope: 'person', type: 'boolean', verify: ['disabled-federation'], sensitivity: 0 },
  disabilityType: {
    scope: 'person', type: 'enum', verify: ['disabled-federation'], sensitivity: 1,
    values: ['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'],
  },
  disabilityLevel: {
    scope: 'person', type: 'integer', unit: 'level', min: 1, max: 4,
    verify: ['disabled-federation'], sensitivity: 1,
  },
  selfCareFailures: {
    scope: 'person', type: 'integer', unit: 'items', min: 0, max: 6, verify: ['visit'], sensitivity: 1,
  },
  monthlyIncome: {
    scope: 'household', ...money('month'), verify: ['labour', 'tax', 'agriculture', 'visit'], sensitivity: 1,
  },
  exemptMonthlyIncome: {
    scope: 'household', ...money('month'), default: 0, range: [0, 1000],
    verify: ['veterans', 'health', 'civil-affairs', 'labour'], sensitivity: 1,
  },
  employmentDeduction: {
    scope: 'household', ...money('month'), default: 0, range: [0, 600], verify: ['visit'], sensitivity: 1,
  },
  personMonthlyIncome: { scope: 'person', ...money('month'), verify: ['labour', 'tax'], sensitivity: 1 },
  rigidMedical12m: { scope: 'household', ...money('year'), verify: ['medical-insurance'], sensitivity: 1 },
  rigidEducation12m: {
    scope: 'household', ...money('year'), default: 0, range: [0, 30_000],
    verify: ['education'], sensitivity: 1,
  },
  rigidRehab12m: {
    scope: 'household', ...money('year'), default: 0, range: [0, 30_000],
    verify: ['disabled-federation'], sensitivity: 1,
  },
  policySelfPaid12m: { scope: 'person', ...money('year'), verify: ['medical-insurance'], sensitivity: 1 },
  severeIllness: {
    scope: 'person', type: 'boolean', verify: ['medical-insurance', 'health'], sensitivity: 1,
  },
  hasCommercialProperty: {
    scope: 'household', type: 'boolean', default: false, verify: ['natural-resources'], sensitivity: 1,
  },
  hasEnterprise: { scope: 'household', type: 'boolean', default: false, verify: ['market'], sensitivity: 1 },
  financialAssets: {
    scope: 'household', ...money('sum'), verify: ['bank', 'securities', 'insurance'], sensitivity: 1,
  },
  hasLegalSupporter: {
    scope: 'person', type: 'boolean', verify: ['police', 'civil-affairs'], sensitivity: 1,
  },
  supporterAble: { scope: 'person', type: 'boolean', verify: ['verification'], sensitivity: 2 },
  legalMatter: {
    scope: 'household', type: 'enum', verify: ['justice'], sensitivity: 1,
    values: [
      'wages', 'injury', 'support', 'domestic-violence', 'pension-benefit', 'labour', 'land', 'crime-victim',
      'traffic', 'other', 'none',
    ],
  },
  noCompensation: {
    scope: 'household', type: 'boolean', verify: ['court', 'prosecutor', 'police'], sensitivity: 2,
  },
  shelterless: { scope: 'person', type: 'boolean', verify: ['police', 'shelter'], sensitivity: 1 },
  fatherStatus: {
    scope: 'child', type: 'enum', values: parentStates, sensitivity: 2,
    verify: ['police', 'court', 'justice', 'disabled-federation', 'health'],
  },
  motherStatus: {
    scope: 'child', type: 'enum', values: parentStates, sensitivity: 2,
    verify: ['police', 'court', 'justice', 'disabled-federation', 'health'],
  },
} as const satisfies Record<string, FactSpec>

type Dictionary = typeof dictionary

export type FactKey = keyof Dictionary
export type HouseholdFact = {
  [K in FactKey]: Dictionary[K]['scope'] extends 'household' ? K : never
}[FactKey]
export type MemberFact = Exclude<FactKey, HouseholdFact>

/** The value of one fact as it travels: yuan, years, words; never `null`. */
export type ValueOf<K extends FactKey> =
  Dictionary[K] extends { type: 'boolean' } ? boolean
    : Dictionary[K] extends { type: 'integer' | 'number' } ? number
      : Dictionary[K] extends { type: 'set', values: readonly (infer V)[] } ? readonly V[]
        : Dictionary[K] extends { values: readonly (infer V)[] } ? V : never

export type FactValue = boolean | number | string | readonly string[]

/** What is known of a household. A fact left out or `"unknown"` is missing. */
export type Household = { [K in HouseholdFact]?: ValueOf<K> | 'unknown' }
/** What is known of one member; `id` is any name that is unique within the household. */
export type Member = { id: string } & { [K in MemberFact]?: ValueOf<K> | 'unknown' }
/** Facts in one bag, wherever they are asked (what the reader of words hands on). */
export type Facts = { [K in FactKey]?: ValueOf<K> | 'unknown' }

export const factKeys = Object.keys(dictionary) as FactKey[]

/** The dictionary's entry, seen as any fact's. */
export const factSpec = (key: FactKey): FactSpec => dictionary[key]

/** Whether a word names a fact; guards every place where keys come from outside. */
export const isFactKey = (key: string): key is FactKey => Object.hasOwn(dictionary, key)

export const isHouseholdFact = (key: FactKey): key is HouseholdFact => dictionary[key].scope === 'household'
