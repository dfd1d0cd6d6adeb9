import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { choicesFor } from '@yima/shared/fact/answers'
import type { FactKey, Household } from '@yima/shared/fact/dictionary'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { loadTexts } from '../../web/src/app/text.ts'
import FactInput from '../../web/src/policy/FactInput.vue'
import { typedNumber } from '../../web/src/policy/typed-number.ts'
import { runs } from '../fixtures/runs.ts'

enableAutoUnmount(afterEach)
beforeAll(() => loadTexts(['assessment', 'fact', 'problem']))

const parameters = parametersFor(demoRegion, '2026-11-22')
const ask = (fact: FactKey, known: Household = {}): VueWrapper =>
  mount(FactInput, {
    attachTo: document.body,
    props: {
      fact,
      answers: choicesFor(fact, parameters, known),
      legend: '问',
      known: known as Record<string, unknown>,
    },
  })
const answered = (page: VueWrapper): unknown[] => (page.emitted('answer') ?? []).map(([facts]) => facts)

describe('a question', () => {
  it('is answered by one tap on a tile', async () => {
    const page = ask('basicLifeBroken')
    await page.get('input[value="0"]').setValue(true)
    expect(answered(page)).toEqual([{ basicLifeBroken: true }])
  })

  it('can be left open: that is an answer too, and never a no', async () => {
    const page = ask('basicLifeBroken')
    await page.get('input[value="unknown"]').setValue(true)
    expect(answered(page)).toEqual([{ basicLifeBroken: 'unknown' }])
  })

  it('is not answered by arrow keys that only pass over the tiles', async () => {
    const page = ask('basicLifeBroken')
    await page.get('input').trigger('keydown', { key: 'ArrowDown' })
    await page.get('input[value="1"]').setValue(true)
    expect(answered(page)).toEqual([])
    await page.get('.btn').trigger('click')
    expect(answered(page)).toEqual([{ basicLifeBroken: false }])
  })

  it('with a list takes nothing ticked for no answer, and "none of these" for an answer', async () => {
    const page = ask('currentStatus')
    await page.get('.btn').trigger('click')
    expect(answered(page)).toEqual([])
    await page.get('input[value="nothing"]').setValue(true)
    await page.get('.btn').trigger('click')
    expect(answered(page)).toEqual([{ currentStatus: ['none'] }])
  })

  it('takes an amount as it is said, and says why it cannot read another', async () => {
    const page = ask('monthlyIncome')
    await page.get('form input').setValue('不知道多少')
    await page.get('form').trigger('submit')
    expect(answered(page)).toEqual([])
    expect(page.text()).toContain('请写数字')
    await page.get('form input').setValue('一千二')
    await page.get('form').trigger('submit')
    expect(answered(page)).toEqual([{ monthlyIncome: 1200 }])
  })
})

describe('a typed number', () => {
  const money = { min: 0, max: 1e9, whole: false }
  const read = (typed: string): unknown => {
    const said = typedNumber(typed, money)
    return said.ok ? said.value : said.code
  }

  it('is read as people write it', () => {
    expect(['1,200', '１２００', '1.5万', '一千二', '三千块', '3000到4000'].map(read)).toEqual([
      1200, 1200, 15_000, 1200, 3000, 3500,
    ])
  })

  it('is refused with a reason when it is none, is broken where whole ones count, or lies outside', () => {
    expect(read('')).toBe('not-a-number')
    expect(typedNumber('2.5', { min: 1, max: 30, whole: true })).toEqual({ ok: false, code: 'not-whole' })
    expect(typedNumber('300', { min: 0, max: 130, whole: true })).toEqual({ ok: false, code: 'out-of-range' })
  })

  it('never becomes another number, whatever is typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (number) => {
        expect(read(String(number))).toBe(number)
        expect(read(`${number.toLocaleString('en')} 元`)).toBe(number)
      }),
      { numRuns: runs(200) },
    )
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(() => read(typed)).not.toThrow()
      }),
      { numRuns: runs(200) },
    )
  })
})
