import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNear } from '@yima/shared/code/limits'
import { groupNumber, makeNumber, parseNumber } from '@yima/shared/code/number'
import { parseCode } from '@yima/shared/code/parse'
import {
  codeAddress,
  deviceText,
  entitlementText,
  placeAddress,
  secretText,
  signedText,
} from '@yima/shared/code/write'
import { runs } from '../fixtures/runs.ts'

const changed = (digits: readonly string[], at: number, digit: string): string[] =>
  digits.map((one, place) => (place === at ? digit : one))
const base64url = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
const letters = (length: number) =>
  fc.array(fc.constantFrom(...base64url), { minLength: length, maxLength: length }).map((all) => all.join(''))
const county = fc.integer({ min: 100_000, max: 999_999 }).map(String)
const origin = fc.constantFrom('https://yima.example', 'http://localhost:8787', 'https://example.gov.cn:8443')
const seconds = fc.integer({ min: 1_700_000_000, max: 2_500_000_000 })

describe('what a QR code of ours holds', () => {
  it('is read back as it was written, whatever secret, county and address', () => {
    const kinds = fc.constantFrom('mine', 'card', 'member' as const)
    fc.assert(
      fc.property(kinds, county, letters(22), origin, (kind, place, token, from) => {
        const text = secretText(kind, place, token)
        const read = { kind, county: place, token }
        expect(parseCode(codeAddress(from, text))).toEqual(read)
        expect(parseCode(` ${text}\n`)).toEqual(read)
      }),
      { numRuns: runs(200) },
    )
  })

  it('is read back when a phone signed it, with its time and nonce', () => {
    fc.assert(
      fc.property(county, letters(22), seconds, letters(16), letters(86), origin, (...all) => {
        const [place, device, at, nonce, signature, from] = all
        const signed = deviceText({ county: place, device, at, nonce })
        expect(parseCode(codeAddress(from, signedText(signed, signature)))).toEqual({
          ...{ kind: 'device', county: place, device, at, nonce, scope: 'w', signed, signature },
        })
      }),
      { numRuns: runs(200) },
    )
  })

  it('is read back when it speaks of a status, with and without an end', () => {
    const until = fc.constantFrom(null, '2026-12-31', '2030-02-28')
    fc.assert(
      fc.property(county, until, seconds, letters(22), letters(86), origin, (...all) => {
        const [place, end, expires, id, signature, from] = all
        const signed = entitlementText({
          county: place,
          key: 'abc-_123',
          status: 'dibao-edge',
          until: end,
          expires,
          id,
        })
        expect(parseCode(codeAddress(from, signedText(signed, signature)))).toMatchObject({
          ...{
            kind: 'entitlement',
            county: place,
            status: 'dibao-edge',
            until: end ?? undefined,
            expires,
            id,
            signature,
          },
        })
      }),
      { numRuns: runs(200) },
    )
  })

  it('stands behind #, so that no server hears of it when a stranger opens the address', () => {
    const text = secretText('mine', '990101', 'A'.repeat(22))
    expect(new URL(codeAddress('https://yima.example', text)).pathname).toBe('/c')
    expect(new URL(codeAddress('https://yima.example', text)).search).toBe('')
    expect(codeAddress('https://yima.example', text).split('#')[0]).not.toContain('A'.repeat(22))
  })

  it('leads a camera to the page where something can be done with it', () => {
    const pageOf = (text: string) => new URL(codeAddress('https://yima.example', text)).pathname
    expect(['1m.', '1k.', '1o.', '1e.', '1f.', '1s.'].map(pageOf)).toEqual([
      ...['/c', '/c', '/c', '/verify', '/join', '/consent'],
    ])
  })
})

describe('a scanned or typed text', () => {
  it('never makes the reader throw, and never becomes somebody', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect([
          'none',
          'number',
          'card-number',
          'member-number',
          'signing-number',
          'receipt',
          'place',
        ]).toContain(parseCode(text).kind)
      }),
      { numRuns: runs(150) },
    )
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['WIFI:S:home;T:WPA;P:12345678;;', 'foreign'],
    ['https://u.wechat.com/abc', 'foreign'],
    ['https://evil.example/c#hello', 'foreign'],
    ['wxp://f2f0abc', 'foreign'],
    ['x'.repeat(3000), 'foreign'],
    ['https://yima.example/c#1m.990101.AAAA', 'damaged'],
    [`https://yima.example/c#1m.990101.${'A'.repeat(23)}`, 'damaged'],
    ['1z.990101.AAAA', 'damaged'],
    ['https://yima.example/join#1f.990101.AAAA', 'damaged'],
    ['https://yima.example/join#hello', 'foreign'],
    ['https://yima.example/p/12', 'damaged'],
    ['https://yima.example/track#123', 'damaged'],
    ['990101197403121236', 'id-number'],
    ['19900000001', 'phone'],
    ['12345', 'too-short'],
    ['12345678901234567', 'too-long'],
  ])('%j is said to be %s', (text, reason) => {
    expect(parseCode(text)).toEqual({ kind: 'none', reason })
  })

  it('leads from a poster to its place and from a receipt to its number', () => {
    expect(parseCode(placeAddress('https://yima.example', '990101100201'))).toEqual({
      ...{ kind: 'place', region: '990101100201' },
    })
    expect(parseCode('https://yima.example/track#4831705263186')).toEqual({
      kind: 'receipt',
      number: '4831705263186',
    })
    expect(parseCode('受理号：4831 7052 6318 6')).toEqual({ kind: 'receipt', number: '4831705263186' })
  })
})

describe('a number read aloud', () => {
  const any = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
  const kinds = fc.constantFrom('mine' as const, 'card' as const, 'member' as const)

  it('is found again however it is grouped, said or typed', () => {
    fc.assert(
      fc.property(kinds, any, (kind, random) => {
        const number = makeNumber(kind, random)
        const chinese = [...number].map((digit) => '零一二三四五六七八九'.charAt(Number(digit))).join('')
        for (const typed of [number, groupNumber(number), `号码：${groupNumber(number)}`, chinese])
          expect(parseNumber(typed)).toEqual({ ok: true, kind, number })
      }),
      { numRuns: runs(200) },
    )
  })

  it('is refused with any one digit wrong and with any two neighbours swapped', () => {
    fc.assert(
      fc.property(kinds, any, fc.nat(), fc.integer({ min: 1, max: 9 }), (kind, random, where, by) => {
        const number = makeNumber(kind, random)
        const at = where % number.length
        const digits = [...number]
        const wrong = changed(digits, at, String((Number(digits[at]) + by) % 10)).join('')
        expect(parseNumber(wrong)).toEqual({ ok: false, code: 'checksum' })
        const next = (at + 1) % number.length
        const [one = '', other = ''] = [digits[at], digits[next]]
        if (next > at && one !== other)
          expect(parseNumber(changed(changed(digits, at, other), next, one).join(''))).toEqual({
            ok: false,
            code: 'checksum',
          })
      }),
      { numRuns: runs(300) },
    )
  })

  it('has a billion values and more, so that nobody hits one by guessing', () => {
    expect(new Set([0n, 999_999_999n].map((one) => makeNumber('mine', one).slice(0, -1)))).toEqual(
      new Set(['000000000', '999999999']),
    )
    expect(makeNumber('mine', 0n)).toHaveLength(10)
    expect(makeNumber('card', 0n)).toHaveLength(12)
    expect(makeNumber('member', 0n)).toHaveLength(14)
  })
})

it('a phone may be five minutes early or late, and no more', () => {
  const now = 1_800_000_000
  expect([-301, -300, 0, 300, 301].map((off) => isNear(now + off, now))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})
