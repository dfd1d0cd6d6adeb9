import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceView } from '@yima/shared/identity/sign-in'
import { forgetSignIns } from '@yima/api/jobs'
import { sendPhoneCode } from '@yima/api/identity/phone'
import { idNumberOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const idNumber = idNumberOf('1974-03-12')
const wechat = {
  'user-agent':
    'Mozilla/5.0 (Linux; Android 13; M2101K) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.47',
}

async function signIn(phone: string, id = idNumber, device = office.device()): Promise<Device> {
  office.clock.goOn(minutes(2))
  const phoneProof = await office.confirmPhone(device, phone)
  const answer = await device.post('/sessions', {
    phone,
    phoneProof,
    who: { identity: 'id-number', idNumber: id },
  })
  expect(answer.status).toBe(201)
  return device
}
const devicesOf = async (device: Device, side = 'me'): Promise<DeviceView[]> =>
  ((await (await device.get(`/${side}/sessions`)).json()) as { sessions: DeviceView[] }).sessions
const sessionOf = async (device: Device) =>
  (await (await device.get('/session')).json()) as {
    resident: object | null
    officer: object | null
    locked: boolean
    revoked: { resident: boolean; officer: boolean }
  }

describe('the devices on which a resident is signed in', () => {
  it('are listed with browser and system, first and last use, and the one that asks is marked', async () => {
    const first = await signIn('19900000091')
    const cookie = first.cookies()
    await office.app.request('/api/me/applications', { headers: { cookie, ...wechat } })
    const second = await signIn('19900000091')
    office.clock.sleep(minutes(10))
    const list = await devicesOf(second)
    expect(list).toHaveLength(2)
    expect(list.map(({ current }) => current).filter(Boolean)).toHaveLength(1)
    expect(list[0]).toMatchObject({ current: true, lastAt: office.clock.wall().toISOString() })
    expect(list.every(({ label }) => /^[a-z]+\/[a-z]+$/.test(label ?? ''))).toBe(true)
  })

  it('are one’s own alone: not those of the same phone with another ID, nor of the same ID on another phone', async () => {
    const own = await signIn('19900000092')
    await signIn('19900000092', idNumberOf('1980-01-01'))
    const strangers = await signIn('19900000093')
    expect(await devicesOf(own)).toHaveLength(1)
    const [theirs] = await devicesOf(strangers)
    const answer = await own.delete(`/me/sessions/${theirs?.id ?? ''}`)
    expect(answer.status).toBe(404)
    expect((await strangers.get('/me/applications')).status).toBe(200)
  })

  it('a stolen phone is signed out from another one at once, hears why, and can do nothing more', async () => {
    const stolen = await signIn('19900000094')
    const mine = await signIn('19900000094')
    const other = (await devicesOf(mine)).find(({ current }) => !current)
    const stream = await stolen.get('/me/live')
    const reader = stream.body?.getReader()
    await reader?.read()
    expect((await mine.delete(`/me/sessions/${other?.id ?? ''}`)).status).toBe(204)
    // The end of the stream, not a sign of life: nothing is left to hear.
    for (let done = false; !done;) done = (await reader?.read())?.done === true
    expect((await stolen.get('/me/applications')).status).toBe(401)
    expect((await stolen.delete(`/me/sessions/${(await devicesOf(mine))[0]?.id ?? ''}`)).status).toBe(401)
    expect(await sessionOf(stolen)).toMatchObject({ resident: null, revoked: { resident: true } })
    expect(await devicesOf(mine)).toHaveLength(1)
    const { rows } = await office.pool.query('SELECT phone_cipher FROM session WHERE id = $1', [other?.id])
    expect(rows).toEqual([{ phone_cipher: null }])
  })

  it('all others are signed out by one tap, this one stays', async () => {
    const others = [await signIn('19900000095'), await signIn('19900000095')]
    const mine = await signIn('19900000095')
    expect((await mine.delete('/me/sessions')).status).toBe(204)
    for (const device of others) expect((await device.get('/me/applications')).status).toBe(401)
    expect(await devicesOf(mine)).toMatchObject([{ current: true }])
  })

  it('a session that only ran out is not said to be taken away: what was begun there stays', async () => {
    const device = await signIn('19900000096')
    office.clock.sleep(minutes(60 * 24 * 8))
    expect(await sessionOf(device)).toMatchObject({ resident: null, revoked: { resident: false } })
  })

  it('a stolen phone that comes back weeks later still hears that it was signed out, though its session would be over anyway', async () => {
    const [stolen, mine, other] = [await signIn('19900000097'), await signIn('19900000097'), await signIn('19900000098')]
    expect((await mine.delete('/me/sessions')).status).toBe(204)
    office.clock.sleep(minutes(60 * 24 * 40))
    await forgetSignIns(office.deps)
    expect(await sessionOf(stolen)).toMatchObject({ resident: null, revoked: { resident: true } })
    expect(await sessionOf(other)).toMatchObject({ resident: null, revoked: { resident: false } })
    const { rows } = await office.pool.query(`SELECT 1 FROM session WHERE expires_at < now() - interval '1 year' OR (revoked_at IS NULL AND seen_at < $1)`, [new Date(office.clock.wall().getTime() - minutes(60 * 24 * 10))])
    expect(rows).toEqual([])
  })

  it('whoever signs in on a shared phone ends the session of the one before', async () => {
    const device = await signIn('19900000097')
    const before = device.cookies()
    await signIn('19900000098', idNumberOf('1980-01-01'), device)
    const old = await office.app.request('/api/me/applications', { headers: { cookie: before } })
    expect(old.status).toBe(401)
  })
})

describe('a desk', () => {
  it('left alone for a quarter of an hour answers nothing, however often its page asks by itself', async () => {
    const desk = await office.officerDevice('何文静')
    for (let quarter = 0; quarter < 4; quarter += 1) {
      office.clock.sleep(minutes(4))
      await desk.get('/work/items')
    }
    for (const path of ['/work/items', '/work/sessions', '/work/sign-ins', '/work/live'])
      expect([path, (await desk.get(path)).status]).toEqual([path, 423])
    expect(await sessionOf(desk)).toMatchObject({ officer: { name: '何文静' }, locked: true })
  })

  it('at which somebody works stays open; one that is locked opens for signing in alone', async () => {
    const desk = await office.officerDevice('刘小勤')
    for (let quarter = 0; quarter < 4; quarter += 1) {
      office.clock.sleep(minutes(14))
      expect((await desk.delete('/work/idle')).status).toBe(204)
    }
    expect((await desk.get('/work/items')).status).toBe(200)
    expect((await desk.delete('/work/desk')).status).toBe(204)
    expect((await desk.delete('/work/idle')).status).toBe(423)
    expect((await desk.get('/work/items')).status).toBe(423)
    const { rows } = await office.pool.query<{ id: string }>(`SELECT id FROM officer WHERE name = '刘小勤'`)
    expect((await desk.post('/staff/sessions', { officerId: rows[0]?.id })).status).toBe(201)
    expect((await desk.get('/work/items')).status).toBe(200)
    expect(await devicesOf(desk, 'work')).toHaveLength(1)
  })

  it('hears no news while it is locked', async () => {
    const desk = await office.officerDevice('邱国栋')
    const stream = await desk.get('/work/live')
    expect(stream.status).toBe(200)
    await stream.body?.cancel()
    await desk.delete('/work/desk')
    expect((await desk.get('/work/live')).status).toBe(423)
  })

  it('is signed out from another desk of the same officer, and from no colleague’s', async () => {
    const first = await office.officerDevice('向春梅')
    const second = await office.officerDevice('向春梅')
    const colleague = await office.officerDevice('谭志远')
    const id = (await devicesOf(second, 'work')).find(({ current }) => !current)?.id ?? ''
    expect((await colleague.delete(`/work/sessions/${id}`)).status).toBe(404)
    expect((await second.delete('/work/sessions')).status).toBe(204)
    expect((await first.get('/work/items')).status).toBe(401)
    expect(await sessionOf(first)).toMatchObject({ officer: null, revoked: { officer: true } })
  })
})

describe('how often one may ask', () => {
  it('one network for so many codes an hour, from all processes together, and it is told when to come again', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const deps = { ...office.deps, config }
    const once = (at: number) => ({
      route: 'r',
      key: `network-${String(at).padStart(10, '0')}`,
      deviceHash: Buffer.alloc(32, 1),
      bodyHash: Buffer.alloc(32, at),
    })
    const ask = (at: number) =>
      sendPhoneCode(deps, once(at), `199${String(20_000_000 + at)}`, 'zh-CN', '192.0.2.7')
    for (let at = 0; at < 200; at += 1) await ask(at)
    await expect(ask(200)).rejects.toMatchObject({
      code: 'too-many',
      errors: [{ field: 'phone', code: 'codes-of-network' }],
    })
    await expect(ask(201)).rejects.toSatisfy(
      (error: { hints: { retryAfter: number } }) =>
        error.hints.retryAfter > 0 && error.hints.retryAfter <= 3600,
    )
    await sendPhoneCode(deps, once(202), '19930000000', 'zh-CN', '192.0.2.8')
    office.clock.goOn(minutes(60))
    await ask(203)
  })

  it('one ID number for so many sign-ins a day, from however many phones', async () => {
    const id = idNumberOf('1955-05-05')
    for (let at = 0; at < 20; at += 1) await signIn(`1995000${String(1000 + at)}`, id)
    const device = office.device()
    const phone = '19950009999'
    const phoneProof = await office.confirmPhone(device, phone)
    const answer = await device.post('/sessions', {
      phone,
      phoneProof,
      who: { identity: 'id-number', idNumber: id },
    })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    await signIn('19950009998', idNumberOf('1956-06-06'))
  })
})
