import { isReference } from './outbox-order.ts'
import { findEntry, wordOn } from './outbox.ts'

/** Where a body names its pictures: `photos.0` → the entry that carries it. */
function picturesIn(body: unknown, at: readonly string[] = []): [string, string][] {
  if (isReference(body)) return [[at.join('.'), body.$answerOf]]
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, part]) => picturesIn(part, [...at, name]))
}

/**
 * Why pictures of a write were refused, as codes by the entries that carry them: each for itself, or by its place in
 * what was handed over. Empty where none was.
 */
export function refusedPictures(id: string): Record<string, string> {
  const word = wordOn(id)
  if (word?.word !== 'refused') return {}
  const places = picturesIn(findEntry(id)?.body)
  const codes = places.map(([place, key]) => {
    const part = findEntry(key)
    const errors = part?.refused
      ? part.problem?.errors
      : word.problem?.errors.filter(({ field }) => field === place)
    return [key, errors?.[0]?.code] as const
  })
  return Object.fromEntries(codes.filter((one): one is [string, string] => one[1] !== undefined))
}
