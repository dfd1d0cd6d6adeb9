import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { addDays } from '@yima/shared/calendar/working-days'
import {
  anApplication,
  apply,
  documentOf,
  idNumberOf,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import { county, history, idOf, named, propose, view, waiting } from './people.ts'
import { createApp } from '@yima/api/app'
import { ownCodeOf, provenAt } from '../code/people.ts'

let office: Office
let qin: Device
let yao: Device
let he: Device
let tang: Device
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  qin = await office.officerDevice('秦朗')
  yao = await office.officerDevice('姚静')
  he = await office.officerDevice('何文静')
  tang = await office.officerDevice('唐敏')
  zhou = await office.officerDevice('周立新')
})
afterAll(() => office.close())

let phones = 0
/** Somebody applies from a village; who that is follows from the birth date. */
async function applied(born: string, regionCode = '990101100201') {
  const device = office.device()
  const phone = `1990000${String(2000 + (phones += 1))}`
  const applicant = await office.confirmedApplicant(device, phone, '周素芬', born)
  return apply(device, anApplication({ applicant, regionCode }))
}
const idsOn = async (device: Device): Promise<string[]> =>
  ((await (await device.get('/work/items')).json()) as WorkList).items.map(({ id }) => id)
const cousin = (born: string) => ({ name: '表哥', number: documentOf(born), kinship: 'other' })

describe('a declared relative', () => {
  it('is declared by the officer, or by an administrator, and by nobody else for another', async () => {
    expect((await office.device().post('/work/relatives', cousin('1960-01-01'))).status).toBe(401)
    const id = await idOf(office, '何文静')
    const said = { ...cousin('1960-01-01'), reason: '群众反映' }
    expect((await tang.post(`/admin/officers/${id}/relatives`, said)).status).toBe(403)
    const peng = await office.officerDevice('彭卫国')
    expect((await peng.post(`/admin/officers/${id}/relatives`, said)).status).toBe(403)
    expect((await qin.post(`/admin/officers/${randomUUID()}/relatives`, said)).status).toBe(404)
  })

  it('of another is a proposal: no administrator alone steers a request to another desk', async () => {
    const { id } = await applied('1972-02-02', '990101101200')
    const path = `/admin/officers/${await idOf(office, '唐敏')}/relatives`
    const said = { ...cousin('1972-02-02'), reason: '群众反映' }
    const answer = await qin.post(path, said, { key: 'said-of-somebody-else' })
    expect(await answer.json()).toMatchObject({
      relatives: [{ name: '表哥', by: 'administrator', waits: true }],
    })
    expect((await qin.post(path, said, { key: 'said-of-somebody-else' })).status).toBe(200)
    expect(await idsOn(tang)).toContain(id)
    expect(await idsOn(zhou)).not.toContain(id)
    // She sees what is said of her.
    expect(await (await tang.get('/work/relatives')).json()).toMatchObject({ relatives: [{ waits: true }] })
    const change = await waiting(qin)
    expect((await qin.post(`/admin/changes/${change}/confirmation`, {})).status).toBe(409)
    expect((await yao.post(`/admin/changes/${change}/refusal`, { reason: '不是亲属' })).status).toBe(200)
    expect(await (await tang.get('/work/relatives')).json()).toEqual({ relatives: [] })
    await qin.post(path, said)
    expect((await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})).status).toBe(200)
    expect(await idsOn(tang)).not.toContain(id)
    expect(await idsOn(zhou)).toContain(id)
    const { rows } = await office.pool.query<{ text: string }>(
      `SELECT payload AS text FROM organisation_event UNION ALL SELECT c::text FROM organisation_change c`,
    )
    expect(rows.some(({ text }) => text.includes('表哥'))).toBe(false)
  })

  it('is a person whose request this officer does not find any more: not listed, not opened, not handled', async () => {
    const { id, claims } = await applied('1974-03-12')
    const before = (await (await he.get(`/work/applications/${id}`)).json()) as WorkApplication
    expect(before.id).toBe(id)
    expect((await he.post('/work/relatives', cousin('1974-03-12'))).status).toBe(200)
    const acts: [string, object][] = [
      [`/work/applications/${id}/claims/${claims[0]?.id}/acceptance`, {}],
      [`/work/applications/${id}/claims/${claims[0]?.id}/drop`, { reason: '本人不愿意' }],
      [`/work/applications/${id}/claims`, { programme: 'dibao', reason: '邻居说起' }],
    ]
    const seen = [await (await he.get(`/work/applications/${id}`)).text()]
    const absent = [await (await he.get(`/work/applications/${randomUUID()}`)).text()]
    for (const [path, body] of acts) {
      seen.push(await (await he.post(path, body)).text())
      absent.push(await (await he.post(path.replace(id, randomUUID()), body)).text())
    }
    expect(seen).toEqual(absent)
    expect(await idsOn(he)).not.toContain(id)
    expect(await idsOn(zhou)).toContain(id)
    expect((await zhou.get(`/work/applications/${id}`)).status).toBe(200)
  })

  it('is kept without the number: a keyed hash, and the name sealed', async () => {
    const { rows } = await office.pool.query<{ row: string }>('SELECT t::text AS row FROM relative t')
    expect(rows).toHaveLength(2)
    for (const { row } of rows) {
      expect(row).not.toContain(idNumberOf('1974-03-12'))
      expect(row).not.toContain(Buffer.from('表哥').toString('hex'))
    }
    const own = (await (await he.get('/work/relatives')).json()) as { relatives: { name: string }[] }
    expect(own.relatives).toMatchObject([{ name: '表哥', kinship: 'other', by: 'officer' }])
    expect(
      await (await qin.get(`/admin/officers/${await idOf(office, '何文静')}/relatives`)).text(),
    ).toContain('表哥')
  })

  it('who is named reads who did it, if documents proved them; a phone that typed the number learns nothing', async () => {
    const proven = await provenAt(office, idNumberOf('1951-05-05'))
    await applied('1952-06-06')
    for (const born of ['1951-05-05', '1951-05-05', '1952-06-06'])
      expect((await he.post('/work/relatives', { ...cousin(born), name: '表嫂' })).status).toBe(200)
    const { rows } = await office.pool.query(
      `SELECT g.person_id, o.name FROM access_log g JOIN officer o ON o.id = g.reader_id WHERE g.purpose = 'relative'`,
    )
    expect(rows).toEqual([{ person_id: proven, name: '何文静' }])
  })

  it('is declared twenty times a day by one officer, and no oftener: nobody runs through numbers', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const gao = await office.officerDevice('高翔', createApp({ ...office.deps, config }, new Map()))
    const answers: number[] = []
    for (let at = 10; at <= 30; at += 1)
      answers.push((await gao.post('/work/relatives', cousin(`1930-01-${at}`))).status)
    expect([answers.filter((one) => one === 200).length, answers.at(-1)]).toEqual([20, 429])
    expect(
      ((await (await gao.get('/work/relatives')).json()) as { relatives: object[] }).relatives,
    ).toHaveLength(20)
  })

  it('who applied without a number is one from the moment it is proven', async () => {
    const device = office.device()
    const phone = '19900002900'
    const phoneProof = await office.confirmPhone(device, phone)
    const applicant = {
      identity: 'no-id-number',
      name: '表弟',
      chosenFour: '4321',
      phone,
      phoneProof,
    } as const
    const { id } = await apply(device, anApplication({ applicant, regionCode: '990101100201' }))
    await he.post('/work/relatives', { ...cousin('1986-06-06'), name: '表弟' })
    expect(await idsOn(he)).toContain(id)
    const { text } = await ownCodeOf(device)
    const liu = await office.officerDevice('刘小勤')
    const scan = await liu.post('/work/scans', { text, purpose: 'prove' })
    const { occasion } = (await scan.json()) as { occasion: { id: string } }
    const body = { name: '表弟', number: documentOf('1986-06-06'), seen: true }
    expect((await liu.post(`/work/occasions/${occasion.id}/proof`, body)).status).toBe(200)
    expect(await idsOn(he)).not.toContain(id)
    expect((await he.get(`/work/applications/${id}`)).status).toBe(404)
    expect(await idsOn(zhou)).toContain(id)
  })

  it('looked at by somebody else stands in the officer’s history, and so does every table in that of the county', async () => {
    const id = await idOf(office, '何文静')
    const peng = await office.officerDevice('彭卫国')
    const seen = async () => (await history(peng, id)).filter(({ type }) => type === 'relatives-looked-at')
    const before = (await seen()).length
    expect((await he.get('/work/relatives')).status).toBe(200)
    expect(await seen()).toHaveLength(before)
    expect((await peng.get(`/admin/officers/${id}/relatives`)).status).toBe(200)
    expect((await seen())[0]).toMatchObject({ by: '彭卫国', change: null })
    expect((await peng.get(`/admin/officers/${id}/relatives`)).status).toBe(200)
    expect(await seen()).toHaveLength(before + 1)
    expect((await yao.get('/admin/exports/relatives')).status).toBe(200)
    expect((await yao.get('/admin/exports/officers')).status).toBe(200)
    expect((await peng.get('/admin/exports/relatives')).status).toBe(403)
    expect(await history(peng, county)).toMatchObject([
      { type: 'table-handed-out', by: '姚静', table: 'officers' },
      { type: 'table-handed-out', by: '姚静', table: 'relatives' },
    ])
  })

  it('declared twice is one', async () => {
    await he.post('/work/relatives', cousin('1974-03-12'))
    const own = (await (await he.get('/work/relatives')).json()) as { relatives: { name: string }[] }
    expect(own.relatives.filter(({ name }) => name === '表哥')).toHaveLength(1)
  })

  it('is undone by two people only: whoever declared it gets the file back from others', async () => {
    const seen = await view(qin)
    const { id: officerId } = named(seen, '何文静')
    const { relatives } = (await (await qin.get(`/admin/officers/${officerId}/relatives`)).json()) as {
      relatives: { id: string }[]
    }
    const undo = { type: 'end-relative' as const, id: relatives[0]?.id ?? '', officerId }
    expect((await propose(he, undo)).status).toBe(403)
    await propose(qin, undo)
    const request = await applied('1974-03-12')
    expect(await idsOn(he)).not.toContain(request.id)
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect(await idsOn(he)).toContain(request.id)
  })

  it('of the only clerk of a township goes one level up by itself', async () => {
    const { id } = await applied('1971-07-07', '990101101200')
    expect(await idsOn(tang)).toContain(id)
    expect(await idsOn(zhou)).not.toContain(id)
    await tang.post('/work/relatives', cousin('1971-07-07'))
    expect(await idsOn(tang)).not.toContain(id)
    expect(await idsOn(zhou)).toContain(id)
    const { claims } = (await (await zhou.get(`/work/applications/${id}`)).json()) as WorkApplication
    const accepted = await zhou.post(`/work/applications/${id}/claims/${claims[0]?.id}/acceptance`, {})
    expect(accepted.status).toBe(200)
  })
})

describe('somebody who is away', () => {
  const away = (officerId: string, deputy: string | null, from: string, to = from) => ({
    type: 'set-absence' as const,
    id: randomUUID(),
    officerId,
    from,
    to,
    deputy,
  })

  it('has a deputy who acts in that office during these days, under both names, and no longer', async () => {
    const { id, claims } = await applied('1982-02-02', '990101101200')
    const seen = await view(qin)
    const { today } = seen
    const [absent, deputy] = [named(seen, '唐敏').id, named(seen, '刘小勤').id]
    const liu = await office.officerDevice('刘小勤')
    expect(await idsOn(liu)).not.toContain(id)
    await propose(qin, away(absent, deputy, today, addDays(today, 1)))
    expect(await idsOn(liu)).not.toContain(id)
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect(await idsOn(liu)).toContain(id)
    const done = await liu.post(`/work/applications/${id}/claims/${claims[0]?.id}/acceptance`, {})
    const { timeline } = (await done.json()) as WorkApplication
    expect(timeline.find(({ type }) => type === 'claim-accepted')?.by).toContain('刘小勤（代唐敏）')
    office.clock.goOn(2 * 86_400_000)
    expect(await idsOn(liu)).not.toContain(id)
    expect((await liu.get(`/work/applications/${id}`)).status).toBe(404)
  })

  it('keeps the deputy from the relatives whom that desk must not handle either', async () => {
    const { id, claims } = await applied('1984-04-04', '990101101200')
    const seen = await view(qin)
    const feng = await office.officerDevice('冯雪')
    expect((await tang.post('/work/relatives', cousin('1984-04-04'))).status).toBe(200)
    await propose(qin, away(named(seen, '唐敏').id, named(seen, '刘小勤').id, seen.today), {
      effectiveOn: seen.today,
    })
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    const liu = await office.officerDevice('刘小勤')
    const other = await applied('1985-05-05', '990101101200')
    expect(await idsOn(liu)).toContain(other.id)
    expect(await idsOn(liu)).not.toContain(id)
    expect((await liu.get(`/work/applications/${id}`)).status).toBe(404)
    const act = `/work/applications/${id}/claims/${claims[0]?.id}/acceptance`
    expect((await liu.post(act, {})).status).toBe(404)
    // It is on the desk above, where nobody is related.
    expect(await idsOn(feng)).toContain(id)
    office.clock.goOn(86_400_000)
  })

  it('and alone in the township has the county above, as long as nobody stands in', async () => {
    const { id } = await applied('1983-03-03', '990101101200')
    const seen = await view(qin)
    expect(await idsOn(zhou)).not.toContain(id)
    await propose(qin, away(named(seen, '唐敏').id, null, seen.today), { effectiveOn: seen.today })
    expect(await idsOn(zhou)).toContain(id)
    office.clock.goOn(86_400_000)
    expect(await idsOn(zhou)).not.toContain(id)
  })

  it('and comes back early has both in the own history', async () => {
    const seen = await view(qin)
    const { id: officerId } = named(seen, '冯雪')
    const leave = away(officerId, null, seen.today, addDays(seen.today, 5))
    await propose(qin, leave, { effectiveOn: seen.today })
    await propose(qin, { type: 'end-absence', id: leave.id }, { effectiveOn: seen.today })
    const done = (await history(yao, officerId)).filter(({ type }) => type === 'change-took-effect')
    expect(done.map(({ change }) => change?.['type'])).toEqual(['end-absence', 'set-absence'])
  })

  it('does not lend a say over who holds office', async () => {
    const { today, ...seen } = await view(yao)
    const lent = away(named({ today, ...seen }, '秦朗').id, named({ today, ...seen }, '何文静').id, today)
    await propose(yao, lent, { effectiveOn: today })
    const peng = await office.officerDevice('彭卫国')
    expect((await peng.post(`/admin/changes/${await waiting(yao)}/confirmation`, {})).status).toBe(200)
    expect((await he.get('/admin/organisation')).status).toBe(403)
  })
})

describe('a declared relative at the window', () => {
  it('shows this officer the minimum, and gets card and proof from a colleague', async () => {
    const device = office.device()
    const applicant = await office.confirmedApplicant(device, '19900003001', '周表哥', '1973-03-12')
    await apply(device, anApplication({ applicant }))
    await he.post('/work/relatives', cousin('1973-03-12'))
    const scan = { text: (await ownCodeOf(device)).text, purpose: 'progress' }
    const { occasion } = (await (await he.post('/work/scans', scan)).json()) as {
      occasion: { id: string; reach: string }
    }
    expect(occasion.reach).toBe('minimum')
    const path = `/work/occasions/${occasion.id}`
    expect((await he.post(`${path}/ask`, { scopes: ['facts'] })).status).toBe(409)
    const seen = { name: '周表哥', number: { kind: 'id-number', value: applicant.idNumber }, seen: true }
    expect((await he.post(`${path}/proof`, seen)).status).toBe(403)
    expect((await he.post('/work/cards', { ...seen, pin: '4826' })).status).toBe(403)
    const liu = await office.officerDevice('刘小勤')
    expect((await liu.post('/work/cards', { ...seen, pin: '4826' })).status).toBe(201)
  })
})
