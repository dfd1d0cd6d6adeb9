import { sameAnswer } from './item.ts'

type Value = boolean | number | string | readonly string[] | null

/** What one visit says of one item. */
export type SeenWord = { visit: string; by: string; value: Value; note: string }
export type SeenItem = { words: readonly SeenWord[]; photos: readonly string[] }
/** What visits saw, by the name of the item. */
export type Seen = ReadonlyMap<string, SeenItem>

type Answer = { item: string; value: Value; note?: string | undefined; photos: readonly string[] }

/** What one visit saw. */
export const seenAt = (visit: string, by: string, answers: readonly Answer[]): Seen =>
  new Map(answers.map(({ item, value, note = '', photos }) => [item, { words: [{ visit, by, value, note }], photos: [...photos].sort() }]))

const nameOf = (word: SeenWord): string => JSON.stringify([word.visit, word.by, word.value, word.note])
const sorted = <One>(all: readonly One[], key: (one: One) => string): One[] => {
  const byKey = new Map(all.map((one) => [key(one), one]))
  return [...byKey.keys()].sort().map((one) => byKey.get(one) as One)
}

const mergeItem = (one: SeenItem | undefined, other: SeenItem | undefined): SeenItem => ({
  words: sorted([...(one?.words ?? []), ...(other?.words ?? [])], nameOf),
  photos: sorted([...(one?.photos ?? []), ...(other?.photos ?? [])], (photo) => photo),
})

/** Two visits by field: nothing of either is lost, and it does not matter which came first or how often. */
export const merge = (one: Seen, other: Seen): Seen =>
  new Map([...new Set([...one.keys(), ...other.keys()])].sort().map((item) => [item, mergeItem(one.get(item), other.get(item))]))

/** Whether visits saw it differently; who could not see it contradicts nobody. */
export function isConflict({ words }: SeenItem): boolean {
  const values = words.filter(({ value }) => value !== null)
  return values.some(({ value }) => !sameAnswer(value, values[0]?.value))
}
