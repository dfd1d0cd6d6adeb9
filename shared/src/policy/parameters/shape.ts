/**
 * Every figure that a place may set for itself, with its kind: `yuan`, `ratio` (four decimals at
 * most), `count` (people, months, years, square metres), `range` (from, to) or `flag`.
 */
export const parameterShape = {
  minWage: 'yuan',
  dibaoStandard: { urban: 'yuan', rural: 'yuan' },
  edgeMultiplier: 'ratio',
  disposableIncomeYear: 'yuan',
  assetMonthsDibao: 'count',
  assetMonthsEdge: 'count',
  rigidRatio: 'ratio',
  tempRigidRatio: 'ratio',
  tekunBasic: { urban: 'yuan', rural: 'yuan' },
  careTier: { able: 'yuan', partial: 'yuan', total: 'yuan' },
  singlePersonRatio: 'ratio',
  medicalThreshold: {
    tekun: 'yuan',
    orphan: 'yuan',
    dibao: 'yuan',
    'dibao-edge': 'yuan',
    'ill-poor': 'yuan',
  },
  medicalRatio: {
    tekun: 'ratio',
    orphan: 'ratio',
    dibao: 'ratio',
    'dibao-edge': 'ratio',
    'ill-poor': 'ratio',
  },
  medicalCap: 'yuan',
  education: {
    kindergarten: 'yuan',
    'primary-day': 'yuan',
    'primary-boarding': 'yuan',
    'junior-day': 'yuan',
    'junior-boarding': 'yuan',
    senior: 'yuan',
    vocational: 'yuan',
    college: 'yuan',
  },
  housingArea: 'count',
  housingIncomeMultiplier: 'ratio',
  ruralHouse: { C: 'yuan', D: 'yuan' },
  olderWorkerAge: 'count',
  elderlyAge: 'count',
  elderly: { '80-89': 'yuan', '90-99': 'yuan', '100+': 'yuan' },
  disabilityLiving: 'yuan',
  disabilityLivingIncludesEdge: 'flag',
  disabilityCare: { '1': 'yuan', '2': 'yuan', '3': 'yuan' },
  careIncludes3: 'flag',
  orphan: { institution: 'yuan', home: 'yuan' },
  pensionTier: 'yuan',
  pensionIncludesEdge: 'flag',
  legalAidMultiplier: 'ratio',
  tempMonths: 'range',
  tempTownshipCap: 'yuan',
  /** Of a township’s fund for emergencies: most for one payment, most for one person in a year, least put in a year. */
  reserveFund: { payment: 'yuan', personYear: 'yuan', year: 'yuan' },
} as const

type Shape = typeof parameterShape
type Leaf<T> = T extends 'flag' ? boolean : T extends 'range' ? readonly [number, number] : number
type Figure<T> = T extends string ? Leaf<T> : { [K in keyof T]: Leaf<T[K]> }
type Part<T> = T extends string ? Leaf<T> : { [K in keyof T]?: Leaf<T[K]> | undefined }

export type ParameterKey = keyof Shape
export type ParameterValue<K extends ParameterKey> = Figure<Shape[K]>
export type PolicyParameters = { readonly [K in ParameterKey]: Figure<Shape[K]> }
/** "What if": any figure, or any part of one, in place of the one in force. */
export type ParameterOverrides = { readonly [K in ParameterKey]?: Part<Shape[K]> | undefined }

export const parameterKeys = Object.keys(parameterShape) as ParameterKey[]
