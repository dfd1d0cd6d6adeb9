import type { ParameterKey, PolicyParameters } from './parameters/shape.ts'

/** A limit as a fraction of whole numbers, in the unit of the measure held against it. */
type Fraction = { over: number; under: number }

const fen = (yuan: number): number => Math.round(yuan * 100)
const tenThousandth = (ratio: number): number => Math.round(ratio * 10_000)

/** A line as data: an amount (of a part, or by home class), a number, a ratio, or so many times an amount. */
export type LimitRule =
  | { readonly yuan: ParameterKey; readonly part?: string; readonly times?: ParameterKey }
  | { readonly count: ParameterKey }
  | { readonly ratio: ParameterKey }

/** Every figure that conditions name; amounts read the parameters themselves. */
export const limitRules = {
  dibaoStandard: { yuan: 'dibaoStandard' },
  edgeLine: { times: 'edgeMultiplier', yuan: 'dibaoStandard' },
  housingIncomeLine: { times: 'housingIncomeMultiplier', yuan: 'dibaoStandard' },
  legalAidLine: { times: 'legalAidMultiplier', yuan: 'dibaoStandard' },
  assetLineDibao: { times: 'assetMonthsDibao', yuan: 'dibaoStandard' },
  assetLineEdge: { times: 'assetMonthsEdge', yuan: 'dibaoStandard' },
  minWage: { yuan: 'minWage' },
  disposableIncomeYear: { yuan: 'disposableIncomeYear' },
  rigidRatio: { ratio: 'rigidRatio' },
  tempRigidRatio: { ratio: 'tempRigidRatio' },
  /** Square metres are kept in hundredths, like yuan. */
  housingArea: { yuan: 'housingArea' },
  olderWorkerAge: { count: 'olderWorkerAge' },
  elderlyAge: { count: 'elderlyAge' },
  medicalThresholdTekun: { yuan: 'medicalThreshold', part: 'tekun' },
  medicalThresholdOrphan: { yuan: 'medicalThreshold', part: 'orphan' },
  medicalThresholdDibao: { yuan: 'medicalThreshold', part: 'dibao' },
  medicalThresholdEdge: { yuan: 'medicalThreshold', part: 'dibao-edge' },
  medicalThresholdIllPoor: { yuan: 'medicalThreshold', part: 'ill-poor' },
} as const satisfies Record<string, LimitRule>

export type LimitName = keyof typeof limitRules
export type LimitRules = { readonly [K in LimitName]?: LimitRule }

/** The parameters that set a line; their sources are what a page shows. */
export function figuresBehind(rule: LimitRule): readonly ParameterKey[] {
  if ('yuan' in rule) return rule.times === undefined ? [rule.yuan] : [rule.times, rule.yuan]
  return ['count' in rule ? rule.count : rule.ratio]
}

/** A figure, or the part of it that holds here. */
function numberIn(figures: PolicyParameters, key: ParameterKey, part: string): number {
  const value: unknown = figures[key]
  return Number(typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : value)
}

/** The line for people of town or country, in the unit of the measure held against it. */
export function lineFor(rule: LimitRule, figures: PolicyParameters, home: 'urban' | 'rural'): Fraction {
  if ('count' in rule) return { over: numberIn(figures, rule.count, home), under: 1 }
  if ('ratio' in rule) return { over: tenThousandth(numberIn(figures, rule.ratio, home)), under: 10_000 }
  const yuan = fen(numberIn(figures, rule.yuan, rule.part ?? home))
  if (rule.times === undefined) return { over: yuan, under: 1 }
  return { over: tenThousandth(numberIn(figures, rule.times, home)) * yuan, under: 10_000 }
}
