import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  canonicalConsent,
  consentKeys,
  consentTexts,
  findConsentText,
  getConsentText,
} from '@yima/shared/consent/texts'
import { departmentKey, kindFor, paramsOf } from '@yima/shared/consent/wording'
import enAdults from '@yima/shared/locales/en/authorisation.json'
import en from '@yima/shared/locales/en/consent.json'
import adults from '@yima/shared/locales/zh-CN/authorisation.json'
import consent from '@yima/shared/locales/zh-CN/consent.json'
import { sourceIds } from '@yima/shared/verification/sources'

const zh: Readonly<Record<string, string>> = { ...consent, ...adults }
const around = { centre: '青禾县居民家庭经济状况核对中心', applicant: '周*芬', ward: '小*' }
const params = paramsOf({ departments: ['banks', 'police'], until: '2027-03-02' }, around, zh)
const keysOf = (text: (typeof consentTexts)[number]): string[] => {
  const { title, question, rows, full, otherwise } = consentKeys(text)
  return [title, question, otherwise, ...full, ...rows.flatMap((row) => [row.label, row.text])]
}

describe('what people sign', () => {
  it('is complete in both languages, and nothing is in the catalogue that nobody reads', () => {
    const of = (catalogue: 'consent' | 'authorisation') =>
      consentTexts.filter((text) => text.catalogue === catalogue).flatMap(keysOf)
    const keys = ['consent.binding', ...of('consent')].sort()
    expect(Object.keys(consent)).toEqual(keys)
    expect(Object.keys(en)).toEqual(keys)
    const others = ['authorisation.binding', ...of('authorisation'), ...sourceIds.map(departmentKey)].sort()
    expect(Object.keys(adults)).toEqual(others)
    expect(Object.keys(enAdults)).toEqual(others)
  })

  /** A hash that changes here means that people would have signed something else: add a version instead. */
  it.each([
    ['commitment-1', 'd6ff68a949620a1203bb1e70ba3c3bc8315d73caa897c5bee004e41cf79e617a'],
    ['authorisation-1', '1f7513c2a4e8e03c7a2b24017cd2bcca61f73cc54d473c0f85a830cb1322f328'],
    ['adult-1', 'edb3f1a94b9738995abaed77cc51c82b3970516d17c235cba2d08b884f641aff'],
    ['ward-1', 'f0a71e56523eca5b8f39e9440642e8e44e920c3c669f90aaf9162cae77fbe009'],
  ])('%s never changes its wording', (version, hash) => {
    const text = findConsentText(version)
    if (text === undefined) throw new Error('an old wording must stay findable')
    expect(
      createHash('sha256')
        .update(canonicalConsent(text, zh, params))
        .digest('hex'),
    ).toBe(hash)
  })

  it('names the office that queries, in the text that is hashed', () => {
    const text = getConsentText('authorisation', '2026-11-21')
    expect(canonicalConsent(text, zh, params)).toContain(params.centre)
    expect(canonicalConsent(text, zh, params)).not.toMatch(/\{\w+\}/)
    expect(canonicalConsent(text, zh, { centre: '别的中心' })).not.toBe(canonicalConsent(text, zh, params))
  })

  it('of another adult names whom is asked, for whose application and until when, all of it in the hash', () => {
    const text = getConsentText('adult-authorisation', '2026-11-21')
    const said = canonicalConsent(text, zh, params)
    expect(said).toContain('公安、银行、证券、保险')
    expect(said).toContain('2027年3月2日')
    expect(said).toContain('周*芬家')
    const other = paramsOf({ departments: ['police'], until: '2027-03-02' }, around, zh)
    expect(canonicalConsent(text, zh, other)).not.toBe(said)
    expect(() => canonicalConsent(text, zh, { centre: params.centre })).toThrow(RangeError)
  })

  it('is another one for whoever applies, for another adult and for a guardian', () => {
    expect((['applicant', 'adult', 'guardian-for'] as const).map((role) => kindFor({ role }))).toEqual([
      ...['authorisation', 'adult-authorisation', 'ward-authorisation'],
    ])
  })

  it('is not hashed over a gap', () => {
    expect(() => canonicalConsent(getConsentText('commitment', '2026-11-21'), {}, params)).toThrow(RangeError)
  })

  it('has one wording in force for each kind', () => {
    expect(getConsentText('commitment', '2026-11-21').version).toBe('commitment-1')
    expect(getConsentText('authorisation', '2026-11-21').version).toBe('authorisation-1')
  })

  it('on a phone whose clock stands at 1970 is the first one, and at 2099 the last', () => {
    expect(getConsentText('commitment', '1970-01-01').version).toBe('commitment-1')
    expect(getConsentText('commitment', '2099-01-01').version).toBe('commitment-1')
    expect(findConsentText('commitment-0')).toBeUndefined()
  })

  it('is short where it is read first: no clause of the summary above 20 characters', () => {
    for (const [key, sentence] of Object.entries(zh)) {
      if (!/\.(label|text)$/.test(key)) continue
      for (const part of sentence.split(/[。？！，：；、]/)) expect(part.length, key).toBeLessThanOrEqual(20)
    }
  })

  it('says what the law says of false statements, and that being unsure is none', () => {
    const text = canonicalConsent(getConsentText('commitment', '2026-11-21'), zh, params)
    expect(text).toContain('1 倍到 3 倍')
    expect(text).toContain('记错了，不算说假话')
  })
})
