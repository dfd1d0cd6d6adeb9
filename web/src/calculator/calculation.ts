import type { Household, Member } from '@yima/shared/fact/dictionary'
import { programmeIds, type ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef } from '@yima/shared/policy/verdict'
import { newDraft, type Draft } from '../application/draft.ts'

export type Said = { household: Household; members: Member[] }
export type CalculatorStep = 'start' | 'ask' | 'result'

/** Everything a calculation is made of; it lies encrypted on this phone and goes nowhere. */
export type Calculation = Said & {
  words: string
  added: ProgrammeId[]
  step: CalculatorStep
  /** The one programme somebody came for. */
  focus?: ProgrammeId
  /** Every programme, whatever was said. */
  wide: boolean
  /** The question on the page, last; each with what stood before it, so that "back" takes the answer back. */
  trail: { question: FactRef; before: Said }[]
}

export const newCalculation = (): Calculation =>
  ({ words: '', household: {}, members: [], added: [], step: 'start', wide: false, trail: [] })

/** A copy that shares nothing: what is kept for "back" must not change with the answer. */
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** What is asked about: the programme somebody came for, else everything unless words say what matters. */
export function askedAbout({ focus, wide, words }: Calculation): readonly ProgrammeId[] {
  if (wide) return programmeIds
  if (focus !== undefined) return [focus]
  return words.trim() === '' ? programmeIds : []
}

/** The application draft with everything said carried over; no word of a draft that was begun is lost. */
export function toDraft(calculation: Calculation, begun: Draft = newDraft()): Draft {
  const { household, members, added, focus } = copyOf(calculation)
  const words = calculation.words.trim()
  const sentences = begun.words.includes(words) ? [begun.words] : [begun.words, words]
  return {
    ...begun,
    household,
    members,
    words: sentences.filter((sentence) => sentence.trim() !== '').join('\n'),
    added: [...new Set([...begun.added, ...added, ...(focus === undefined ? [] : [focus])])],
    step: 'say',
  }
}
