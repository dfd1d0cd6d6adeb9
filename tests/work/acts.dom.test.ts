import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { enqueue, findEntry, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import * as api from '../../web/src/work/api.ts'
import { dialog, on, openRequest, press, pressIn, text } from './desk.ts'
import { claim, heWenjing, item, list, request } from './requests.ts'
import { sitsDown } from './sitting.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

vi.mock('../../web/src/app/session.ts', () => import('./session.ts'))
vi.mock('../../web/src/work/api.ts', async (original) => ({
  ...(await original<typeof api>()),
  getWorkList: vi.fn(),
  getApplication: vi.fn(),
}))
const post = vi.spyOn(http, 'post')

sitsDown(
  () => [import('../../web/src/work/ApplicationPage.vue')],
  ['work', 'claim', 'consent', 'fact', 'me', 'policy', 'problem', 'reading'],
)
beforeEach(() => {
  vi.mocked(api.getWorkList).mockResolvedValue(list([item()]))
  vi.mocked(api.getApplication).mockResolvedValue(request())
})
/** What was sent to the office so far: where, and what. */
const sent = () => post.mock.calls.map(([path, body]) => ({ path, body }))
const settled = () => vi.waitFor(() => expect(outbox.value).toEqual([]))

describe('what an officer does to a request', () => {
  it('accepts all that wait after one confirmation, one after the other', async () => {
    post.mockResolvedValue(request({ claims: [claim({ state: 'accepted', allowed: [] })] }))
    const page = await openRequest()
    await press(page, '2项都收下')
    expect(post).not.toHaveBeenCalled()
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    expect(sent().map(({ path }) => path)).toEqual(
      request().claims.map(({ id }) => on(`/claims/${id}/acceptance`)),
    )
    expect(text(page.find('.msg.done').element)).toContain('收下了')
  })

  it('asks for a reason before a claim is not accepted, and says that it waits while there is no network', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await openRequest()
    await press(page, '不收')
    await pressIn(page, '.btn.stop.wide')
    expect(text(dialog(page).find('.err').element)).toBe('请写一句为什么')
    await dialog(page).find('textarea').setValue('问过本人')
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    expect(page.find('.msg.done').exists()).toBe(false)
    // A phone without room is told of elsewhere.
    const waits = '在这部手机上'
    expect(text(page.find('.news').element)).toContain('不收：低保还没办成')
    expect(text(page.find('.news').element)).toContain(waits)
    const [first] = page.findAll('article')
    expect(text(first?.element)).toContain(waits)
    expect(first?.findAll('.acts button')).toHaveLength(0)
  })

  it('is said to be done where the request left this desk by it', async () => {
    const page = await openRequest()
    await press(page, '不收')
    await dialog(page).find('textarea').setValue('归清泉镇办')
    post.mockResolvedValue({ done: true })
    vi.mocked(api.getApplication).mockRejectedValue(new ProblemError('not-found', { status: 404 }))
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(text(page.find('.msg.done').element)).not.toBe(''))
    expect(text(page.element)).not.toContain('这里没有这一件')
  })

  it('asks for papers once more only with a reason, and says that it counts', async () => {
    vi.mocked(api.getApplication).mockResolvedValue(request({ claims: [claim({ paperRequests: 1 })] }))
    const papers = [{ id: 'p3', paper: 'household-book', sentAt: null, files: [] }]
    post.mockResolvedValue(request({ claims: [claim({ state: 'supplement', papers, paperRequests: 2, allowed: [] })] }))
    const page = await openRequest()
    await press(page, '要补材料')
    expect(text(dialog(page).element)).toContain('记在您名下')
    const [own, why] = dialog(page).findAll('textarea')
    await own?.setValue('户口簿第二页')
    await pressIn(page, '.btn.main')
    expect(text(dialog(page).find('.err').element)).toBe('已经要过一次，再要请写为什么')
    expect(post).not.toHaveBeenCalled()
    await why?.setValue('第二页没拍到')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(sent().map(({ body }) => body)).toEqual([
      { papers: [{ paper: 'other', words: '户口簿第二页' }], note: '第二页没拍到', version: 1 },
    ]))
    await settled()
    expect(text(page.element)).toContain('材料要了2次')
  })

  it('sends what waited once, when the network is back, and shows the request as it is then', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await openRequest()
    await press(page, '2项都收下')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    const keys = outbox.value.map(({ id }) => id)
    expect(outbox.value.map(({ actor }) => actor)).toEqual(keys.map(() => `officer:${heWenjing.id}`))
    post.mockReset()
    post.mockResolvedValue(request({ claims: [claim({ state: 'accepted', allowed: [] })] }))
    await sendNow()
    await settled()
    expect(post.mock.calls.map(([, , options]) => options?.idempotencyKey).sort()).toEqual([...keys].sort())
    await vi.waitFor(() => expect(text(page.find('.msg.done').element)).toContain('收下了'))
    expect(text(page.find('h1').element)).toBe('按期上门')
  })

  it('hands over one act however often somebody taps', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await openRequest()
    await press(page, '不收')
    await dialog(page).find('textarea').setValue('问过本人')
    const confirm = dialog(page).find('.btn.stop.wide')
    void confirm.trigger('click')
    void confirm.trigger('click')
    await confirm.trigger('click')
    await flushPromises()
    expect(outbox.value).toHaveLength(1)
  })

  it('loses nothing of what was typed when somebody taps twice and it is refused', async () => {
    const errors = [{ field: 'reason', code: 'too-long' }]
    post.mockRejectedValue(new ProblemError('invalid-input', { status: 422, errors }))
    const page = await openRequest()
    await press(page, '不收')
    await dialog(page).find('textarea').setValue('问过本人')
    const confirm = dialog(page).find('.btn.stop.wide')
    void confirm.trigger('click')
    await confirm.trigger('click')
    await vi.waitFor(() => expect(text(dialog(page).find('.err').element)).toContain('太长'))
    expect(dialog(page).find<HTMLTextAreaElement>('textarea').element.value).toBe('问过本人')
    expect(post).toHaveBeenCalledTimes(1)
    expect(outbox.value).toEqual([])
  })

  it('gives back what was typed when it comes too late hours afterwards', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await openRequest()
    await press(page, '不收')
    await dialog(page).find('textarea').setValue('问过本人')
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(outbox.value).toHaveLength(1))
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409, title: '这一步现在办不了' }))
    vi.mocked(api.getApplication).mockResolvedValue(request({ claims: [claim({ allowed: ['drop'] })] }))
    await sendNow()
    await settled()
    await vi.waitFor(() => expect(text(page.find('.msg.stop').element)).toContain('现在可以：不收'))
    await press(page, '不收')
    await vi.waitFor(() =>
      expect(dialog(page).find<HTMLTextAreaElement>('textarea').element.value).toBe('问过本人'),
    )
  })

  it('leaves in the outbox what was not taken of another page: its words lie nowhere else', async () => {
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409, title: '有变化' }))
    const facts = { source: 'visit', asOf: '2026-03-01', facts: [], basis: '入户', reason: '家里没有车' }
    await openRequest()
    await enqueue([{ id: 'w1', kind: 'facts', path: on('/facts'), body: facts, actor: `officer:${heWenjing.id}` }])
    await vi.waitFor(() => expect(findEntry('w1')?.refused ?? 'gone').toBe(true))
    await openRequest()
    expect(findEntry('w1')?.body).toEqual(facts)
  })

  it.each([
    ['not-allowed-now', ['ask-papers']],
    ['changed-meanwhile', undefined],
  ] as const)('says calmly that a colleague was faster (%s) and what is allowed instead, and shows the request anew', async (code, allowed) => {
    const title = '这一步现在办不了'
    post.mockRejectedValue(new ProblemError(code, { status: 409, title, ...(allowed ? { allowed } : {}) }))
    const page = await openRequest()
    vi.mocked(api.getApplication).mockResolvedValue(
      request({ claims: [claim({ state: 'accepted', allowed: ['ask-papers'] })] }),
    )
    await press(page, '2项都收下')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(text(page.element)).toMatch(/已经有人收下了，不用再办.*现在可以：要补材料/))
    expect(page.find('.msg.stop').exists()).toBe(false)
    expect(text(page.find('h1').element)).toBe('按期上门')
  })

  it('asks for papers once, with the complete list of the programme and own words', async () => {
    post.mockResolvedValue(request())
    const page = await openRequest()
    await press(page, '要补材料')
    await vi.dynamicImportSettled()
    await flushPromises()
    expect(text(dialog(page).find('.msg.turn').element)).toContain('一次说全')
    await dialog(page).find('input[type=checkbox]').setValue(true)
    await dialog(page).find('textarea').setValue('住院发票')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(post).toHaveBeenCalled())
    expect(sent()[0]?.body).toEqual({
      papers: [{ paper: 'id-card' }, { paper: 'other', words: '住院发票' }],
      version: 1,
    })
  })
})
