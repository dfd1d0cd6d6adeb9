import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkNotice } from '@yima/shared/notice/contract'
import { http } from '../../web/src/app/http.ts'
import { outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { text } from '../fixtures/page.ts'
import { open, press } from '../work/desk.ts'
import { heWenjing, list } from '../work/requests.ts'
import { read } from '../work/session.ts'
import { sitsDown } from '../work/sitting.ts'
import { line, village } from './lines.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
sitsDown(
  () => [
    import('../../web/src/notice/WorkNoticesPage.vue'),
    import('../../web/src/notice/WorkNoticePage.vue'),
    import('../../web/src/outbox/WaitingHere.vue'),
    import('../../web/src/app/outbox-act.ts'),
  ],
  ['me', 'notice', 'notice-desk', 'outbox', 'policy.names', 'problem', 'work'],
)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const put = vi.spyOn(http, 'put')

const { id } = line()
const path = `/work/notices/${id}`
const luo = { ...heWenjing, id: '018f0000-0000-7000-8000-000000000009', name: '罗永福', role: 'village-worker', level: 'village' }
const notice = (change: Partial<WorkNotice> = {}): WorkNotice => ({
  ...line(),
  village,
  office: { name: '稻香镇便民服务中心', phone: '0990-0000101' },
  dayByDay: [
    { on: '2026-11-19', counted: true, probes: 5, right: 5, photo: null },
    { on: '2026-11-20', counted: false, probes: 0, right: 0, photo: null },
    { on: '2026-11-21', counted: true, probes: 0, right: 0, photo: '018f0000-0000-7000-8000-0000000000f1' },
    { on: '2026-11-22', counted: null, probes: 0, right: 0, photo: null },
  ],
  mayFile: true,
  ...change,
})

let shown: WorkNotice
let network: boolean
let refusal: ProblemError | undefined
/** What of the board arrived at the office. */
let filed: unknown[]
beforeEach(() => {
  ;[shown, network, refusal, filed] = [notice(), true, undefined, []]
  read.mockImplementation(async () => ({ resident: null, officer: luo, demo: true, today: '2026-11-22' }))
  get.mockImplementation(async (asked) => {
    if (!network) throw new ProblemError('offline')
    if (asked === '/work/notices') return { items: [shown] } as never
    if (asked === path) return shown as never
    return (asked === '/work/items' ? list([]) : { tasks: [], items: [], objections: [] }) as never
  })
  put.mockImplementation(async () => ({}) as never)
  post.mockImplementation(async (asked, body) => {
    if (!network) throw new ProblemError('offline')
    if (asked !== `${path}/boards`) return { id: '018f0000-0000-7000-8000-0000000000f2' } as never
    if (refusal) throw refusal
    filed.push(body)
    return shown as never
  })
})

const said = (page: VueWrapper): string => text(page.element)
/** What was photographed here and not handed over; photos of days stand below. */
const shots = (page: VueWrapper) => page.findAll('.card .shots .look')

/** Takes a photo of the board. */
async function take(page: VueWrapper): Promise<void> {
  const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])], 'board.jpg', { type: 'image/jpeg' })
  const box = page.find<HTMLInputElement>('input[type=file]')
  Object.defineProperty(box.element, 'files', { value: [photo], configurable: true })
  Object.defineProperty(box.element, 'value', { value: '', writable: true })
  await box.trigger('change')
  await vi.waitFor(() => expect(shots(page)).toHaveLength(1))
}

it('a village worker reads what hangs in the own village, how far it is and until when', async () => {
  const page = await open('/work/notices')
  await vi.waitFor(() => expect(said(page)).toContain('周*芬：低保'))
  for (const words of ['稻香镇石桥村', '已算2天，还要5天', '到11月25日']) expect(said(page)).toContain(words)
  expect(page.find(`a[href="${path}"]`).exists()).toBe(true)
})

it('of each day they read whether it counted and why, with the photo of its board', async () => {
  const page = await open(path)
  await vi.waitFor(() => expect(said(page)).toContain('每一天'))
  for (const words of ['11月19日：算一天网上看了5次，5次看得到', '11月20日：没算', '11月21日：算一天有公示栏的照片', '今天还没过完'])
    expect(said(page)).toContain(words)
  expect([shots(page).length, page.findAll('.shots img').map((one) => one.attributes('src'))]).toEqual([0, [expect.stringContaining(`/api${path}/files/`)]])
  expect(document.title).not.toContain('周')
})

describe('a photo of the board', () => {
  it('is received with the day on which it was taken, and asked for where there is none', async () => {
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片'))
    await press(page, '交上去')
    expect(said(page)).toContain('先拍一张公示栏')
    await take(page)
    await press(page, '交上去')
    await vi.waitFor(() => expect(said(page)).toContain('照片收到了'))
    expect(filed).toEqual([{ photo: '018f0000-0000-7000-8000-0000000000f2', on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }])
    expect(shots(page)).toHaveLength(0)
  })

  it('taken and not handed over lies there again after the page was closed', async () => {
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片'))
    await take(page)
    page.unmount()
    const again = await open(path)
    await vi.waitFor(() => expect(shots(again)).toHaveLength(1))
  })

  it('waits on this phone without a network until the office has it', async () => {
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片'))
    network = false
    await take(page)
    await press(page, '交上去')
    await vi.waitFor(() => expect(outbox.value.map(({ kind }) => kind).sort()).toEqual(['board-photo', 'file']))
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片：周*芬'))
    expect(said(page)).toContain('在这部手机上')
    expect(said(page)).not.toContain('照片收到了')
    network = true
    await sendNow()
    await vi.waitFor(() => expect(filed).toHaveLength(1))
  })

  it('that was refused is said to be, with why, and lies there again', async () => {
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片'))
    refusal = new ProblemError('invalid-input', { status: 422, errors: [{ field: 'on', code: 'date-too-old' }] })
    await take(page)
    await press(page, '交上去')
    await vi.waitFor(() => expect(page.find('.msg.stop, [role=alert]').exists()).toBe(true))
    expect(said(page)).not.toContain('照片收到了')
    expect(shots(page)).toHaveLength(1)
  })

  it('that was refused after a while says so when the page is opened again', async () => {
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('公示栏的照片'))
    network = false
    await take(page)
    await press(page, '交上去')
    await vi.waitFor(() => expect(outbox.value).toHaveLength(2))
    page.unmount()
    network = true
    refusal = new ProblemError('invalid-input', { status: 422, errors: [{ field: 'on', code: 'date-to-come' }] })
    await sendNow()
    await vi.waitFor(() => expect(outbox.value.some(({ refused }) => refused)).toBe(true))
    const again = await open(path)
    await vi.waitFor(() => expect(shots(again)).toHaveLength(1))
    const { fieldText } = await import('../../web/src/app/field-text.ts')
    await vi.waitFor(() => expect(said(again)).toContain(text({ textContent: fieldText('date-to-come') ?? '?' })))
  })

  it('is asked for no more where the notice is over', async () => {
    shown = notice({ mayFile: false, open: false })
    const page = await open(path)
    await vi.waitFor(() => expect(said(page)).toContain('每一天'))
    expect(page.find('input[type=file]').exists()).toBe(false)
  })
})
