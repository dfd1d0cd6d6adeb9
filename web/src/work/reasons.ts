import { explain, type Line } from '@yima/shared/policy/explain'
import type { Verdict } from '@yima/shared/policy/verdict'
import { findText } from '../app/text.ts'

/** One reason as a sentence with the article it stands on. */
export type Reason = { text: string; ok: Line['ok']; article?: string }

const rank = { no: 0, yes: 1, unknown: 2 } as const satisfies Record<Line['ok'], number>

/**
 * The reasons of a verdict in plain words: what speaks against it, what is met, what is still open. A
 * sentence that is not in the catalogue is left out rather than shown as a key.
 */
export function reasonsOf({ because }: Verdict): Reason[] {
  return explain(because)
    .flatMap(({ key, params, ok, article }) => {
      const text = findText(key, params)
      return text === undefined ? [] : [{ text, ok, ...(article === undefined ? {} : { article }) }]
    })
    .sort((one, other) => rank[one.ok] - rank[other.ok])
}
