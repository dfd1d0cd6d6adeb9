import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportAnswer, RelativeView } from '@yima/shared/organisation/contract'
import { tables, type CsvKind } from '@yima/shared/organisation/csv'
import { idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { codeOf, county, daoxiang, idOf, propose, view, waiting } from './people.ts'

let office: Office
let qin: Device
let yao: Device
beforeAll(async () => {
  office = await openOffice()
  qin = await office.officerDevice('秦朗')
  yao = await office.officerDevice('姚静')
})
afterAll(() => office.close())

const exported = async (kind: CsvKind): Promise<string> =>
  ((await (await qin.get(`/admin/exports/${kind}`)).json()) as { csv: string }).csv
const body = (kind: CsvKind, csv: string) => ({ kind, csv, effectiveOn: '2026-03-02', reason: '机构调整' })
const table = (kind: CsvKind, ...lines: string[]) =>
  [tables[kind].columns.join(','), ...lines, ''].join('\r\n')
const preview = async (kind: CsvKind, csv: string): Promise<ImportAnswer> =>
  (await (await qin.post('/admin/imports/preview', body(kind, csv))).json()) as ImportAnswer
const take = (kind: CsvKind, csv: string) => qin.post('/admin/imports', body(kind, csv))
const found = async (kind: CsvKind, csv: string) =>
  (await preview(kind, csv)).lines.map(({ what, second, errors }) => [
    what,
    second,
    ...errors.map(({ code }) => code),
  ])
const unchanged = async (kind: CsvKind) =>
  (await found(kind, await exported(kind))).every(([what]) => what === 'same')
const confirm = async () => (await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})).status

const number = idNumberOf('1990-01-01')
const window = `${daoxiang}:window`

describe('places', () => {
  it('are added from above to below, renamed and closed; nothing beyond what lies around the county is', async () => {
    const csv = table(
      'regions',
      '桃源镇 990101190000,桃源镇,在岗',
      '桃花村 990101190001,桃花村,在岗',
      '青禾县 990101000000,青禾县,在岗',
    )
    expect(await found('regions', csv)).toEqual([
      ['new', false],
      ['new', false],
      ['same', false],
    ])
    expect((await take('regions', csv)).status).toBe(200)
    expect((await view(qin)).organisation.places['990101190001']).toMatchObject({ parent: '990101190000' })
    expect(await unchanged('regions')).toBe(true)
    const more = table(
      'regions',
      '桃花村 990101190001,桃花社区,在岗',
      '桃源镇 990101190000,桃源镇,停用',
      '980000000000,外省,在岗',
      '990000000000,示范省,在岗',
    )
    expect(await found('regions', more)).toEqual([
      ['changed', false],
      ['wrong', false, 'place-not-empty'],
      ['wrong', false, 'no-place-above'],
      // Of what lies around the county nobody alone changes so much as the name.
      ['changed', true],
    ])
    expect((await take('regions', table('regions', '990101190001,桃花社区,停用'))).status).toBe(200)
    expect(await found('regions', table('regions', '990101190001,桃花社区,在岗'))).toEqual([
      ['wrong', false, 'place-closed'],
    ])
  })
})

describe('a roster', () => {
  it('is handed out for a year, changed by the line, and is who is called', async () => {
    expect(await unchanged('duties')).toBe(true)
    const csv = table('duties', `${window},刘小勤,2026/3/4,2026/3/6`, `${window},,2026/3/9,2026/3/9`)
    expect(await found('duties', csv)).toEqual([
      ['changed', false],
      ['changed', false],
    ])
    expect((await take('duties', csv)).status).toBe(200)
    const out = await exported('duties')
    expect(out).toContain(',2026-03-04,2026-03-06')
    expect(await unchanged('duties')).toBe(true)
    const { days } = (await (await qin.get(`/admin/duties/${window}`)).json()) as {
      days: { day: string; officers: string[] }[]
    }
    const on = (day: string) => days.find((one) => one.day === day)?.officers
    const [he, liu] = await Promise.all(['何文静', '刘小勤'].map((name) => idOf(office, name)))
    expect([on('2026-03-03'), on('2026-03-05'), on('2026-03-08'), on('2026-03-09')]).toEqual([
      [he],
      [liu],
      [he],
      [],
    ])
    expect(await found('duties', table('duties', `${window},唐敏,2026/3/4,2026/3/6`))).toEqual([
      ['wrong', false, 'not-for-duty'],
    ])
  })
})

describe('absences', () => {
  it('with a deputy lend an office, and so wait for a second person; those without hold at once', async () => {
    const csv = table('absences', ',唐敏,2026/3/4,2026/3/20,周立新,在岗', ',何文静,2026/3/4,2026/3/6,,在岗')
    expect(await found('absences', csv)).toEqual([
      ['new', true],
      ['new', false],
    ])
    expect((await take('absences', csv)).status).toBe(200)
    expect((await view(qin)).organisation.absences).toHaveLength(1)
    expect(await confirm()).toBe(200)
    const out = await exported('absences')
    expect(out).toContain('周立新')
    expect(await unchanged('absences')).toBe(true)
    const away = out.split('\r\n').find((line) => line.includes('唐敏')) ?? ''
    expect((await take('absences', table('absences', away.replace('在岗', '停用')))).status).toBe(200)
    expect((await view(qin)).organisation.absences).toHaveLength(1)
  })

  it('lend nothing to whoever hands the table in', async () => {
    const csv = table('absences', ',周立新,2026/3/4,2026/3/20,秦朗,在岗')
    expect(await found('absences', csv)).toEqual([['wrong', false, 'own-line']])
    expect(await codeOf(await take('absences', csv))).toEqual(['invalid-input', 'csv-wrong-lines'])
  })
})

describe('declared relatives', () => {
  const said = `,何文静,何小溪,,${number},子女,在岗`
  const ofHe = async () =>
    (
      (await (await qin.get(`/admin/officers/${await idOf(office, '何文静')}/relatives`)).json()) as {
        relatives: RelativeView[]
      }
    ).relatives

  it('are handed out to those who keep the list, not to those who oversee it', async () => {
    const peng = await office.officerDevice('彭卫国')
    expect((await peng.get('/admin/exports/officers')).status).toBe(200)
    expect((await peng.get('/admin/exports/relatives')).status).toBe(403)
  })

  it('wait for a second person, come out without the number, and end by two as well', async () => {
    expect(await found('relatives', table('relatives', said))).toEqual([['new', true]])
    expect((await take('relatives', table('relatives', said))).status).toBe(200)
    expect(await ofHe()).toMatchObject([{ name: '何小溪', waits: true }])
    expect(await confirm()).toBe(200)
    expect(await ofHe()).toMatchObject([{ name: '何小溪', kinship: 'child', by: 'administrator' }])
    const out = await exported('relatives')
    expect(out).toContain('何小溪')
    expect(out).not.toContain(number)
    expect(await unchanged('relatives')).toBe(true)
    const line = out.split('\r\n').find((one) => one.includes('何小溪')) ?? ''
    expect((await take('relatives', table('relatives', line.replace('在岗', '停用')))).status).toBe(200)
    expect(await ofHe()).toHaveLength(1)
    expect(await confirm()).toBe(200)
    expect(await ofHe()).toEqual([])
  })

  it('stand in no event, no change and no answer by name or number', async () => {
    const { rows } = await office.pool.query<{ text: string }>(
      'SELECT payload AS text FROM organisation_event UNION ALL SELECT c::text FROM organisation_change c',
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ text }) => text.includes('何小溪') || text.includes(number))).toEqual([])
    const answer = JSON.stringify(
      await preview('relatives', table('relatives', said, said.replace('子女', '邻居'))),
    )
    expect(answer).not.toContain('何小溪')
    expect(answer).not.toContain(number)
  })

  it('take nobody out of the own way, by a table as little as by hand', async () => {
    const own = `,秦朗,秦小溪,身份证,${number},子女,在岗`
    expect(await found('relatives', table('relatives', own))).toEqual([['wrong', false, 'own-line']])
  })
})

it('a table that power follows from says so in whoever’s history it belongs', async () => {
  const he = await idOf(office, '何文静')
  const { entries } = (await (await qin.get(`/admin/history/${he}`)).json()) as {
    entries: { type: string }[]
  }
  expect(entries.map(({ type }) => type)).toContain('change-confirmed')
  // A change by hand is not the worse for tables beside it.
  expect((await propose(qin, { type: 'rename-region', code: county, name: '青禾' })).status).toBe(200)
})
