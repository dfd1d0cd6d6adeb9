import { holidays } from '@yima/shared/calendar/holidays'
import { dueState } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import type { WorkItem, WorkList } from '@yima/shared/work/contract'
import { isMeant, isPressing, type CountName } from '@yima/shared/work/order'
import type { ShapeName } from '../look/icons.ts'

export type SectionName = 'now' | 'week' | 'later' | 'still'
export type Section = { name: SectionName; items: WorkItem[] }

/** How near a day is, and how many workdays lie between, by everybody's clock. */
export type Nearness = { kind: 'late' | 'today' | 'left'; days: number; tone: 'calm' | 'soon' | 'late' }

/** The day `due` seen from `today` (business dates). A day off before the due date still leaves one day. */
export function nearness(due: string, today: string): Nearness {
  const { tone, workdaysLeft, workdaysLate } = dueState(due, today, holidays)
  if (due < today) return { kind: 'late', days: workdaysLate, tone }
  if (due === today) return { kind: 'today', days: 0, tone }
  return { kind: 'left', days: Math.max(1, workdaysLeft), tone }
}

const within = (filter: CountName, due: string, today: string): boolean => {
  switch (filter) {
    case 'late':
      return due < today
    case 'today':
      return due === today
    case 'week':
      return due >= today && due <= addDays(today, 7)
    case 'all':
      return true
    default:
      return filter satisfies never
  }
}

/** The items one of the four counts counts, in the list's order. */
export const filtered = ({ items, today }: WorkList, filter: CountName): WorkItem[] =>
  filter === 'all' ? items : items.filter((item) => item.due !== null && within(filter, item.due.date, today))

/** By a part of the name, the place or the receipt number, however the digits are grouped. */
export const found = (items: readonly WorkItem[], typed: string): WorkItem[] =>
  typed.trim() === '' ? [...items] : items.filter(isMeant(typed))

/** What is there already, and the next page of it; who moved meanwhile stands once. */
export function joined(list: WorkList, page: WorkList): WorkList {
  const known = new Set(list.items.map(({ id }) => id))
  return { ...page, items: [...list.items, ...page.items.filter(({ id }) => !known.has(id))] }
}

function sectionOf(item: WorkItem, today: string): SectionName {
  if (isPressing(item)) return 'now'
  if (item.due === null) return 'still'
  if (item.due.date <= today) return 'now'
  return within('week', item.due.date, today) ? 'week' : 'later'
}

/** What is due now, this week, later, and what stands still; the order inside stays the server's. */
export function sections(items: readonly WorkItem[], today: string): Section[] {
  const names: SectionName[] = ['now', 'week', 'later', 'still']
  return names
    .map((name) => ({ name, items: items.filter((item) => sectionOf(item, today) === name) }))
    .filter((section) => section.items.length > 0)
}

/** The shape before a line: overdue, due today or urgent, standing still, settled, in hand. */
export function shapeOf(item: WorkItem, today: string): ShapeName {
  if (item.due !== null && item.due.date < today) return 'late'
  if (item.task === 'wait-papers') return 'pause'
  if (item.task === 'nothing') return 'done'
  return item.due?.date === today || item.urgent ? 'turn' : 'now'
}

/** The place without the township everybody in the office knows. */
export const shortPlace = (place: string, region: string): string =>
  place.startsWith(region) && place.length > region.length ? place.slice(region.length) : place
