import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FirstVisitInput, Parted } from '@yima/shared/outreach/contract'
import type { TrackingView } from '@yima/shared/claim/contract'
import type { VisitOrders } from '@yima/shared/visit/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { json } from '../family/people.ts'
import { days, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { notesOf } from '@yima/api/outreach/store'
import { open as openSealed } from '@yima/api/vault'
import { firstVisitOf, meilin, pointOut, record, recorded, seen, statusOf } from './people.ts'

let office: Office
/** Worker of 梅林村, of another village, and clerks of the township. */
let luo: Device
let jiang: Device
let he: Device
beforeAll(async () => {
  office = await openOffice()
  luo = await office.officerDevice('罗永福')
  jiang = await office.officerDevice('蒋小燕')
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const ordersOf = async (worker: Device) => (await json<VisitOrders>(worker.get('/work/visits'))).orders.filter(({ first }) => first)
const orderFor = async (worker: Device, name: string) => (await ordersOf(worker)).filter((one) => one.name === name)
const yes = (of: object = {}): FirstVisitInput => ({
  type: 'agreed', on: office.clock.today(), how: 'in-person', witness: '罗永福', name: '李桂英', idNumber: idNumberOf('1948-05-06'),
  words: '我一个人过，腿摔了下不了床，没有低保，没有收入', ...of,
})
const codes = async (answer: Promise<Response>): Promise<string[]> => {
  const told = await answer
  const { errors = [] } = (await told.json()) as { errors?: { code: string }[] }
  return [String(told.status), ...errors.map(({ code }) => code)]
}
const textOf = async (sql: string): Promise<string> => JSON.stringify((await office.pool.query(sql)).rows)

describe('somebody in need who was pointed out', () => {
  it('by anybody without a sign-in stands among the first visits of the own village and on the office’s desk, within three days', async () => {
    const filed = await pointOut(office, { name: '谷春兰' })
    expect(filed).toMatchObject({ receiptNumber: expect.stringMatching(/^\d{13}$/), visitBy: { date: '2026-03-05' }, urgent: false, duty: null })
    const [order] = await orderFor(luo, '谷春兰')
    expect(order).toMatchObject({ due: { date: '2026-03-05' }, programmes: [], region: meilin, first: { whereToFind: '3组老学校后面' } })
    expect(await orderFor(jiang, '谷春兰')).toEqual([])
    expect(await orderFor(he, '谷春兰')).toHaveLength(1)
    const { items } = await json<WorkList>(he.get('/work/items'))
    expect(items.find(({ id }) => id === order?.id)).toMatchObject({ kind: 'outreach', task: 'visit', beneficiary: '谷春兰', due: { date: '2026-03-05' } })
    const visit = await firstVisitOf(luo, order?.id ?? '')
    expect(visit).toMatchObject({ name: '谷春兰', words: seen().words, speaker: null, notes: [{ as: 'neighbour', finderPhone: null }] })
    expect((await jiang.get(`/work/outreach/${order?.id}`)).status).toBe(404)
    // What was looked at is noted under whom it is about.
    expect(await textOf(`SELECT what FROM access_log l JOIN application a USING (person_id) WHERE a.id = '${order?.id}' ORDER BY l.at`)).toContain('visit')
  })

  it('becomes an applicant by their own yes alone: in their words, under their name, with clocks from that day', async () => {
    const filed = await pointOut(office, { name: '李桂英', finder: { as: 'neighbour', phone: '13900001111' } })
    expect((await statusOf(office, filed)).state).toBe('waiting')
    const [order] = await orderFor(luo, '李桂英')
    const id = order?.id ?? ''
    expect((await firstVisitOf(luo, id)).notes).toMatchObject([{ finderPhone: '13900001111' }])
    expect((await statusOf(office, filed)).state).toBe('looked-at')
    office.clock.goOn(days(1))
    const before = await json<WorkApplication>(he.get(`/work/applications/${id}`))
    expect([before.kind, before.claims]).toEqual(['outreach', []])
    const kept = await recorded(luo, id, yes())
    expect(kept).toMatchObject({ receiptNumber: order?.receiptNumber, again: null })
    expect(kept.programmes).toContain('dibao')
    const after = await json<WorkApplication>(he.get(`/work/applications/${id}`))
    expect(after).toMatchObject({
      kind: 'application', forWhom: 'self', state: 'submitted', beneficiary: null, words: yes().type === 'agreed' ? (yes() as { words: string }).words : '',
      person: { name: '李桂英', idNumber: idNumberOf('1948-05-06') },
    })
    expect(after.claims.every(({ state }) => state === 'proposed')).toBe(true)
    // Whoever took it down at the door answers for none of it.
    expect(after.handler).toBeNull()
    // The slip opens it for its owner: receipt and last four.
    const lastFour = idNumberOf('1948-05-06').slice(-4)
    const track = await json<TrackingView>(office.device().post('/tracking', { receiptNumber: kept.receiptNumber, lastFour }))
    expect(track).toMatchObject({ kind: 'application', state: 'submitted' })
    // The finder reads that somebody is with them, and nothing of them.
    const status = await statusOf(office, filed)
    expect(status).toMatchObject({ state: 'with-them', visitBy: null })
    expect(JSON.stringify(status)).not.toMatch(/李桂英|dibao|低保|腿/)
    expect((await firstVisitOf(luo, id)) as unknown).toMatchObject({ status: 404 })
    expect(await orderFor(luo, '李桂英')).toEqual([])
    office.clock.goOn(-days(1))
  })

  it('who says no is asked no more and gets nothing, and their no is on record; who was not met is visited again', async () => {
    const filed = await pointOut(office, { name: '谷老五' })
    const id = (await orderFor(luo, '谷老五'))[0]?.id ?? ''
    office.clock.goOn(days(2))
    const tried = await recorded(luo, id, { type: 'not-met', on: office.clock.today(), reason: '门锁着，邻居说赶集去了' })
    expect(tried.again).toMatchObject({ date: '2026-03-09' })
    expect((await orderFor(luo, '谷老五'))[0]?.due).toMatchObject({ date: '2026-03-09' })
    expect((await firstVisitOf(he, id)).tries).toMatchObject([{ on: '2026-03-04', why: '门锁着，邻居说赶集去了', by: expect.stringContaining('罗永福') }])
    expect((await statusOf(office, filed)).state).toBe('looked-at')
    expect(await codes(record(luo, id, { type: 'not-met', on: '2026-03-09', reason: '还没到' }))).toEqual(['422', 'date-to-come'])
    await recorded(luo, id, { type: 'declined', on: office.clock.today(), reason: '儿子接走了，说不用' })
    expect((await statusOf(office, filed)).state).toBe('closed')
    const { state, claims, timeline } = await json<WorkApplication>(he.get(`/work/applications/${id}`))
    expect([state, claims]).toEqual(['closed', []])
    expect(timeline).toContainEqual(expect.objectContaining({ type: 'outreach-declined', reason: '儿子接走了，说不用' }))
    expect((await record(luo, id, yes())).status).toBe(409)
    office.clock.goOn(-days(2))
  })

  it('by two neighbours is one visit with both of what they said, and by a name that is another’s is two', async () => {
    const one = await pointOut(office, { name: '谷秀珍', words: '她家屋顶塌了一半', finder: { as: 'neighbour', phone: '13900002222' } })
    const two = await pointOut(office, { name: '谷秀真', words: '老人咳血，没钱看病', whereToFind: '5组', phone: '13900003333', finder: { as: 'grid-worker', phone: null } })
    await pointOut(office, { name: '谷大强' })
    await pointOut(office, { name: '谷秀珍', regionCode: '990101100202' })
    const orders = [...(await orderFor(luo, '谷秀珍')), ...(await orderFor(luo, '谷秀真')), ...(await orderFor(luo, '谷大强'))]
    expect(orders.map(({ name }) => name)).toEqual(['谷秀珍', '谷大强'])
    const visit = await firstVisitOf(luo, orders[0]?.id ?? '')
    expect(visit.notes.map(({ as, words, name }) => [as, words, name])).toEqual([
      ['neighbour', '她家屋顶塌了一半', '谷秀珍'], ['grid-worker', '老人咳血，没钱看病', '谷秀真'],
    ])
    // What the first left open the second knew.
    expect(visit).toMatchObject({ phone: '13900003333', words: '她家屋顶塌了一半\n老人咳血，没钱看病' })
    const { timeline } = await json<WorkApplication>(he.get(`/work/applications/${orders[0]?.id}`))
    expect(timeline.map(({ type }) => type)).toContain('outreach-joined')
    for (const each of [one, two]) expect((await statusOf(office, each)).state).toBe('looked-at')
  })

  it('by ten at the same moment is still one visit', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, at) => pointOut(office, { name: '谷满堂', words: `第 ${at} 个人看到的` })))
    const orders = await orderFor(luo, '谷满堂')
    expect(orders).toHaveLength(1)
    expect((await firstVisitOf(luo, orders[0]?.id ?? '')).notes).toHaveLength(10)
  })

  it('in danger has the roster called at once, also where only the second finder saw it', async () => {
    const calls = async (id: string) => (await office.pool.query('SELECT 1 FROM call WHERE application_id = $1', [id])).rowCount
    const first = await pointOut(office, { name: '谷小满', words: '家里没米下锅了，两天没吃饭' })
    expect(first).toMatchObject({ urgent: true, duty: { rang: true } })
    const quiet = await pointOut(office, { name: '谷立夏', words: '房子漏雨' })
    expect(quiet.duty).toBeNull()
    const id = (await orderFor(luo, '谷立夏'))[0]?.id ?? ''
    expect(await calls(id)).toBe(0)
    expect(await pointOut(office, { name: '谷立夏', words: '两天没吃饭了，人快不行了' })).toMatchObject({ urgent: true, duty: { rang: true } })
    expect(await calls(id)).toBe(1)
    expect((await orderFor(luo, '谷立夏'))[0]).toMatchObject({ urgent: true })
    expect((await json<WorkList>(he.get('/work/items'))).items.find((item) => item.id === id)).toMatchObject({ task: 'answer-call' })
  })

  it('leaves nothing of a finder in the record of the person, nor a number once somebody has been there', async () => {
    const phone = office.device()
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } }).png().toBuffer()
    const { id: photo } = await json<{ id: string }>(phone.postRaw('/files', picture))
    expect(await codes(office.device().post('/outreach', seen({ name: '谷清明', photos: [photo] })))).toEqual(['422', 'file-unknown'])
    const key = 'one-and-the-same-key'
    const told = seen({ name: '谷清明', photos: [photo], finder: { as: 'volunteer', phone: '13900004444' } })
    const [filed, again] = [await pointOut(office, told, phone, key), await pointOut(office, told, phone, key)]
    expect(again).toEqual(filed)
    expect(await textOf(`SELECT answer FROM idempotency WHERE key = '${key}'`)).not.toContain(filed.receiptNumber)
    const id = (await orderFor(luo, '谷清明'))[0]?.id ?? ''
    const clerks = await json<WorkApplication>(he.get(`/work/applications/${id}`))
    expect(clerks.photos).toEqual([photo])
    expect((await he.get(`/work/files/${photo}`)).status).toBe(200)
    expect((await luo.get(`/work/outreach/${id}/files/${photo}`)).status).toBe(200)
    expect((await jiang.get(`/work/outreach/${id}/files/${photo}`)).status).toBe(404)
    await recorded(luo, id, yes({ name: '谷清明', idNumber: idNumberOf('1950-07-08') }))
    const [note] = await notesOf(office.deps.db, office.deps, id)
    expect(note?.said.finder).toEqual({ as: 'volunteer', phone: null })
    // Nor does the trail, which the person may take along, know of any.
    const { rows } = await office.pool.query<{ key_wrapped: Buffer; sealed: Buffer }>(
      'SELECT p.key_wrapped, e.sealed FROM event_payload e JOIN person p ON p.id = e.person_id WHERE e.stream = $1', [id])
    expect(rows.length).toBeGreaterThan(1)
    for (const { key_wrapped: key, sealed } of rows) expect(JSON.stringify(openSealed(office.deps.vault.unwrap(key), sealed))).not.toMatch(/13900004444|volunteer/)
  })

  it('is not recorded by whoever is not near, and is ended without a visit by the office alone', async () => {
    await pointOut(office, { name: '谷寒露' })
    const id = (await orderFor(luo, '谷寒露'))[0]?.id ?? ''
    expect((await record(jiang, id, yes())).status).toBe(404)
    expect((await record(luo, id, { type: 'ended', reason: '已经有低保' })).status).toBe(409)
    expect(await codes(record(luo, id, yes({ idNumber: undefined })))).toEqual(['422', 'id-or-four'])
    const kept = await recorded(luo, id, yes({ idNumber: undefined, chosenFour: '4711', name: '谷寒露' }))
    expect((await office.device().post('/tracking', { receiptNumber: kept.receiptNumber, lastFour: '4711' })).status).toBe(200)
    await pointOut(office, { name: '谷霜降' })
    const other = (await orderFor(he, '谷霜降'))[0]?.id ?? ''
    await recorded(he, other, { type: 'ended', reason: '上周已经去世' })
    expect(await orderFor(luo, '谷霜降')).toEqual([])
  })

  it('wrongly taken for one person with somebody else is parted from them: own words, own days, own finder, and the trail says why', async () => {
    const first = await pointOut(office, { name: '宫桂枝', whereToFind: '1组祠堂边', words: '她摔断了腿，下不了床' })
    const picture = office.device()
    const bytes = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#456' } }).jpeg().toBuffer()
    const { id: photo } = await json<{ id: string }>(picture.postRaw('/files', bytes, { 'content-type': 'image/jpeg' }))
    office.clock.goOn(days(1))
    const second = await pointOut(office, { name: '宫桂芝', whereToFind: '5组水井边', words: '她家断了收入，孩子还小', photos: [photo] }, picture)
    const [one] = await orderFor(luo, '宫桂枝')
    const id = one?.id ?? ''
    const { notes, photos } = await firstVisitOf(luo, id)
    expect([notes.length, photos]).toEqual([2, [photo]])
    const [, other] = notes
    const body = { note: other?.id ?? '', reason: '一个住1组，一个住5组' }
    expect((await jiang.post(`/work/outreach/${id}/partings`, body)).status).toBe(404)
    expect(await codes(luo.post(`/work/outreach/${id}/partings`, { ...body, note: id }))).toEqual(['409', 'not-allowed-now'])
    const parted = await json<Parted>(luo.post(`/work/outreach/${id}/partings`, body))
    expect(parted.otherDue.date > parted.due.date).toBe(true)
    expect(parted.due).toEqual(one?.due)
    const [left, away] = [await firstVisitOf(luo, id), await firstVisitOf(luo, parted.other)]
    expect(left).toMatchObject({ name: '宫桂枝', whereToFind: '1组祠堂边', words: '她摔断了腿，下不了床', photos: [], due: parted.due })
    expect(away).toMatchObject({ name: '宫桂芝', whereToFind: '5组水井边', words: '她家断了收入，孩子还小', photos: [photo], due: parted.otherDue })
    expect([left.notes.length, away.notes.length]).toEqual([1, 1])
    expect((await luo.get(`/work/outreach/${parted.other}/files/${photo}`)).status).toBe(200)
    expect((await luo.get(`/work/outreach/${id}/files/${photo}`)).status).toBe(404)
    expect(await codes(luo.post(`/work/outreach/${id}/partings`, { ...body, note: left.notes[0]?.id }))).toEqual(['409', 'not-allowed-now'])
    // Each finder follows whom they meant.
    await recorded(luo, id, { type: 'declined', on: office.clock.today(), reason: '本人说不用' })
    expect([(await statusOf(office, first)).state, (await statusOf(office, second)).state]).toEqual(['closed', 'looked-at'])
    expect(await orderFor(luo, '宫桂芝')).toHaveLength(1)
    const { timeline } = await json<WorkApplication>(he.get(`/work/applications/${parted.other}`))
    expect(timeline.find(({ type }) => type === 'outreach-parted')).toMatchObject({ reason: '一个住1组，一个住5组', by: expect.stringContaining('罗永福') as string })
  })

  it('needs some way to be found, and a place that is served', async () => {
    const { name: _name, whereToFind: _where, ...bare } = seen()
    expect(await codes(office.device().post('/outreach', bare))).toEqual(['422', 'find-needed'])
    expect(await codes(office.device().post('/outreach', seen({ regionCode: '110101001001' })))).toEqual(['422', 'not-served'])
    expect(await codes(office.device().post('/outreach/status', { receiptNumber: '4831705263186' }))).toEqual(['404', 'receipt-unknown'])
  })
})
