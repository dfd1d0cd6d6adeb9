import { match } from '../policy/match.ts'
import { nextQuestion } from '../policy/next-question.ts'
import { demoRegion, parametersFor, withOverrides } from '../policy/parameters/parameters-for.ts'
import type { FactRef } from '../policy/verdict.ts'
import type { AssessmentRequest, AssessmentResponse } from './contract.ts'

/** The sentence that asks for a fact, in the reader's language. */
export type Ask = (ref: FactRef) => string

/**
 * The rules of a place and day held against what was said of a household. Pure; one code for
 * browser and server. Throws `invalid-input` for a place or day without figures.
 */
export function assess(request: AssessmentRequest, today: string, ask: Ask): AssessmentResponse {
  const { household, members, regionCode = demoRegion, date = today, parameters: overrides } = request
  const figures = parametersFor(regionCode, date)
  const input = { household, members, parameters: overrides ? withOverrides(figures, overrides) : figures }
  const verdicts = match(input)
  const next = nextQuestion({ ...input, verdicts })
  return { verdicts, next: next && { ...next, question: ask(next) } }
}
