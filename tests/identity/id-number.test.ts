import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageOn, checkDigit, idNumberProgress, parseIdNumber } from '@yima/shared/identity/id-number'

/** The standard's own sample: a woman born on the last day of 1949. */
const sample = '11010519491231002X'

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''))
const birthDay = fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const validNumber = fc.tuple(digits(6), birthDay, digits(3)).map(([region, day, order]) => {
  const first17 = region + day.replaceAll('-', '') + order
  return first17 + checkDigit(first17)
})

describe('reading an identity number', () => {
  it('reads the sample of GB 11643', () => {
    expect(parseIdNumber(sample)).toEqual({
      ok: true, value: sample, birthDate: '1949-12-31', sex: 'female', regionCode: '110105',
      unknownRegion: false,
    })
  })

  it.each([
    ['lower-case x', '11010519491231002x'],
    ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ'],
    ['spaces as on the card reader', '110105 19491231 002X'],
    ['dashes', '110105-19491231-002X'],
    ['a byte order mark and a right-to-left mark', '\uFEFF110105\u200F19491231\u200B002X\u202C'],
    ['a Cyrillic Х', '11010519491231002Х'],
    ['Arabic digits of a Uyghur keyboard', '١١٠١٠٥١٩٤٩١٢٣١٠٠٢X'],
    ['Tibetan digits', '༡༡༠༡༠༥༡༩༤༩༡༢༣༡༠༠༢X'],
    ['Mongolian digits', '᠑᠑᠐᠑᠐᠕᠑᠙᠔᠙᠑᠒᠓᠑᠐᠐᠒X'],
    ['numerals as dictation writes them', '一一〇一零五一九四九一二三一零零二X'],
    ['the star of a key pad without letters', '11010519491231002*'],
    ['a Greek Χ', '11010519491231002Χ'],
    ['a Roman ten', '11010519491231002Ⅹ'],
    ['strokes, commas and brackets', '(110105)/1949，1231、002X。'],
    ['its label', '身份证号：11010519491231002X'],
    ['a label in letters', 'No.11010519491231002X'],
    ['a soft hyphen and a no-break space', '110105\u00AD1949\u00A01231\u2060002X'],
  ])('understands a number typed with %s', (_, typed) => {
    expect(parseIdNumber(typed)).toMatchObject({ ok: true, value: sample })
  })

  it.each([
    ['', { code: 'empty' }],
    ['1101051949123100', { code: 'too-short', count: 2 }],
    ['1101051949123102X', { code: 'too-short', count: 1 }],
    ['11010519491231002X1', { code: 'letters' }],
    ['1101051949123100211', { code: 'too-long', count: 1 }],
    ['110105491231002', { code: 'fifteen-digits' }],
    ['1101O519491231002X', { code: 'letters' }],
    ['110105194902300028', { code: 'birth-date' }],
    ['110105194912310021', { code: 'checksum' }],
    ['110105194913310021', { code: 'birth-date' }],
    ['110105000001010021', { code: 'birth-date' }],
    ['１１０１０５４９１２３１００２', { code: 'fifteen-digits' }],
    ['110105********002X', { code: 'letters' }],
    ['H12345678', { code: 'letters' }],
    ['身份证', { code: 'letters' }],
    ['\u0000\uD800', { code: 'empty' }],
  ])('says how to mend %j', (typed, refusal) => {
    expect(parseIdNumber(typed)).toEqual({ ok: false, ...refusal })
  })

  it('never refuses a valid number for the place it comes from', () => {
    fc.assert(fc.property(validNumber, (number) => {
      expect(parseIdNumber(number)).toMatchObject({ ok: true, value: number })
    }))
  })

  it('warns of a demo number and accepts it', () => {
    const first17 = '99010119500101001'
    expect(parseIdNumber(first17 + checkDigit(first17))).toMatchObject({ ok: true, unknownRegion: true })
  })

  it('knows the cards of permanent residents from abroad and of Hong Kong residents', () => {
    for (const first17 of ['91112419810803002', '81000019900101001']) {
      expect(parseIdNumber(first17 + checkDigit(first17))).toMatchObject({ ok: true, unknownRegion: false })
    }
  })

  it('computes the check by the recursion of ISO 7064 MOD 11-2, where the standard gives weights', () => {
    fc.assert(fc.property(digits(17), (first17) => {
      const rest = [...first17].reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
      expect(checkDigit(first17)).toBe('0123456789X'.charAt((12 - rest) % 11))
    }))
  })

  it('catches every single mistyped digit', () => {
    fc.assert(fc.property(validNumber, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const wrong = String((Number(number[at]) + by) % 10)
      expect(parseIdNumber(number.slice(0, at) + wrong + number.slice(at + 1)).ok).toBe(false)
    }))
  })

  it('refuses a birth date to come when it is told the day', () => {
    const first17 = '11010520991231001'
    const number = first17 + checkDigit(first17)
    expect(parseIdNumber(number, '2026-11-21')).toEqual({ ok: false, code: 'birth-date' })
  })

  it('never throws, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => {
      expect(typeof parseIdNumber(typed).ok).toBe('boolean')
      expect(typeof idNumberProgress(typed).state).toBe('string')
    }))
  })
})

describe('the check while somebody types', () => {
  it('never says wrong on the way to a right number', () => {
    fc.assert(fc.property(validNumber, (number) => {
      for (let typed = 0; typed < 18; typed += 1) {
        expect(idNumberProgress(number.slice(0, typed)).state).toBe('typing')
      }
      expect(idNumberProgress(number).state).toBe('done')
    }))
  })

  it.each([
    ['1101051949', { state: 'typing', typed: 10, missing: 8 }],
    ['11010A', { state: 'wrong', code: 'letters' }],
    ['110105194913', { state: 'wrong', code: 'birth-date' }],
    ['11010519490230', { state: 'wrong', code: 'birth-date' }],
    ['1101051949123X', { state: 'wrong', code: 'too-short', count: 4 }],
    ['110105194912310021', { state: 'wrong', code: 'checksum' }],
    ['1101051949123100211', { state: 'wrong', code: 'too-long', count: 1 }],
  ])('at %j it answers in time', (typed, progress) => {
    expect(idNumberProgress(typed)).toEqual(progress)
  })
})

describe('age', () => {
  it.each([
    ['1946-11-21', '2026-11-21', 80],
    ['1946-11-22', '2026-11-21', 79],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2026-11-21', '2026-11-21', 0],
  ])('of somebody born on %s is on %s %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age)
  })
})
