import { describe, expect, it } from 'vitest'
import { maskPhone, parseMobile, parsePhone } from '@yima/shared/identity/phone'

describe('reading a phone number', () => {
  it.each([
    '13812345678', '138 1234 5678', '138-1234-5678', '+86 138 1234 5678', '0086-13812345678', '8613812345678',
    '（+86）１３８１２３４５６７８', '\u202A13812345678\u202C', '013812345678', '+86 013812345678', '138/1234/5678', '138，1234，5678', '138.1234.5678',
    '١٣٨١٢٣٤٥٦٧٨', '༡༣༨༡༢༣༤༥༦༧༨', '幺三八一二三四五六七八', '手机：138 1234 5678', '13812345678\n', '#138~1234~5678',
  ])('understands %j', (typed) => {
    expect(parseMobile(typed)).toEqual({ ok: true, value: '13812345678', kind: 'mobile' })
  })

  it('takes a landline to call back on, but sends no code to it', () => {
    expect(parsePhone('0571-8888 6666')).toEqual({ ok: true, value: '057188886666', kind: 'landline' })
    expect(parsePhone('010 88886666')).toMatchObject({ ok: true, kind: 'landline' })
    expect(parseMobile('0571-8888 6666')).toEqual({ ok: false, code: 'landline' })
  })

  it.each([
    ['', { code: 'empty' }],
    ['1381234567', { code: 'too-short', count: 1 }],
    ['138123456789', { code: 'too-long', count: 1 }],
    ['1381234567O', { code: 'letters' }],
    ['12345678901', { code: 'unknown-prefix' }],
    ['88886666', { code: 'unknown-prefix' }],
    ['400-810-8888', { code: 'unknown-prefix' }],
    ['10086', { code: 'unknown-prefix' }],
    ['没有', { code: 'letters' }],
    ['13812345678转8', { code: 'letters' }],
    ['13812345678/13912345678', { code: 'too-long', count: 11 }],
    ['+852 5123 4567', { code: 'foreign' }],
  ])('says how to mend %j', (typed, refusal) => {
    expect(parsePhone(typed)).toEqual({ ok: false, ...refusal })
  })

  it('shows enough of a number to know it and too little to call it', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
  })
})
