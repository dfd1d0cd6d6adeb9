import type { AccessLine } from './contract.ts'

/** Looks that belong together, as one line: the newest of them, and all that was seen. */
export type JoinedLook = Omit<AccessLine, 'what' | 'facts'> & {
  /** Each kind once, in the order in which it was seen. */
  whats: readonly string[]
  facts: readonly string[]
  /** Of each look that stands in this line, newest first. */
  ids: readonly string[]
}

/** Looks of one person for one purpose within this time are one visit to the file, and not five. */
const togetherMs = 60_000

const isSameReader = (a: AccessLine['reader'], b: AccessLine['reader']): boolean =>
  a?.name === b?.name && a?.post === b?.post && a?.office === b?.office

const belongs = (line: JoinedLook, older: AccessLine): boolean =>
  line.by === older.by &&
  line.purpose === older.purpose &&
  line.handles === older.handles &&
  isSameReader(line.reader, older.reader) &&
  Date.parse(line.at) - Date.parse(older.at) <= togetherMs

const begin = ({ what, facts, ...line }: AccessLine): JoinedLook => ({
  ...line,
  whats: [what],
  facts,
  ids: [line.id],
})

const each = (...all: readonly (readonly string[])[]): string[] => [...new Set(all.flat())]

const add = (line: JoinedLook, older: AccessLine): JoinedLook => ({
  ...line,
  whats: each([older.what], line.whats),
  facts: each(older.facts, line.facts),
  ids: [...line.ids, older.id],
  // A question about one of them is a question about this line.
  question: line.question ?? older.question,
})

/** Lines newest first, and what was seen within a minute by the same person for the same purpose as one of them. */
export function joinLooks(lines: readonly AccessLine[]): JoinedLook[] {
  const joined: JoinedLook[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last && belongs(last, line)) joined[joined.length - 1] = add(last, line)
    else joined.push(begin(line))
  }
  return joined
}
