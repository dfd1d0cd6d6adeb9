import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NoticeLine } from '@yima/shared/notice/contract'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, recall } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'
import { answer, line, village } from './lines.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
beforeAll(() => Promise.all([import('../../web/src/notice/VillageNoticesPage.vue'), import('../../web/src/notice/NoticesPage.vue')]), 60_000)

const get = vi.spyOn(http, 'get')
const path = `/notices/${village.code}`
const noNetwork = (): void => void get.mockRejectedValue(new ProblemError('offline'))
const on = (day: string): void => void vi.setSystemTime(new Date(`${day}T09:00:00+08:00`))

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  on('2026-11-20')
  vi.resetAllMocks()
  await forgetEverything()
  await loadTexts(['notice', 'policy.names', 'problem'])
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

/** What somebody reads who opens the board of 石桥村. */
async function read(at = path): Promise<string> {
  const { page } = await openAt(at)
  await vi.waitFor(() => expect(page.find('.bone').exists()).toBe(false))
  await settle()
  const seen = text(page.element as Element)
  page.unmount()
  return seen
}

it('a village reads who, what for, how much and how far it is, and whom to ring', async () => {
  get.mockResolvedValue(answer([line()]))
  const seen = await read()
  for (const said of ['石桥村公示', '正在公示1', '周*芬', '低保', '3口人', '每月1,140元', '已公示2天，共要7天', '11月18日到11月25日（周三）为止', '0990-0000101'])
    expect(seen).toContain(said)
  expect(seen).not.toContain('往后顺延')
})

it('where days were missed it says that the end moved, and why', async () => {
  get.mockResolvedValue(answer([line(1, { days: { from: '2026-11-18', to: '2026-11-27', needed: 7, counted: 2, missed: 2 } })]))
  expect(await read()).toContain('有2天没看得到，往后顺延了2天')
})

it('no search engine is to keep it as long as it is open, and its title names nobody', async () => {
  get.mockResolvedValue(answer([line()]))
  const { page } = await openAt(path)
  expect(document.head.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex')
  expect(document.title).toBe('石桥村公示 · 一码')
  page.unmount()
  expect(document.head.querySelector('meta[name=robots]')).toBeNull()
})

describe('without a network', () => {
  beforeEach(async () => {
    get.mockResolvedValue(answer([line(1), line(2, { name: '赵*顺', until: '2026-11-21' })]))
    await read()
    noNetwork()
  })

  it('it stands there as it was read last, and says from when', async () => {
    const seen = await read()
    expect(seen).toContain('周*芬')
    expect(seen).toContain('没有网络。下面是11月20日（周五）09:00的样子')
  })

  it.each(['2026-11-21', '2026-11-22'])('on %s a line is there up to its last day, and gone from this phone the day after', async (day) => {
    on(day)
    const seen = await read()
    const stays = day === '2026-11-21'
    expect(seen.includes('赵*顺')).toBe(stays)
    expect(seen).toContain(`正在公示${stays ? 2 : 1}`)
    expect(JSON.stringify(await recall(`notices:${village.code}`)).includes('赵*顺')).toBe(stays)
  })

  it('a line is gone by the date in China, whatever day it still is in London', async () => {
    vi.setSystemTime(new Date('2026-11-21T16:30:00Z'))
    expect(await read()).not.toContain('赵*顺')
  })

  it('a page that stays open over midnight lets go of what has reached its last day', async () => {
    on('2026-11-21')
    const { page } = await openAt(path)
    await settle()
    expect(text(page.element as Element)).toContain('赵*顺')
    on('2026-11-22')
    document.dispatchEvent(new Event('visibilitychange'))
    await settle()
    expect(text(page.element as Element)).not.toContain('赵*顺')
  })

  it('after a month nothing of it stays, also what has no last day', async () => {
    on('2026-12-21')
    expect(await read()).not.toContain('周*芬')
    expect(await recall(`notices:${village.code}`)).toBeUndefined()
  })
})

it('a phone whose clock runs weeks ahead still shows what the office says hangs today', async () => {
  on('2026-12-15')
  get.mockResolvedValue(answer([line()]))
  expect(await read()).toContain('周*芬')
})

it('what an answer holds beyond what may be posted is neither shown nor kept', async () => {
  const more = { ...line(), idNumber: '990101196003120021', phone: '13900001111', illness: '脑梗', relative: null, days: { ...line().days, address: '二组七号' } }
  get.mockResolvedValue({ ...answer([more as unknown as NoticeLine]), person: '周素芬' } as never)
  const seen = await read() + JSON.stringify(await recall(`notices:${village.code}`))
  expect(seen).toContain('周*芬')
  for (const word of ['990101196003120021', '13900001111', '脑梗', '二组七号', '周素芬']) expect(seen).not.toContain(word)
})

it('more than a page is read page by page, one kind after the other', async () => {
  const hundred = Array.from({ length: 100 }, (_, number) => line(number + 1))
  const counts = { review: 101, temporary: 1, school: 0, change: 0, 'long-term': 0, relatives: 0 }
  get.mockImplementation(async (_path, options) => {
    const { kind, after } = (options?.params ?? {}) as { kind: string; after?: string }
    if (kind === 'temporary') return answer([line(300, { kind: 'temporary', name: '李*' })], { counts })
    return after ? answer([line(101, { name: '欧阳*' })], { counts }) : answer(hundred, { counts, next: hundred[99]?.id ?? null })
  })
  const { page } = await openAt(path)
  expect(page.findAll('.notice-list > li')).toHaveLength(100)
  const more = page.findAll('button').find((one) => text(one.element) === '再看一些')
  await more?.trigger('click')
  await settle()
  expect(page.findAll('.notice-list > li')).toHaveLength(102)
  expect(text(page.element as Element)).toContain('欧阳*')
  expect(text(page.element as Element)).toContain('李*')
})

it('a village that there is not is said to be none, and nothing of it stays', async () => {
  get.mockResolvedValue(answer([line()]))
  await read()
  get.mockRejectedValue(new ProblemError('not-found'))
  const seen = await read()
  expect(seen).toContain('找不到这个村')
  expect(seen).not.toContain('周*芬')
  expect(await recall(`notices:${village.code}`)).toBeUndefined()
})

describe('which village', () => {
  const town = { code: '990101100000', name: '稻香镇', level: 'town', parent: '990101000000', path: [], office: null, supervisors: [] }
  const inTown = (code: string, name: string) => ({ code, name, level: 'village', parent: town.code })
  const places = [
    { ...town, code: '990101000000', name: '青禾县', level: 'county', parent: null, children: [{ code: town.code, name: town.name, level: 'town', parent: '990101000000' }] },
    { ...town, children: [inTown(village.code, '石桥村'), inTown('990101100202', '梅林村')] },
  ]

  it('is found by its name, with a network or from the tree that this phone keeps', async () => {
    get.mockImplementation(async (asked) => (asked === '/regions/all' ? { places } : Promise.reject(new ProblemError('offline'))))
    const { keepPlaces } = await import('../../web/src/application/api.ts')
    await keepPlaces(Date.now())
    noNetwork()
    const { page } = await openAt('/notices')
    await vi.waitFor(() => expect(text(page.element as Element)).toContain('稻香镇'))
    await page.find('input[type=search]').setValue('梅')
    await settle()
    expect(page.find('a[href="/notices/990101100202"]').exists()).toBe(true)
    expect(text(page.element as Element)).not.toContain('石桥村')
  })

  it('was read last stands first the next time', async () => {
    get.mockResolvedValue(answer([line()]))
    await read()
    get.mockImplementation(async () => ({ places }))
    const { page } = await openAt('/notices')
    await vi.waitFor(() => expect(text(page.element as Element)).toContain('稻香镇石桥村上次看的'))
  })
})
