import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import type { Submitted } from '@yima/shared/application/contract'
import type { PlaceView } from '@yima/shared/region/contract'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { routes } from '../fixtures/all-pages.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { loadDraft, saveDraft, type Draft } from '../../web/src/application/draft.ts'
import { loadSteps } from '../../web/src/application/later-steps.ts'
import { finished } from './draft.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await import('../../web/src/application/ApplyPage.vue')
  await import('../../web/src/application/ReceivedPage.vue')
  await loadSteps()
}, 60_000)

const county: PlaceView = {
  code: '990101000000',
  name: '青禾县',
  level: 'county',
  parent: null,
  path: [],
  children: [],
  office: { name: '青禾县民政局', phone: null },
  supervisors: [{ name: '青禾县纪委监委', phone: '0990-6100518' }],
}
const submitted: Submitted = {
  id: '0196f0a0-0000-7000-8000-000000000001',
  receiptNumber: '4831705263186',
  kind: 'application',
  submittedAt: '2026-11-22T07:20:00Z',
  urgent: false,
  duty: null,
  visit: { date: '2026-11-25', provisional: false },
  office: { name: '稻香镇社会救助窗口', phone: '0990-6100925' },
  handler: null,
  claims: [],
  phoneConfirmed: false,
  signedIn: false,
}

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
let router: Router

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await loadTexts([
    'application',
    'assessment',
    'consent',
    'fact',
    'identity',
    'policy',
    'problem',
    'reading',
  ])
  get.mockImplementation(async (path) => {
    if (path.startsWith('/regions')) return county
    return { resident: null, officer: null, demo: true, today: '2026-11-22' }
  })
  post.mockImplementation(async (path) =>
    path === '/files' ? { id: 'file', width: 1, height: 1 } : submitted,
  )
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
  await vi.dynamicImportSettled()
  await settle()
  return page
}
const text = (page: VueWrapper): string => (page.text() + document.body.textContent).replace(/\s+/g, '')
async function forward(page: VueWrapper): Promise<void> {
  await page.get('.dock .btn.main').trigger('click')
  await settle()
}
async function say(page: VueWrapper, words: string): Promise<void> {
  await page.get('#apply-words').setValue(words)
  await settle()
}
const sentPaths = (): string[] => post.mock.calls.map(([path]) => path)
const keptDraft = async (draft: Partial<Draft> = {}): Promise<void> =>
  saveDraft(finished({ step: 'sign', ...draft }))

describe('saying what is hard', () => {
  it('says what is missing and leads there; the button is never dead', async () => {
    const page = await open()
    await forward(page)
    expect(text(page)).toContain('请说一句，家里遇到什么难处')
    expect(document.activeElement?.id).toBe('apply-words')
    expect(router.currentRoute.value.query.step).toBeUndefined()
  })

  it('takes whatever is pasted, cuts nothing, and says that it is too long for the office', async () => {
    const page = await open()
    expect(page.get('#apply-words').attributes('maxlength')).toBeUndefined()
    await say(page, '没'.repeat(9000))
    await forward(page)
    expect(router.currentRoute.value.query.step).toBeUndefined()
    expect((page.get('#apply-words').element as HTMLTextAreaElement).value).toHaveLength(9000)
    expect(page.get('#apply-words').attributes('aria-invalid')).toBe('true')
  })

  it('reads back what was understood with the words that show it, and a correction holds', async () => {
    const page = await open()
    await say(page, '家里三口人，看病花了很多钱。')
    const heard = page.get('.heard')
    expect(heard.text()).toContain('您家 3 口人')
    expect(heard.text()).toContain('三口人')
    await heard.get('button[aria-label="改：您家 3 口人"]').trigger('click')
    await settle()
    await page.get('dialog input[value="4"]').setValue(true)
    await settle()
    expect(page.get('.heard').text()).toContain('您家 4 口人')
  })

  it('forgets what the writer says was never said', async () => {
    const page = await open()
    await say(page, '家里三口人，看病花了很多钱。')
    await page.get('button[aria-label="改：您家 3 口人"]').trigger('click')
    await settle()
    const wrong = page.findAll('dialog .btn').find((button) => button.text().includes('我没说这个'))
    await wrong?.trigger('click')
    await settle()
    expect(page.find('button[aria-label^="改：您家"]').exists()).toBe(false)
  })

  it('shows whom to ring as soon as the words tell of danger, and lets the writer go on', async () => {
    const page = await open()
    await say(page, '家里断粮两天，没饭吃了。')
    const numbers = page.findAll('.alarm a').map((link) => link.attributes('href'))
    expect(numbers).toContain('tel:12345')
    await forward(page)
    expect(router.currentRoute.value.query.step).toBe('answer')
    expect(page.find('.alarm').exists()).toBe(true)
  })

  it('writes a hardship by a tap and takes it out by another', async () => {
    const page = await open()
    const tile = page.findAll('.hardships button').find((button) => button.text().includes('没有收入'))
    await tile?.trigger('click')
    expect((page.get('#apply-words').element as HTMLTextAreaElement).value).toBe('家里没有收入。')
    await tile?.trigger('click')
    expect((page.get('#apply-words').element as HTMLTextAreaElement).value).toBe('')
  })

  it('is for somebody else when one comes by that way, and then asks for no facts', async () => {
    const page = await open('/apply?for=other')
    await say(page, '我邻居王大爷一个人住，三口人都走了，没人管。')
    expect(page.text().replace(/\s+/g, '')).toContain('第1步，共2步')
    expect(page.find('.heard').exists()).toBe(false)
  })
})

describe('words that accuse somebody', () => {
  const words = '我爸瘫在床上没人照顾。村会计收了我五百块好处费才给办低保。'

  it('are not sent before the writer has decided; taken out they are kept nowhere', async () => {
    const page = await open()
    await say(page, words)
    expect(text(page)).toContain('村会计收了我五百块好处费')
    expect(text(page)).toContain('0990-6100518')
    await forward(page)
    expect(router.currentRoute.value.query.step).toBeUndefined()
    expect(document.activeElement?.id).toBe('apply-complaint')
    await page.findAll('#apply-complaint .btn')[1]?.trigger('click')
    await settle()
    expect((page.get('#apply-words').element as HTMLTextAreaElement).value).not.toContain('村会计')
    await forward(page)
    page.unmount()
    await settle()
    expect((await loadDraft())?.words).not.toContain('村会计')
  })

  it('may be sent all the same, and nothing of them goes to the server before that', async () => {
    const page = await open()
    await say(page, words)
    await page.findAll('#apply-complaint .btn')[1]?.trigger('click')
    await settle()
    await forward(page)
    expect(router.currentRoute.value.query.step).toBe('answer')
    expect(post).not.toHaveBeenCalled()
  })
})

describe('an ID number while it is typed', () => {
  it('is helped exactly: how many are left, what cannot be right, that all fit', async () => {
    await keptDraft({ applicant: { ...finished().applicant, idNumber: '' } })
    const page = await open()
    const field = page.get('#apply-idNumber')
    await field.setValue('9901011974031200')
    expect(text(page)).toContain('还差2位')
    await field.setValue('990101197413')
    expect(text(page)).toContain('好像不对')
    expect((field.element as HTMLInputElement).value).toBe('990101197413')
    await field.setValue('990101 19740312 0027')
    expect(text(page)).toContain('18位都对上了')
  })
})

describe('sending', () => {
  it('comes back to where the writer left off, and ends with a receipt and an empty phone', async () => {
    await keptDraft()
    const page = await open()
    expect(router.currentRoute.value.query.step).toBe('sign')
    expect((page.get('#apply-name').element as HTMLInputElement).value).toBe('周素芬')
    await forward(page)
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('received'))
    await settle()
    expect(sentPaths()).toEqual(['/files', '/applications'])
    expect(post.mock.calls[1]?.[1]).toMatchObject({ consent: { method: 'signed', signature: 'file' } })
    expect(text(page)).toContain('4831705263186')
    expect(await loadDraft()).toBeUndefined()
  })

  it('without a network keeps everything on the phone, says so, and goes once there is one', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    await keptDraft()
    const page = await open()
    await forward(page)
    expect(text(page)).toContain('写好了，在这部手机上')
    expect((await loadDraft())?.words).toBe(finished().words)
    const key = (await loadDraft())?.handedOver
    post.mockReset()
    post.mockImplementation(async (path) => (path === '/files' ? { id: 'file' } : submitted))
    await sendNow()
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('received'))
    expect(post.mock.calls.at(-1)?.[2]?.idempotencyKey).toBe(key)
  })

  it('refused, leads back to the field with the reason; what was typed stays', async () => {
    post.mockImplementation(async (path) => {
      if (path === '/files') return { id: 'file' }
      throw new ProblemError('invalid-input', {
        status: 422,
        title: '有几处要改一改',
        errors: [{ field: 'applicant.phone', code: 'phone-unknown-prefix' }],
      })
    })
    await keptDraft()
    const page = await open()
    await forward(page)
    await vi.waitFor(() => expect(text(page)).toContain('手机号是1开头的11位数字'))
    expect((page.get('#apply-name').element as HTMLInputElement).value).toBe('周素芬')
    expect((await loadDraft())?.handedOver).toBeUndefined()
    page.unmount()
    const again = await open()
    await vi.waitFor(() => expect(text(again)).toContain('手机号是1开头的11位数字'))
  })

  it('broken off between keeping and handing over, the draft can be sent, and is sent once', async () => {
    await keptDraft({ handedOver: 'never-handed-over' })
    const page = await open()
    await forward(page)
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('received'))
    expect(sentPaths().filter((path) => path === '/applications')).toHaveLength(1)
  })
})
