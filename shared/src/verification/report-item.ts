import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { QueryState } from './query.ts'
import type { AnswerOf, SourceId } from './sources.ts'

/** What the report holds a family against, in the order in which it is read. */
export const reportRules = [
  'income',
  'savings',
  'vehicles',
  'homes',
  'commercial',
  'companies',
  'hukou',
  'members',
  'spouse',
  'death',
  'disability',
  'schooling',
  'medical',
  'house-grade',
  'aid',
] as const
export type ReportRule = (typeof reportRules)[number]

/**
 * `over`: beyond what the rules allow; `differs`: not what the family said; `unknown`: departments alone cannot
 * tell; `not-answered`: a department that would know has not answered, or not believably.
 */
export type Conclusion = 'fits' | 'over' | 'differs' | 'unknown' | 'not-answered'

/** The line that a programme draws for income and savings. */
export type Line = 'dibao' | 'edge'

/** One department’s word about one person, or where it stands. `person` names whose consent it rests on. */
export type Word<S extends SourceId = SourceId> = {
  source: S
  person: string
  member: string | null
  state: QueryState
  asOf: string | null
  answer: AnswerOf[S] | null
}

/** What something rests on. Aid is looked up in our own records. */
export type Rest = { source: SourceId | 'aid'; person: string; asOf: string | null; answered: boolean }

/** Conclusion first, then what was declared beside what was found; yuan, pieces, words. */
export type ReportItem = {
  /** Unique in its report and the same in the next one. */
  id: string
  rule: ReportRule
  line: Line | null
  /** Whom it is about, by their consent; null for the household. */
  person: string | null
  conclusion: Conclusion
  fact: FactKey | null
  member: string | null
  declared: FactValue | null
  found: FactValue | null
  limit: number | null
  rests: readonly Rest[]
}

export type Limits = {
  line: Line
  /** Yuan a head and month; income must stay below it. */
  income: Readonly<Record<'urban' | 'rural', number>>
  /** Yuan a head; savings may reach it. */
  savings: Readonly<Record<'urban' | 'rural', number>>
}

export type ReportInput = {
  words: readonly Word[]
  declared: {
    household: Readonly<Record<string, unknown>>
    members: readonly ({ id: string } & Readonly<Record<string, unknown>>)[]
  }
  limits: readonly Limits[]
  /** Aid each person holds by our records, by consent; somebody without a known number is not among them. */
  aid: readonly { person: string; statuses: readonly string[] }[]
  today: string
}

export const known = (value: unknown): FactValue | null =>
  value === undefined || value === null || value === 'unknown' ? null : (value as FactValue)

export const amount = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export const wordsOf = <S extends SourceId>(input: Pick<ReportInput, 'words'>, source: S): Word<S>[] =>
  input.words.filter((word): word is Word<S> => word.source === source)

const restOf = ({ source, person, asOf, state }: Word): Rest => ({
  source,
  person,
  asOf,
  answered: state === 'answered',
})

/** Whether everybody's word is there; nobody asked is nobody answered. */
export const allSaid = (words: readonly Word[]): boolean =>
  words.length > 0 && words.every(({ state }) => state === 'answered')

/** The sum over everybody who was answered for; null where nobody was. Cents do not gather (fen inside). */
export function sum<S extends SourceId>(
  words: readonly Word<S>[],
  of: (answer: AnswerOf[S]) => number,
): number | null {
  const said = words.flatMap(({ answer }) => (answer === null ? [] : [of(answer as AnswerOf[S])]))
  return said.length === 0 ? null : said.reduce((all, one) => all + Math.round(one * 100), 0) / 100
}

type Part = Partial<ReportItem> & Pick<ReportItem, 'rule' | 'conclusion'>

export const item = (part: Part, words: readonly Word[]): ReportItem => ({
  id: [part.rule, part.line, part.person].filter((piece) => piece).join(':'),
  line: null,
  person: null,
  fact: null,
  member: null,
  declared: null,
  found: null,
  limit: null,
  rests: words.map(restOf),
  ...part,
})

/** Of two who say what is one, the value both agree on; null where nobody says or they differ. */
export function agreed<T>(...values: readonly (T | null)[]): T | null {
  const said = [...new Set(values.filter((value) => value !== null))]
  return said.length === 1 ? (said[0] ?? null) : null
}

export function homeOf(input: ReportInput): 'urban' | 'rural' | null {
  const police = wordsOf(input, 'police').map(({ answer }) => answer?.hukouClass ?? null)
  return agreed(known(input.declared.household['hukouClass']) as 'urban' | 'rural' | null, ...police)
}

export function sizeOf(input: ReportInput): number | null {
  const police = wordsOf(input, 'police').map(({ answer }) => answer?.householdSize ?? null)
  return agreed(amount(input.declared.household['householdSize']), ...police)
}

type Held = { declared: number | null; found: number | null; limit: number | null; complete: boolean }

/**
 * A figure against its line. What was found is a floor as long as somebody’s answer is missing: over the line it is
 * over, below it nothing is said yet.
 */
export function against(
  { declared, found, limit, complete }: Held,
  isOver: (value: number, limit: number) => boolean,
): Conclusion {
  const most = Math.max(declared ?? 0, found ?? 0)
  if (limit !== null && (declared !== null || found !== null) && isOver(most, limit)) return 'over'
  if (!complete) return 'not-answered'
  // Also where the line is not known: what was not said would else pass for nothing found.
  if (declared !== null && found !== null && declared !== found) return 'differs'
  return limit === null ? 'unknown' : 'fits'
}

/** What was said beside what was found, where no line is drawn. */
export function compared(declared: FactValue | null, found: FactValue | null, complete: boolean): Conclusion {
  if (found !== null && declared !== null && found !== declared) return 'differs'
  if (!complete || found === null) return 'not-answered'
  return declared === null ? 'unknown' : 'fits'
}
