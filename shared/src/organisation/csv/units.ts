import type { Organisation, Unit } from '../organisation.ts'
import { active, cell, codeIn, ended, placeCell, stateIn, wrong, type Table } from './row.ts'

const cellsOf = (one: Unit, organisation: Organisation): string[] => [
  one.id,
  placeCell(one.regionCode, organisation),
  one.name,
  one.shortName,
  one.phone ?? '',
  one.parent ?? '',
  one.open ? active : ended,
]

const unitShape = /^\d{12}:([a-z][a-z0-9-]{1,30})$/
const isPhone = (typed: string): boolean => /^\+?[\d -]{3,20}$/.test(typed)

const ask: Table['ask'] = (row, { organisation }) => {
  const id = cell(row, '编号')
  const kind = unitShape.exec(id)?.[1]
  if (kind === undefined) return wrong('编号', 'unit-id')
  const held = organisation.units[id]
  const state = stateIn(row)
  if (!state) return wrong('状态', 'not-a-choice')
  if (state === ended) {
    if (!held) return wrong('状态', 'not-there')
    return held.open ? { what: 'ended', change: { type: 'close-unit', id } } : { what: 'same' }
  }
  const regionCode = codeIn(cell(row, '所在地'))
  if (regionCode === '' || (held && held.regionCode !== regionCode)) return wrong('所在地', 'region-code')
  const [name, shortName] = [cell(row, '名称'), cell(row, '简称')]
  if (name === '') return wrong('名称', 'empty')
  if (shortName === '') return wrong('简称', 'empty')
  if (name.length > 60 || shortName.length > 20) return wrong('名称', 'too-long')
  const typedPhone = cell(row, '电话')
  if (typedPhone !== '' && !isPhone(typedPhone)) return wrong('电话', 'phone-number')
  const fields = { name, shortName, phone: typedPhone || null, parent: cell(row, '上级单位') || null }
  if (!held) return { what: 'new', change: { type: 'add-unit', id, regionCode, kind, ...fields } }
  const keys = ['name', 'shortName', 'phone', 'parent'] as const
  if (keys.every((key) => held[key] === fields[key])) return { what: 'same' }
  return { what: 'changed', change: { type: 'change-unit', id, ...fields } }
}

/** Offices. */
export const units: Table = {
  columns: ['编号', '所在地', '名称', '简称', '电话', '上级单位', '状态'],
  called: ['名称'],
  fields: { id: '编号', regionCode: '所在地', parent: '上级单位' },
  rows: ({ organisation }) => Object.values(organisation.units).map((one) => cellsOf(one, organisation)),
  ask,
}
