import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ObjectionStatus } from '@yima/shared/objection/contract'
import type { NoticeLine, VillageNotices } from '@yima/shared/notice/contract'
import { deviceKey } from '../../web/src/app/device.ts'
import { http } from '../../web/src/app/http.ts'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { emptyOutbox, outbox } from '../../web/src/app/outbox.ts'
import { prefer } from '../../web/src/app/preferences.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import { open, settle, text } from '../fixtures/page.ts'

// No browser draws here: a photo goes as it is.
vi.mock('../../web/src/application/shrink.ts', () => ({ shrink: (photo: File) => Promise.resolve(photo) }))
vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await Promise.all(['ObjectPage', 'ObjectionPage', 'ObjectionForm'].map((name) => import(`../../web/src/objection/${name}.vue`)))
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const notice = '01900000-0000-7000-8000-00000000000a'
const path = `/notices/990101100201/object/${notice}`
const line: NoticeLine = {
  id: notice, kind: 'review', name: '张*兰', programme: 'dibao', persons: 2, amount: { yuan: 640, per: 'monthly' }, cause: null, relative: null,
  change: null, since: null, until: '2026-11-30', days: { from: '2026-11-20', to: '2026-11-27', needed: 7, counted: 2, missed: 0 }, open: true,
}
const board: VillageNotices = {
  village: { code: '990101100201', name: '梅林村', town: '稻香镇' }, office: { name: '稻香镇', phone: '0990' }, on: '2026-11-22',
  counts: { review: 1, temporary: 0, school: 0, change: 0, 'long-term': 0, relatives: 0 }, items: [line], next: null,
}
const status: ObjectionStatus = {
  receiptNumber: '4831705263186', state: 'answered', filedOn: '2026-11-20', due: null, late: false, effect: 'pauses',
  office: { name: '稻香镇便民服务中心', phone: '0990-1' },
  answer: { on: '2026-11-22', found: 'as-shown', again: false, declined: null, words: '车是邻居的' },
}
let reached = true
let refused: ProblemError | undefined
beforeEach(async () => {
  await forgetEverything()
  emptyOutbox()
  prefer({ size: 'normal' })
  await loadTexts(['objection', 'problem'])
  speak('zh-CN')
  reached = true
  refused = undefined
  get.mockReset().mockImplementation(async (asked) => {
    if (asked.startsWith('/notices/')) return board as never
    throw new ProblemError('offline')
  })
  post.mockReset().mockImplementation(async (asked) => {
    if (!reached) throw new ProblemError('offline')
    if (refused) throw refused
    if (asked === '/files') return { id: notice, width: 1, height: 1 } as never
    return (asked === '/objections/status' ? status : { receiptNumber: '4831705263186', admitBy: { date: '2026-11-24', provisional: false } }) as never
  })
})

const button = (page: VueWrapper, words: string) => page.findAll('button').find((one) => text(one.element) === words)!
const words = (page: VueWrapper) => page.find('textarea')
const field = (page: VueWrapper, label: string) => {
  const found = page.findAll('label').find((one) => text(one.element).startsWith(label))!
  return page.find(`#${found.attributes('for')}`)
}

async function written(page: VueWrapper): Promise<void> {
  await page.find('input[type="checkbox"][value="property"]').setValue(true)
  await words(page).setValue('他家去年买了一辆车')
  await field(page, '自己定4个数字').setValue('4711')
}

describe('somebody who sees a notice differently', () => {
  it('reads what is posted and who reads it, and gets a slip with number and digits', async () => {
    const { page } = await open(path)
    expect(text(page.element)).toContain('张*兰')
    expect(text(page.element)).toContain('这一家不会知道是您')
    await written(page)
    await button(page, '交上去，请别人去查').trigger('click')
    await settle()
    await vi.waitFor(() => expect(text(page.element)).toContain('4831705263186'))
    expect(text(page.element)).toContain('4711')
    const [asked, body] = post.mock.calls[0]!
    expect([asked, body]).toEqual([`/notices/${notice}/objections`, { wrongs: ['property'], words: '他家去年买了一辆车', photos: [], named: null, lastFour: '4711' }])
  })

  it('is tied to nothing else that this phone sends: each goes, with its pictures, under a device key of its own', async () => {
    const used: string[][] = []
    for (const at of [1, 2]) {
      const { page } = await open(path)
      await written(page)
      const box = page.find<HTMLInputElement>('input[type="file"]')
      Object.defineProperty(box.element, 'files', { value: [new File([`photo ${at}`], 'a.jpg', { type: 'image/jpeg' })], configurable: true })
      Object.defineProperty(box.element, 'value', { value: '', writable: true })
      await box.trigger('change')
      await vi.waitFor(() => expect(page.findAll('.shots li')).toHaveLength(1))
      await button(page, '交上去，请别人去查').trigger('click')
      await vi.waitFor(() => expect(text(page.element)).toContain('4831705263186'))
      used.push(post.mock.calls.splice(0).map(([, , options]) => (options as { device?: string }).device ?? 'the phone’s own'))
      page.unmount()
    }
    const keys = used.map((of) => [...new Set(of)])
    expect([used.map((of) => of.length), keys.map((of) => of.length)]).toEqual([[2, 2], [1, 1]])
    expect(keys.flat().every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true)
    expect(new Set([...keys.flat(), await deviceKey()]).size).toBe(3)
  })

  it('is told what is missing, and loses no word to a closed page', async () => {
    const { page } = await open(path)
    await button(page, '交上去，请别人去查').trigger('click')
    expect(text(page.element)).toContain('请选一样不对的地方')
    expect(text(page.element)).toContain('请写4个数字')
    await written(page)
    await everythingKept()
    page.unmount()
    const again = (await open(path)).page
    await settle()
    expect((words(again).element as HTMLTextAreaElement).value).toBe('他家去年买了一辆车')
  })

  it('without a network hands over all the same: it waits on this phone', async () => {
    reached = false
    const { page } = await open(path)
    await written(page)
    await button(page, '交上去，请别人去查').trigger('click')
    await settle()
    await vi.waitFor(() => expect(text(page.element)).toContain('在这部手机上'))
    expect(outbox.value.map(({ kind }) => kind)).toEqual(['objection'])
    // Whoever comes back finds it waiting, and no second form.
    page.unmount()
    const again = (await open(path)).page
    await settle()
    expect(text(again.element)).toContain('在这部手机上')
    expect(again.find('textarea').exists()).toBe(false)
  })

  it('gets everything back that was not taken, with why', async () => {
    refused = new ProblemError('not-allowed-now', { errors: [{ field: 'notice', code: 'notice-over' }] })
    const { page } = await open(path)
    await written(page)
    await button(page, '交上去，请别人去查').trigger('click')
    await settle()
    await vi.waitFor(() => expect(text(page.element)).toContain('这份公示已经结束了'))
    expect((words(page).element as HTMLTextAreaElement).value).toBe('他家去年买了一辆车')
  })

  it('reads the answer with number and digits, and is told alike of wrong ones', async () => {
    const { page } = await open('/objection')
    await field(page, '受理号').setValue('4831705263186')
    await field(page, '您定的4个数字').setValue('4711')
    await button(page, '看结果').trigger('click')
    await settle()
    expect(text(page.element)).toContain('查过了：和公示的一样')
    expect(text(page.element)).toContain('车是邻居的')
    await button(page, '看另一个').trigger('click')
    refused = new ProblemError('not-found', { errors: [{ field: 'receiptNumber', code: 'receipt-or-four' }] })
    await button(page, '看结果').trigger('click')
    await settle()
    expect(text(page.element)).toContain('号码和后4位对不上')
  })
})
