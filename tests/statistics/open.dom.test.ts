import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { OpenFigures } from '@yima/shared/statistics/contract'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open, settle, text } from '../fixtures/page.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
beforeAll(() => import('../../web/src/statistics/OpenPage.vue'), 60_000)

const get = vi.spyOn(http, 'get')
const town = '990101100000'
const figures: OpenFigures = {
  place: { code: town, name: '稻香镇' },
  path: [{ code: '990101000000', name: '青禾县' }],
  on: '2026-11-01',
  receiving: 858,
  byProgramme: [
    { programme: 'medical', count: null, handled: null, overturned: null },
    { programme: 'dibao', count: 231, handled: { inTime: 96, median: 21 }, overturned: 12 },
  ],
  places: [{ code: '990101100201', name: '梅林村', count: 61 }],
  handled: { inTime: 97, median: 18 },
  overturned: null,
  complaints: [],
}

beforeEach(async () => {
  vi.resetAllMocks()
  await forgetEverything()
  await loadTexts(['open', 'complaint-figures', 'policy.names', 'problem'])
})

async function read(): Promise<string> {
  const { page } = await open(`/open/${town}`)
  await vi.waitFor(() => expect(page.find('.bone').exists()).toBe(false))
  await settle()
  const seen = text(page.element as Element)
  page.unmount()
  return seen
}

it('anybody reads how many receive what and how fast it is decided, and that small numbers are kept back', async () => {
  get.mockResolvedValue(figures)
  const seen = await read()
  for (const said of ['稻香镇救助公开', '截至2026年11月1日', '858户', '低保231户', '医疗救助不公布', '按时办结97%', '18天', '低保按时96%，一般21天，复核后改过来12件', '复核后改过来的不公布', '梅林村61户'])
    expect(seen).toContain(said)
})

it('without a network it stands there as it was read last', async () => {
  get.mockResolvedValue(figures)
  await read()
  get.mockRejectedValue(new ProblemError('offline'))
  const seen = await read()
  expect(seen).toContain('没有网络')
  expect(seen).toContain('低保231户')
})

it('a place that is none leads to the county', async () => {
  get.mockRejectedValue(new ProblemError('not-found'))
  expect(await read()).toContain('看全县')
})

/** A quarter of which this much is said. */
const quarter = (name: string, total: number | null, misconduct: number | null, upheld: number | null): OpenFigures['complaints'][number] => ({
  quarter: name,
  total,
  byKind: [{ kind: 'misconduct', count: misconduct }, { kind: 'service', count: null }],
  byResult: [{ result: 'upheld', count: upheld }, { result: 'none', count: null }],
})

it('of complaints anybody reads how many were closed, and what came of them, a quarter late', async () => {
  get.mockResolvedValue({ ...figures, complaints: [quarter('2026-Q2', null, null, null), quarter('2026-Q1', 46, 17, 15)] })
  const seen = await read()
  for (const said of ['2026 年第 2 季度太少，不公布', '2026 年第 1 季度46 件', '2026 年第 1 季度：反映了什么', '举报违规17 件', '办事、服务不公布', '属实15 件', '晚一个季度公布'])
    expect(seen.replaceAll(/\s/g, '')).toContain(said.replaceAll(/\s/g, ''))
})

it('where too few told anything it says so kindly, and nothing of kinds or results', async () => {
  get.mockResolvedValue({ ...figures, complaints: [quarter('2026-Q2', null, null, null)] })
  const seen = await read()
  expect(seen).toContain('还太少')
  expect(seen).not.toContain('反映了什么')
})
