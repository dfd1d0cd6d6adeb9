import type { ParameterKey, PolicyParameters } from './parameters/shape.ts'

/** A limit as a fraction of whole numbers, in the unit of the measure held against it. */
type Fraction = { over: number; under: number }

/**
 * A named figure: its value for people of town and country, and the parameters that set it (their
 * sources are what a page shows).
 */
type LimitSpec = {
  from: readonly ParameterKey[]
  of: (figures: PolicyParameters, home: 'urban' | 'rural') => Fraction
}

const fen = (yuan: number): number => Math.round(yuan * 100)
const tenThousandth = (ratio: number): number => Math.round(ratio * 10_000)
const whole = (over: number): Fraction => ({ over, under: 1 })
const ratio = (value: number): Fraction => ({ over: tenThousandth(value), under: 10_000 })
const timesStandard = (times: number, figures: PolicyParameters, home: 'urban' | 'rural'): Fraction => ({
  over: tenThousandth(times) * fen(figures.dibaoStandard[home]),
  under: 10_000,
})

/** Every figure that conditions name; amounts read the parameters themselves. */
export const limits = {
  dibaoStandard: { from: ['dibaoStandard'], of: (p, home) => whole(fen(p.dibaoStandard[home])) },
  edgeLine: {
    from: ['edgeMultiplier', 'dibaoStandard'],
    of: (p, home) => timesStandard(p.edgeMultiplier, p, home),
  },
  housingIncomeLine: {
    from: ['housingIncomeMultiplier', 'dibaoStandard'],
    of: (p, home) => timesStandard(p.housingIncomeMultiplier, p, home),
  },
  legalAidLine: {
    from: ['legalAidMultiplier', 'dibaoStandard'],
    of: (p, home) => timesStandard(p.legalAidMultiplier, p, home),
  },
  assetLineDibao: {
    from: ['assetMonthsDibao', 'dibaoStandard'],
    of: (p, home) => timesStandard(p.assetMonthsDibao, p, home),
  },
  assetLineEdge: {
    from: ['assetMonthsEdge', 'dibaoStandard'],
    of: (p, home) => timesStandard(p.assetMonthsEdge, p, home),
  },
  minWage: { from: ['minWage'], of: (p) => whole(fen(p.minWage)) },
  disposableIncomeYear: { from: ['disposableIncomeYear'], of: (p) => whole(fen(p.disposableIncomeYear)) },
  rigidRatio: { from: ['rigidRatio'], of: (p) => ratio(p.rigidRatio) },
  tempRigidRatio: { from: ['tempRigidRatio'], of: (p) => ratio(p.tempRigidRatio) },
  housingArea: { from: ['housingArea'], of: (p) => whole(fen(p.housingArea)) },
  olderWorkerAge: { from: ['olderWorkerAge'], of: (p) => whole(p.olderWorkerAge) },
  elderlyAge: { from: ['elderlyAge'], of: (p) => whole(p.elderlyAge) },
  medicalThresholdTekun: { from: ['medicalThreshold'], of: (p) => whole(fen(p.medicalThreshold.tekun)) },
  medicalThresholdOrphan: { from: ['medicalThreshold'], of: (p) => whole(fen(p.medicalThreshold.orphan)) },
  medicalThresholdDibao: { from: ['medicalThreshold'], of: (p) => whole(fen(p.medicalThreshold.dibao)) },
  medicalThresholdEdge: {
    from: ['medicalThreshold'],
    of: (p) => whole(fen(p.medicalThreshold['dibao-edge'])),
  },
  medicalThresholdIllPoor: {
    from: ['medicalThreshold'],
    of: (p) => whole(fen(p.medicalThreshold['ill-poor'])),
  },
} as const satisfies Record<string, LimitSpec>

export type LimitName = keyof typeof limits
