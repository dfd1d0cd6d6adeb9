import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { classes, signals } from '@yima/shared/reading/lexicon/index'
import { homophones, idioms } from '@yima/shared/reading/lexicon/noise'
import { normalise } from '@yima/shared/reading/normalise'
import { pattern, single } from '@yima/shared/reading/pattern'
import { attend, mayMatch, needs } from '@yima/shared/reading/sieve'

const said = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, import.meta.url), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { text: string }).text)
const texts = said.map((text) => normalise(text).text)

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
    expect(mean).toBeLessThan(patterns.length / 5)
  })

  it('says perhaps of a text that it did not look at', () => {
    attend('家里漏雨')
    expect(mayMatch(pattern('低保'), '家里漏雨')).toBe(false)
    expect(mayMatch(pattern('低保'), '问低保')).toBe(true)
  })

  it.each([
    ['(?:爸|妈)死', [[['爸死', '妈死']]]],
    ['没~4饭', [[['没'], ['饭']]]],
    ['(?:我|你)~3(?:低保|残疾)', [[['低保', '残疾'], ['我', '你']]]],
    ['(?:房子~3漏|没~2米)≈4了', [[['房子'], ['漏'], ['了']], [['没'], ['米'], ['了']]]],
    ['(?<!不)低保(?!边缘)', [[['低保']]]],
    ['危(?:房|屋)?改', [[['危改', '危房', '危屋']]]],
    ['[^我]~3', undefined],
    ['(?:低保)?', undefined],
    ['\\d级', [[['0级', '1级', '2级', '3级', '4级', '5级', '6级', '7级', '8级', '9级']]]],
  ])('knows what %s cannot do without', (source, ways) => {
    expect(needs(pattern(source))).toEqual(ways)
  })

  it('lets a pattern run only where all that one of its ways needs is said', () => {
    const one = pattern('房子~3漏|没~2米')
    attend('房子没事,没人')
    expect(mayMatch(one, '房子没事,没人')).toBe(false)
    attend('家里没一点米')
    expect(mayMatch(one, '家里没一点米')).toBe(true)
  })
})

describe('words read through the sieve', () => {
  it('are read as without it, by everybody who wrote and thrown together', async () => {
    const { readWords } = await import('@yima/shared/reading/read-words')
    vi.resetModules()
    vi.doMock('@yima/shared/reading/sieve', () => ({ attend: () => undefined, mayMatch: () => true }))
    const { readWords: readAll } = await import('@yima/shared/reading/read-words')
    vi.doUnmock('@yima/shared/reading/sieve')
    expect(readAll).not.toBe(readWords)
    // Without the sieve a text takes long: of those who wrote every sixth.
    for (const text of said.filter((_, at) => at % 6 === 0)) expect(readWords(text)).toEqual(readAll(text))
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readWords(text)).toEqual(readAll(text))
      }),
    )
  })
})
