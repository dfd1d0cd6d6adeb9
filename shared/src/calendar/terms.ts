import { within } from '../region/code.ts'
import type { Term } from './deadline.ts'

/** Spans of the road itself; those of a programme stand with the programme. */
export type TermName =
  | 'first-visit' | 'silence-accepts' | 'recheck' | 'reconsideration' | 'suit' | 'take-over' | 'papers' | 'backfill'
  | 'objection-admission' | 'objection'
  | 'renovation-survey' | 'renovation-plan' | 'renovation-inspection' | 'renovation-settling'

export type DatedTerm = {
  /** Undefined: everywhere unless a region says otherwise. */
  region?: string
  /** First day on which it holds. */
  from: string
  term: Term
  source: string
}

/** Newer rows are appended; a row is never changed, so that an old claim keeps its clock. */
export const terms: Record<TermName, readonly DatedTerm[]> = {
  'first-visit': [{ from: '2020-01-01', term: { n: 3, unit: 'day' }, source: '本地参数（演示）' }],
  'silence-accepts': [{ from: '2020-01-01', term: { n: 3, unit: 'workday' }, source: '本地参数（演示）' }],
  // What somebody may do against a decision, from the day on which they know it.
  recheck: [{ from: '2020-01-01', term: { n: 30, unit: 'day' }, source: '本地参数（演示）' }],
  reconsideration: [{ from: '2020-01-01', term: { n: 60, unit: 'day' }, source: '行政复议法第二十条' }],
  suit: [{ from: '2020-01-01', term: { n: 6, unit: 'month' }, source: '行政诉讼法第四十六条' }],
  // Whoever is sent a claim takes it over or gives it back.
  'take-over': [{ from: '2020-01-01', term: { n: 5, unit: 'workday' }, source: '本地参数（演示）' }],
  // So long the clock stands still for papers that were asked for.
  papers: [{ from: '2020-01-01', term: { n: 30, unit: 'day' }, source: '本地参数（演示）' }],
  // Where help came first: what follows it, unless the programme sets its own days.
  backfill: [{ from: '2020-01-01', term: { n: 10, unit: 'workday' }, source: '本地参数（演示）' }],
  // Whether somebody's objection to a notice is looked into, and so long it may keep a claim waiting.
  'objection-admission': [{ from: '2020-01-01', term: { n: 2, unit: 'workday' }, source: '本地参数（演示）' }],
  objection: [{ from: '2020-01-01', term: { n: 20, unit: 'workday' }, source: '本地参数（演示）' }],
  // Works on a dangerous house: counted from the decision, every half month, and from the first signature of an acceptance.
  'renovation-survey': [{ from: '2020-01-01', term: { n: 10, unit: 'workday' }, source: '本地参数（演示）' }],
  'renovation-plan': [{ from: '2020-01-01', term: { n: 20, unit: 'workday' }, source: '本地参数（演示）' }],
  'renovation-inspection': [{ from: '2020-01-01', term: { n: 15, unit: 'day' }, source: '浙江农村危房改造经验（每半月巡查一次）' }],
  'renovation-settling': [{ from: '2020-01-01', term: { n: 5, unit: 'workday' }, source: '本地参数（演示）' }],
}

/** The term in force at a place on a day, with where it is laid down: of the nearest region that sets one, its latest. */
export function getDatedTerm(name: TermName, region: string, date: string): DatedTerm {
  const inForce = terms[name]
    .filter((row) => row.from <= date && (row.region === undefined || within(region, row.region)))
    .sort((one, other) => nearness(other) - nearness(one) || (one.from < other.from ? 1 : -1))
  const [first] = inForce
  if (first === undefined) throw new RangeError(`no term ${name} on ${date}`)
  return first
}

export const getTerm = (name: TermName, region: string, date: string): Term => getDatedTerm(name, region, date).term

const nearness = ({ region }: DatedTerm): number => (region ?? '').replace(/0+$/, '').length
