import type { Span } from '@yima/shared/reading/reading'

/** The sentences that accuse somebody, as written. */
export const sentencesAt = (words: string, spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => words.slice(start, end).trim()).filter((sentence) => sentence !== '')

// What ends or joins a sentence goes with it; a full stop that closes the sentence before stays.
const trailing = /^[\s，。；、！？,.;!?]+/

/** The words without those stretches; what is taken out is kept nowhere. */
export function takeOut(words: string, spans: readonly Span[]): string {
  const fromTheEnd = [...spans].sort((a, b) => b.start - a.start)
  return fromTheEnd
    .reduce((rest, { start, end }) => {
      const before = rest.slice(0, start).replace(/[，、；,;\s]+$/, '。')
      return (before === '。' ? '' : before) + rest.slice(end).replace(trailing, '')
    }, words)
    .trim()
}
