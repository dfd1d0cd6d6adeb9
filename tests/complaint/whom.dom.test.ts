import { DOMWrapper, enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PeopleOf, RouteAsked } from '@yima/shared/complaint/contract'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { handIn } from '../../web/src/complaint/handed.ts'
import { open, settle, text } from '../fixtures/page.ts'

const ask = vi.hoisted(() => vi.fn<(path: string, body: unknown) => Promise<unknown>>())
vi.mock('../../web/src/complaint/channel.ts', () => ({
  askSafely: ask, askForSalt: () => Promise.reject(new Error('nobody asks for it here')), writeSafely: vi.fn(), putPart: vi.fn(), chance: () => 'd'.repeat(64),
}))
vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
beforeAll(() => Promise.all([import('../../web/src/complaint/ComplainPage.vue'), import('../../web/src/complaint/PickSheet.vue')]), 60_000)

const [he, zuo, ma] = [{ id: 'o-he', name: '何文静', post: '经办' }, { id: 'o-zuo', name: '左大庆', post: '所长' }, { id: 'o-ma', name: '马三', post: '会计' }]
const window_ = { id: 'u-window', name: '稻香镇便民服务中心', kind: 'window' } as const
const discipline = { id: 'u-discipline', name: '稻香镇纪委', kind: 'discipline' } as const
const people: PeopleOf = {
  groups: [
    { level: 'village', unit: window_, officers: [ma] },
    { level: 'town', unit: window_, officers: [he, zuo] },
    { level: 'town', unit: discipline, officers: [] },
  ],
}
const routeTo = (name: string): OpenedRoute => ({
  ...{ office: { id: name, name, phone: null }, officeKey: '', handed: [], readers: [], above: null, higher: [], recovery: [] }, excluded: ['稻香镇'],
})

/** What the page asked the way for, the last time. */
const asked = (): RouteAsked | undefined => ask.mock.calls.filter(([path]) => path === '/complaints/routes').at(-1)?.[1] as RouteAsked | undefined
let noLine: boolean
let page: VueWrapper

beforeEach(async () => {
  vi.resetAllMocks()
  noLine = false
  ask.mockImplementation((path) => {
    if (path === '/complaints/routes') return Promise.resolve(routeTo('县纪委监委'))
    return noLine ? Promise.reject(new ProblemError('offline')) : Promise.resolve(people)
  })
  await forgetEverything()
  await loadTexts(['complaint', 'problem'])
  handIn({ place: { code: '990101100201', name: '稻香镇 梅林村' } })
})
async function complain(): Promise<void> {
  page = (await open('/complain')).page
}

const everywhere = (): DOMWrapper<Element> => new DOMWrapper(document.body)
const press = async (words: string, of: DOMWrapper<Element> = everywhere()): Promise<void> => {
  const found = of.findAll('button').find((one) => text(one.element).includes(words))
  if (!found) throw new Error(`no button says ${words}`)
  await found.trigger('click')
  await settle()
}
const about = async (value: string): Promise<void> => {
  await page.get(`input[type=radio][value=${value}]`).setValue(true)
  await settle()
}
const sheet = (): DOMWrapper<Element> => {
  const found = everywhere().findAll('dialog').find((one) => text(one.element).includes('选好了'))
  if (!found) throw new Error('no sheet is open')
  return found
}
const tick = async (id: string, on = true): Promise<void> => {
  await sheet().get(`input[type=checkbox][value=${id}]`).setValue(on)
  await settle()
}
const row = (): string => text(page.findAll('button').find((one) => text(one.element).includes('指出是哪一位'))?.element ?? { textContent: '' })

describe('the sheet in which somebody says whom it is about', () => {
  it('names everybody of that kind, office by office, and keeps out whoever is ticked, several of them, and lets them go again', async () => {
    await complain()
    await about('town')
    expect(asked()).toMatchObject({ accused: [], accusedUnits: ['u-window', 'u-discipline'], unknown: false })
    await press('指出是哪一位')
    expect(sheet().findAll('legend').map(({ element }) => text(element))).toEqual(['稻香镇便民服务中心', '稻香镇纪委'])
    expect(text(sheet().element)).toContain('何文静经办')
    expect(text(sheet().element)).not.toContain('马三')
    await tick('o-he')
    await tick('o-zuo')
    await tick('u-discipline')
    expect(asked()).toMatchObject({ accused: ['o-he', 'o-zuo'], accusedUnits: ['u-discipline'] })
    await tick('o-zuo', false)
    await press('选好了', sheet())
    expect(asked()).toMatchObject({ accused: ['o-he'], accusedUnits: ['u-discipline'] })
    expect(row()).toContain('稻香镇纪委、何文静（经办）')
  })

  it('offers of a village its people and no office as a whole, which works for others, too', async () => {
    await complain()
    await about('village')
    await press('指出是哪一位')
    expect(sheet().findAll('input[type=checkbox]').map(({ element }) => (element as HTMLInputElement).value)).toEqual(['o-ma'])
    await tick('o-ma')
    expect(asked()).toMatchObject({ accused: ['o-ma'], accusedUnits: [] })
  })

  it('takes somebody whose name nobody knows by a description, which the office that asks for the way never hears', async () => {
    await complain()
    await about('town')
    await press('指出是哪一位')
    await sheet().get('input[type=text], input:not([type]), textarea').setValue('戴眼镜的高个子')
    await press('选好了', sheet())
    expect(JSON.stringify(ask.mock.calls)).not.toContain('眼镜')
    expect(asked()).toMatchObject({ accusedUnits: ['u-window', 'u-discipline'] })
  })

  it('forgets who was picked when it is about others: nobody is accused by a choice that shows no more', async () => {
    await complain()
    await about('town')
    await press('指出是哪一位')
    await tick('o-he')
    await press('选好了', sheet())
    await about('village')
    expect(asked()).toMatchObject({ accused: ['o-ma'], accusedUnits: [] })
    expect(row()).not.toContain('何文静')
  })
})

it('while it is not known who works there no way is shown, as nobody would be kept out; one more try finds both', async () => {
  noLine = true
  await complain()
  await about('town')
  expect(asked()).toBeUndefined()
  expect(text(page.element as Element)).not.toContain('会收到')
  noLine = false
  await press('再取一次')
  expect(asked()).toMatchObject({ accusedUnits: ['u-window', 'u-discipline'], unknown: false })
  expect(text(page.element as Element)).toContain('会收到县纪委监委')
})
