import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { phoneDisk } from '../../web/src/app/outbox-disk.ts'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, recall } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import * as api from '../../web/src/claim/api.ts'
import { papersShelf, type KeptPapers } from '../../web/src/claim/papers-on-the-way.ts'
import { open as openAt, text } from '../fixtures/page.ts'
import { application, claim, waiting } from './applications.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

vi.mock('../../web/src/claim/api.ts')
const shrunk = vi.hoisted(() => ({ wait: Promise.resolve() }))
vi.mock('../../web/src/application/shrink.ts', () => ({
  shrink: async (picture: File) => {
    await shrunk.wait // minutes for nine photos on an old phone
    return picture
  },
}))

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })
beforeAll(() => import('../../web/src/claim/PapersPage.vue'), 60_000)

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0])
const photo = (name: string): File => new File([jpeg, name], `${name}.jpg`, { type: 'image/jpeg' })
const post = vi.spyOn(http, 'post')
const sentPaths = (): string[] => post.mock.calls.map(([path]) => path)

beforeEach(async () => {
  vi.resetAllMocks()
  shrunk.wait = Promise.resolve()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['claim', 'policy', 'problem'])
  vi.mocked(api.getOwnApplication).mockResolvedValue(application())
  let files = 0
  post.mockImplementation(async (path) => {
    if (path === '/files') return { id: `file-${files += 1}`, width: 1, height: 1 }
    const papers = waiting.papers.map((paper) => ({ ...paper, sentAt: '2026-11-21' }))
    return application({ claims: [claim({ ...waiting, state: 'proposed', papers })] })
  })
})

const open = async (): Promise<VueWrapper> =>
  (await openAt('/track/application-1/papers/claim-education')).page
async function take(page: VueWrapper, at: number, file: File): Promise<void> {
  const box = page.findAll('input[type="file"]')[at]
  if (!box) throw new Error('no camera')
  Object.defineProperty(box.element, 'files', { value: [file], configurable: true })
  const before = page.findAll('.shots li').length
  await box.trigger('change')
  await vi.waitFor(() => expect(page.findAll('.shots li').length).toBe(before + 1))
}
const main = (page: VueWrapper) => page.find('.dock .btn.main')
async function send(page: VueWrapper): Promise<void> {
  await main(page).trigger('click')
  await flushPromises()
}

describe('sending papers', () => {
  it('asks for each paper by the name the office gave it', async () => {
    const page = await open()
    expect(text(page.find('h1').element)).toBe('请补2样')
    expect(page.findAll('h2').map((one) => text(one.element))).toEqual(['女儿的学生证', '身份证'])
  })

  it('goes in the place of whoever gave a mandate for it, and leads back to their page', async () => {
    const right = { person: 'gran', name: '谷桂秀', as: 'helper', scopes: ['send-papers'], until: null, known: null }
    vi.spyOn(http, 'get').mockResolvedValue({ by: '谷建国', people: [right] })
    const { page } = await openAt('/track/application-1/papers/claim-education?behalf=gran')
    expect(text(page.element)).toContain('您在替谷桂秀交材料')
    expect(api.getOwnApplication).toHaveBeenCalledWith('application-1', 'gran')
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    await send(page)
    await vi.waitFor(() => expect(sentPaths()).toContain('/me/applications/application-1/papers'))
    expect(post.mock.calls.at(-1)?.[1]).toMatchObject({ onBehalfOf: 'gran', claimId: 'claim-education' })
    await vi.waitFor(() => expect(main(page).attributes('href')).toBe('/me/helpers/gran'))
  })

  it('says that a photo is missing instead of a dead button', async () => {
    const page = await open()
    await send(page)
    expect(text(page.find('[role="alert"]').element)).toContain('还差照片，拍一张就行')
    expect(post).not.toHaveBeenCalled()
  })

  it('sends some papers first only after saying which are left', async () => {
    const page = await open()
    await take(page, 0, photo('school'))
    await send(page)
    expect(text(page.find('.dock').element)).toContain('还有1样没拍')
    expect(post).not.toHaveBeenCalled()
    await send(page)
    await vi.waitFor(() => expect(sentPaths()).toEqual(['/files', '/me/applications/application-1/papers']))
    const papers = [{ id: 'paper-school', files: ['file-1'] }]
    expect(post.mock.calls[1]?.[1]).toEqual({ claimId: 'claim-education', papers })
  })

  it('sends the pictures before the list that names them, and says at once that they came', async () => {
    const page = await open()
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    await send(page)
    await vi.waitFor(() => expect(text(page.find('h1').element)).toBe('材料收到了'))
    expect(sentPaths()).toEqual(['/files', '/files', '/me/applications/application-1/papers'])
    expect(text(page.find('[role="status"].msg').element)).toContain('都齐了。从今天起接着办')
  })

  it('sends once what is tapped twice while the photos are made smaller', async () => {
    let finish = (): void => undefined
    shrunk.wait = new Promise((done) => { finish = done })
    const page = await open()
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    await main(page).trigger('click')
    await main(page).trigger('click')
    finish()
    await vi.waitFor(() => expect(text(page.find('h1').element)).toBe('材料收到了'))
    await flushPromises()
    expect(sentPaths()).toEqual(['/files', '/files', '/me/applications/application-1/papers'])
  })

  it('sends under the same keys when the phone died between keeping and handing over', async () => {
    const page = await open()
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    const full = vi.spyOn(phoneDisk, 'commit').mockRejectedValueOnce(new Error('died'))
    await send(page)
    await vi.waitFor(() => expect(full).toHaveBeenCalled())
    await flushPromises()
    expect(post).not.toHaveBeenCalled()
    const kept = await recall<KeptPapers>(papersShelf('claim-education'))
    page.unmount()
    const later = await open()
    await send(later)
    await vi.waitFor(() => expect(text(later.find('h1').element)).toBe('材料收到了'))
    const keys = post.mock.calls.map(([, , options]) => options?.idempotencyKey)
    expect(keys.slice(0, 2).sort()).toEqual(Object.values(kept?.pictures ?? {}).flat().sort())
    expect(keys.slice(2)).toEqual([kept?.write])
  })

  it('keeps the photos on this phone without a network, and says so when opened again', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await open()
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    await send(page)
    await vi.waitFor(() => expect(text(page.element)).toContain('在这部手机上'))
    page.unmount()
    const later = await open()
    expect(text(later.element)).toContain('在这部手机上')
  })

  it('gives the photos back to be corrected when the office cannot take them', async () => {
    post.mockRejectedValue(new ProblemError('invalid-input', {
      status: 422, title: '有几处要改一改', errors: [{ field: 'papers', code: 'file-not-a-picture' }],
    }))
    const page = await open()
    await take(page, 0, photo('school'))
    await take(page, 1, photo('card'))
    await send(page)
    await vi.waitFor(() => expect(text(page.element)).toContain('没送成'))
    await send(page)
    await vi.waitFor(() => expect(page.findAll('.shots li')).toHaveLength(2))
  })
})
