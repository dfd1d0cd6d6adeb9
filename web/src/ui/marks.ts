/** A stretch of a text in UTF-16 code units, half open; `title` says what it was taken for. */
export type Mark = { start: number; end: number; title?: string }
export type Part = { text: string; marked: boolean; title?: string }

/** Cuts a text at its marks. Where marks overlap the earlier one holds; marks outside the text are ignored. */
export function splitMarks(text: string, marks: readonly Mark[]): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const end = Math.min(mark.end, text.length)
    if (mark.start < at || end <= mark.start) continue
    if (mark.start > at) parts.push({ text: text.slice(at, mark.start), marked: false })
    parts.push({
      text: text.slice(mark.start, end),
      marked: true,
      ...(mark.title ? { title: mark.title } : {}),
    })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false })
  return parts
}
