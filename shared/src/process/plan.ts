import type { Term } from '../calendar/deadline.ts'
import { officesOf } from '../policy/offices.ts'
import type { Programme } from '../policy/programme.ts'
import { stepsOf, type Level, type Step, type StepName } from '../policy/steps.ts'

/** What is done after acceptance. */
export type LaterStep = Exclude<StepName, 'acceptance'>

/** One step of a claim's own way, written down when the claim is accepted: a later rule changes nothing of it. */
export type PlannedStep = { name: LaterStep; by: readonly Level[]; when: Step['when']; term: Term | null }

export type Plan = {
  steps: readonly PlannedStep[]
  /** The whole road, and how long it may become once, with a reason. */
  whole: Term
  extended: Term | null
  /** Whether verification is a check of the household's means, made under the authorisation of its adults. */
  means?: boolean
  /** The kinds of offices that are its departments. */
  offices?: readonly string[]
  /** Help comes first, and money may before anybody has decided (急难型). */
  emergency?: boolean
  spans?: Spans
}

/** Spans besides those of the whole and of its steps, in force where and when the claim was accepted. */
export type Spans = {
  /** Whoever is sent it takes it over or gives it back. */
  takeOver: Term
  /** So long its clock stands still for papers. */
  papers: Term
  /** What follows help that came first. */
  backfill: Term
  /** So long an objection may keep it waiting; absent in claims that were accepted before objections had days. */
  objection?: Term
}

/** Of claims that were accepted before their spans were written down. */
const usual: Required<Spans> = {
  takeOver: { n: 5, unit: 'workday' },
  papers: { n: 30, unit: 'day' },
  backfill: { n: 10, unit: 'workday' },
  objection: { n: 20, unit: 'workday' },
}

export const spansOf = ({ spans }: Plan): Required<Spans> => ({ ...usual, ...spans })

/** What is known of a claim besides its programme when its way is written down. */
export type Circumstances = { minor?: boolean; emergency?: boolean; spans?: Spans }

/**
 * The way of a claim under its programme, from acceptance to the decision, with the days of the whole road. A
 * minor is never posted where the rules say so. Help that may come first does so in an emergency alone: then its notice
 * follows it; without one its check comes before it (逢救必查).
 */
export function planOf(
  programme: Programme, whole: Term, { minor = false, emergency = false, spans = usual }: Circumstances = {},
): Plan {
  const { notice } = programme.process
  const unposted = minor && notice.kind !== 'none' && notice.never === 'minors'
  const mayComeFirst = notice.kind !== 'none' && notice.afterwards === 'in-emergency'
  const whenOf = (name: StepName, when: Step['when']): Step['when'] => {
    if (!mayComeFirst) return when
    if (name === 'notice') return emergency ? 'afterwards' : when
    return name === 'verification' && !emergency ? 'always' : when
  }
  const steps = stepsOf(programme).flatMap(({ name, by, when, days }): PlannedStep[] =>
    name === 'acceptance' || (name === 'notice' && unposted)
      ? []
      : [{
        name, by, when: whenOf(name, when), term: days ? { n: days.n, unit: days.unit } : null,
      }])
  const longest = programme.deadlines.find(({ step }) => step === 'whole-process-extended')
  const papersLater = programme.deadlines.find(({ step }) => step === 'backfill-papers')
  return {
    steps,
    whole,
    extended: longest ? { n: longest.n, unit: longest.unit } : null,
    means: programme.process.verification === 'family',
    offices: officesOf(programme),
    ...(emergency && programme.deadlines.some(({ step }) => step === 'emergency-payment') ? { emergency } : {}),
    spans: { ...spans, ...(papersLater ? { backfill: { n: papersLater.n, unit: papersLater.unit } } : {}) },
  }
}
