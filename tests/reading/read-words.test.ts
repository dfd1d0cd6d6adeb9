import { describe, expect, it } from 'vitest'
import { readWords } from '@yima/shared/reading/read-words'
import { toHousehold } from '@yima/shared/reading/to-household'
import { understood } from '@yima/shared/reading/understood'
import { helpLines, linesFor } from '@yima/shared/reading/danger'
import { numerals } from '@yima/shared/reading/numerals'
import zh from '@yima/shared/locales/zh-CN/reading.json'
import en from '@yima/shared/locales/en/reading.json'
import { loadNarratives } from './score.ts'

const value = (text: string): number => {
  const first = numerals(text)[0]
  return first ? (first.low + first.high) / 2 : NaN
}
const proposed = (text: string): string[] => readWords(text).programmes.map((p) => p.programme)

describe('numbers as people say them', () => {
  it.each([
    ['一千二', 1200], ['三万多', 30000], ['两千出头', 2000], ['七八百', 750], ['十几万', 100000], ['12,000', 12000],
    ['1.2万', 12000], ['一万零五百', 10500], ['3千5', 3500], ['两万三', 23000], ['五十七八', 57.5], ['一百零八', 108],
    ['三四千', 3500], ['3000到4000', 3500], ['二十来万', 200000], ['一百四一个月', 140], ['半年', 0.5],
  ])('%s is %d', (words, number) => {
    const text = words.replace(/(\d),(?=\d{3})/g, '$1')
    expect(value(text)).toBe(number)
  })

  it('money a year is laid on the month', () => {
    expect(readWords('一家三口一年到头挣一万二').facts['monthlyIncome']).toBe(1000)
    expect(readWords('我家三口人每月收入1800').facts['monthlyIncome']).toBe(1800)
  })

  it('what somebody earned before is not what they earn now', () => {
    expect(readWords('以前一个月能挣五千,现在没活干').facts['monthlyIncome']).not.toBe(5000)
  })
})

describe('words with noise', () => {
  it.each(['我要办地宝', '我要办 低 保', 'di bao zen me ban', '我要辦低保', '我要办低保。'])('%s asks for dibao', (text) => {
    expect(proposed(text)).toContain('dibao')
  })

  it('the phrase shown is what was written, not what it was read as', () => {
    const phrase = readWords('我要办地宝').phrases.find((p) => p.key === 'dibao')
    expect(phrase?.text).toBe('地宝')
  })
})

describe('jokes, thanks and opening hours', () => {
  it.each(['笑死我了', '穷得只剩下钱了', '社保局几点下班', '谢谢你们帮我把低保办下来了', '撤销昨天的申请,我儿子寄钱回来了', '。。。。'])(
    '%s proposes nothing', (text) => {
      const reading = readWords(text)
      expect(reading.programmes).toEqual([])
      expect(reading.urgent).toBe(false)
      expect(reading.offTopic).toBe(true)
    })

  it('a mended roof is no hardship', () => {
    expect(proposed('房子不漏了,去年修好了')).not.toContain('rural-housing')
  })
})

describe('what the page does with a reading', () => {
  it('children and applicant are laid apart for the rules', () => {
    const { household, members } = toHousehold(readWords('我家四口人,我今年四十五,残疾二级,娃读高中,月收入1500'))
    expect(household).toMatchObject({ householdSize: 4, monthlyIncome: 1500 })
    expect(members[0]).toMatchObject({ id: 'm1', age: 45, disabilityLevel: 2 })
    expect(members[1]).toMatchObject({ id: 'm2', studentStage: 'senior' })
  })

  it('every sentence it may read back stands in both catalogues', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en))
    for (const { text } of [...loadNarratives('narratives-dev'), ...loadNarratives('narratives-fresh')]) {
      for (const { key } of understood(readWords(text))) expect(Object.keys(zh), text).toContain(key)
    }
  })

  it('every danger has a sentence and a number to call, each number once', () => {
    for (const danger of Object.keys(helpLines)) expect(Object.keys(zh)).toContain(`danger.${danger}`)
    const lines = linesFor(['suicide', 'violence', 'illness'])
    expect(lines[0]?.number).toBe('12356')
    expect(new Set(lines.map((l) => l.number)).size).toBe(lines.length)
  })

  it('the accusing sentence is the one offered to be taken out', () => {
    const text = '我家揭不开锅了。低保卡被村会计拿着不给我。求你们帮帮我。'
    const spans = readWords(text).complaintSpans.map((s) => text.slice(s.start, s.end))
    expect(spans).toEqual(['低保卡被村会计拿着不给我'])
  })
})
