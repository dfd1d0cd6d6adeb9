import { addDays } from '../../calendar/working-days.ts'
import { says, type NewStretch } from '../duty.ts'
import type { Change } from '../organisation.ts'
import { cell, daysIn, personCell, personIn, unitCell, unitIn, wrong, type Asked, type Table } from './row.ts'

type SetDuty = Extract<Change, { type: 'set-duty' }>

/** A roster can be changed for a year at once; what it says beyond is not handed out. */
const days = 365

/** Days as the roster reads them: the last one belongs to it. */
export const stretchOf = ({ unitId, officerId, from, to }: SetDuty): NewStretch<string> => ({
  ...{ unitId, officerId, from, until: addDays(to, 1) },
})

/** Two lines that name different people for one day: the second would put the first off the roster, unsaid. */
const crosses = (one: SetDuty, earlier: readonly Asked[], isNew: boolean): boolean =>
  earlier.some(
    (other) =>
      other.what !== 'wrong' &&
      other.change?.type === 'set-duty' &&
      (isNew || other.what !== 'same') &&
      other.change.unitId === one.unitId &&
      other.change.officerId !== one.officerId &&
      other.change.from <= one.to &&
      other.change.to >= one.from,
  )

const ask: Table['ask'] = (row, { organisation, roster, today }, _freshId, earlier) => {
  const unitId = unitIn(cell(row, '单位'))
  if (!Object.hasOwn(organisation.units, unitId)) return wrong('单位', 'not-there')
  const officerId = personIn(cell(row, '值班人'), organisation)
  if (officerId === undefined) return wrong('值班人', 'not-there')
  const typed = daysIn(row)
  if ('wrong' in typed) return typed.wrong
  if (typed.to < today) return wrong('结束', 'days-over')
  // Days that are over stay as they were: a table handed out yesterday can still be put back.
  const from = typed.from < today ? today : typed.from
  const change: SetDuty = { type: 'set-duty', unitId, officerId, from, to: typed.to }
  const isNew = !says(roster, stretchOf(change))
  if (crosses(change, earlier, isNew)) return wrong('值班人', 'day-twice')
  return isNew ? { what: 'changed', change } : { what: 'same', change }
}

/** Who is called for which office on which days, from today on for a year. */
export const duties: Table = {
  columns: ['单位', '值班人', '开始', '结束'],
  called: ['单位', '值班人'],
  fields: { unitId: '单位', officerId: '值班人', to: '结束' },
  rows: ({ organisation, roster, today }) =>
    roster.flatMap(({ unitId, officerId, from, until }) => {
      const first = from < today ? today : from
      const end = addDays(today, days)
      const last = addDays(until < end ? until : end, -1)
      if (last < first) return []
      return [[unitCell(unitId, organisation), personCell(officerId, organisation), first, last]]
    }),
  ask,
}
