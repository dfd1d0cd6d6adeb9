import type { Absence } from '../organisation.ts'
import {
  active,
  cell,
  daysIn,
  ended,
  idIn,
  personCell,
  personIn,
  stateIn,
  wrong,
  type Asked,
  type CsvRow,
  type Kept,
  type Table,
} from './row.ts'

/** An absence that stands can be ended; another one is a new line, so that its deputy is looked at anew. */
function askHeld(held: Absence, asked: Omit<Absence, 'id'>): Asked {
  const keys = ['officerId', 'from', 'to', 'deputy'] as const
  return keys.every((key) => held[key] === asked[key]) ? { what: 'same' } : wrong('编号', 'fixed-line')
}

function said(row: CsvRow, { organisation }: Kept): Omit<Absence, 'id'> | { wrong: Asked } {
  const officerId = personIn(cell(row, '人员'), organisation)
  if (!officerId) return { wrong: wrong('人员', 'not-there') }
  const deputy = personIn(cell(row, '代办人'), organisation)
  if (deputy === undefined) return { wrong: wrong('代办人', 'not-there') }
  const days = daysIn(row)
  return 'wrong' in days ? days : { officerId, ...days, deputy }
}

const ask: Table['ask'] = (row, kept, freshId) => {
  const id = idIn(row)
  const held = kept.organisation.absences.find((one) => one.id === id)
  if (id !== '' && !held) return wrong('编号', 'not-there')
  const state = stateIn(row)
  if (!state) return wrong('状态', 'not-a-choice')
  if (state === ended)
    return held ? { what: 'ended', change: { type: 'end-absence', id: held.id } } : wrong('状态', 'not-there')
  const asked = said(row, kept)
  if ('wrong' in asked) return asked.wrong
  if (held) return askHeld(held, asked)
  return { what: 'new', change: { type: 'set-absence', id: freshId, ...asked } }
}

/** Who is away on which days, and who acts in the meantime. */
export const absences: Table = {
  columns: ['编号', '人员', '开始', '结束', '代办人', '状态'],
  called: ['人员'],
  fields: { id: '编号', officerId: '人员', to: '结束', deputy: '代办人' },
  rows: ({ organisation, today }) =>
    organisation.absences
      .filter(({ to }) => to >= today)
      .map(({ id, officerId, from, to, deputy }) => [
        ...[id, personCell(officerId, organisation), from, to],
        ...[personCell(deputy, organisation), active],
      ]),
  ask,
}
