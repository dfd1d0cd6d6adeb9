import { beforeAll, expect, it } from 'vitest'
import type { UnitFigures } from '@yima/shared/statistics/contract'
import { loadTexts } from '../../web/src/app/text.ts'
import { unitCharts } from '../../web/src/statistics/unit-charts.ts'

beforeAll(() => loadTexts(['figures']))

const township: UnitFigures = {
  ...{ id: 'town', name: '稻香镇社会救助窗口', open: 8, late: 2, decided: 10, inTime: 90, median: 12, checked: 70, overturned: 1 },
  coverage: { reached: 3, villages: 12 },
}
const county: UnitFigures = {
  ...{ id: 'county', name: '青禾县民政局', open: 4, late: 0, decided: 0, inTime: null, median: null, checked: null, overturned: 0 },
  coverage: null,
}

it('whoever supervises sees units by timeliness, backlog, checks, coverage and changed decisions', () => {
  const charts = unitCharts([township, county])
  expect(charts.map(({ title }) => title)).toEqual(['按时办结', '积压', '核对过再决定的', '有人申请过的村（覆盖面）', '复核后改过来的'])
  const [inTime, backlog, checked, coverage, overturned] = charts.map(({ bars }) => bars)
  // Below the goal it is hatched; of whoever decided nothing, nothing is said.
  expect(inTime).toEqual([{ id: 'town', name: township.name, full: 90, hatched: 90, text: '90%' }])
  expect(backlog?.map(({ full, hatched, text }) => [full, hatched, text])).toEqual([[100, 25, '8 件，超期 2 件'], [50, 0, '4 件']])
  expect(checked?.map(({ full }) => full)).toEqual([70])
  expect(coverage?.map(({ full, text }) => [full, text])).toEqual([[25, '3/12 个村']])
  expect(overturned?.map(({ text }) => text)).toEqual(['1 件'])
})

it('what there is nothing of is no chart', () => {
  expect(unitCharts([county]).map(({ title }) => title)).toEqual(['积压'])
})
