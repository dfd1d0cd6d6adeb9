import * as v from 'valibot'
import { businessDate, entityId } from '../../border.ts'
import type { NumberOnPapers } from '../../identity/papers.ts'
import { cleanText } from '../../identity/text.ts'
import type { Roster } from '../duty.ts'
import type { kinships } from '../kinship.ts'
import type { Change, Organisation } from '../organisation.ts'

export type CsvRow = Readonly<Record<string, string>>

/** Somebody whose requests an officer must not handle; the number itself is kept nowhere. */
export type DeclaredRelative = {
  id: string
  officerId: string
  name: string
  kinship: (typeof kinships)[number]
}

/** What tables are made of, and what their lines are held against. `today`: business date. */
export type Kept = {
  organisation: Organisation
  roster: Roster<string>
  relatives: readonly DeclaredRelative[]
  today: string
}

/** What belongs to a line and stands in no event: a new duty number, or who the relative is. */
export type Beside = { phone?: string; relative?: { name: string; number: NumberOnPapers } }

/**
 * What a line asks for: nothing (`change` then says what stands already), a change, or what is wrong with it, by the
 * column and a code.
 */
export type Asked =
  | { what: 'same'; change?: Change }
  | ({ what: 'new' | 'changed' | 'ended'; change: Change } & Beside)
  | { what: 'wrong'; field: string; code: string }

/** One kind of table: how it is written, and how a line of it is read. */
export type Table = {
  columns: readonly string[]
  /** The columns by which people know a line. */
  called: readonly string[]
  /** The column of each field that the decider may refuse. */
  fields: Readonly<Record<string, string>>
  rows: (kept: Kept) => string[][]
  /** @param freshId for somebody or something new, made outside @param earlier what the lines before asked for */
  ask: (row: CsvRow, kept: Kept, freshId: string, earlier: readonly Asked[]) => Asked
}

export const active = '在岗'
export const ended = '停用'

export const wrong = (field: string, code: string): Asked => ({ what: 'wrong', field, code })
export const cell = (row: CsvRow, name: string): string => cleanText(row[name] ?? '', 300).trim()

/** Whether a line stands or is to end; undefined where it says neither. */
export function stateIn(row: CsvRow): typeof active | typeof ended | undefined {
  const state = cell(row, '状态')
  return state === active || state === ended ? state : undefined
}

/** Spreadsheets write twelve digits as 9.9E+11: with the name before it a code stays what it is. */
export const placeCell = (code: string, { places }: Organisation): string =>
  `${places[code]?.name ?? ''} ${code}`.trim()
export const codeIn = (typed: string): string => /(\d{12})\s*$/.exec(typed)?.[1] ?? ''

export const unitCell = (id: string, { units }: Organisation): string =>
  `${units[id]?.name ?? ''} ${id}`.trim()
export const unitIn = (typed: string): string => /(\d{12}:[a-z][a-z0-9-]{1,30})$/.exec(typed)?.[1] ?? ''

export const personCell = (id: string | null, { officers }: Organisation): string =>
  id === null ? '' : `${officers[id]?.name ?? ''} ${id}`.trim()

/** Who is meant by a name, by an id, or by both: null where nobody is, undefined where it is not clear. */
export function personIn(typed: string, { officers }: Organisation): string | null | undefined {
  if (typed === '') return null
  const id = /(\S{36})$/.exec(typed)?.[1] ?? typed
  if (Object.hasOwn(officers, id)) return id
  const named = Object.values(officers).filter(({ name, active: here }) => here && name === typed)
  return named.length === 1 ? named[0]?.id : undefined
}

const dayShape = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/

/** A day as spreadsheets turn it over (`2026/3/2`), as people write it, or as it was handed out. */
function dayIn(typed: string): string | undefined {
  const [, year = '', month = '', day = ''] = dayShape.exec(typed) ?? []
  const found = v.safeParse(businessDate, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return found.success ? found.output : undefined
}

/** Both days of a line, or which of them is none. */
export function daysIn(row: CsvRow): { from: string; to: string } | { wrong: Asked } {
  const [from, to] = [dayIn(cell(row, '开始')), dayIn(cell(row, '结束'))]
  if (from === undefined) return { wrong: wrong('开始', 'not-a-date') }
  return to === undefined ? { wrong: wrong('结束', 'not-a-date') } : { from, to }
}

/** The line's own name in its table; undefined where it is none, empty where the line is new. */
export function idIn(row: CsvRow): string | undefined {
  const typed = cell(row, '编号')
  if (typed === '') return ''
  const found = v.safeParse(entityId, typed)
  return found.success ? found.output : undefined
}
