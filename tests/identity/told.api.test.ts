import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPage } from '@yima/shared/me/contract'
import { visitOf } from '../code/people.ts'
import {
  anApplication,
  apply,
  documentOf,
  idNumberOf,
  minutes,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import { attempts, inboxOf, smsAbout, tasksOf, withoutPhone } from '../notification/people.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const here = '稻香镇社会救助窗口'

async function applies(phone: string, name: string, born: string): Promise<Device> {
  const device = office.device()
  await apply(
    device,
    anApplication({ applicant: await office.confirmedApplicant(device, phone, name, born) }),
  )
  return device
}

const seen = (name: string, born: string) => ({ name, number: documentOf(born), seen: true })

/** The officer scans the code of a phone and says that its person was seen with the document. */
async function provesAt(phone: Device, name: string, born: string): Promise<void> {
  const { id } = await visitOf(he, phone, 'progress')
  expect((await he.post(`/work/occasions/${id}/proof`, seen(name, born))).status).toBe(200)
}

const toldOn = async (device: Device, template: string) =>
  (await inboxOf(device)).messages.filter((message) => message.template === template)

const tasksAbout = async (template: string) =>
  (await tasksOf(he)).filter((task) => task.template === template)

describe('somebody with whom an officer joins another phone', () => {
  it('is told on the telephone that was known before, and finds the officer among the looks', async () => {
    const own = await applies('19900003001', '周素芬', '1974-03-12')
    await provesAt(own, '周素芬', '1974-03-12')
    expect(await toldOn(own, 'phone-joined')).toEqual([])
    const other = await applies('19900003002', '周素芬', '1974-03-12')
    await provesAt(other, '周素芬', '1974-03-12')
    expect(await toldOn(own, 'phone-joined')).toMatchObject([{ params: { office: here } }])
    expect(await smsAbout(office, 'phone-joined')).toEqual(['19900003001'])
    const { lines } = (await (await own.get('/me/access')).json()) as AccessPage
    const [line] = lines.filter(({ what }) => what === 'phone')
    expect(line).toMatchObject({ purpose: 'prove', reader: { name: '何文静', office: here } })
  })

  it('is still told when the other phone was the first to open the message', async () => {
    const own = await applies('19900003011', '龙金花', '1955-05-05')
    await provesAt(own, '龙金花', '1955-05-05')
    const other = await applies('19900003012', '龙金花', '1955-05-05')
    await provesAt(other, '龙金花', '1955-05-05')
    const [message] = await toldOn(other, 'phone-joined')
    await other.post('/me/messages/reading', { ids: [message?.id] })
    const states = (await attempts(office, 'phone-joined')).map(({ channel, state }) => [channel, state])
    expect(states.at(-1)).toEqual(['sms', 'waiting'])
  })

  it('is told by somebody of the village where there is no telephone but the new one', async () => {
    await withoutPhone(office)
    expect((await he.post('/work/cards', { ...seen('马秀英', '1941-05-06'), pin: null })).status).toBe(201)
    await provesAt(await applies('19900003021', '马秀英', '1941-05-06'), '马秀英', '1941-05-06')
    expect(await tasksAbout('phone-joined')).toMatchObject([{ name: '马秀英', params: { office: here } }])
    expect(await smsAbout(office, 'phone-joined')).not.toContain('19900003021')
  })
})

describe('somebody who is signed in', () => {
  async function signsIn(phone: string, born: string, device = office.device()): Promise<Device> {
    office.clock.goOn(minutes(2))
    const phoneProof = await office.confirmPhone(device, phone)
    const who = { identity: 'id-number', idNumber: idNumberOf(born) }
    expect((await device.post('/sessions', { phone, phoneProof, who })).status).toBe(201)
    return device
  }

  it('is told once when another device signs in, and not of signing in anew on the own one', async () => {
    const own = await applies('19900003031', '韩梅', '1980-08-08')
    await signsIn('19900003031', '1980-08-08', own)
    expect(await toldOn(own, 'session-opened')).toEqual([])
    await signsIn('19900003031', '1980-08-08')
    expect(await toldOn(own, 'session-opened')).toHaveLength(1)
    expect(await smsAbout(office, 'session-opened')).toEqual(['19900003031'])
  })

  it('is told once when another device applies with the same phone and number, and not of applying again', async () => {
    const own = await applies('19900003035', '韩春', '1980-08-10')
    office.clock.goOn(minutes(2))
    const again = async (device: Device) => {
      office.clock.goOn(minutes(2))
      const applicant = await office.confirmedApplicant(device, '19900003035', '韩春', '1980-08-10')
      return (await apply(device, anApplication({ applicant }))).signedIn
    }
    const devices = async () =>
      ((await (await own.get('/me/sessions')).json()) as { sessions: object[] }).sessions.length
    for (const _ of ['again', 'once more']) expect(await again(own)).toBe(true)
    expect([await toldOn(own, 'session-opened'), await devices()]).toEqual([[], 1])
    const other = office.device()
    expect(await again(other)).toBe(true)
    expect(await toldOn(own, 'session-opened')).toHaveLength(1)
    expect((await smsAbout(office, 'session-opened')).at(-1)).toBe('19900003035')
    expect(await devices()).toBe(2)
    expect(await again(other)).toBe(true)
    expect([(await toldOn(own, 'session-opened')).length, await devices()]).toEqual([1, 2])
  })

  it('is told of no sign-in that was handed to nobody: on a shared phone another is in', async () => {
    const own = await applies('19900003036', '韩冬', '1980-08-11')
    const shared = await applies('19900003037', '韩秋', '1980-08-12')
    office.clock.goOn(minutes(2))
    const applicant = await office.confirmedApplicant(shared, '19900003036', '韩冬', '1980-08-11')
    expect((await apply(shared, anApplication({ applicant }))).signedIn).toBe(false)
    expect(await toldOn(own, 'session-opened')).toEqual([])
  })

  it('is still told when the other device was the first to open the message', async () => {
    await applies('19900003033', '韩雪', '1980-08-09')
    const other = await signsIn('19900003033', '1980-08-09')
    const [message] = await toldOn(other, 'session-opened')
    await other.post('/me/messages/reading', { ids: [message?.id] })
    const states = (await attempts(office, 'session-opened')).map(({ channel, state }) => [channel, state])
    expect(states.at(-1)).toEqual(['sms', 'waiting'])
  })

  it('is not told of the only sign-in there is', async () => {
    const own = await applies('19900003041', '贺文', '1981-01-01')
    expect((await own.delete('/sessions/current')).status).toBe(204)
    expect(await toldOn(await signsIn('19900003041', '1981-01-01'), 'session-opened')).toEqual([])
  })

  it('on a phone that was joined is told on the telephone known before', async () => {
    const own = await applies('19900003051', '田翠', '1956-06-06')
    await provesAt(own, '田翠', '1956-06-06')
    await provesAt(await applies('19900003052', '田翠', '1956-06-06'), '田翠', '1956-06-06')
    await signsIn('19900003052', '1956-06-06')
    expect(await toldOn(own, 'session-opened')).toHaveLength(1)
    expect((await smsAbout(office, 'session-opened')).at(-1)).toBe('19900003051')
  })
})

describe('somebody whose card a window makes, unlocks or ends', () => {
  const card = (name: string, born: string) => he.post('/work/cards', { ...seen(name, born), pin: '2580' })
  const unlocks = (name: string, born: string) =>
    he.post('/work/cards/unlocking', { ...seen(name, born), pin: '1111' })

  it('is told each time on the telephone, and of no card that there is not', async () => {
    const own = await applies('19900003061', '何桂花', '1950-01-01')
    await provesAt(own, '何桂花', '1950-01-01')
    await unlocks('何桂花', '1950-01-01')
    expect(await toldOn(own, 'card-unlocked')).toEqual([])
    const key = 'one-card-whose-answer-is-lost'
    for (const _ of ['asked', 'asked again'])
      await he.post('/work/cards', { ...seen('何桂花', '1950-01-01'), pin: '2580' }, { key })
    await card('何桂花', '1950-01-01')
    await unlocks('何桂花', '1950-01-01')
    expect(await toldOn(own, 'card-given')).toMatchObject([{ params: { office: here } }, {}])
    expect(await toldOn(own, 'card-unlocked')).toMatchObject([{ params: { office: here } }])
    expect(await smsAbout(office, 'card-unlocked')).toEqual(['19900003061'])
    const all = await office.messages()
    expect(all.filter(({ to, body }) => to === '19900003061' && /卡|2580|1111/.test(body))).toEqual([])
  })

  it('is told that one officer ended it, and of no card that had ended before', async () => {
    const own = await applies('19900003071', '何桂兰', '1950-01-02')
    await provesAt(own, '何桂兰', '1950-01-02')
    await card('何桂兰', '1950-01-02')
    const key = 'one-card-ended-whose-answer-is-lost'
    for (const _ of ['asked', 'asked again'])
      await he.post('/work/cards/revocation', seen('何桂兰', '1950-01-02'), { key })
    await he.post('/work/cards/revocation', seen('何桂兰', '1950-01-02'))
    const all = await toldOn(own, 'card-ended')
    expect(all).toMatchObject([{ params: { office: here } }])
    expect(await smsAbout(office, 'card-ended')).toEqual(['19900003071'])
    // Opened by whoever holds that phone now, it still goes out.
    await own.post('/me/messages/reading', { ids: [all[0]?.id] })
    expect((await attempts(office, 'card-ended')).map(({ state }) => state)).not.toContain('cancelled')
  })

  it('is told by somebody of the village where there is no telephone', async () => {
    await withoutPhone(office, '1942-02-02')
    const before = (await tasksAbout('card-given')).length
    await card('马秀英', '1942-02-02')
    expect(await tasksAbout('card-given')).toHaveLength(before + 1)
    await unlocks('马秀英', '1942-02-02')
    expect(await tasksAbout('card-unlocked')).toMatchObject([{ name: '马秀英', params: { office: here } }])
    await he.post('/work/cards/revocation', seen('马秀英', '1942-02-02'))
    expect(await tasksAbout('card-ended')).toMatchObject([{ name: '马秀英', params: { office: here } }])
  })
})
