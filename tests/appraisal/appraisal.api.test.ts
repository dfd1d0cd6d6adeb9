import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppraisalSheet, AppraisalsHeld, MeetingsWaiting, Minutes } from '@yima/shared/appraisal/contract'
import type { ApplicationView, TrackingView } from '@yima/shared/claim/contract'
import type { RecordView } from '@yima/shared/me/contract'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { unzip } from '../household/zip.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { pictureFrom } from '../visit/homes.ts'
import { minutesOf, panelOf } from './halls.ts'

let office: Office
let he: Device
let liu: Device
let leader: string
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  liu = await office.officerDevice('刘小勤')
  leader = await idOf(office, '刘小勤')
})
afterAll(() => office.close())

let born = 0
/** A family about whom the visit left doubt, and a meeting that was called. */
async function doubted(): Promise<Asked> {
  const claim = await asked(office, `19${50 + (born += 1)}-02-02`)
  await done(accept(he, claim))
  const liang = await office.officerDevice('梁波')
  await done(give(liang, claim, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }))
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'doubtful', companions: [leader] }))
  await done(give(he, claim, { ...said, type: 'call-appraisal', reason: '邻居说法不一' }))
  return claim
}
const at = ({ id, claimId }: Asked) => `/work/applications/${id}/claims/${claimId}`
const sheetOf = (device: Device, claim: Asked) => json<AppraisalSheet>(device.get(`${at(claim)}/appraisal-sheet`))
const hand = (device: Device, claim: Asked, told: Minutes, key = randomUUID()) => device.post(`${at(claim)}/appraisals`, told, { key })
async function told(device: Device, sheet: AppraisalSheet, panel = panelOf(9, (one) => (one < 7 ? 'for' : 'against')), of: Partial<Minutes> = {}): Promise<Minutes> {
  const pictures = [await pictureFrom(device, 1), await pictureFrom(device, 2), await pictureFrom(device, 3)]
  return minutesOf(sheet, panel, () => pictures.shift() ?? '', of)
}
const codeOf = async (answer: Promise<Response>) => {
  const { status, ...rest } = await answer.then(async (one) => ({ status: one.status, body: (await one.json()) as { errors?: { code: string }[] } }))
  return [status, rest.body.errors?.[0]?.code]
}

describe('an appraisal in a village', () => {
  it('takes along who must step aside and why, and its minutes are kept once, with the count, and never shown to the family by name', async () => {
    const claim = await doubted()
    const sheet = await sheetOf(he, claim)
    expect(sheet).toMatchObject({ level: 'village', quorum: { voters: 7, villagers: { n: 2, of: 3 } }, doubt: '邻居说法不一', name: '周素芬' })
    expect(sheet.officers.find(({ name }) => name === '刘小勤')).toMatchObject({ aside: 'visited' })
    expect(sheet.barred).toContainEqual({ name: '周素芬', why: 'relative' })
    const record = await told(he, sheet)
    const key = randomUUID()
    expect((await hand(he, claim, record, key)).status).toBe(201)
    expect((await hand(he, claim, record, key)).status).toBe(201)
    expect((await office.pool.query('SELECT 1 FROM appraisal WHERE application_id = $1', [claim.id])).rowCount).toBe(1)
    const step = (await seen(he, claim)).process?.steps.find((one) => one.step === 'appraisal')
    expect(step).toMatchObject({ state: 'done', record: { found: 'fits', reason: record.summary, who: ['何文静'] } })
    const shown = await json<AppraisalsHeld>(he.get(`/work/applications/${claim.id}/appraisals`))
    expect(shown.appraisals).toMatchObject([{ how: 'hands', votes: { for: 7, against: 2, abstained: 0 }, found: 'fits', by: '何文静' }])
    const file = unzip(Buffer.from(await (await he.get(`/work/applications/${claim.id}/file?purpose=handle`)).arrayBuffer()))
    expect(file.get('index.json')?.toString()).toMatch(/民主评议的记录|"appraisal"/)
    const view = await own(claim)
    expect(view.process?.appraisal).toMatchObject({ meetings: [{ level: 'village', votes: { for: 7, against: 2, abstained: 0 }, found: 'fits' }], second: 'possible' })
    const tracked = await json<TrackingView>(office.device().post('/tracking', { receiptNumber: claim.receiptNumber, lastFour: claim.lastFour }))
    const { chapters } = await json<RecordView>(claim.phone.get('/me/record'))
    expect(chapters['appraisals']).toMatchObject([{ voters: 9, steppedAside: 0, result: 'fits' }])
    expect(JSON.stringify([view, tracked, chapters['appraisals']])).not.toMatch(/评议员/)
  })

  it('is not taken without its quorum, with somebody who had to step aside, or with a vote that was to be secret', async () => {
    const claim = await doubted()
    const sheet = await sheetOf(he, claim)
    expect(await codeOf(hand(he, claim, await told(he, sheet, panelOf(6, () => 'for'))))).toEqual([409, 'no-quorum'])
    const withVisitor = [...panelOf(9, () => 'for'), { name: '刘小勤', seat: 'township' as const, officer: leader, vote: 'for' as const }]
    expect(await codeOf(hand(he, claim, await told(he, sheet, withVisitor)))).toEqual([409, 'must-step-aside'])
    const named = withVisitor.map(({ name, seat, vote }) => ({ name, seat, vote }))
    expect(await codeOf(hand(he, claim, await told(he, sheet, named)))).toEqual([409, 'must-step-aside'])
    const cousin = [...panelOf(9, () => 'for'), { name: '周 素芬', seat: 'villager' as const, vote: 'for' as const }]
    expect(await codeOf(hand(he, claim, await told(he, sheet, cousin)))).toEqual([409, 'must-step-aside'])
    expect(await codeOf(hand(he, claim, await told(he, sheet, panelOf(9, () => 'for'), { how: 'secret' })))).toEqual([422, 'vote-is-secret'])
    expect((await office.pool.query('SELECT 1 FROM appraisal WHERE application_id = $1', [claim.id])).rowCount).toBe(0)
    const secret = await told(he, sheet, panelOf(9, () => undefined), { how: 'secret', votes: { for: 5, against: 4, abstained: 0 } })
    expect((await hand(he, claim, secret)).status).toBe(201)
    const shown = await json<AppraisalsHeld>(he.get(`/work/applications/${claim.id}/appraisals`))
    expect(shown.appraisals[0]?.panel.map(({ vote }) => vote)).toEqual(Array.from({ length: 9 }, () => null))
  })

  it('may be written down by the worker of that very village, who sees nothing else of the request, and by no other', async () => {
    const claim = await doubted()
    const [luo, yu] = [await office.officerDevice('罗永福'), await office.officerDevice('余桂芳')]
    const waiting = async (device: Device) => (await json<MeetingsWaiting>(device.get('/work/appraisals'))).items.filter((one) => one.claim === claim.claimId)
    expect([await waiting(luo), await waiting(yu)]).toMatchObject([[{ application: claim.id, receiptNumber: claim.receiptNumber }], []])
    expect([(await yu.get(`${at(claim)}/appraisal-sheet`)).status, (await luo.get(`/work/applications/${claim.id}`)).status]).toEqual([404, 403])
    const sheet = await sheetOf(luo, claim)
    expect(sheet.officers.find(({ name }) => name === '罗永福')).toMatchObject({ seat: 'village', aside: null })
    expect((await hand(yu, claim, await told(yu, sheet))).status).toBe(404)
    const own = { name: '罗永福', seat: 'village' as const, officer: await idOf(office, '罗永福'), vote: 'for' as const }
    expect((await hand(luo, claim, await told(luo, sheet, [...panelOf(8, () => 'for'), own]))).status).toBe(201)
    const step = (await seen(he, claim)).process?.steps.find((one) => one.step === 'appraisal')
    expect(step).toMatchObject({ state: 'done', record: { found: 'fits', who: ['罗永福'] } })
    expect([await waiting(luo), (await luo.get(`${at(claim)}/appraisal-sheet`)).status]).toEqual([[], 404])
    const again = { reason: '那天说话的人和我家有过节' }
    expect((await claim.phone.post(`/me/applications/${claim.id}/claims/${claim.claimId}/reappraisal`, again)).status).toBe(200)
    // Once more it is the township’s, where other hands hold it.
    expect([await waiting(luo), (await luo.get(`${at(claim)}/appraisal-sheet`)).status]).toEqual([[], 404])
  })

  it('is held once more at the township when the family asks, by another panel and another hand, once', async () => {
    const claim = await doubted()
    const first = await told(he, await sheetOf(he, claim), panelOf(9, (one) => (one < 2 ? 'for' : 'against')))
    expect((await hand(he, claim, first)).status).toBe(201)
    const path = `/me/applications/${claim.id}/claims/${claim.claimId}/reappraisal`
    const words = { reason: '那天说话的人和我家有过节' }
    const after = await json<ApplicationView>(claim.phone.post(path, words))
    expect(after.claims.find(({ id }) => id === claim.claimId)?.process?.appraisal).toMatchObject({ second: 'asked', meetings: [{ found: 'differs' }] })
    expect((await claim.phone.post(path, words)).status).toBe(409)
    expect((await he.get(`${at(claim)}/appraisal-sheet`)).status).toBe(409)
    const sheet = await sheetOf(liu, claim)
    expect(sheet).toMatchObject({ level: 'township' })
    expect(sheet.barred).toContainEqual({ name: '评议员甲', why: 'first-panel' })
    expect(await codeOf(hand(liu, claim, await told(liu, sheet, panelOf(9, () => 'for'))))).toEqual([409, 'must-step-aside'])
    expect((await hand(liu, claim, await told(liu, sheet, panelOf(9, () => 'for', 9)))).status).toBe(201)
    expect((await own(claim)).process?.appraisal).toMatchObject({ meetings: [{ level: 'village', found: 'differs' }, { level: 'township', found: 'fits' }] })
    const wei = await office.officerDevice('田甜')
    expect((await wei.get(`/work/applications/${claim.id}/appraisals`)).status).toBe(404)
  })
})
