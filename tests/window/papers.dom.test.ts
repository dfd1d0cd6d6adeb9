import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OccasionView } from '@yima/shared/window/contract'
import { http } from '../../web/src/app/http.ts'
import { outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import YPhotos from '../../web/src/ui/YPhotos.vue'
import { findPapers, forgetOldPapers, savePapers } from '../../web/src/window/papers-kept.ts'
import { text } from '../fixtures/page.ts'
import { open } from '../work/desk.ts'
import { heWenjing, list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
// No canvas in this browser without a screen.
vi.mock('../../web/src/application/shrink.ts', () => ({ shrink: async (file: File) => file }))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const claimId = '018f0000-0000-7000-8000-0000000000b3'
const paper = { id: '018f0000-0000-7000-8000-0000000000b4', paper: 'id-card', sentAt: null }
const view: OccasionView = {
  ...{ id: '018f0000-0000-7000-8000-0000000000b1', purpose: 'papers', way: 'code', reach: 'ask' },
  minimum: { name: '周*芬', level: 'proven', here: 1, hasNumber: true },
  ...{ asked: ['papers'], given: ['papers'], openedAt: '2026-11-18T02:00:00.000Z', endsAt: '2026-11-18T02:30:00.000Z' },
  ...{ over: false, writableUntil: '2026-11-18T04:00:00.000Z', now: '2026-11-18T02:01:00.000Z', allowed: ['ask', 'close'] },
  shown: {
    papers: [{ applicationId: '018f0000-0000-7000-8000-0000000000b2', claimId, programme: 'dibao', papers: [paper] }],
  },
}

sitsDown(
  () => [import('../../web/src/window/ScanPage.vue'), import('../../web/src/window/PapersHere.vue')],
  ['work', 'me', 'code', 'mine', 'papers', 'policy', 'claim', 'fact', 'problem', 'window'],
)
beforeEach(() => {
  get.mockImplementation(async (asked) => {
    if (asked === '/work/items') return list([])
    if (asked === '/work/occasions') return { occasions: [{ id: view.id, purpose: 'papers', given: ['papers'], endsAt: view.endsAt }] }
    if (asked === `/work/occasions/${view.id}`) return view
    throw new ProblemError('offline')
  })
  post.mockRejectedValue(new ProblemError('offline'))
})

const until = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 15_000 })
const shots = (page: VueWrapper) => page.findAll('.second .shots img').length
async function visit(): Promise<VueWrapper> {
  const page = await open(`/work/scan?on=${view.id}`)
  await until(() => expect(page.find('.second input[type=file]').exists()).toBe(true))
  return page
}
async function photograph(page: VueWrapper): Promise<void> {
  page.findComponent(YPhotos).vm.$emit('update:modelValue', [new File(['x'], 'a.png', { type: 'image/png' })])
  await until(() => expect(shots(page)).toBe(1))
}
const keptHere = async () => (await findPapers(heWenjing, view.id))?.photos[paper.id]?.length ?? 0

describe('a paper photographed at the window', () => {
  it('is there again after the page was lost, and goes out once', async () => {
    const page = await visit()
    await photograph(page)
    await until(async () => expect(await keptHere()).toBe(1))
    page.unmount()
    const again = await visit()
    await until(() => expect(shots(again)).toBe(1))
    const send = again.findAll('.second button').find((one) => text(one.element) === '帮着交上去')
    await send?.trigger('click')
    await send?.trigger('click')
    await until(() => expect(outbox.value.filter(({ kind }) => kind === 'papers-here')).toHaveLength(1))
    expect(outbox.value.filter(({ kind }) => kind === 'file')).toHaveLength(1)
    await until(async () => expect((await findPapers(heWenjing, view.id))?.handed[claimId]).toBeDefined())
  })

  it('is marked where the office could not open it, and the others are not', async () => {
    post.mockImplementation(async (_path, _body, options) => {
      const broken = (await findPapers(heWenjing, view.id))?.photos[paper.id]?.[0]?.key === options?.idempotencyKey
      if (!broken) return { id: 'file-1' }
      throw new ProblemError('invalid-input', { status: 422, errors: [{ field: 'file', code: 'file-broken' }] })
    })
    const page = await visit()
    const files = ['a', 'b'].map((name) => new File([name], `${name}.png`, { type: 'image/png' }))
    page.findComponent(YPhotos).vm.$emit('update:modelValue', files)
    await until(async () => expect(await keptHere()).toBe(2))
    await page.findAll('.second button').find((one) => text(one.element) === '帮着交上去')?.trigger('click')
    await until(() => expect(page.findAll('.second .shots li').map((one) => one.classes('bad'))).toEqual([true, false]))
    expect(text(page.find('.second .shots li').element)).toContain('照片坏了')
  })

  it('is no colleague’s, and leaves the phone when its visit is over', async () => {
    const photos = { [paper.id]: [{ key: crypto.randomUUID(), picture: new Blob(['x']) }] }
    await savePapers(heWenjing, view.id, { until: view.writableUntil, photos, handed: {} })
    expect(await findPapers({ id: 'another' }, view.id)).toBeUndefined()
    await forgetOldPapers(heWenjing, '2026-11-18T03:59:00.000Z')
    expect(await keptHere()).toBe(1)
    await forgetOldPapers(heWenjing, '2026-11-18T04:01:00.000Z')
    expect(await findPapers(heWenjing, view.id)).toBeUndefined()
  })
})
