import type { WorkApplication } from '@yima/shared/work/contract'

type Phrase = WorkApplication['phrases'][number]
const kinds = ['danger', 'complaint', 'fact', 'programme'] as const
export type MarkKind = (typeof kinds)[number]
export type WordMark = Phrase & { kind: MarkKind }
export type WordPart = {
  text: string
  mark?: WordMark
  /** Counts the marks from 1, for the list below the words. */ number?: number
}

const hasKind = (phrase: Phrase): phrase is WordMark => (kinds as readonly string[]).includes(phrase.kind)

/** Where two readings share a stretch the weightier stands: danger before a fact before a programme. */
function placed(phrases: readonly Phrase[], length: number): WordMark[] {
  const inside = phrases
    .filter(hasKind)
    .filter(({ start, end }) => start >= 0 && start < end && end <= length)
  const ranked = [...inside].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
  return ranked
    .filter(
      (mark, at) => !ranked.slice(0, at).some((before) => mark.start < before.end && before.start < mark.end),
    )
    .sort((one, other) => one.start - other.start)
}

/** Cuts a person's words at what was read in them. Every character stays, in order. */
export function markWords(words: string, phrases: readonly Phrase[]): WordPart[] {
  const parts: WordPart[] = []
  let at = 0
  placed(phrases, words.length).forEach((mark, index) => {
    if (mark.start > at) parts.push({ text: words.slice(at, mark.start) })
    parts.push({ text: words.slice(mark.start, mark.end), mark, number: index + 1 })
    at = mark.end
  })
  if (at < words.length) parts.push({ text: words.slice(at) })
  return parts
}
