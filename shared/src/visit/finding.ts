import type { FactValue } from '../fact/dictionary.ts'
import type { Finding } from '../process/process.ts'
import { sameAnswer } from './item.ts'

type Line = { id: string; lines: readonly { programme: string }[]; known: readonly { value: unknown }[] }
type Answers = ReadonlyMap<string, { value: FactValue | null }>

/** Whether what was seen is other than what was said; undefined while nobody has looked, or nothing was said. */
export function differs({ id, known }: Pick<Line, 'id' | 'known'>, answers: Answers): boolean | undefined {
  const seen = answers.get(id)
  if (seen === undefined || seen.value === null) return undefined
  // What several said differently before cannot be borne out.
  const [said] = known
  return said === undefined ? undefined : !sameAnswer(said.value, seen.value)
}

/**
 * What a visit comes to for a claim, which the visitor confirms: something is other than it was said; or something that
 * its rules ask could not be seen, or neighbours say otherwise; else it fits.
 */
export function findingFor(programme: string, items: readonly Line[], answers: Answers): Finding {
  const own = items.filter(({ lines }) => lines.some((line) => line.programme === programme))
  if (own.some((item) => differs(item, answers) === true)) return 'differs'
  const open = own.some(({ id }) => answers.get(id)?.value === null)
  const doubted = answers.get('living:neighbours')?.value === 'otherwise'
  return open || doubted ? 'doubtful' : 'fits'
}
