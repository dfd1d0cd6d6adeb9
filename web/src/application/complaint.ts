import type { Span } from '@yima/shared/reading/reading'

/** The sentences that accuse somebody, as written. */
export const sentencesAt = (words: string, spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => words.slice(start, end).trim()).filter((sentence) => sentence !== '')

/** The words without those stretches; what is taken out is kept nowhere. */
export function takeOut(words: string, spans: readonly Span[]): string {
  const last = [...spans].sort((a, b) => b.start - a.start)
  return last.reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), words).trim()
}
