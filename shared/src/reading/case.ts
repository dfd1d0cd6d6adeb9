import type { Heard } from './signal.ts'

/** What a rule may look at. */
export type Case = {
  heard: Heard
  facts: Readonly<Record<string, unknown>>
  urgent: boolean
  /** Income per head and month, if both were said. */
  perHead: number | undefined
  /** Category of the accusation heard, if any. */
  accusation: string | undefined
}

/** A fact has one of these values. */
export const is = (c: Case, key: string, ...values: unknown[]): boolean => values.includes(c.facts[key])
/** A fact as a number, if it is one. */
export const num = (c: Case, key: string): number | undefined => {
  const value = c.facts[key]
  return typeof value === 'number' ? value : undefined
}
/** The age said is at least this, in whole years. */
export const ageOver = (c: Case, years: number): boolean => (num(c, 'age') ?? 0) >= years
/** Some income was said. */
export const working = (c: Case): boolean => (num(c, 'monthlyIncome') ?? 0) > 0
/** Words of want. */
export const hard = (c: Case): boolean => c.heard.has('poverty', 'moneyless', 'noIncome', 'lowIncome', 'debtWord',
    'drained', 'feedMany', 'cannotWork', 'cashGone')
/** Nothing earned, or little a head (yuan a month). */
export const poorly = (c: Case): boolean => !working(c) || (c.perHead ?? (num(c, 'monthlyIncome') ?? 0) / 2.5) < 1000
/** Illness weighs on money. */
export const illCost = (c: Case): boolean => c.heard.has('medicalCost', 'debtWord', 'drained', 'treatmentStop',
    'treatmentSoon')
/** Fates of a parent who cannot care. */
export const unable = ['dead', 'missing', 'severe-disabled', 'severe-ill', 'imprisoned', 'forced-rehab',
    'lost-contact']
/** Level of disability said. */
export const level = (c: Case): number | undefined => num(c, 'disabilityLevel')

/** Accusations in which the writer's own claim is at stake. */
export const ownStake: ReadonlySet<string> = new Set([
  'embezzlement', 'decision-appeal', 'refusal', 'delay', 'attitude', 'bribe', 'illegal-fee',
    'wrong-decision', 'retaliation', 'safety',
])
/** An application of which is not said for what. */
export const unnamed = (c: Case): boolean =>
  c.accusation !== undefined && /我|俺|申请|材料|补贴|补助/.test(c.heard.text) &&
    !c.heard.has('housingTopic', 'unsafeHouse', 'disabilityTopic', 'disasterCause', 'medicalCost',
    'schoolFees') &&
  ['delay', 'refusal', 'wrong-decision', 'retaliation'].includes(c.accusation) && !c.heard.has('temporaryTopic')
/** Heard any of these. */
export const has = (...names: string[]) => (c: Case): boolean => c.heard.has(...names)
/** Already lives on dibao. */
export const onDibao = (c: Case): boolean => Array.isArray(c.facts['currentStatus']) &&
    c.facts['currentStatus'].includes('dibao')
/** Already is supported in full. */
export const onTekun = (c: Case): boolean => Array.isArray(c.facts['currentStatus']) &&
    c.facts['currentStatus'].includes('tekun')
/** Already is an edge household. */
export const onEdge = (c: Case): boolean => Array.isArray(c.facts['currentStatus']) &&
    c.facts['currentStatus'].includes('dibao-edge')
/** Asks for another thing than dibao. */
export const asksElse = has('pensionTopic', 'schoolFees', 'housingTopic', 'disabilityTopic', 'elderTopic',
    'jobAsked', 'lawWord', 'careAsked', 'medicalCost', 'unsafeHouse')
/** Reports or contests a change. */
export const changes = (c: Case): boolean => c.heard.has('stopped', 'newJob', 'birth', 'appeal') ||
    /恢复|重新|变更|转|退出|加人|上涨|复核|年审|停/.test(c.heard.text)
/** Heavily disabled by the rule of the care subsidy. */
export const heavy = (c: Case): boolean => {
  const l = level(c)
  return l !== undefined && (l <= 2 || (l === 3 && is(c, 'disabilityType', 'intellectual', 'mental')))
}
/** A sudden blow from outside. */
export const eventful = (c: Case): boolean =>
  c.heard.has('fire', 'plague') ||
  (c.heard.has('traffic', 'robbed') && !c.heard.has('courtUnpaid', 'unpaidAward')) ||
  (c.heard.has('accident') && !c.heard.has('crime') && !/自己爬起/.test(c.heard.text))

/** A child both of whose parents cannot care, or one of them and nobody but kin raises it. */
export const plight = (c: Case): boolean => {
  const sides = [c.facts['fatherStatus'], c.facts['motherStatus']].filter((s) => unable.includes(String(s)))
  if (c.heard.has('violence')) return sides.length === 2
  const dead = is(c, 'fatherStatus', 'dead') && is(c, 'motherStatus', 'dead')
  return !dead && !c.heard.has('bothParentsGone') && (sides.length === 2 || (sides.length === 1 &&
    c.heard.has('kinRaise', 'nobodyRaises')))
}

/** Out on the street or robbed on the way: what helps first is bed, food and the journey home. */
export const stranded = has('robbed', 'shelterless')
/** Somebody else harmed them and owes for it. */
const wronged = (c: Case): boolean => c.heard.has('unpaidAward') && c.heard.has('crime', 'traffic')
export const broke = (c: Case): boolean => poorly(c) && !stranded(c) && !wronged(c)

/** The aid is named as what the household has, not as what it wants. */
export const merelyHas = (c: Case): boolean => c.heard.has('aidStatus') && !c.heard.has('dibaoWanted') &&
  c.heard.has('disabledWord', 'student', 'cert', 'edgeTopic', 'notInsured', 'winterThings', 'graduated')
/** In charges against others the aid named is theirs. */
export const others = (c: Case): boolean => c.accusation !== undefined &&
  (!ownStake.has(c.accusation) || c.accusation === 'illegal-fee')
