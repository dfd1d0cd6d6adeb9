import * as v from 'valibot'
import type { SealedMessage } from './sealed.ts'
import type { ComplaintFinding } from './state.ts'

/*
 * To whom a message is sealed everybody knows who keeps it, the server first of all: it could seal words of its own. So whoever
 * writes marks what they write under the secret of the complaint, which those who talk have and the server never had.
 */

/** Whose words it is: of whoever reported, of the office, among supervisors, or the name behind it. */
export const sides = ['reporter', 'office', 'note', 'identity'] as const
export type Side = (typeof sides)[number]

/** Which message of which complaint: how manieth of its side, because the reporter does not see the notes between. */
export type MarkedAs = { id: string; by: Side; at: number }

/** What is sealed: the words as text, letter by letter as they were marked. */
export const markedMessage = v.strictObject({
  version: v.literal(2),
  at: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  text: v.string(),
  /** 32 bytes, base64url. */
  mark: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
})
export type MarkedMessage = v.InferOutput<typeof markedMessage>

/** The salt of the key under which a message is marked, and what that key is for. */
export const markSalt = 'yima message mark'
export const markInfo = ({ id, by, at }: MarkedAs): string => [id, by, String(at)].join('\n')

/** What opened of a message: the mark that held, under which key of the secret (1 is the first), and null where none did. */
export type Held = { by: Side; held: { at: number; mark: string; generation: number } | null }
/** `sure` where whoever has the secret wrote it, here and once; `missing` where something of the same side is gone before it. */
export type Authored = { sure: boolean; missing: boolean }

/**
 * Which messages are their side's, in the order in which the server gave them; one said twice or put behind a later one is not, nor
 * is one under a key that had been replaced: whoever was taken out still has that.
 */
export function authoredOf(messages: readonly Held[]): Authored[] {
  const last = new Map<Side, { at: number; marks: Set<string> }>()
  let newest = 0
  return messages.map(({ by, held }) => {
    const before = last.get(by) ?? { at: 0, marks: new Set<string>() }
    if (held === null || held.generation < newest || held.at < before.at || before.marks.has(held.mark)) return { sure: false, missing: false }
    newest = held.generation
    last.set(by, { at: held.at, marks: before.marks.add(held.mark) })
    return { sure: true, missing: held.at > before.at + 1 }
  })
}

/** The number of what is said next on a side. */
export const nextOf = (messages: readonly Held[], by: Side): number =>
  1 + Math.max(0, ...messages.map((one) => (one.by === by ? (one.held?.at ?? 0) : 0)))

/** A message as it was read: what it decided, if it did. */
export type Decided = Pick<Authored, 'sure'> & { by: Side; type?: SealedMessage['type'] | undefined; finding?: ComplaintFinding | undefined }

/**
 * What is told openly beside what the office last decided under its mark: the same, another, or a decision of before findings were
 * sealed, beside which nothing says whether it is true. Undefined where nothing is told.
 */
export function foundAs(told: ComplaintFinding | null, said: readonly Decided[]): 'same' | 'other' | 'unsealed' | undefined {
  if (told === null) return undefined
  const decided = said.filter(({ by, sure, type, finding }) => by === 'office' && sure && (type === 'decision' || finding !== undefined)).at(-1)
  if (decided && decided.finding === undefined) return 'unsealed'
  return decided?.finding === told ? 'same' : 'other'
}
