import { holidays } from '@yima/shared/calendar/holidays'
import type { NoticeLine } from '@yima/shared/notice/contract'
import { countedOn } from '@yima/shared/notice/days'
import type { NoticeRow } from './table.ts'

/** What a line is made of; the names are those of the row. */
export type Lined = Pick<NoticeRow, 'id' | 'kind' | 'state' | 'shown' | 'fromOn' | 'toOn' | 'untilOn' | 'term' | 'missed'>

function daysOf({ fromOn: from, toOn: to, term, missed }: Lined, today: string): NoticeLine['days'] {
  return to === null || term === null ? null : countedOn({ from, to, term, missed }, today, holidays)
}

/** A line of a board as everybody reads it: what is shown, letter by letter, with its days. */
export const lineOf = (row: Lined, today: string): NoticeLine => ({
  id: row.id,
  kind: row.kind,
  ...row.shown,
  until: row.untilOn,
  days: daysOf(row, today),
  open: row.state === 'hanging' && (row.toOn === null || today <= row.toOn),
})
