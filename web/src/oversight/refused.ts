import type { Ref } from 'vue'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { KeyRefused } from '../complaint/key-refused.ts'

/** What is said of something that did not go through; undefined of what nobody here knows. */
function sentenceOf(error: unknown): string | undefined {
  if (error instanceof KeyRefused) return t(`complaint-desk.refused.${error.reason}`, { office: error.office })
  return error instanceof ProblemError ? (fieldText(error.errors[0]?.code) ?? error.title) : undefined
}

/** Does it; says why where a key or the office refused it, and answers undefined then. */
export async function orRefused<Result>(failed: Ref<string | undefined>, deed: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await deed()
  } catch (error) {
    const said = sentenceOf(error)
    if (said === undefined) throw error
    failed.value = said
    return undefined
  }
}
