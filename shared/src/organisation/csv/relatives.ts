import {
  foreignDocuments,
  parseForeignNumber,
  type ForeignDocument,
} from '../../identity/foreign-document.ts'
import { parseIdNumber } from '../../identity/id-number.ts'
import { parseName } from '../../identity/name.ts'
import type { NumberOnPapers } from '../../identity/papers.ts'
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

type Papers = 'id-number' | ForeignDocument

/** Papers as people who keep lists call them. */
const papersNames: Readonly<Record<Papers, string>> = {
  'id-number': '身份证',
  passport: '护照',
  'permanent-residence': '外国人永久居留身份证',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'hk-macao-taiwan-residence': '港澳台居民居住证',
}

/** Which papers a cell names; most people have an ID card, which need not be said. */
const papersOf = (typed: string): Papers | undefined =>
  typed === ''
    ? 'id-number'
    : (['id-number', ...foreignDocuments] as const).find((one) => papersNames[one] === typed)

/** The number as it is looked up, or what is wrong with it. */
function numberOf(papers: Papers, typed: string): NumberOnPapers | { code: string } {
  if (papers === 'id-number') {
    const parsed = parseIdNumber(typed)
    return parsed.ok ? { kind: 'id-number', value: parsed.value } : { code: `id-${parsed.code}` }
  }
  const parsed = parseForeignNumber(papers, typed)
  if (!parsed.ok) return { code: `foreign-${parsed.code}` }
  return { kind: 'foreign', document: papers, value: parsed.value }
}

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
  const number = cell(row, '亲属证件号')
  // Of somebody held no number is compared: a table that answers "the same" would tell whose number a guess is.
  if (held)
    return held.name === name.value && held.kinship === kinship && number === ''
      ? { what: 'same' }
      : wrong('编号', 'fixed-line')
  const papers = papersOf(cell(row, '亲属证件'))
  if (!papers) return wrong('亲属证件', 'unknown-papers')
  const parsed = numberOf(papers, number)
  if ('code' in parsed) return wrong('亲属证件号', parsed.code)
  const change = { type: 'add-relative', id: freshId, officerId, kinship } as const
  return { what: 'new', change, relative: { name: name.value, number: parsed } }
}

/** Whose requests an officer must not handle. Numbers go in and never come out: they are kept as keyed hashes only. */
export const relatives: Table = {
  columns: ['编号', '人员', '亲属姓名', '亲属证件', '亲属证件号', '关系', '状态'],
  called: ['人员'],
  fields: { officerId: '人员' },
  rows: ({ organisation, relatives: declared }) =>
    declared.map(({ id, officerId, name, kinship }) => [
      ...[id, personCell(officerId, organisation), name, '', '', kinshipNames[kinship], active],
    ]),
  ask,
}
