import { findText } from './text.ts'
import type { ProblemError } from './problem-error.ts'

/**
 * The sentence for a refused field, by its reason code; with a count where the sentence has a place for it.
 * The page must have loaded the catalogue `problem`. Unknown codes get the general sentence.
 */
export function fieldText(code: string | undefined, count?: number): string | undefined {
  if (code === undefined) return undefined
  const counted = count === undefined ? undefined : findText(`problem.field.${code}.count`, { count })
  return counted ?? findText(`problem.field.${code}`) ?? findText('problem.field.invalid')
}

/** What the server said of one field of a body. */
export const refusedField = (error: ProblemError, field: string): string | undefined =>
  fieldText(error.reason(field))
