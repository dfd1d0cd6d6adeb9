import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classes, signals } from '@yima/shared/reading/lexicon/index'
import { homophones, idioms } from '@yima/shared/reading/lexicon/noise'
import { normalise } from '@yima/shared/reading/normalise'
import { pattern, single } from '@yima/shared/reading/pattern'
import { attend, mayMatch, needs } from '@yima/shared/reading/sieve'

const texts = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, import.meta.url), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => normalise((JSON.parse(line) as { text: string }).text).text)

const patterns = [
  ...Object.values(signals).map(({ says }) => single(says, classes)),
  ...homophones.map(([wrong]) => wrong),
  new RegExp(idioms.source),
]
/** Words that patterns are made of, side by side as nobody would say them. */
const words = patterns.flatMap(({ source }) => source.match(/[\u4e00-\u9fff]{1,4}/g) ?? [])
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...',。我了没不一3千万 ')), {
    minLength: 1,
    maxLength: 16,
  })
  .map((parts) => parts.join(''))

/** Patterns that are passed over though they match. */
function missed(text: string): string[] {
  attend(text)
  return patterns.filter((one) => !mayMatch(one, text) && one.test(text)).map(({ source }) => source)
}

describe('the sieve before the reader', () => {
  it('passes over nothing that is in somebody’s words', () => {
    for (const text of texts) expect(missed(text)).toEqual([])
  })

  it('passes over nothing in words thrown together', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(missed(text)).toEqual([])
      }),
    )
  })

  it('keeps most patterns from running', () => {
    const ran = texts.map((text) => {
      attend(text)
      return patterns.filter((one) => mayMatch(one, text)).length
    })
    const mean = ran.reduce((sum, count) => sum + count, 0) / ran.length
    expect(mean).toBeLessThan(patterns.length / 3)
  })

  it('says perhaps of a text that it did not look at', () => {
    attend('家里漏雨')
    expect(mayMatch(pattern('低保'), '家里漏雨')).toBe(false)
    expect(mayMatch(pattern('低保'), '问低保')).toBe(true)
  })

  it.each([
    ['(?:爸|妈)死', ['爸死', '妈死']],
    ['没~4饭', ['没']],
    ['(?<!不)低保(?!边缘)', ['低保']],
    ['危(?:房|屋)?改', ['危改', '危房', '危屋']],
    ['[^我]~3', undefined],
    ['(?:低保)?', undefined],
    ['\\d级', ['0级', '1级', '2级', '3级', '4级', '5级', '6级', '7级', '8级', '9级']],
  ])('knows what %s cannot do without', (source, keys) => {
    expect(needs(pattern(source))).toEqual(keys)
  })
})
