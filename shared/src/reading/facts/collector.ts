import type { Numeral } from '../numerals.ts'
import type { Prepared } from '../normalise.ts'
import type { Span } from '../reading.ts'
import type { Heard } from '../signal.ts'

/** What fact readers work on: the prepared text, what was heard in it and the numbers. */
export type Hearing = { prepared: Prepared; text: string; heard: Heard; numbers: readonly Numeral[] }

/** Facts gathered so far, each with the words that say it (none for a conclusion from several places). */
export type Facts = {
  values: Record<string, unknown>
  said: Map<string, Span>
  put(key: string, value: unknown, span?: Span): void
  drop(key: string): void
}

/** Starts an empty collection; the first value of a key stands. */
export function makeFacts(): Facts {
  const values: Record<string, unknown> = {}
  const said = new Map<string, Span>()
  return {
    values,
    said,
    put(key, value, span) {
      if (key in values || value === undefined) return
      values[key] = value
      if (span) said.set(key, span)
    },
    drop(key) {
      delete values[key]
      said.delete(key)
    },
  }
}
