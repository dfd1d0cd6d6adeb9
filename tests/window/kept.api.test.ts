import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { IssuedCard } from '@yima/shared/code/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import type { OccasionView } from '@yima/shared/window/contract'
import { aResident, ownCodeOf, signingPhone } from '../code/people.ts'
import { days, documentOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let luo: Device
let zhou: Device
let phones = 19_900_000_800
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(async () => {
  luo = await office.officerDevice('罗永福')
  zhou = await aResident(office, String((phones += 1)))
})

const moment = (off = 0) => new Date(office.clock.wall().getTime() + off)
const scanned = (text: string, at = moment()) =>
  ({ id: randomUUID(), text, purpose: 'apply', scannedAt: at.toISOString() }) as const
const hand = (body: object, options: { key?: string } = {}, officer = luo) => officer.post('/work/occasions', body, options)
const codeOf = async (answer: Response) => ((await answer.json()) as { errors?: { code: string }[] }).errors?.[0]?.code
const said = {
  words: '房子漏雨，一个人没人照顾。', regionCode: '990101100201', photos: [],
  answers: { household: {}, members: [] }, consent: { method: 'at-visit' },
}

/** Hours in the mountains; a desk left alone for so long is locked. */
async function goBy(ms: number): Promise<void> {
  office.clock.sleep(ms)
  luo = await office.officerDevice('罗永福')
}

describe('a scan that was kept where there was no network', () => {
  it('is of whoever may scan, and another officer’s is not there', async () => {
    const body = scanned((await signingPhone(zhou)).show(moment()))
    expect((await hand(body, {}, office.device())).status).toBe(401)
    expect((await hand(body, {}, await office.officerDevice('秦朗'))).status).toBe(403)
    expect((await hand(body)).status).toBe(200)
    const liu = await office.officerDevice('刘小勤')
    expect((await hand({ ...body, text: 'x' }, {}, liu)).status).toBe(404)
  })

  it('opens the visit of then when the network is back, and what was written on it is taken', async () => {
    const body = scanned((await signingPhone(zhou)).show(moment()))
    const writtenAt = moment(minutes(25)).toISOString()
    await goBy(days(2))
    const visit = (await (await hand(body)).json()) as OccasionView
    expect(visit).toMatchObject({ id: body.id, openedAt: body.scannedAt, over: true, reach: 'minimum', shown: {} })
    const filed = await luo.post(`/work/occasions/${body.id}/applications`, { ...said, writtenAt })
    expect(filed.status).toBe(201)
    const { lines } = (await (await zhou.get('/me/access')).json()) as AccessPage
    expect(lines.map(({ what }) => what)).toContain('code')
  })

  it('comes twice and is one, also when the first try came through at once', async () => {
    const body = scanned((await signingPhone(zhou)).show(moment()))
    const { scannedAt: _scannedAt, ...tried } = body
    expect((await luo.post('/work/scans', tried)).status).toBe(200)
    const key = 'one-scan-of-one-code-1'
    expect((await hand(body, { key })).status).toBe(200)
    expect((await hand(body, { key })).status).toBe(200)
    expect((await hand(body)).status).toBe(200)
    expect(await codeOf(await hand({ ...body, id: randomUUID() }))).toBe('scan-used')
  })

  it('is refused when the code was old by then, and says the same when it is sent again', async () => {
    const phone = await signingPhone(zhou)
    const body = scanned(phone.show(moment(-minutes(6))))
    const key = 'a-screenshot-of-earlier'
    expect(await codeOf(await hand(body, { key }))).toBe('scan-too-old')
    expect(await codeOf(await hand(body, { key }))).toBe('scan-too-old')
    expect((await luo.post(`/work/occasions/${body.id}/applications`, said)).status).toBe(404)
  })

  it('is refused when it comes after more than three days, or names a time to come', async () => {
    const body = scanned((await signingPhone(zhou)).show(moment()))
    await goBy(days(3) + minutes(1))
    expect(await codeOf(await hand(body))).toBe('scan-too-old')
    const late = moment(minutes(10))
    expect(await codeOf(await hand(scanned((await signingPhone(zhou)).show(late), late)))).toBe('scan-too-old')
  })

  it('of a code that changes every half minute is too old, and of a foreign one nobody’s', async () => {
    const { text } = await ownCodeOf(zhou)
    const body = scanned(text)
    await goBy(minutes(20))
    expect(await codeOf(await hand(body))).toBe('scan-too-old')
    expect(await codeOf(await hand(scanned('https://elsewhere.example/#m1')))).toBe('scan-nobody')
  })

  it('of a card needs an officer who looked at the person', async () => {
    const he = await office.officerDevice('何文静')
    const issued = await he.post('/work/cards', { name: '韦奶奶', number: documentOf('1941-05-06'), seen: true, pin: null })
    const { number } = (await issued.json()) as IssuedCard
    expect(await codeOf(await hand(scanned(number)))).toBe('scan-nobody')
    const body = { ...scanned(number), faceToFace: true }
    await goBy(days(1))
    expect(await (await hand(body)).json()).toMatchObject({ way: 'card', over: true, minimum: { name: '韦*奶' } })
  })

  it('of a phone that was reported stolen meanwhile opens nothing', async () => {
    const body = scanned((await signingPhone(zhou)).show(moment()))
    await zhou.delete('/sessions/current')
    expect(await codeOf(await hand(body))).toBe('scan-nobody')
  })
})
