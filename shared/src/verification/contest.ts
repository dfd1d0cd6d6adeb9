import type { Finding } from '../process/process.ts'
import type { ReportItem } from './report-item.ts'

/** How a family answers one item of the report. */
export const contestAnswers = ['agree', 'wrong', 'explain'] as const
export type ContestAnswer = (typeof contestAnswers)[number]

/** How the office answers what was contested: it stands; the family is right; the department is asked again. */
export const handlings = ['uphold', 'correct', 'ask-again'] as const
export type Handling = (typeof handlings)[number]

export type Contest = {
  answer: ContestAnswer
  words: string
  pictures: readonly string[]
  at: string
  handled: { how: Handling; reason: string; by: string; at: string } | null
}

/** By the id of the item. */
export type Contests = Readonly<Record<string, Contest>>

/** Contested, and nobody of the office has answered. */
export const isOpenContest = ({ answer, handled }: Contest): boolean => answer !== 'agree' && handled === null

export const openContests = (contests: Contests): string[] =>
  Object.entries(contests).flatMap(([id, contest]) => (isOpenContest(contest) ? [id] : []))

export type ContestRefusal = 'no-report' | 'no-such-item' | 'already-answered' | 'words-needed'

/** Why an item cannot be answered like this; undefined when it can. */
export function whyNotContest(
  items: readonly ReportItem[] | null,
  contests: Contests,
  { item, answer, words }: { item: string; answer: ContestAnswer; words: string },
): ContestRefusal | undefined {
  if (items === null) return 'no-report'
  if (!items.some(({ id }) => id === item)) return 'no-such-item'
  // What the office has answered stands in its report; a new one asks anew.
  if (contests[item]?.handled) return 'already-answered'
  return answer !== 'agree' && words.trim() === '' ? 'words-needed' : undefined
}

/** Why the office cannot answer an item; undefined when it can. */
export function whyNotHandle(
  contests: Contests,
  item: string,
): 'no-such-item' | 'already-answered' | undefined {
  const contest = contests[item]
  if (contest === undefined || contest.answer === 'agree') return 'no-such-item'
  return contest.handled === null ? undefined : 'already-answered'
}

/** What an item comes to once the office said that the family is right. */
const isCorrected = (contests: Contests, { id }: ReportItem): boolean =>
  contests[id]?.handled?.how === 'correct'

/**
 * What the whole report showed: `differs` where anything is over a line or not as declared and not corrected since;
 * `doubtful` where a department that would know has not answered.
 */
export function findingOf(items: readonly ReportItem[], contests: Contests = {}): Finding {
  const left = items.filter((one) => !isCorrected(contests, one)).map(({ conclusion }) => conclusion)
  if (left.includes('over') || left.includes('differs')) return 'differs'
  return left.includes('not-answered') ? 'doubtful' : 'fits'
}
