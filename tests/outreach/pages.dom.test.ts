import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { deviceKey } from '../../web/src/app/device.ts'
import { http } from '../../web/src/app/http.ts'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { emptyOutbox, outbox } from '../../web/src/app/outbox.ts'
import { prefer } from '../../web/src/app/preferences.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, keep } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import { open, settle, text } from '../fixtures/page.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
afterEach(() => document.body.replaceChildren())
beforeAll(async () => {
  await Promise.all(['FindPage', 'StatusPage', 'FindForm'].map((name) => import(`../../web/src/outreach/${name}.vue`)))
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const office = { name: '稻香镇社会救助窗口', phone: '0990-1' }
const filed = { receiptNumber: '4831705263186', visitBy: { date: '2026-11-26', provisional: false }, office, urgent: false, duty: null }
let reached = true
let refused: ProblemError | undefined
beforeEach(async () => {
  await forgetEverything()
  emptyOutbox()
  prefer({ size: 'normal' })
  await loadTexts(['outreach', 'application', 'problem', 'reading'])
  speak('zh-CN')
  reached = true
  refused = undefined
  await keep('last-place', { code: '990101100201', name: '稻香镇梅林村' })
  get.mockReset().mockRejectedValue(new ProblemError('offline'))
  post.mockReset().mockImplementation(async (asked) => {
    if (!reached) throw new ProblemError('offline')
    if (refused) throw refused
    return (asked === '/outreach/status' ? { ...filed, state: 'looked-at' } : filed) as never
  })
})

const button = (page: VueWrapper, words: string) => page.findAll('button').find((one) => text(one.element) === words)!
const field = (page: VueWrapper, label: string) => {
  const found = page.findAll('label').find((one) => text(one.element).startsWith(label))!
  return page.find(`#${found.attributes('for')}`)
}
async function written(): Promise<VueWrapper> {
  const { page } = await open('/outreach')
  await settle()
  await page.find('textarea').setValue('张婆婆一个人住，腿摔了')
  await button(page, '还知道别的：电话、照片').trigger('click')
  await field(page, '怎么找到他').setValue('3 组，老学校后面')
  await field(page, '您的手机号').setValue('139 0000 1234')
  return page
}
const send = async (page: VueWrapper): Promise<void> => {
  await button(page, '说一声，请人去看看').trigger('click')
  await settle()
}

describe('whoever points somebody out', () => {
  it('needs a sentence, a village and some way to find them; with nothing of it each box says what it lacks', async () => {
    const { page } = await open('/outreach')
    await settle()
    await send(page)
    expect(text(page.element)).toContain('请说一句，看到什么难处')
    expect(text(page.element)).toContain('写一样就行')
    expect(post).not.toHaveBeenCalled()
  })

  it('sends it under no sign-in and a key of its own, and gets a number that is kept on this phone', async () => {
    const page = await written()
    await send(page)
    const [path, body, options] = post.mock.calls[0] as unknown as [string, unknown, { device: string; actor?: string }]
    expect([path, body]).toEqual(['/outreach', {
      words: '张婆婆一个人住，腿摔了', regionCode: '990101100201', whereToFind: '3 组，老学校后面', photos: [],
      finder: { as: 'neighbour', phone: '139 0000 1234' },
    }])
    expect(options.actor).toBeUndefined()
    expect(options.device).toMatch(/^[0-9a-f]{64}$/)
    expect(options.device).not.toBe(await deviceKey())
    expect(text(page.element)).toContain('收到了，谢谢您')
    expect(text(page.element)).toContain('4831705263186')
    expect(outbox.value).toEqual([])
    const { page: status } = await open('/outreach/status')
    await settle()
    await button(status, '看一看').trigger('click')
    await settle()
    expect(text(status.element)).toContain('有人在看这件事了')
  })

  it('keeps it without a network, and never under one key twice', async () => {
    reached = false
    const page = await written()
    await send(page)
    expect(text(page.element)).toContain('记下了')
    await button(page, '再说一家').trigger('click')
    await settle()
    await page.find('textarea').setValue('李大爷腿脚不好')
    await field(page, '怎么找到他').setValue('5 组')
    await send(page)
    await everythingKept()
    const keys = outbox.value.map(({ device }) => device)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(2)
  })

  it('finds every word in the form again where the office refused it', async () => {
    refused = new ProblemError('invalid-input', { status: 422, errors: [{ field: 'finder.phone', code: 'phone-too-short' }] })
    const page = await written()
    await send(page)
    expect((page.find('textarea').element as HTMLTextAreaElement).value).toBe('张婆婆一个人住，腿摔了')
    expect((field(page, '怎么找到他').element as HTMLInputElement).value).toBe('3 组，老学校后面')
    expect(outbox.value).toEqual([])
  })

  it('reads the numbers to ring as soon as the words say danger', async () => {
    const { page } = await open('/outreach')
    await page.find('textarea').setValue('老人两天没吃饭了，家里没米下锅')
    await vi.waitFor(() => expect(page.find('[role=alert]').exists()).toBe(true), 10_000)
  })
})
