import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, enqueue } from '../../web/src/app/outbox.ts'
import { endLocking, isLocking } from '../../web/src/app/phone-lock.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, keep, recall } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })
beforeAll(() => import('../../web/src/me/MePage.vue'), 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const remove = vi.spyOn(http, 'delete')
let signedIn = true

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['me', 'identity', 'problem'])
  signedIn = true
  const resident = { kind: 'resident', phone: '138****8000', mark: 'somebody-here-0000001' }
  get.mockImplementation(async () =>
    ({ resident: signedIn ? resident : null, officer: null, demo: true, today: '2026-11-21' }))
  remove.mockImplementation(async () => { signedIn = false })
})

const open = async (): Promise<VueWrapper> => (await openAt('/me')).page
async function press(page: VueWrapper, label: string): Promise<void> {
  await page.findAll('button').find((one) => text(one.element) === label)?.trigger('click')
  await settle()
}

describe('what is mine on this phone', () => {
  it('says who is signed in, and signing out takes what was kept with it', async () => {
    await keep('track.own', { at: '2026-11-21T00:00:00Z', applications: [] })
    const page = await open()
    expect(text(page.element)).toContain('138****8000已登录')
    await press(page, '退出')
    await vi.waitFor(() => expect(page.find('a[href="/track?way=phone"]').exists()).toBe(true))
    expect(remove).toHaveBeenCalledExactlyOnceWith('/sessions/current')
    expect(await recall('track.own')).toBeUndefined()
  })

  it('says how much has not been received yet, and leads there', async () => {
    post.mockRejectedValue(new ProblemError('timeout'))
    await enqueue([{ id: 'w1', kind: 'application', path: '/applications', body: {} }])
    const page = await open()
    await vi.waitFor(() => expect(text(page.element)).toContain('要送出的1件'))
    expect(page.find('a[href="/outbox"]').exists()).toBe(true)
  })

  it('says that something cannot be sent', async () => {
    post.mockRejectedValue(new ProblemError('invalid-input', { status: 422, title: '有几处要改一改' }))
    await enqueue([{ id: 'w1', kind: 'application', path: '/applications', body: {} }])
    const page = await open()
    await vi.waitFor(() => expect(text(page.element)).toContain('有1件发不出'))
  })

  it('clears this device only after asking: session, drafts and what waits to be sent', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    await keep('draft:application', { words: '房子漏雨' })
    await enqueue([{ id: 'w1', kind: 'application', path: '/applications', body: {} }])
    const page = await open()
    await page.findAll('button').find((one) => text(one.element).startsWith('清掉这部手机上的东西'))?.trigger('click')
    await settle()
    expect(await recall('draft:application')).toBeDefined()
    await press(page, '全部清掉')
    await vi.waitFor(() => expect(text(page.element)).toContain('清好了'))
    expect(remove).toHaveBeenCalledExactlyOnceWith('/sessions/current')
    expect(await recall('draft:application')).toBeUndefined()
    expect(text(page.element)).not.toContain('要送出的')
    expect(isLocking()).toBe(false)
  })

  it('cleared without a network, asks nothing more under the sign-in that it could not end', async () => {
    const page = await open()
    remove.mockRejectedValue(new ProblemError('offline'))
    await page.findAll('button').find((one) => text(one.element).startsWith('清掉这部手机上的东西'))?.trigger('click')
    await settle()
    await press(page, '全部清掉')
    await vi.waitFor(() => expect(text(page.element)).toContain('清好了'))
    expect(isLocking()).toBe(true)
    endLocking()
  })
})
