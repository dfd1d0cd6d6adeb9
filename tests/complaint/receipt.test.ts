import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatComplaintReceipt, makeComplaintReceipt, parseComplaintReceipt, partsOfReceipt,
} from '@yima/shared/complaint/receipt'

const receipts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 }).map((digits) => {
  const left = [...digits]
  return makeComplaintReceipt(() => left.pop() ?? 0)
})

const put = (digits: readonly string[], at: number, digit: string) => digits.map((one, index) => (index === at ? digit : one))

describe('the receipt of a complaint', () => {
  it('is read as it was copied from paper, in groups, with dashes or in full-width digits', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const grouped = formatComplaintReceipt(receipt)
        expect(grouped).toMatch(/^\d{4}( \d{4}){4}$/)
        const wide = [...receipt].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('')
        for (const typed of [receipt, grouped, grouped.replace(/ /g, '-'), wide]) expect(parseComplaintReceipt(typed)).toEqual({ ok: true, value: receipt })
      }),
    )
  })

  it('with one wrong digit or two neighbours swapped is known to be copied wrongly', () => {
    fc.assert(
      fc.property(receipts, fc.nat(19), fc.integer({ min: 1, max: 9 }), (receipt, at, more) => {
        const digits = [...receipt]
        const wrong = put(digits, at, String((Number(digits[at]) + more) % 10)).join('')
        expect(parseComplaintReceipt(wrong)).toEqual({ ok: false, code: 'checksum' })
        const next = at === 19 ? 18 : at + 1
        if (digits[at] === digits[next]) return
        const swapped = put(put(digits, at, digits[next] ?? ''), next, digits[at] ?? '').join('')
        expect(parseComplaintReceipt(swapped)).toEqual({ ok: false, code: 'checksum' })
      }),
    )
  })

  it('with digits missing says how many', () => {
    fc.assert(
      fc.property(receipts, fc.integer({ min: 1, max: 19 }), (receipt, missing) => {
        expect(parseComplaintReceipt(receipt.slice(missing))).toEqual({ ok: false, code: 'too-short', count: missing })
      }),
    )
  })

  it('is found by eight digits and opened by twelve', () => {
    const { handle, secret } = partsOfReceipt('12345678901234567890')
    expect([handle, secret]).toEqual(['12345678', '901234567890'])
  })
})
