import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { loadDraft, newDraft, saveDraft } from '../../web/src/application/draft.ts'
import { loadReader } from '../../web/src/application/reader.ts'
import { open as openAt, settle, text, type Opened } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })
beforeAll(async () => {
  await import('../../web/src/calculator/CalculatorPage.vue')
  await loadReader()
}, 60_000)

const asked = [vi.spyOn(http, 'get'), vi.spyOn(http, 'post')]
const sentence = '我男人上个月脑梗住院，自己掏了三万多。家里三口人，一个月就一千五。'

beforeEach(async () => {
  vi.clearAllMocks()
  window.scrollTo = () => undefined
  await forgetEverything()
  await loadTexts(['calculator', 'application', 'assessment', 'fact', 'policy', 'problem', 'reading'])
})

const open = (path = '/calculator'): Promise<Opened> => openAt(path, ['/apply'])
const title = (page: VueWrapper): string => text(page.find('h1').element)
const counts = (page: VueWrapper): string => text(page.find('.dock .counts').element)
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button').find((one) => text(one.element) === label)
  if (!found) throw new Error(`no button ${label}`)
  await found.trigger('click')
  await settle()
}
/** Answers whatever is asked by not knowing. */
async function unsure(page: VueWrapper): Promise<void> {
  const tile = page.findAll('main .tile').find((one) => text(one.element).startsWith('说不清'))
  if (tile) await tile.find('input').setValue(true)
  else await press(page, '说不清，先跳过')
  const take = page.findAll('button').find((one) => text(one.element) === '选好了')
  if (take) await take.trigger('click')
  await settle()
}

describe('calculating what fits', () => {
  it('begins with nothing said, one question at a time, everything still possible', async () => {
    const { page } = await open()
    await press(page, '开始')
    expect(title(page)).toMatch(/？$/)
    expect(page.findAll('fieldset')).toHaveLength(1)
    expect(counts(page)).toContain('说不准21')
  })

  it('never takes an answer that was not given: it says what is missing', async () => {
    const { page } = await open()
    await press(page, '开始')
    const question = title(page)
    await press(page, '下一问')
    expect(title(page)).toBe(question)
    expect(text(page.find('.dock').element)).toContain('请选一个。说不清也行')
  })

  it('goes on to another question when somebody is not sure, and rules nothing out for it', async () => {
    const { page } = await open()
    await press(page, '开始')
    const question = title(page)
    await unsure(page)
    await press(page, '下一问')
    expect(title(page)).not.toBe(question)
    expect(counts(page)).toContain('不太可能0')
  })

  it('takes the answer back with the step', async () => {
    const { page } = await open()
    await press(page, '开始')
    const first = title(page)
    await page.find('main .tile input').setValue(true)
    const tiles = page.findAll('main .tile').map((one) => text(one.element))
    expect(page.findAll('main .tile.on')).toHaveLength(1)
    const stay = page.findAll('main .tile').map((one) => text(one.element))
    expect(stay, 'tiles stay while one is chosen').toEqual(tiles)
    await press(page, '下一问')
    await page.find('header button').trigger('click')
    await page.find('header button').trigger('click')
    await settle()
    expect(title(page)).toBe('算算能办啥')
    await press(page, '开始')
    expect(title(page)).toBe(first)
    expect(page.findAll('main .tile.on')).toHaveLength(0)
  })

  it('tells why something is asked: what the answer settles', async () => {
    const { page } = await open()
    await page.find('textarea').setValue(sentence)
    await press(page, '接着算')
    await press(page, '为什么问这个')
    expect(text(page.find('dialog[open]').element)).toMatch(/这几项能说得更准|结果更准/)
  })

  it('shows reasons at any time, and becomes an application with everything carried over', async () => {
    const { page, router } = await open()
    await page.find('textarea').setValue(sentence)
    await press(page, '接着算')
    await press(page, '不答了，看结果')
    expect(title(page)).toBe('算出来了')
    expect(text(page.element)).toContain('医疗救助')
    await press(page, '就按这些申请')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/apply'))
    expect((await loadDraft())?.words).toBe(sentence)
  })

  it('adds to an application that was begun, and overwrites no word of it', async () => {
    await saveDraft({ ...newDraft(), words: '房子漏雨', address: '村东头' })
    const { page } = await open('/calculator?programme=dibao')
    await page.find('textarea').setValue(sentence)
    await press(page, '接着算')
    await press(page, '不答了，看结果')
    await press(page, '就按这些申请')
    await vi.waitFor(async () => expect((await loadDraft())?.added).toEqual(['dibao']))
    expect(await loadDraft()).toMatchObject({ words: `房子漏雨\n${sentence}`, address: '村东头', added: ['dibao'] })
  })

  it('is still there when the page is opened again, and gone when started over', async () => {
    const { page } = await open()
    await page.find('textarea').setValue(sentence)
    await press(page, '接着算')
    const question = title(page)
    page.unmount()
    await settle()
    const again = await open()
    await vi.waitFor(() => expect(title(again.page)).toBe(question))
    await press(again.page, '不答了，看结果')
    await press(again.page, '从头再算')
    expect((again.page.find('textarea').element as HTMLTextAreaElement).value).toBe('')
  })

  it('asks no server anything', async () => {
    const { page } = await open()
    await page.find('textarea').setValue(sentence)
    await press(page, '接着算')
    await unsure(page)
    await press(page, '下一问')
    for (const spy of asked) expect(spy).not.toHaveBeenCalled()
  })

  it('gives the numbers to call where somebody is in danger', async () => {
    const { page } = await open()
    await page.find('textarea').setValue('我不想活了')
    expect(page.findAll('a[href^="tel:"]').length).toBeGreaterThan(0)
  })
})
