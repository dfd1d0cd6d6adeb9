import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { clauseAt, longestText, normalise, sentenceAt } from '@yima/shared/reading/normalise'
import { mostNumerals, numerals } from '@yima/shared/reading/numerals'
import { readWords } from '@yima/shared/reading/read-words'
import { loadNarratives } from './score.ts'

/** Character by character, as slow and as plain as can be: what a clause and a sentence are. */
function walk(text: string, at: number, stop: RegExp) {
  let start = at
  let end = at
  while (start > 0 && !stop.test(text[start - 1] ?? '')) start--
  while (end < text.length && !stop.test(text[end] ?? '')) end++
  return { start, end }
}

const marked = fc
  .array(fc.constantFrom(',', '。', '岁', '1', '没', '一'), { maxLength: 40 })
  .map((all) => all.join(''))

describe('words written to stall the office', () => {
  it('the clause and the sentence around every place are where its marks stand', () => {
    fc.assert(
      fc.property(marked, (text) => {
        for (let at = 0; at <= text.length + 2; at++) {
          expect(clauseAt(text, at)).toEqual(walk(text, at, /[,。]/))
          expect(sentenceAt(text, at)).toEqual(walk(text, at, /。/))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('a text of nothing but numbers is reckoned with only so far', () => {
    for (const flood of ['岁1', '没一', '一岁', '3到4']) {
      const text = flood.repeat(longestText / flood.length)
      expect(numerals(normalise(text).text).length, flood).toBeLessThanOrEqual(mostNumerals)
      expect(readWords(text).urgent, flood).toBe(false)
    }
  })

  it('nobody who tells of themselves comes near that many', () => {
    const sets = ['narratives-dev', 'narratives-author-d', 'narratives-author-e', 'narratives-author-f']
    const counts = sets.flatMap(loadNarratives).map((told) => numerals(normalise(told.text).text).length)
    expect(Math.max(...counts)).toBeGreaterThan(5)
    expect(Math.max(...counts)).toBeLessThan(mostNumerals / 3)
  })
})
