import type { FactValue } from '../fact/dictionary.ts'
import { truths } from './node.ts'
import type { Level } from './sheet.ts'
import { cite, type Source } from './source.ts'
import type { Because } from './verdict.ts'

/** What a reason always says: its sentence (catalogue key) and the article it stands on. */
export type Words = { rule: string, article: string }

/** The catalogue key of a condition's sentence. */
export const ruleKey = (rule: string): string => `policy.rule.${rule}`

export const wordsOf = ({ rule, by }: { rule: string, by: Source }): Words => ({ rule: ruleKey(rule), article: cite(by) })

/** One line of a reason: what was seen and the limit it was held against. */
export const leaf = (
  ok: Level, { rule, article }: Words, fact?: string, value?: FactValue, limit?: FactValue,
): Because => ({ ok: truths[ok], rule, fact, value, limit, article })

/** A reason that looks the same whenever it comes out the same: its three answers, made once. */
export const threeAnswers = (words: Words): readonly [Because, Because, Because] =>
  [leaf(0, words), leaf(1, words), leaf(2, words)]

export const yesIf = (holds: boolean): Level => holds ? 2 : 0
