import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { readWords } from '@yima/shared/reading/read-words'
import { longestText, normalise } from '@yima/shared/reading/normalise'
import { pattern } from '@yima/shared/reading/pattern'
import { classes, signals } from '@yima/shared/reading/lexicon/index'
import { loadNarratives } from './score.ts'

const texts = [...loadNarratives('narratives-dev'), ...loadNarratives('narratives-fresh'),
  ...loadNarratives('narratives-fresh-2')]
const pieces = fc.constantFrom(...texts.map((t) => t.text))
const noise = fc.constantFrom(' ', '。', ',', '\n', '😀', '低 保', 'DI BAO', '體', '１２', '…', '不', '没有', 'ｋ')
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.oneof(pieces, noise, fc.string({ maxLength: 8 })),
    { maxLength: 6 }).map((parts) => parts.join('')),
)
const harmless = ['今天天气不错。', '谢谢您。', '我住在河边。', '请问几点上班?']

describe('reading anything at all', () => {
  it('whatever somebody types, the page gets an answer', () => {
    fc.assert(fc.property(anything, (text) => {
      const reading = readWords(text)
      expect(reading.urgent).toBe(reading.dangers.length > 0)
      expect(reading.offTopic && reading.programmes.length > 0).toBe(false)
    }), { numRuns: 300 })
  })

  it('every phrase shown is a piece of what the person wrote', () => {
    fc.assert(fc.property(anything, (text) => {
      const { phrases, complaintSpans } = readWords(text)
      for (const phrase of phrases) {
        expect(phrase.start).toBeGreaterThanOrEqual(0)
        expect(phrase.end).toBeLessThanOrEqual(text.length)
        expect(text.slice(phrase.start, phrase.end)).toBe(phrase.text)
      }
      for (const span of complaintSpans) expect(span.start).toBeLessThanOrEqual(span.end)
    }), { numRuns: 300 })
  })

  it('the same words are always read the same way', () => {
    fc.assert(fc.property(anything, (text) => {
      expect(readWords(text)).toEqual(readWords(text))
    }), { numRuns: 100 })
  })

  it('a harmless sentence before or after does not hide a danger', () => {
    for (const one of texts.filter((t) => t.urgent && readWords(t.text).urgent)) {
      for (const extra of harmless) {
        expect(readWords(`${one.text}。${extra}`).urgent, one.text + extra).toBe(true)
        expect(readWords(`${extra}${one.text}`).urgent, extra + one.text).toBe(true)
      }
    }
  })

  it('a very long text is read only so far', () => {
    const long = '家里没钱了,'.repeat(2000)
    expect(normalise(long).text.length).toBeLessThanOrEqual(longestText)
    expect(readWords(long).programmes.map((p) => p.programme)).toContain('dibao')
  })

  it('no pattern can repeat without bound inside a repetition, so no text stalls a phone', () => {
    for (const [name, signal] of Object.entries(signals)) {
      const source = pattern(signal.says, classes).source
      expect(source, name).not.toMatch(/[^\\]\)[*+][^?]*\)[*+]/)
      expect(source, name).not.toMatch(/\.[*+]/)
    }
  })
})
