import { isRegionCode } from '../../region/code.ts'
import { isPlaceable } from '../validity.ts'
import { active, cell, codeIn, ended, placeCell, stateIn, wrong, type Table } from './row.ts'

const longestName = 40

const ask: Table['ask'] = (row, { organisation: { places } }) => {
  const code = codeIn(cell(row, '编号'))
  if (!isRegionCode(code)) return wrong('编号', 'region-code')
  const held = places[code]
  const state = stateIn(row)
  if (!state) return wrong('状态', 'not-a-choice')
  if (state === ended) {
    if (!held) return wrong('状态', 'not-there')
    return held.open ? { what: 'ended', change: { type: 'close-region', code } } : { what: 'same' }
  }
  if (held?.open === false) return wrong('状态', 'place-closed')
  const name = cell(row, '名称')
  if (name === '') return wrong('名称', 'empty')
  if (name.length > longestName) return wrong('名称', 'too-long')
  if (held?.name === name) return { what: 'same' }
  if (held) return { what: 'changed', change: { type: 'rename-region', code, name } }
  if (!isPlaceable(places, code)) return wrong('编号', 'no-place-above')
  return { what: 'new', change: { type: 'add-region', code, name } }
}

/** Places. Which lies in which follows from their codes, so that no column can say otherwise. */
export const regions: Table = {
  columns: ['编号', '名称', '状态'],
  called: ['名称'],
  fields: { code: '编号', name: '名称' },
  rows: ({ organisation }) =>
    Object.values(organisation.places)
      // Above before below: read from the top, a new township is there before its villages.
      .sort((one, other) => (one.code < other.code ? -1 : 1))
      .map(({ code, name, open }) => [placeCell(code, organisation), name, open ? active : ended]),
  ask,
}
