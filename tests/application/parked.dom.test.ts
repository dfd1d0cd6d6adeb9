import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { routes } from '../fixtures/all-pages.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { loadDraft, newDraft, saveDraft, type Draft } from '../../web/src/application/draft.ts'
import { loadSteps } from '../../web/src/application/later-steps.ts'
import { findParked, listParked, park, removeReceived, saveWhereItLies, takeUp } from '../../web/src/application/parked.ts'
import { finished } from './draft.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await Promise.all([
    import('../../web/src/application/ApplyPage.vue'),
    import('../../web/src/application/QueuedCard.vue'),
    import('../../web/src/application/ReceivedPage.vue'),
    import('../../web/src/application/OtherReceipts.vue'),
    import('../../web/src/outbox/OutboxPage.vue'),
    loadSteps(),
  ])
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
let router: Router

const number = (at: number): string => `483170526318${at}`
let received = 0
const submitted = () => {
  received += 1
  return {
    id: `id-${received}`, receiptNumber: number(received), kind: 'application', submittedAt: '2026-11-22T07:20:00Z', urgent: false,
    duty: null, visit: { date: '2026-11-25', provisional: false }, office: { name: '稻香镇社会救助窗口', phone: null }, handler: null,
    claims: [], phoneConfirmed: false, signedIn: false,
  }
}
const online = (): void => {
  post.mockImplementation(async (path) => (path === '/files' ? { id: crypto.randomUUID() } : submitted()))
}
const offline = (): void => {
  post.mockRejectedValue(new ProblemError('offline'))
}

beforeEach(async () => {
  vi.resetAllMocks()
  received = 0
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['application', 'assessment', 'consent', 'fact', 'identity', 'outbox', 'policy', 'problem', 'reading'])
  get.mockImplementation(async (path) =>
    path.startsWith('/regions')
      ? { code: '990101000000', name: '青禾县', level: 'county', parent: null, path: [], children: [], office: null, supervisors: [] }
      : { resident: null, officer: null, demo: true, today: '2026-11-22' })
  offline()
})

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await vi.dynamicImportSettled()
    await flushPromises()
  }
}
async function open(address = '/apply'): Promise<VueWrapper> {
  router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(address)
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [router] } })
  await settle()
  return page
}
const text = (page: VueWrapper): string => page.text().replace(/\s+/g, '')
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button, a').find((one) => one.text().replace(/\s+/g, '').includes(label))
  if (!found) throw new Error(`no ${label} on: ${text(page)}`)
  await found.trigger('click')
  await settle()
}
const wordsIn = (page: VueWrapper): string => (page.get('#apply-words').element as HTMLTextAreaElement).value

const picture = (key: string) => ({ key, picture: new Blob([key], { type: 'image/jpeg' }) })
const applicant = (name: string): Partial<Draft> => ({ applicant: { ...finished().applicant, name } })
const written = (name: string, rest: Partial<Draft> = {}): Draft =>
  finished({ step: 'sign', words: `${name}家的房子漏雨`, consent: { method: 'at-visit' }, ...applicant(name), ...rest })

/** Hands in what lies in hand, without a network. */
async function handIn(page: VueWrapper): Promise<void> {
  await page.get('.dock .btn.main').trigger('click')
  await vi.waitFor(() => expect(text(page)).toContain('写好了，在这部手机上'))
}

describe('whoever hands in for several people where there is no network', () => {
  it('begins the next while the last one waits, and each has its own receipt', async () => {
    await saveDraft(written('周素芬', { photos: [picture('roof')] }))
    const page = await open('/apply?step=sign')
    await handIn(page)
    await press(page, '再写一份')
    expect(wordsIn(page)).toBe('')
    expect(await loadDraft()).toBeUndefined()

    page.unmount()
    await saveDraft(written('李国强'))
    const again = await open('/apply?step=sign')
    await handIn(again)
    expect(outbox.value.filter(({ kind }) => kind === 'application')).toHaveLength(2)

    online()
    await sendNow()
    await vi.waitFor(() => expect(router.currentRoute.value.path).toMatch(/^\/apply\/received\//))
    await settle()
    await vi.waitFor(() => expect(text(again)).toContain('周*芬的也收到了'))
    const firstSlip = router.currentRoute.value.path
    await press(again, '周*芬的也收到了')
    await vi.waitFor(() => expect(router.currentRoute.value.path).not.toBe(firstSlip))
    await settle()
    expect(text(again)).toContain('受理号')
    expect(text(again)).not.toContain('也收到了')
    expect([outbox.value.length, await keysKept('draft')]).toEqual([0, []])
    expect(await keysKept('receipt:')).toHaveLength(2)
  })

  it('reads in the outbox whose each is, and mends the one that was refused while another is being written', async () => {
    await saveDraft(written('周素芬'))
    const page = await open('/apply?step=sign')
    await handIn(page)
    await press(page, '再写一份')
    page.unmount()
    await saveDraft({ ...newDraft(), words: '李国强家两天没吃饱' })
    post.mockRejectedValue(new ProblemError('invalid-input', { status: 422, title: '有几处要改', errors: [{ field: 'words', code: 'too-long' }] }))
    await sendNow()
    const list = await open('/outbox')
    await vi.waitFor(() => expect(text(list)).toContain('发不出的（1）申请：周*芬'))
    const mend = list.findAll('a').find((link) => link.text().includes('去改一改'))?.attributes('href') ?? ''
    list.unmount()
    const mending = await open(mend)
    await vi.waitFor(() => expect(wordsIn(mending)).toBe('周素芬家的房子漏雨'))
    await vi.waitFor(() => expect(text(mending)).toContain('写得太长了'))
    expect((await listParked()).map(({ words }) => words)).toEqual(['李国强家两天没吃饱'])
    mending.unmount()
    expect(text(await open('/outbox'))).toContain('开头是“李国强家两天没吃饱”')
  })
})

describe('a draft that was put aside', () => {
  it('keeps its pictures while another is written and saved', async () => {
    await saveDraft(written('周素芬', { key: 'a', photos: [picture('roof')] }))
    await park()
    await saveDraft(written('李国强', { key: 'b', photos: [picture('wall')] }))
    expect((await findParked('a'))?.photos.map(({ key }) => key)).toEqual(['roof'])
    await takeUp('a')
    expect((await loadDraft())?.photos.map(({ key }) => key)).toEqual(['roof'])
    expect((await findParked('b'))?.photos.map(({ key }) => key)).toEqual(['wall'])
  })

  it('is removed and rewritten where it lies: what another tab holds in hand stays', async () => {
    await saveDraft(written('周素芬', { key: 'a', handedOver: 'a' }))
    await park()
    await saveDraft({ ...newDraft(), words: '刚开始写' })
    await saveWhereItLies(written('周素芬', { key: 'a', words: '给回来的' }))
    expect([(await findParked('a'))?.words, (await loadDraft())?.words]).toEqual(['给回来的', '刚开始写'])
    await removeReceived('a')
    expect([await findParked('a'), (await loadDraft())?.words]).toEqual([undefined, '刚开始写'])
  })

  it('is not made of a page on which nothing was written', async () => {
    await saveDraft(newDraft())
    await park()
    expect(await listParked()).toEqual([])
  })
})
