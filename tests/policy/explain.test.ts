import { describe, expect, it } from 'vitest'
import { explain, statement } from '@yima/shared/policy/explain'
import { match } from '@yima/shared/policy/match'
import { programmes } from '@yima/shared/policy/programmes/index'
import zh from '@yima/shared/locales/zh-CN/policy.json'
import { family, figures, households, verdictOf } from './people.ts'

const texts: Record<string, string> = zh
const filled = ({ key, params }: { key: string; params: Record<string, number | undefined> }) =>
  (texts[key] ?? `no text for ${key}`).replaceAll(/\{(\w+)\}/g, (all, name: string) =>
    String(params[name] ?? all),
  )
const told = (...asked: Parameters<typeof verdictOf>) => explain(verdictOf(...asked).because).map(filled)

describe('a reason in plain words', () => {
  it('names the figure, the limit and the article of a no, and nothing else', () => {
    const { because } = verdictOf('dibao', 'household', { household: family({ monthlyIncome: 1640 }) })
    expect(explain(because)).toEqual([
      {
        key: 'policy.rule.income-below-standard.no',
        ok: 'no',
        params: { value: 820, limit: 640 },
        article: '《社会救助暂行办法》第9条',
      },
    ])
    expect(told('dibao', 'household', { household: family({ monthlyIncome: 1640 }) })).toEqual([
      '人均 820 元，不低于 640 元',
    ])
  })

  it('sums up possessions that are within the limits, and names the one that is not', () => {
    expect(told('dibao', 'household', {})).toEqual([
      '户口在本县',
      '人均 200 元，低于 640 元',
      '家里的财产在规定以内',
      '不是一个人的特困户',
    ])
    expect(told('dibao', 'household', { household: family({ vehicleCount: 1 }) })).toEqual(['有 1 辆机动车'])
  })

  it('says what is open of an unknown', () => {
    expect(told('dibao', 'household', { household: family({ financialAssets: 'unknown' }) })).toContain(
      '存款还没说',
    )
  })

  it('speaks of no ratio where there is no income', () => {
    expect(
      told('temporary', 'household', { household: family({ monthlyIncome: 0, rigidMedical12m: 100 }) }),
    ).toContain('家里没有收入，看病、上学的钱压得很重')
  })

  it('shows the line that decided where the home class is not known', () => {
    // 700 each is above the rural line of 640 and below the urban one of 800: open. 900 is above both.
    const { because } = verdictOf('dibao', 'household', {
      household: family({ hukouClass: 'unknown', monthlyIncome: 1800 }),
    })
    expect(explain(because)[0]?.params).toEqual({ value: 900, limit: 800 })
  })

  it('has a text for every line of every household, with every gap filled', () => {
    for (const { household, members } of households) {
      for (const { because } of match({ household, members, parameters: figures })) {
        const lines = explain(because)
        expect(lines).not.toHaveLength(0)
        for (const line of lines) expect(filled(line)).not.toMatch(/\{|no text/)
      }
    }
  })
})

describe('the published rule', () => {
  it('is the running rule: the standard on the page is the one the engine holds people against', () => {
    const [, income] = statement(programmes.dibao.forHousehold!, figures).all ?? []
    expect(income).toMatchObject({
      key: 'policy.rule.income-below-standard',
      limit: '640–800',
      figures: ['dibaoStandard'],
      source: { kind: 'document', document: 'order-649', article: '9' },
    })
  })

  it('says where a rule is the place’s own', () => {
    const [, age] = statement(programmes.elderly.forMember!, figures).all ?? []
    expect(age).toMatchObject({ limit: '80', source: { kind: 'local' } })
  })
})
