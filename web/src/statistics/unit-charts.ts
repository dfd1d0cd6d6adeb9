import type { UnitFigures } from '@yima/shared/statistics/contract'
import { inTimeGoal } from '@yima/shared/statistics/goal'
import { t } from '../app/text.ts'
import type { UnitBar } from './UnitBars.vue'

export type UnitChart = { title: string; hint: string; bars: UnitBar[]; goal?: number }

const percent = 100
const shareText = (share: number): string => t('figures.percent', { share })
const partOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((percent * part) / whole))

/** A share of each unit that has one. */
const shares = (units: readonly UnitFigures[], of: (one: UnitFigures) => number | null, least = 0): UnitBar[] =>
  units.flatMap((one) => {
    const share = of(one)
    return share === null ? [] : [{ id: one.id, name: one.name, full: share, ...(share < least ? { hatched: share } : {}), text: shareText(share) }]
  })

/** What waits, as long as that of the unit with most, the part that is late hatched. */
function backlog(units: readonly UnitFigures[]): UnitBar[] {
  const most = Math.max(1, ...units.map(({ open }) => open))
  return units.map(({ id, name, open, late }) => ({
    ...{ id, name, full: partOf(open, most), hatched: partOf(late, most) },
    text: t(late > 0 ? 'figures.backlog.late' : 'figures.items', { count: open, late }),
  }))
}

function overturned(units: readonly UnitFigures[]): UnitBar[] {
  const most = Math.max(1, ...units.map((one) => one.overturned))
  return units.flatMap((one) =>
    one.decided === 0 ? [] : [{ id: one.id, name: one.name, full: partOf(one.overturned, most), text: t('figures.items', { count: one.overturned }) }])
}

const coverage = (units: readonly UnitFigures[]): UnitBar[] =>
  units.flatMap(({ id, name, coverage: of }) =>
    of ? [{ id, name, full: partOf(of.reached, of.villages), text: t('figures.coverage.of', { ...of }) }] : [])

/** What is looked at of the units, each a chart; those of which there is nothing to see are left out. */
export const unitCharts = (units: readonly UnitFigures[]): UnitChart[] =>
  [
    { title: t('figures.in-time'), hint: t('figures.goal', { share: inTimeGoal }), bars: shares(units, ({ inTime }) => inTime, inTimeGoal), goal: inTimeGoal },
    { title: t('figures.backlog'), hint: t('figures.backlog.hint'), bars: backlog(units) },
    { title: t('figures.checked'), hint: t('figures.checked.hint'), bars: shares(units, ({ checked }) => checked) },
    { title: t('figures.coverage'), hint: t('figures.coverage.hint'), bars: coverage(units) },
    { title: t('figures.overturned'), hint: t('figures.overturned.hint'), bars: overturned(units) },
  ].filter(({ bars }) => bars.length > 0)
