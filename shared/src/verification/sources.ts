/**
 * Whom a family's means are asked of, one connector each. Names: catalogue `verification`,
 * `verification.source.<id>`.
 */
export const sourceIds = [
  'police',
  'marriage',
  'labour',
  'tax',
  'market',
  'property',
  'vehicles',
  'medical-insurance',
  'banks',
  'disabled-federation',
  'education',
  'housing',
] as const
export type SourceId = (typeof sourceIds)[number]

/** One thing a department says of a person. Flat, so that a letter can be copied off as a form. */
export type Field =
  | { kind: 'flag' }
  /** Yuan, at most two decimals. */
  | { kind: 'money' }
  | { kind: 'count'; max: number }
  /** Square metres, at most two decimals. */
  | { kind: 'area' }
  | { kind: 'choice'; values: readonly string[] }
  /** A business date, or nothing. */
  | { kind: 'day' }

const flag = { kind: 'flag' } as const
const money = { kind: 'money' } as const
const area = { kind: 'area' } as const
const count = (max: number) => ({ kind: 'count', max }) as const
const choice = <const Values extends readonly string[]>(...values: Values) =>
  ({ kind: 'choice', values }) as const

/** What each department answers, of one person, as its register stood on a day. */
export const answerFields = {
  police: {
    alive: flag,
    diedOn: { kind: 'day' },
    hukouLocal: flag,
    hukouClass: choice('urban', 'rural'),
    householdSize: count(30),
  },
  marriage: { state: choice('single', 'married', 'divorced', 'widowed') },
  labour: {
    employed: flag,
    unemployedMonths: count(900),
    monthlyPension: money,
    monthlyBenefit: money,
    pensionInsured: flag,
  },
  tax: { monthlyWage: money, monthlyOther: money },
  market: { companies: count(99), running: count(99) },
  property: { homes: count(99), commercial: count(99), area },
  vehicles: { cars: count(99), others: count(99) },
  'medical-insurance': { insured: flag, selfPaid12m: money, severeIllness: flag },
  banks: { deposits: money, securities: money, insurance: money, total: money },
  'disabled-federation': {
    certificate: flag,
    type: choice('none', 'visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple'),
    level: count(4),
  },
  education: {
    enrolled: flag,
    stage: choice('none', 'kindergarten', 'primary', 'junior', 'senior', 'vocational', 'college'),
    boarding: flag,
  },
  housing: { grade: choice('none', 'A', 'B', 'C', 'D'), areaPerHead: area, publicRental: flag },
} as const satisfies Record<SourceId, Record<string, Field>>

type Fields = typeof answerFields
type Given<F> = F extends { kind: 'flag' }
  ? boolean
  : F extends { kind: 'day' }
    ? string | null
    : F extends { kind: 'choice'; values: readonly (infer V)[] }
      ? V
      : number

/** What a department says of one person. */
export type Answer<S extends SourceId = SourceId> = { [K in keyof Fields[S]]: Given<Fields[S][K]> }
export type AnswerOf = { [S in SourceId]: Answer<S> }

/** Fields of a source in the order in which a letter is copied off. */
export const fieldsOf = (source: SourceId): [string, Field][] => Object.entries(answerFields[source])

const apart = (one: number, other: number): boolean => Math.abs(one - other) > 0.004

/**
 * Whether an answer contradicts itself, so that nothing in it can be believed: nobody is dead and alive, and a
 * balance is the sum of its parts.
 */
export function contradictsItself<S extends SourceId>(source: S, answer: AnswerOf[S], asOf: string): boolean {
  const said = { source, answer } as { [K in SourceId]: { source: K; answer: AnswerOf[K] } }[SourceId]
  switch (said.source) {
    case 'police':
      return said.answer.alive !== (said.answer.diedOn === null) || (said.answer.diedOn ?? asOf) > asOf
    case 'labour':
      return said.answer.employed && said.answer.unemployedMonths > 0
    case 'market':
      return said.answer.running > said.answer.companies
    case 'property':
      return said.answer.homes + said.answer.commercial === 0 && said.answer.area > 0
    case 'banks':
      return apart(said.answer.total, said.answer.deposits + said.answer.securities + said.answer.insurance)
    case 'disabled-federation':
      return (
        said.answer.certificate !== said.answer.level > 0 ||
        said.answer.certificate === (said.answer.type === 'none')
      )
    case 'education':
      return (
        said.answer.enrolled === (said.answer.stage === 'none') ||
        (said.answer.boarding && !said.answer.enrolled)
      )
    case 'marriage':
    case 'tax':
    case 'vehicles':
    case 'medical-insurance':
    case 'housing':
      return false
    default:
      return said satisfies never
  }
}
