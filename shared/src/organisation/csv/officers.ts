import { officerRoles, type OfficerRole } from '../../access/actor.ts'
import { parseName } from '../../identity/name.ts'
import { parseMobile, phoneEnd } from '../../identity/phone.ts'
import type { Officer, Organisation } from '../organisation.ts'
import { active, cell, codeIn, ended, personIn, placeCell, stateIn, wrong, type Table } from './row.ts'

/** Roles as people who keep lists call them. */
const roleNames: Readonly<Record<OfficerRole, string>> = {
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

const cellsOf = (one: Officer, organisation: Organisation): string[] => [
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

const roleOf = (typed: string): OfficerRole | undefined =>
  officerRoles.find((role) => role === typed || roleNames[role] === typed)

const ask: Table['ask'] = (row, { organisation }, freshId) => {
  const given = cell(row, '编号')
  const held = given === '' ? undefined : organisation.officers[given]
  if (given !== '' && !held) return wrong('编号', 'not-there')
  const state = stateIn(row)
  if (!state) return wrong('状态', 'not-a-choice')
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
  const manager = personIn(cell(row, '上级'), organisation)
  if (manager === undefined) return wrong('上级', 'not-there')
  const typedPhone = cell(row, '值班手机')
  const phone = typedPhone === '' ? undefined : parseMobile(typedPhone)
  if (phone?.ok === false) return wrong('值班手机', `phone-${phone.code}`)
  const fields = {
    id: held?.id ?? freshId,
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

/** Who is in which office. */
export const officers: Table = {
  columns: ['编号', '姓名', '职务', '角色', '单位', '管辖地', '上级', '值班手机', '状态'],
  called: ['姓名'],
  fields: { id: '编号', unitId: '单位', regionCode: '管辖地', role: '角色', manager: '上级' },
  rows: ({ organisation }) => Object.values(organisation.officers).map((one) => cellsOf(one, organisation)),
  ask,
}
