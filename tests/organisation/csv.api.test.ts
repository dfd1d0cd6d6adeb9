import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportAnswer } from '@yima/shared/organisation/contract'
import { tables } from '@yima/shared/organisation/csv'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { codeOf, named, qingquan, view } from './people.ts'

let office: Office
let qin: Device
beforeAll(async () => {
  office = await openOffice()
  qin = await office.officerDevice('秦朗')
})
afterAll(() => office.close())

const exported = async (kind: string): Promise<string> =>
  ((await (await qin.get(`/admin/exports/${kind}`)).json()) as { csv: string }).csv
const body = (csv: string, kind = 'officers') => ({
  kind,
  csv,
  effectiveOn: '2026-03-02',
  reason: '机构调整',
})
const preview = async (csv: string, kind?: string): Promise<ImportAnswer> =>
  (await (await qin.post('/admin/imports/preview', body(csv, kind))).json()) as ImportAnswer
const header = tables.officers.columns.join(',')
const line = (name: string, role = '乡镇经办', place = `清泉镇 ${qingquan}`) =>
  `,${name},经办,${role},${qingquan}:window,${place},,,在岗`

describe('a table', () => {
  it('is asked for and handed in by administrators only', async () => {
    for (const name of ['何文静', '彭卫国']) {
      const device = await office.officerDevice(name)
      expect((await device.post('/admin/imports', body(`${header}\r\n${line('某人')}`))).status).toBe(403)
      expect((await device.post('/admin/imports/preview', body(`${header}\r\n${line('某人')}`))).status).toBe(
        403,
      )
    }
    expect((await (await office.officerDevice('何文静')).get('/admin/exports/officers')).status).toBe(403)
  })

  it.each(['officers', 'units'])('of %s handed out and taken back changes nothing', async (kind) => {
    const csv = await exported(kind)
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(csv.split('\r\n').length).toBeGreaterThan(40)
    const { lines } = await preview(csv, kind)
    expect(lines.length).toBeGreaterThan(30)
    expect(lines.filter(({ what }) => what !== 'same')).toEqual([])
  })

  it('says of each line what it would change, and writes nothing', async () => {
    const csv = (await exported('officers')).replace('何文静,社会救助经办', '何文静,综合窗口')
    const { lines, applied } = await preview(`${csv}${line('欧小兰')}\r\n`)
    expect(applied).toBe(false)
    expect(
      lines.filter(({ what }) => what !== 'same').map(({ name, what, second }) => [name, what, second]),
    ).toEqual([
      ['何文静', 'changed', false],
      ['欧小兰', 'new', true],
    ])
    expect(Object.values((await view(qin)).organisation.officers).some(({ name }) => name === '欧小兰')).toBe(
      false,
    )
    expect(named(await view(qin), '何文静').post).toBe('社会救助经办')
  })

  it('with one wrong line is not taken at all, and the line says why', async () => {
    const csv = `${header}\r\n${line('欧小兰')}\r\n${line('卜小竹', '大王')}\r\n${line('白小石', '县民政经办')}\r\n`
    expect(
      (await preview(csv)).lines.map(({ line: at, what, errors }) => [
        at,
        what,
        ...errors.map(({ code }) => code),
      ]),
    ).toEqual([
      [2, 'new'],
      [3, 'wrong', 'unknown-role'],
      [4, 'wrong', 'role-place'],
    ])
    expect(await codeOf(await qin.post('/admin/imports', body(csv)))).toEqual([
      'invalid-input',
      'csv-wrong-lines',
    ])
    expect((await view(qin)).organisation.pending).toEqual({})
  })

  it('is taken whole: what gives power waits for a second person, the rest holds', async () => {
    const csv = (await exported('officers')).replace('何文静,社会救助经办', '何文静,综合窗口')
    const answer = await qin.post('/admin/imports', body(`${csv}${line('欧小兰')}\r\n`))
    expect(((await answer.json()) as ImportAnswer).applied).toBe(true)
    const seen = await view(qin)
    expect(named(seen, '何文静').post).toBe('综合窗口')
    expect(Object.values(seen.organisation.pending)).toMatchObject([
      { state: 'proposed', change: { name: '欧小兰' } },
    ])
  })

  it('runs nothing in a spreadsheet, and comes back as it was', async () => {
    const csv = `${header}\r\n${line('何小溪').replace('经办,', '"=HYPERLINK(""http://evil"")",')}\r\n`
    await qin.post('/admin/imports', body(csv))
    const id = Object.values((await view(qin)).organisation.pending).find(
      ({ change }) => 'name' in change && change.name === '何小溪',
    )?.id
    const yao = await office.officerDevice('姚静')
    expect((await yao.post(`/admin/changes/${id}/confirmation`, {})).status).toBe(200)
    const out = await exported('officers')
    expect(out).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect((await preview(out)).lines.filter(({ what }) => what !== 'same')).toEqual([])
  })

  it.each([
    ['not closed', `${header}\r\n"never closed`, 'csv-broken'],
    ['without a column', '姓名,职务\r\n何文静,经办\r\n', 'csv-columns'],
    ['without a line', `${header}\r\n`, 'empty'],
  ])('that is %s is refused with the reason, and none of it is said again', async (_what, csv, code) => {
    const answer = await qin.post('/admin/imports/preview', body(csv))
    expect(await codeOf(answer)).toEqual(['invalid-input', code])
  })
})
