import type { FactKey } from '../fact/dictionary.ts'

/** Facts that are counted or measured and can be held against a limit. */
export type NumericFact =
  | 'householdSize'
  | 'monthlyIncome'
  | 'financialAssets'
  | 'vehicleCount'
  | 'houseCount'
  | 'housingAreaPerCapita'
  | 'age'
  | 'personMonthlyIncome'
  | 'disabilityLevel'
  | 'policySelfPaid12m'
  | 'unemployedMonths'
  | 'selfCareFailures'

/** What is computed from facts before it is compared. */
export type DerivedMeasure =
  'perCapitaMonthlyIncome' | 'perCapitaYearlyIncome' | 'financialAssetsPerCapita' | 'rigidRatio'

export type MeasureName = NumericFact | DerivedMeasure

/** How a measure is kept: hundredths (fen, 1/100 m²), whole numbers, or a pure ratio. */
export type MeasureKind = 'hundredths' | 'whole' | 'ratio'

/** The facts behind each derived measure, in the order in which they are asked. */
export const derivedFrom = {
  perCapitaMonthlyIncome: ['householdSize', 'monthlyIncome', 'exemptMonthlyIncome', 'employmentDeduction'],
  perCapitaYearlyIncome: ['householdSize', 'monthlyIncome', 'exemptMonthlyIncome', 'employmentDeduction'],
  financialAssetsPerCapita: ['householdSize', 'financialAssets'],
  rigidRatio: ['monthlyIncome', 'rigidMedical12m', 'rigidEducation12m', 'rigidRehab12m'],
} as const satisfies Record<DerivedMeasure, readonly FactKey[]>

export const isDerived = (name: MeasureName): name is DerivedMeasure => Object.hasOwn(derivedFrom, name)

export const factsBehind = (name: MeasureName): readonly FactKey[] =>
  isDerived(name) ? derivedFrom[name] : [name]

/** Income that counts (fen a month): less what is exempt and what earning it costs; never below zero. */
export const countedIncome = (income: number, exempt: number, deduction: number): number =>
  Math.max(0, income - exempt - deduction)
