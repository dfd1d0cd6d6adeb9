import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ActingFor } from '@yima/shared/family/contract'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { loadDraft, saveDraft, type Behalf } from '../../web/src/application/draft.ts'
import { loadSteps } from '../../web/src/application/later-steps.ts'
import { listParked } from '../../web/src/application/parked.ts'
import { finished, place } from '../application/draft.ts'
import { open as openAt, settle, text, type Opened } from '../fixtures/page.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await Promise.all([
    import('../../web/src/application/ApplyPage.vue'),
    import('../../web/src/application/ReceivedPage.vue'),
    import('../../web/src/family/ActingPage.vue'),
    import('../../web/src/outbox/OutboxPage.vue'),
    loadSteps(),
  ])
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const gran = '0196f0a0-0000-7000-8000-00000000000a'
const resident = { kind: 'resident', phone: '139****0001', mark: 'son' }
const right: ActingFor['people'][number] = {
  person: gran,
  name: '谷桂秀',
  as: 'helper',
  scopes: ['apply', 'see-progress'],
  until: '2027-01-31',
  known: { number: true, region: place.code },
}
let rights: ActingFor
let network: boolean

const village = {
  code: place.code, name: '石桥村', level: 'village', parent: '990101101000', children: [], office: null,
  supervisors: [], path: [{ code: '990101101000', name: '柳溪镇', level: 'town' }],
}
const submitted = {
  id: '0196f0a0-0000-7000-8000-000000000001', receiptNumber: '4831705263186', kind: 'application',
  submittedAt: '2026-11-22T07:20:00Z', urgent: false, duty: null, visit: { date: '2026-11-25', provisional: false },
  office: { name: '柳溪镇社会救助窗口', phone: null }, handler: null, claims: [], phoneConfirmed: false, signedIn: false,
}

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  rights = { by: '谷建国', people: [right] }
  network = true
  await loadTexts(['application', 'assessment', 'consent', 'fact', 'identity', 'outbox', 'policy', 'problem', 'reading'])
  await loadTexts(['claim', 'family', 'mine'])
  get.mockImplementation(async (path) => {
    if (!network) throw new ProblemError('offline')
    if (path === '/me/acting') return rights
    if (path.startsWith('/regions')) return village
    if (path === '/me/applications') return { applications: [] }
    return { resident, officer: null, demo: true, today: '2026-11-22' }
  })
  post.mockImplementation(async (path) => {
    if (!network) throw new ProblemError('offline')
    return path === '/files' ? { id: 'file' } : submitted
  })
})

const open = (path: string): Promise<Opened> => openAt(path)
const seen = (page: VueWrapper): string => text(page.element.parentElement ?? page.element)
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button, a').find((one) => text(one.element).includes(label))
  if (!found) throw new Error(`no ${label} on: ${seen(page)}`)
  await found.trigger('click')
  await settle()
}
const wordsIn = (page: VueWrapper): string => (page.get('#apply-words').element as HTMLTextAreaElement).value
const behalf: Behalf = {
  person: gran, name: '谷桂秀', as: 'helper', until: '2027-01-31', number: true, by: '谷建国', actor: 'resident:son',
}
const hers = finished({ behalf, step: 'sign', words: '奶奶的药钱没着落。', consent: { method: 'at-visit' } })

describe('a son with his grandmother’s mandate', () => {
  it('says what is hard for her: whose it is stands above, nothing of hers is typed, and she lives where she does', async () => {
    const { page } = await open(`/apply?behalf=${gran}`)
    expect(seen(page)).toContain('您在替谷桂秀申请')
    expect(seen(page)).toContain('凭本人的委托，到1月31日为止')
    expect(seen(page)).toContain('谷桂秀家遇到什么难处')
    expect(seen(page)).not.toContain('这是谁的难处')
    await page.get('#apply-words').setValue('奶奶的药钱没着落。')
    await settle()
    const draft = await loadDraft()
    expect(draft).toMatchObject({ behalf: { ...behalf }, place, words: '奶奶的药钱没着落。' })
    page.unmount()

    await saveDraft({ ...finished(), ...draft, consent: finished().consent })
    const sign = (await open(`/apply?behalf=${gran}&step=sign`)).page
    expect(seen(sign)).toContain('您在替谷桂秀申请')
    expect(seen(sign)).toContain('谷建国，代谷桂秀')
    expect(seen(sign)).toContain('您来签，代谷桂秀')
    expect(sign.find('#apply-name').exists()).toBe(false)
    expect(sign.find('#apply-idNumber').exists()).toBe(false)
    expect(sign.find('#apply-phone').exists()).toBe(false)
  })

  it('keeps it apart from his own: each comes back where he left it', async () => {
    await saveDraft(finished({ words: '我家屋顶漏雨。' }))
    const first = (await open(`/apply?behalf=${gran}`)).page
    expect(wordsIn(first)).toBe('')
    await first.get('#apply-words').setValue('奶奶的药钱没着落。')
    await settle()
    first.unmount()

    const own = (await open('/apply')).page
    expect(wordsIn(own)).toBe('我家屋顶漏雨。')
    expect(seen(own)).not.toContain('您在替')
    own.unmount()

    const again = (await open(`/apply?behalf=${gran}`)).page
    expect(wordsIn(again)).toBe('奶奶的药钱没着落。')
    expect(seen(again)).toContain('您在替谷桂秀申请')
    expect((await listParked()).map(({ words }) => words)).toEqual(['我家屋顶漏雨。'])
  })

  it('hands it in under his own sign-in and in her place, and has a slip with both names', async () => {
    await saveDraft(hers)
    const { page, router } = await open(`/apply?behalf=${gran}&step=sign`)
    await page.get('.dock .btn.main').trigger('click')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toContain('/apply/received/'))
    await settle()
    const [path, body, options] = post.mock.calls.find(([to]) => to === '/applications') ?? []
    expect(path).toBe('/applications')
    expect(body).toMatchObject({ onBehalfOf: gran, forWhom: 'self', applicant: { identity: 'known' } })
    expect(JSON.stringify(body)).not.toMatch(/周素芬|19740312|13900001234|谷桂秀/)
    expect(options).toMatchObject({ actor: 'resident:son' })
    expect(seen(page)).toContain('由谷*国代谷*秀办理')
    expect(page.get('.dock .btn.main').attributes('href')).toBe(`/me/helpers/${gran}`)
  })

  it('writes without a network for whom he may act, as it was seen last, and it goes by itself', async () => {
    const acting = (await open(`/me/helpers/${gran}`)).page
    acting.unmount()
    network = false
    const offline = (await open(`/me/helpers/${gran}`)).page
    expect(seen(offline)).toContain('没有网络，现在看不到进度')
    await press(offline, '替谷桂秀申请')
    offline.unmount()
    await saveDraft(hers)
    const { page } = await open(`/apply?behalf=${gran}&step=sign`)
    await page.get('.dock .btn.main').trigger('click')
    await vi.waitFor(() => expect(seen(page)).toContain('写好了，在这部手机上'))
    expect(seen(page)).toContain('您在替谷桂秀申请')
    network = true
    await sendNow()
    await vi.waitFor(() => expect(seen(page)).toContain('由谷*国代谷*秀办理'))
  })

  it('is refused clearly once she ended it, keeps every word, and can point her out instead', async () => {
    await saveDraft(hers)
    const { page, router } = await open(`/apply?behalf=${gran}&step=sign`)
    post.mockRejectedValue(new ProblemError('not-found', { status: 404, title: '没有找到' }))
    await page.get('.dock .btn.main').trigger('click')
    await vi.waitFor(() => expect(seen(page)).toContain('现在不能替谷桂秀申请了'))
    expect(seen(page)).toContain('写的都还在')
    expect(seen(page)).not.toContain('没有找到')
    expect(outbox.value).toEqual([])
    expect(await loadDraft()).toMatchObject({ words: hers.words, behalf: { person: gran } })

    const waiting = (await open('/outbox')).page
    expect(seen(waiting)).toContain('替谷桂秀写的申请')
    expect(seen(waiting)).toContain('现在不能替对方申请了')
    waiting.unmount()

    await press(page, '改成替他说一声')
    expect(router.currentRoute.value.query['behalf']).toBeUndefined()
    expect(seen(page)).not.toContain('您在替')
    const kept = await loadDraft()
    expect(kept).toMatchObject({ words: hers.words, forWhom: 'family', beneficiary: { name: '谷桂秀' } })
    expect(kept?.behalf).toBeUndefined()
  })

  it('is told at once where he may not, and what he writes becomes nobody’s but his', async () => {
    rights = { by: '谷建国', people: [{ ...right, scopes: ['see-progress'], known: null }] }
    const { page, router } = await open(`/apply?behalf=${gran}`)
    expect(router.currentRoute.value.path).toBe(`/me/helpers/${gran}`)
    expect(seen(page)).not.toContain('替谷桂秀申请')
    expect(await loadDraft()).toBeUndefined()
  })

  it('chooses four digits only for whom no number is known', async () => {
    rights = { by: '谷建国', people: [{ ...right, as: 'guardian', until: null, known: { number: false, region: null } }] }
    await saveDraft({ ...hers, behalf: { ...behalf, as: 'guardian', until: null, number: false } })
    const { page } = await open(`/apply?behalf=${gran}&step=sign`)
    expect(seen(page)).toContain('您是监护人')
    await page.get('.dock .btn.main').trigger('click')
    await settle()
    expect(post.mock.calls.some(([to]) => to === '/applications')).toBe(false)
    await page.get('#apply-idNumber').setValue('2468')
    await page.get('.dock .btn.main').trigger('click')
    await vi.waitFor(() => expect(post.mock.calls.some(([to]) => to === '/applications')).toBe(true))
    const [, body] = post.mock.calls.find(([to]) => to === '/applications') ?? []
    expect(body).toMatchObject({ applicant: { identity: 'known', chosenFour: '2468' } })
  })
})
