import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatReceiptNumber, makeReceiptNumber, parseReceiptNumber, receiptCheckDigit,
} from '@yima/shared/receipt/number'

const number = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }).map((digits) => {
  const rest = [...digits]
  return makeReceiptNumber(() => rest.shift() ?? 0)
})

describe('the receipt number', () => {
  it("carries Damm's own example", () => {
    expect(receiptCheckDigit('572')).toBe('4')
  })

  it('can be read back from the slip as it is printed', () => {
    fc.assert(fc.property(number, (value) => {
      expect(formatReceiptNumber(value)).toMatch(/^\d{4} \d{4} \d{4} \d$/)
      expect(parseReceiptNumber(formatReceiptNumber(value))).toEqual({ ok: true, value })
    }))
  })

  it('is understood with full-width digits, dashes and a pasted mark', () => {
    for (const typed of [
      '\uFEFF００００-００００－0000\u30000', 'No.0000 0000 0000 0', '受理号：0000000000000', '#0000/0000/0000/0', '0000,0000,0000,0',
      '0000\n0000\n0000\n0', '零零零零零零零零零零零零零', '٠٠٠٠٠٠٠٠٠٠٠٠٠', '༠༠༠༠༠༠༠༠༠༠༠༠༠',
    ])
      expect(parseReceiptNumber(typed)).toEqual({ ok: true, value: '0000000000000' })
  })

  it('shows every wrong digit', () => {
    fc.assert(fc.property(number, fc.nat(12), fc.integer({ min: 1, max: 9 }), (value, at, by) => {
      const wrong = String((Number(value[at]) + by) % 10)
      const typed = value.slice(0, at) + wrong + value.slice(at + 1)
      expect(parseReceiptNumber(typed)).toEqual({ ok: false, code: 'checksum' })
    }))
  })

  it('shows every swap of neighbours', () => {
    fc.assert(fc.property(number, fc.nat(11), (value, at) => {
      const [first = '', second = ''] = value.slice(at, at + 2)
      const typed = value.slice(0, at) + second + first + value.slice(at + 2)
      expect(parseReceiptNumber(typed).ok).toBe(first === second)
    }))
  })

  it.each([
    [' ', { code: 'empty' }],
    ['4831 7O52', { code: 'letters' }],
    ['l831', { code: 'letters' }],
    ['4831 7052 6318', { code: 'too-short', count: 1 }],
    ['4831 7052 6318 94', { code: 'too-long', count: 1 }],
  ])('says how to mend %j', (typed, refusal) => {
    expect(parseReceiptNumber(typed)).toEqual({ ok: false, ...refusal })
  })
})
