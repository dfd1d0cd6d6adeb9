import { officerRoles, type OfficerRole } from '../access/actor.ts'
import { parseName } from '../identity/name.ts'
import { cleanText } from '../identity/text.ts'
import { parseMobile, phoneEnd } from '../identity/phone.ts'
import type { Change, Officer, Organisation, Unit } from './organisation.ts'

/** The columns of each table, in their order; a file in which one is missing is not read at all. */
export const columns = {
  officers: ['编号', '姓名', '职务', '角色', '单位', '管辖地', '上级', '值班手机', '状态'],
  units: ['编号', '所在地', '名称', '简称', '电话', '上级单位', '状态'],
} as const
export type CsvKind = keyof typeof columns
export type CsvRow = Readonly<Record<string, string>>

/** Roles as people who keep lists call them. */
export const roleNames: Readonly<Record<OfficerRole, string>> = {
  'village-worker': '民生专员',
  clerk: '乡镇经办',
  leader: '负责人',
  'county-officer': '县民政经办',
  'duty-officer': '值班人员',
  'department-officer': '部门经办',
  'verification-officer': '核对中心',
  supervisor: '监督',
  administrator: '系统管理员',
}

const active = '在岗'
const ended = '停用'

/** Spreadsheets write twelve digits as 9.9E+11: with the name before it a code stays what it is. */
const placeCell = (code: string, { places }: Organisation): string =>
  `${places[code]?.name ?? ''} ${code}`.trim()
const codeIn = (cell: string): string => /(\d{12})\s*$/.exec(cell.trim())?.[1] ?? ''

const officerCells = (one: Officer, organisation: Organisation): string[] => [
  one.id,
  one.name,
  one.post,
  roleNames[one.role],
  one.unitId,
  placeCell(one.regionCode, organisation),
  one.manager ?? '',
  // A number is never handed out again: left empty, it stays as it is.
  '',
  one.active ? active : ended,
]
const unitCells = (one: Unit, organisation: Organisation): string[] => [
  one.id,
  placeCell(one.regionCode, organisation),
  one.name,
  one.shortName,
  one.phone ?? '',
  one.parent ?? '',
  one.open ? active : ended,
]

/** A table as it is handed out: its header and one row for each. */
export function tableOf(kind: CsvKind, organisation: Organisation): string[][] {
  const rows =
    kind === 'officers'
      ? Object.values(organisation.officers).map((one) => officerCells(one, organisation))
      : Object.values(organisation.units).map((one) => unitCells(one, organisation))
  return [[...columns[kind]], ...rows]
}

/** What a line asks for: nothing, a change (with a new number, if one stands there), or what is wrong with it. */
export type Asked =
  | { what: 'same' }
  | { what: 'new' | 'changed' | 'ended'; change: Change; phone?: string }
  | { what: 'wrong'; field: string; code: string }

const wrong = (field: string, code: string): Asked => ({ what: 'wrong', field, code })
const cell = (row: CsvRow, name: string): string => cleanText(row[name] ?? '', 300).trim()

function roleOf(typed: string): OfficerRole | undefined {
  return officerRoles.find((role) => role === typed || roleNames[role] === typed)
}

function managerOf(typed: string, { officers }: Organisation): string | null | undefined {
  if (typed === '') return null
  if (officers[typed]) return typed
  const named = Object.values(officers).filter(({ name, active: here }) => here && name === typed)
  return named.length === 1 ? named[0]?.id : undefined
}

const isPhone = (typed: string): boolean => /^\+?[\d -]{3,20}$/.test(typed)

/** @param id the number of somebody new, made outside */
function askOfficer(row: CsvRow, organisation: Organisation, id: string): Asked {
  const given = cell(row, '编号')
  const held = given === '' ? undefined : organisation.officers[given]
  if (given !== '' && !held) return wrong('编号', 'not-there')
  const state = cell(row, '状态')
  if (state !== active && state !== ended) return wrong('状态', 'not-a-choice')
  if (state === ended) {
    if (!held) return wrong('状态', 'not-there')
    return held.active ? { what: 'ended', change: { type: 'end-officer', id: held.id } } : { what: 'same' }
  }
  if (held?.active === false) return { what: 'changed', change: { type: 'reactivate-officer', id: held.id } }
  const name = parseName(cell(row, '姓名'))
  if (!name.ok) return wrong('姓名', `name-${name.code}`)
  const post = cell(row, '职务')
  if (post === '') return wrong('职务', 'empty')
  if (post.length > 40) return wrong('职务', 'too-long')
  const role = roleOf(cell(row, '角色'))
  if (!role) return wrong('角色', 'unknown-role')
  const regionCode = codeIn(cell(row, '管辖地'))
  if (regionCode === '') return wrong('管辖地', 'region-code')
  const manager = managerOf(cell(row, '上级'), organisation)
  if (manager === undefined) return wrong('上级', 'not-there')
  const typedPhone = cell(row, '值班手机')
  const phone = typedPhone === '' ? undefined : parseMobile(typedPhone)
  if (phone?.ok === false) return wrong('值班手机', `phone-${phone.code}`)
  const fields = {
    id: held?.id ?? id,
    unitId: cell(row, '单位'),
    regionCode,
    name: name.value,
    post,
    role,
    manager,
    ...(phone ? { newPhone: phoneEnd(phone.value) } : {}),
  }
  const number = phone ? { phone: phone.value } : {}
  if (!held) return { what: 'new', change: { type: 'add-officer', ...fields }, ...number }
  const keys = ['unitId', 'regionCode', 'name', 'post', 'role', 'manager'] as const
  if (!phone && keys.every((key) => held[key] === fields[key])) return { what: 'same' }
  return { what: 'changed', change: { type: 'change-officer', ...fields }, ...number }
}

const unitShape = /^\d{12}:([a-z][a-z0-9-]{1,30})$/

function askUnit(row: CsvRow, organisation: Organisation): Asked {
  const id = cell(row, '编号')
  const kind = unitShape.exec(id)?.[1]
  if (kind === undefined) return wrong('编号', 'unit-id')
  const held = organisation.units[id]
  const state = cell(row, '状态')
  if (state !== active && state !== ended) return wrong('状态', 'not-a-choice')
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

/** Reads one line of a table against the organisation as the lines before leave it. */
export const askedBy = (kind: CsvKind, row: CsvRow, organisation: Organisation, freshId: string): Asked =>
  kind === 'officers' ? askOfficer(row, organisation, freshId) : askUnit(row, organisation)
