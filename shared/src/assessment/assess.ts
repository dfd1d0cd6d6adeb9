import * as v from 'valibot'
import { isFactKey } from '../fact/dictionary.ts'
import { Problem } from '../problem.ts'
import type { FieldError } from '../problem.ts'
import { nextQuestion } from '../policy/next-question.ts'
import { match } from '../policy/match.ts'
import { demoRegion, parametersFor, withOverrides } from '../policy/parameters/parameters-for.ts'
import { parameterKeys, parameterShape } from '../policy/parameters/shape.ts'
import { assessmentRequest, type AssessmentResponse } from './contract.ts'
import { questionIn, type Language } from './question.ts'

/**
 * Answers POST /api/assessments: every programme's verdict on what is known, and the one question
 * worth asking next. Pure, the same in the browser and on the server; `today` (YYYY-MM-DD) stands
 * in for a date left out. Throws `Problem('invalid-input')` with field and code, never the value.
 */
export function assess(body: unknown, today: string, language: Language = 'zh-CN'): AssessmentResponse {
  const { household, members, regionCode = demoRegion, date = today, parameters } = checked(body)
  const inForce = parametersFor(regionCode, date)
  const input = {
    household,
    members,
    date,
    parameters: parameters === undefined ? inForce : withOverrides(inForce, parameters),
  }
  const verdicts = match(input)
  const next = nextQuestion({ ...input, verdicts })
  return { verdicts, next: next && { ...next, question: questionIn(language, next.fact) } }
}

function checked(body: unknown): v.InferOutput<typeof assessmentRequest> {
  const lists = listsInPlaceOfObjects(body)
  if (lists.length > 0) throw new Problem('invalid-input', lists)
  const result = v.safeParse(assessmentRequest, body)
  if (result.success) return result.output
  const errors = result.issues.map((issue) => ({ field: fieldOf(issue), code: codeOf(issue) }))
  throw new Problem('invalid-input', errors.slice(0, 50))
}

/** The path of a refused field; a key that is no fact may hold anything and is not repeated. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => String(key))
  return path.every((part) => /^\d+$/.test(part) || known.has(part) || isFactKey(part))
    ? path.join('.')
    : path.slice(0, -1).join('.')
}

const known = new Set([
  'household',
  'members',
  'regionCode',
  'date',
  'parameters',
  'id',
  ...parameterKeys,
  ...parameterKeys.flatMap((key) =>
    typeof parameterShape[key] === 'string' ? [] : Object.keys(parameterShape[key]),
  ),
])

/** Our own messages are codes; anything else would be valibot's sentence, which quotes the value. */
const codeOf = ({ message, received, expected }: v.BaseIssue<unknown>): string =>
  received === 'undefined' && expected !== 'never'
    ? 'missing'
    : /^[a-z-]+$/.test(message)
      ? message
      : 'invalid'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An array passes for an object without keys; here it is a wrong type. */
function listsInPlaceOfObjects(body: unknown): FieldError[] {
  if (!isObject(body)) return [{ field: '', code: 'not-an-object' }]
  return (['household', 'parameters'] as const)
    .filter((field) => Array.isArray(body[field]))
    .map((field) => ({ field, code: 'not-an-object' }))
}
