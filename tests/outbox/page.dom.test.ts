import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { answerOf } from '../../web/src/app/outbox-order.ts'
import { exportOutbox } from '../../web/src/app/outbox-export.ts'
import { emptyOutbox, enqueue, outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { loadDraft, newDraft, saveDraft } from '../../web/src/application/draft.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

const post = vi.spyOn(http, 'post')
enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(() => import('../../web/src/outbox/OutboxPage.vue'), 60_000)
beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['outbox', 'problem'])
})

const letter = {
  id: 'w1',
  kind: 'application',
  path: '/applications',
  body: { words: '房子漏雨', photos: [1, 2] },
}
const tooLong = new ProblemError('invalid-input', {
  status: 422,
  title: '有几处要改一改',
  errors: [{ field: 'words', code: 'too-long' }],
})
const open = async (): Promise<VueWrapper> => {
  const { page } = await openAt('/outbox')
  await settle()
  return page
}
const tried = () => vi.waitFor(() => expect(outbox.value[0]?.problem).toBeDefined())
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button').find((one) => text(one.element) === label)
  if (!found) throw new Error(`no button ${label}`)
  await found.trigger('click')
  await flushPromises()
}

describe('what was handed over on this phone', () => {
  it('says what waits, how many photos go with it, and that it goes by itself', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    await enqueue([letter])
    await tried()
    const page = await open()
    expect(text(page.element)).toMatch(/在这部手机上的（1）申请.*在这部手机上连2张照片有网就自己送/)
  })

  it('goes at once when somebody says so', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    await enqueue([letter])
    await tried()
    const page = await open()
    post.mockResolvedValue({ id: '1', receiptNumber: '4831705263186' })
    await press(page, '现在送')
    await vi.waitFor(() => expect(text(page.element)).toMatch(/已收到的申请已收到4831705263186/))
  })

  it('that cannot be sent says why in one sentence, and leads to where it is corrected', async () => {
    post.mockRejectedValue(tooLong)
    await saveDraft({ ...newDraft(), words: '房子漏雨', handedOver: 'w1' })
    await enqueue([letter])
    await tried()
    const page = await open()
    expect(text(page.element)).toMatch(/发不出的（1）.*为什么：写得太长了。请短一点照着改一改/)
    expect(page.findAll('main a').map((link) => link.attributes('href'))).toContain('/apply')
  })

  it('is dropped only after asking', async () => {
    post.mockRejectedValue(tooLong)
    await enqueue([letter])
    await tried()
    const page = await open()
    await press(page, '不送了')
    expect(outbox.value).toHaveLength(1)
    await press(page, '先留着')
    expect(outbox.value).toHaveLength(1)
    await press(page, '不送了')
    await press(page, '删掉')
    await vi.waitFor(() => expect(text(page.element)).toContain('没有要送的'))
  })

  it('dropped, stays written with its reason; only dropping what was written leaves nothing', async () => {
    post.mockRejectedValue(tooLong)
    await saveDraft({ ...newDraft(), words: '房子漏雨', handedOver: 'w1' })
    await enqueue([letter])
    await tried()
    const page = await open()
    await press(page, '不送了')
    expect(text(page.element)).not.toContain('找不回来')
    await page.findAll('dialog .btn.stop').at(-1)?.trigger('click')
    await vi.waitFor(() => expect(text(page.element)).toContain('不送了。写的还在“还没交的”里'))
    expect(text(page.element)).toContain('没交成：写得太长了')
    expect((await loadDraft())?.refused?.code).toBe('invalid-input')
    expect((await loadDraft())?.handedOver).toBeUndefined()
    await press(page, '删掉这份')
    await page.findAll('dialog .btn.stop').at(-1)?.trigger('click')
    await vi.waitFor(() => expect(text(page.element)).toContain('没有要送的'))
    expect(await loadDraft()).toBeUndefined()
  })

  it('can be taken along as a file that shows the words', async () => {
    post.mockRejectedValue(tooLong)
    await enqueue([letter])
    await tried()
    const page = await open()
    const files: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => `blob:${files.push(file as Blob)}`)
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    await press(page, '存成文件')
    await vi.waitFor(() => expect(clicked).toHaveBeenCalled())
    expect(await files[0]?.text()).toContain('房子漏雨')
    expect(text(page.element)).toContain('存好了')
  })

  it('taken along as a file says why as the page does, of every field and every photo', async () => {
    post.mockImplementation(async (path) => {
      const errors =
        path === '/files'
          ? [{ field: 'file', code: 'file-heic' }]
          : [
              { field: 'words', code: 'too-long' },
              { field: 'photos.0', code: 'file-unknown' },
            ]
      const title = '有几处要改一改。请看标出来的地方'
      throw new ProblemError('invalid-input', { status: 422, title, errors })
    })
    const photo = { id: 'p1', kind: 'file', path: '/files', blob: new Blob(['x'], { type: 'image/heic' }) }
    const body = { words: '缺粮', photos: [1, answerOf('p1', 'id')] }
    await enqueue([letter, photo, { ...letter, id: 'w2', body, after: ['p1'] }])
    await vi.waitFor(() => expect(outbox.value.filter(({ refused }) => refused)).toHaveLength(2))
    const file = await (await exportOutbox()).text()
    expect(file).toContain('说的话：写得太长了。请短一点')
    expect(file).toContain('第 1 张照片：照片没有传上来。请再放一次')
    expect(file).toContain('第 2 张照片：这张照片打不开')
    expect(file).not.toContain('请看标出来的地方')
  })

  it('is told apart from what was only begun', async () => {
    await saveDraft({ ...newDraft(), words: '房子漏雨' })
    const page = await open()
    expect(text(page.element)).toContain('还没交的写到一半的申请')
    expect(text(page.element)).not.toContain('没有要送的')
  })

  const acceptance = {
    id: 'a1',
    kind: 'work',
    path: '/work/applications/1/claims/2/acceptance',
    body: {},
    label: { officer: '李秀兰', person: '石国庆', programme: '受灾救助' },
  }

  it('of a clerk says whom and what it is about, which is never sent', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    await enqueue([acceptance])
    await tried()
    const page = await open()
    expect(text(page.element)).toContain('收下受灾救助：石国庆')
    expect(JSON.stringify(post.mock.calls)).not.toContain('石国庆')
  })

  it('of another officer names whom it waits for, and offers no sending that sends nothing', async () => {
    post.mockRejectedValue({ code: 'another-person', title: '', errors: [] })
    await enqueue([acceptance])
    await tried()
    const page = await open()
    expect(text(page.element)).toContain('李秀兰办的，李秀兰登录就送')
    expect(page.findAll('button').filter((one) => text(one.element) === '现在送')).toHaveLength(0)
  })

  it('that a colleague did first is no failure, and goes with one tap', async () => {
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409, allowed: ['ask-papers'] }))
    await enqueue([acceptance])
    await tried()
    const page = await open()
    expect(text(page.element)).toContain('已经有人收下了，不用再办')
    await press(page, '知道了')
    await vi.waitFor(() => expect(outbox.value).toHaveLength(0))
  })

  it('that was withdrawn meanwhile is not said to be accepted', async () => {
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409, allowed: ['add'] }))
    await enqueue([acceptance])
    await tried()
    const page = await open()
    expect(text(page.element)).not.toContain('已经有人收下了')
  })

  it('taken along as a file speaks to people: no codes, the place and the person named', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const consent = { method: 'signed', commitment: 'commitment-1', authorisation: 'authorisation-1' }
    const applicant = { identity: 'id-number', name: '石国庆' }
    const body = { words: '房子漏雨', forWhom: 'self', regionCode: '411503104201', applicant, consent }
    await enqueue([{ ...letter, body, label: { place: '柳河村' } }])
    await tried()
    const file = await exportOutbox()
    const page = await file.text()
    for (const said of ['房子漏雨', '自己家', '柳河村', '在手机上签了']) expect(page).toContain(said)
    for (const code of ['self', '411503104201', 'id-number', 'commitment']) expect(page).not.toContain(code)
    expect(page).toMatch(/<title>[^<]*石国庆[^<]*<\/title>/)
    expect(file.name).toMatch(/^yima-\d{4}-\d\d-\d\d\.html$/)
  })
})
