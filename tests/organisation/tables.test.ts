import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvOf, rowsOf } from '@yima/api/organisation/csv'
import { addDays } from '@yima/shared/calendar/working-days'
import { parseName } from '@yima/shared/identity/name'
import { cleanText } from '@yima/shared/identity/text'
import { csvKinds } from '@yima/shared/organisation/contract'
import { lineName, tableOf, tables, type CsvKind } from '@yima/shared/organisation/csv'
import type { Asked, CsvRow, Kept } from '@yima/shared/organisation/csv/row'
import { says, withStretch, type Roster } from '@yima/shared/organisation/duty'
import { kinships } from '@yima/shared/organisation/kinship'
import { idNumberOf } from '../fixtures/applications.ts'
import { runs } from '../fixtures/runs.ts'
import { countyOf, person, today, town, village, window } from './small-county.ts'

const ids = [1, 2, 3].map((at) => `0190a000-0000-7000-8000-00000000000${at}`)
const [he = '', liu = '', tang = ''] = ids

const starts = fc.constantFrom('', '=', '+', '-', '@', "'=", "''+", '＝', '"', ',', '\n', '\t', ' ')
/** What people type into a name, as the border leaves it. */
const typed = fc
  .tuple(starts, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }))
  .map(([start, rest]) => cleanText(start + rest, 40).trim())
  .filter((text) => text !== '' && text.length <= 20)
const name = typed
  .filter((one) => parseName(one).ok)
  .map((one) => {
    const parsed = parseName(one)
    return parsed.ok ? parsed.value : one
  })
const span = fc
  .tuple(fc.integer({ min: -20, max: 300 }), fc.integer({ min: 0, max: 60 }))
  .map(([start, length]) => ({ from: addDays(today, start), to: addDays(today, start + length) }))

const county = fc
  .record({
    names: fc.tuple(name, name, name),
    words: fc.tuple(typed, typed, typed),
    away: fc.array(fc.record({ days: span, deputy: fc.constantFrom(null, liu, tang) }), { maxLength: 4 }),
    calls: fc.array(fc.record({ days: span, who: fc.constantFrom(...ids) }), { maxLength: 6 }),
    family: fc.array(fc.record({ name, kinship: fc.constantFrom(...kinships) }), { maxLength: 4 }),
    closed: fc.boolean(),
  })
  .map(({ names, words, away, calls, family, closed }): Kept => {
    const people = ids.map((id, at) => ({
      ...person(id, 'clerk', { regionCode: town, manager: at === 0 ? null : he }),
      ...{ name: names[at] ?? '', post: words[0], active: !(closed && at === 2) },
    }))
    const organisation = countyOf(...people)
    const uuid = (at: number, kind: number) => `0190a00${kind}-0000-7000-8000-0000000001${10 + at}`
    const places = organisation.places
    return {
      organisation: {
        ...organisation,
        places: { ...places, [village]: { ...places[village]!, name: words[1], open: !closed } },
        units: { ...organisation.units, [window]: { ...organisation.units[window]!, name: words[2] } },
        absences: away.map(({ days, deputy }, at) => ({ id: uuid(at, 1), officerId: he, ...days, deputy })),
      },
      roster: calls.reduce<Roster<string>>(
        (all, { days, who }) =>
          withStretch(all, { unitId: window, officerId: who, from: days.from, until: addDays(days.to, 1) }),
        [],
      ),
      relatives: family.map((one, at) => ({ ...one, id: uuid(at, 2), officerId: ids[at % 3] ?? he })),
      today,
    }
  })

function read(kind: CsvKind, rows: readonly CsvRow[], kept: Kept): Asked[] {
  const earlier: Asked[] = []
  for (const row of rows) earlier.push(tables[kind].ask(row, kept, ids[0] ?? '', earlier))
  return earlier
}

describe('a table that was handed out', () => {
  it.each(csvKinds)(
    'of %s and put back as it is changes nothing, whatever the people are called',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(county, async (kept) => {
          const out = tableOf(kind, kept)
          if (out.length === 1) return
          const csv = await csvOf(out)
          for (const line of csv.slice(1).split('\r\n')) expect(line).not.toMatch(/^"?[=+\-@＝＋－＠]/)
          const rows = await rowsOf(kind, csv)
          expect(rows).toHaveLength(out.length - 1)
          expect(read(kind, rows, kept).filter(({ what }) => what !== 'same')).toEqual([])
        }),
        { numRuns: runs(40) },
      )
    },
  )
})

const kept = (more: Partial<Kept> = {}): Kept => ({
  organisation: countyOf(
    ...[person(he, 'clerk', { regionCode: town }), person(liu, 'clerk', { regionCode: town })].map(
      (one, at) => ({
        ...one,
        name: at === 0 ? '何文静' : '刘小勤',
      }),
    ),
  ),
  ...{ roster: [], relatives: [], today },
  ...more,
})
const rowOf = (kind: CsvKind, ...cells: string[]): CsvRow =>
  Object.fromEntries(tables[kind].columns.map((column, at) => [column, cells[at] ?? '']))
const asked = (kind: CsvKind, ...cells: string[]) => read(kind, [rowOf(kind, ...cells)], kept())[0]

describe('a line', () => {
  it('names people as somebody writes them, and days as a spreadsheet does', () => {
    const change = { type: 'set-duty', unitId: window, officerId: he, from: '2026-03-05', to: '2026-03-12' }
    for (const day of ['2026/3/5', '2026-03-05', '2026年3月5日', '2026.3.5'])
      expect(asked('duties', window, '何文静', day, '2026/3/12')).toEqual({ what: 'changed', change })
  })

  it.each([
    ['duties', [window, '某人', '2026/3/5', '2026/3/6'], '值班人', 'not-there'],
    ['duties', [`${town}:garden`, '何文静', '2026/3/5', '2026/3/6'], '单位', 'not-there'],
    ['duties', [window, '何文静', '五号', '2026/3/6'], '开始', 'not-a-date'],
    ['duties', [window, '何文静', '2026/2/1', '2026/2/6'], '结束', 'days-over'],
    ['absences', ['', '何文静', '2026-03-05', '2026-02-30', '', '在岗'], '结束', 'not-a-date'],
    ['absences', [liu, '何文静', '2026-03-05', '2026-03-06', '', '在岗'], '编号', 'not-there'],
    ['absences', ['', '何文静', '2026-03-05', '2026-03-06', '', '休假'], '状态', 'not-a-choice'],
    ['regions', ['12', '桃源村', '在岗'], '编号', 'region-code'],
    ['regions', ['桃源村 990909100001', '桃源村', '在岗'], '编号', 'no-place-above'],
    ['regions', ['石桥村 990101100001', '', '在岗'], '名称', 'empty'],
    ['relatives', ['', '何文静', '何小溪', '', '', '子女', '在岗'], '亲属证件号', 'id-empty'],
    ['relatives', ['', '何文静', '何小溪', '护照', '12', '子女', '在岗'], '亲属证件号', 'foreign-passport'],
    [
      'relatives',
      ['', '何文静', '何小溪', '工作证', 'E12345678', '子女', '在岗'],
      '亲属证件',
      'unknown-papers',
    ],
    [
      'relatives',
      ['', '何文静', '何小溪', '', idNumberOf('1990-01-01'), '邻居', '在岗'],
      '关系',
      'unknown-kinship',
    ],
  ] as const)('of %s that cannot be read (%s) says which cell: %s', (kind, cells, field, code) => {
    expect(asked(kind, ...cells)).toEqual({ what: 'wrong', field, code })
  })

  it('names a relative by an ID number, or by a document of somebody who has none', () => {
    const line = (papers: string, number: string) =>
      asked('relatives', '', '何文静', '何安娜', papers, number, '姻亲', '在岗')
    expect(line('', idNumberOf('1990-01-01'))).toMatchObject({ relative: { number: { kind: 'id-number' } } })
    expect(line('护照', 'e 1234 5678')).toMatchObject({
      what: 'new',
      relative: { name: '何安娜', number: { kind: 'foreign', document: 'passport', value: 'E12345678' } },
    })
  })

  it('that puts a second person on the same days is refused: the first would be off the roster, unsaid', () => {
    const lines = [
      rowOf('duties', window, '何文静', '2026/3/5', '2026/3/12'),
      rowOf('duties', window, '刘小勤', '2026/3/10', '2026/3/20'),
    ]
    expect(read('duties', lines, kept()).map(({ what }) => what)).toEqual(['changed', 'wrong'])
  })

  it('of an absence or a relative that stands cannot be written over, only ended', () => {
    const absence = { id: tang, officerId: he, from: '2026-03-05', to: '2026-03-06', deputy: null }
    const relative = { id: tang, officerId: he, name: '何小溪', kinship: 'child' } as const
    const here = kept({
      relatives: [relative],
      organisation: { ...kept().organisation, absences: [absence] },
    })
    const first = (kind: CsvKind, ...cells: string[]) => read(kind, [rowOf(kind, ...cells)], here)[0]
    const fixed = { what: 'wrong', field: '编号', code: 'fixed-line' }
    expect(first('absences', tang, '何文静', '2026-03-05', '2026-03-09', '', '在岗')).toEqual(fixed)
    expect(first('absences', tang, '何文静', '', '', '', '停用')).toMatchObject({ what: 'ended' })
    // Not even whether a guess is the number of somebody declared.
    expect(
      first('relatives', tang, '何文静', '何小溪', '', idNumberOf('1990-01-01'), '子女', '在岗'),
    ).toEqual(fixed)
    expect(first('relatives', tang, '刘小勤', '何小溪', '', '', '子女', '停用')).toEqual(fixed)
    expect(first('relatives', tang, '何文静', '', '', '', '', '停用')).toEqual({
      what: 'ended',
      change: { type: 'end-relative', id: tang, officerId: he },
    })
  })

  it('is told apart by what people call it', () => {
    expect(lineName('duties', rowOf('duties', `便民中心 ${window}`, `何文静 ${he}`))).toBe('便民中心 何文静')
    expect(lineName('regions', rowOf('regions', `石桥村 ${village}`, '石桥村'))).toBe('石桥村')
    expect(lineName('relatives', rowOf('relatives', '', '何文静', '何小溪'))).not.toContain('何小溪')
  })
})

describe('a roster', () => {
  const on = (officerId: string | null, from: string, until: string) => ({
    unitId: window,
    officerId,
    from,
    until,
  })
  it('keeps what stood before and after the days that somebody else is given', () => {
    const roster = withStretch(
      [{ ...on(he, '2026-03-01', '2026-04-01'), officerId: he }],
      on(liu, '2026-03-10', '2026-03-12'),
    )
    expect(says(roster, on(he, '2026-03-01', '2026-03-10'))).toBe(true)
    expect(says(roster, on(liu, '2026-03-10', '2026-03-12'))).toBe(true)
    expect(says(roster, on(he, '2026-03-12', '2026-04-01'))).toBe(true)
    expect(says(roster, on(he, '2026-03-09', '2026-03-13'))).toBe(false)
    expect(
      says(withStretch(roster, on(null, '2026-03-10', '2026-03-12')), on(null, '2026-03-10', '2026-03-12')),
    ).toBe(true)
  })
})
