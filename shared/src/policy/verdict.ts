import type { Truth } from '../truth.ts'
import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { ProgrammeId } from './programme-ids.ts'

/** Where a fact is asked: of the household, or of one member by id. */
export type FactRef = { fact: FactKey; member?: string }

/**
 * Why a verdict came out as it did: a tree of the conditions, each with its own truth.
 * A leaf names the fact, the value seen, the limit it was held against and the article.
 */
export type Because = {
  ok: Truth
  /** Key of the condition's sentence in the catalogue `policy`. */
  rule?: string
  fact?: string
  value?: FactValue
  limit?: FactValue
  article?: string
  all?: Because[]
  any?: Because[]
}

/** The engine's answer for one programme (and one member, where it is a person's programme). */
export type Verdict = {
  programme: ProgrammeId
  member?: string
  verdict: 'eligible' | 'ineligible' | 'unknown'
  /** Yuan, at most two decimals; per month, per year or once: the programme's `amount.kind`. */
  amount?: number
  because: Because
  /** Facts whose answer could still change this verdict, sensitive ones last. */
  missing: FactRef[]
  /** Dictionary defaults that nobody stated and that this verdict used. */
  assumed: FactRef[]
}

/** What people are shown (design: Facts). `verdict` stays the engine's. */
export type Likelihood = 'likely' | 'possible' | 'probably-not'
