import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from '@yima/shared/identity/text'

describe("a person's own words", () => {
  it.each([
    ['没钱看病\r\n也没米', '没钱看病\n也没米'],
    ['没钱\u202E看病\u0000', '没钱看病'],
    ['低\u200D保', '低保'],
    ['e' + '\u0301'.repeat(50), 'é' + '\u0301'.repeat(4)],
    ['\uD800没米', '没米'],
    ['\tdear ', 'dear'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['\uFDD0没米', '没米'],
  ])('%j is stored as %j', (typed, stored) => {
    expect(cleanText(typed, 2000)).toBe(stored)
  })

  it('are cut at whole characters', () => {
    expect(cleanText('𪚥𪚥𪚥', 2)).toBe('𪚥𪚥')
  })

  it('are never refused, never longer than allowed, and cleaning twice changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (typed, max) => {
      const once = cleanText(typed, max)
      expect(Array.from(once).length).toBeLessThanOrEqual(max)
      expect(cleanText(once, max)).toBe(once)
    }))
  })
})
