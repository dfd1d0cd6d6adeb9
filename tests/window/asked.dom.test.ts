import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import type { AskedView } from '@yima/shared/window/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })
beforeAll(() => import('../../web/src/window/AskedPage.vue'), 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const wish: AskedView = {
  id: 'o1', officer: { name: '何文静', post: '经办', office: '稻香镇便民服务中心' }, purpose: 'apply', words: null,
  asked: ['name', 'contact'], given: [], endsAt: '2026-11-21T02:30:00.000Z',
}
let asked: AskedView[]

beforeEach(async () => {
  vi.resetAllMocks()
  await loadTexts(['window', 'mine', 'problem'])
  asked = [wish]
  get.mockImplementation(async () => ({ occasions: asked }))
  post.mockImplementation(async (path, body) => {
    const { scopes } = body as { scopes?: AskedView['given'] }
    asked = path.endsWith('/close') ? [] : [{ ...wish, given: scopes ?? [] }]
    return { occasions: asked }
  })
})

const open = async (): Promise<VueWrapper> => (await openAt('/asked')).page
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button').find((one) => text(one.element) === label)
  if (!found) throw new Error(`no button ${label}`)
  await (found.attributes('type') === 'submit' ? page.find('form').trigger('submit') : found.trigger('click'))
  await settle()
}

describe('whoever is asked to show more', () => {
  it('reads who asks, from which office and for what, and finds nothing ticked', async () => {
    const page = await open()
    expect(text(page.element)).toContain('稻香镇便民服务中心经办何文静')
    expect(text(page.element)).toContain('帮您申请')
    expect(page.findAll('input').map((box) => (box.element as HTMLInputElement).checked)).toEqual([false, false])
  })

  it('is told to tick something when nothing is, and sends nothing', async () => {
    const page = await open()
    await press(page, '给看这些')
    expect(post).not.toHaveBeenCalled()
    expect(text(page.get('[role=alert]').element)).toContain('点一下')
  })

  it('gives what was ticked and no more, takes it back with one tap, and ends it', async () => {
    const page = await open()
    await page.findAll('input')[1]?.setValue(true)
    await press(page, '给看这些')
    expect(post).toHaveBeenLastCalledWith('/me/occasions/o1/given', { scopes: ['contact'] })
    await press(page, '都收回')
    expect(post).toHaveBeenLastCalledWith('/me/occasions/o1/given', { scopes: [] })
    await press(page, '结束，不给看了')
    expect(text(page.element)).toContain('现在没有人要看')
  })

  it('is told when it did not get through, and nothing looks as if it had', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await open()
    await page.findAll('input')[0]?.setValue(true)
    await press(page, '给看这些')
    expect(page.find('.msg.stop').exists()).toBe(true)
    expect(page.find('.msg.done').exists()).toBe(false)
  })

  it('signs in first', async () => {
    get.mockRejectedValue(new ProblemError('sign-in-needed', { status: 401 }))
    expect((await open()).find('a[href="/track?way=phone"]').exists()).toBe(true)
  })
})
