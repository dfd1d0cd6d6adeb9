import { parseIdNumber } from '../../identity/id-number.ts'
import { parseName } from '../../identity/name.ts'
import { kinships } from '../kinship.ts'
import { active, cell, ended, idIn, personCell, personIn, stateIn, wrong, type Table } from './row.ts'

type Kinship = (typeof kinships)[number]

/** Relations as people who keep lists call them. */
const kinshipNames: Readonly<Record<Kinship, string>> = {
  spouse: '配偶',
  parent: '父母',
  child: '子女',
  sibling: '兄弟姐妹',
  'in-law': '姻亲',
  other: '其他亲属',
}

const kinshipOf = (typed: string): Kinship | undefined =>
  kinships.find((one) => one === typed || kinshipNames[one] === typed)

const ask: Table['ask'] = (row, { organisation, relatives: declared }, freshId) => {
  const id = idIn(row)
  const held = declared.find((one) => one.id === id)
  if (id !== '' && !held) return wrong('编号', 'not-there')
  const state = stateIn(row)
  if (!state) return wrong('状态', 'not-a-choice')
  if (state === ended && !held) return wrong('状态', 'not-there')
  const officerId = personIn(cell(row, '人员'), organisation)
  if (!officerId) return wrong('人员', 'not-there')
  if (held && held.officerId !== officerId) return wrong('编号', 'fixed-line')
  if (held && state === ended)
    return { what: 'ended', change: { type: 'end-relative', id: held.id, officerId } }
  const name = parseName(cell(row, '亲属姓名'))
  if (!name.ok) return wrong('亲属姓名', `name-${name.code}`)
  const kinship = kinshipOf(cell(row, '关系'))
  if (!kinship) return wrong('关系', 'unknown-kinship')
  const number = cell(row, '亲属身份证号')
  // Of somebody held no number is compared: a table that answers "the same" would tell whose number a guess is.
  if (held)
    return held.name === name.value && held.kinship === kinship && number === ''
      ? { what: 'same' }
      : wrong('编号', 'fixed-line')
  const idNumber = parseIdNumber(number)
  if (!idNumber.ok) return wrong('亲属身份证号', `id-${idNumber.code}`)
  const change = { type: 'add-relative', id: freshId, officerId, kinship } as const
  return { what: 'new', change, relative: { name: name.value, idNumber: idNumber.value } }
}

/** Whose requests an officer must not handle. Numbers go in and never come out: they are kept as keyed hashes only. */
export const relatives: Table = {
  columns: ['编号', '人员', '亲属姓名', '亲属身份证号', '关系', '状态'],
  called: ['人员'],
  fields: { officerId: '人员' },
  rows: ({ organisation, relatives: declared }) =>
    declared.map(({ id, officerId, name, kinship }) => [
      ...[id, personCell(officerId, organisation), name, '', kinshipNames[kinship], active],
    ]),
  ask,
}
