import { describe, expect, it } from 'vitest'
import { isUnanswered } from '@yima/shared/work/order'
import {
  filtered,
  found,
  nearness,
  sections,
  shapeOf,
  shortPlace,
} from '../../web/src/work/list.ts'
import { item, list, today, unanswered } from './requests.ts'

const named = (items: { name: string }[]) => items.map(({ name }) => name)
const due = (date: string) => ({ date, provisional: false })

describe('how long a clerk has', () => {
  it('is counted in workdays: from Wednesday to Friday two are left, and nothing is amber yet', () => {
    expect(nearness('2026-11-20', today)).toEqual({ kind: 'left', days: 2, tone: 'calm' })
  })

  it('turns amber on the day before and on the day itself', () => {
    expect(nearness('2026-11-19', today)).toEqual({ kind: 'left', days: 1, tone: 'soon' })
    expect(nearness(today, today)).toEqual({ kind: 'today', days: 0, tone: 'soon' })
  })

  it('is overdue by workdays: since Friday that is three on Wednesday', () => {
    expect(nearness('2026-11-13', today)).toEqual({ kind: 'late', days: 3, tone: 'late' })
  })

  it('still leaves one day when only days off lie before a due date that runs through them', () => {
    expect(nearness('2026-11-22', '2026-11-20')).toMatchObject({ kind: 'left', days: 1 })
  })
})

describe('the four counts', () => {
  const late = item({ name: '赵德顺', due: due('2026-11-16') })
  const now = item({ name: '吴广才', due: due(today) })
  const soon = item({ name: '周素芬', due: due('2026-11-20') })
  const far = item({ name: '李长河', due: due('2026-12-02') })
  const still = item({ name: '钱有福', due: null, task: 'wait-papers' })
  const all = list([late, now, soon, far, still])

  it('show exactly those they count', () => {
    expect(named(filtered(all, 'late'))).toEqual(['赵德顺'])
    expect(named(filtered(all, 'today'))).toEqual(['吴广才'])
    expect(named(filtered(all, 'week'))).toEqual(['吴广才', '周素芬'])
    expect(filtered(all, 'late')).toHaveLength(all.counts.late)
    expect(filtered(all, 'week')).toHaveLength(all.counts.week)
    expect(filtered(all, 'all')).toHaveLength(all.counts.all)
  })

  it('lay the list out as now, this week, later, waiting, and lose nobody', () => {
    const laid = sections(all.items, today)
    expect(laid.map(({ name, items }) => [name, named(items)])).toEqual([
      ['now', ['赵德顺', '吴广才']],
      ['week', ['周素芬']],
      ['later', ['李长河']],
      ['still', ['钱有福']],
    ])
  })

  it('put an urgent request among what is done first, whenever it is due, until only papers are missing', () => {
    const urgent = item({ urgent: true, due: due('2026-12-02') })
    expect(sections([urgent], today)[0]?.name).toBe('now')
    expect(sections([{ ...urgent, task: 'wait-papers', due: null }], today)[0]?.name).toBe('still')
  })

  it('say by shape what is late, due, standing still or settled', () => {
    expect(shapeOf(late, today)).toBe('late')
    expect(shapeOf(now, today)).toBe('turn')
    expect(shapeOf(soon, today)).toBe('now')
    expect(shapeOf(still, today)).toBe('pause')
    expect(shapeOf(item({ task: 'nothing', due: null }), today)).toBe('done')
  })
})

describe('finding somebody in the list', () => {
  const people = [item({ name: '周素芬' }), item({ name: '马小云', receiptNumber: '0987711869058' })]

  it('works by a part of the name and by digits however they are grouped', () => {
    expect(named(found(people, ' 素芬'))).toEqual(['周素芬'])
    expect(named(found(people, '0987 7118'))).toEqual(['马小云'])
    expect(named(found(people, '０９８７'))).toEqual(['马小云'])
  })

  it('shows everybody when nothing is typed and nobody when nobody fits', () => {
    expect(found(people, '  ')).toHaveLength(2)
    expect(found(people, '王')).toEqual([])
  })
})

it('leaves out the township that everybody in its office knows, and keeps any other', () => {
  expect(shortPlace('稻香镇石桥村', '稻香镇')).toBe('石桥村')
  expect(shortPlace('清泉镇石桥村', '稻香镇')).toBe('清泉镇石桥村')
  expect(shortPlace('稻香镇', '稻香镇')).toBe('稻香镇')
})

it('knows an urgent call nobody has tapped for', () => {
  expect(isUnanswered(item({ alert: unanswered() }))).toBe(true)
  expect(
    isUnanswered(
      item({
        alert: { ...unanswered(), acknowledgedAt: '2026-11-18T07:10:00.000Z', acknowledgedBy: '何文静' },
      }),
    ),
  ).toBe(false)
  expect(isUnanswered(item())).toBe(false)
})
