import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WorkApplication } from '@yima/shared/work/contract'
import { createApp } from '@yima/api/app'
import type { Config } from '@yima/api/config'
import type { Deps } from '@yima/api/http/context'
import { watchDeadlines } from '@yima/api/jobs'
import { isPushService } from '@yima/api/notification/push'
import { isSigned, sign, signatureHeader } from '@yima/api/notification/signature'
import { getVapid } from '@yima/api/notification/vapid'
import { minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { aResident, firstOf, inboxOf, runJobs, tasksOf } from './people.ts'
import { openBrowser, openReceiver, readVapid, type Receiver } from './receiver.ts'

const token = 'what-the-gateway-and-we-know'

let office: Office
let gateway: Receiver
let service: Receiver
let deps: Deps
let clerk: Device
beforeAll(async () => {
  ;[office, gateway, service] = await Promise.all([openOffice(), openReceiver(), openReceiver()])
  const config: Config = {
    ...office.deps.config,
    demo: false,
    sms: { url: `${gateway.origin}/sms`, token },
    pushServices: [service.origin],
  }
  deps = { ...office.deps, config }
  clerk = await office.officerDevice('何文静')
})
afterEach(() => {
  gateway.answers(201)
  service.answers(201)
  gateway.received.length = 0
  service.received.length = 0
})
afterAll(async () => {
  await Promise.all([gateway.close(), service.close()])
  await office.close()
})

const app = () => createApp(deps, new Map())
let phones = 400
/** Somebody whose request a clerk has just accepted; everything of before is out of the house. */
async function somebodyNew() {
  phones += 1
  const phone = `19900000${phones}`
  // Codes are read where the demonstration shows them.
  const { device, got } = await aResident(office, phone)
  await runJobs(deps)
  gateway.received.length = 0
  return { device, got, phone }
}
/** The clerk's act, on an app with the real channels. */
async function acceptFor(id: string) {
  const real = app()
  const officer = await office.officerDevice('何文静')
  const request = (await (await officer.get(`/work/applications/${id}`)).json()) as WorkApplication
  const answer = await real.request(
    `/api/work/applications/${id}/claims/${firstOf(request)?.id}/acceptance`,
    {
      method: 'POST',
      body: '{}',
      headers: {
        'content-type': 'application/json',
        cookie: officer.cookies(),
        'idempotency-key': crypto.randomUUID(),
        'x-device-key': 'd'.repeat(43),
      },
    },
  )
  expect(answer.status).toBe(200)
}
/** What the gateway got for one phone. */
const smsFor = (phone: string) =>
  gateway.received.filter(({ body }) => (JSON.parse(body.toString()) as { to: string }).to === phone)
const sentOf = async (device: Device) => (await inboxOf(device)).messages[0]?.sent

describe('an SMS', () => {
  it('goes to the gateway once, signed and with an id, however often its job runs', async () => {
    const { got, phone, device } = await somebodyNew()
    await acceptFor(got.id)
    await runJobs(deps, 3)
    await runJobs(deps)
    expect(smsFor(phone)).toHaveLength(1)
    const [sent] = smsFor(phone)
    const header = (name: string) => String(sent?.headers[name])
    const body = String(sent?.body)
    const said = JSON.parse(body) as { id: string; to: string; body: string }
    expect(said.to).toBe(phone)
    expect(header('idempotency-key')).toBe(said.id)
    expect(isSigned(token, body, header(signatureHeader), deps.clock.wall())).toBe(true)
    expect(isSigned(token, `${body} `, header(signatureHeader), deps.clock.wall())).toBe(false)
    expect(await sentOf(device)).toEqual([{ channel: 'sms', state: 'sent' }])
  })

  it('is tried again with the same id when nothing was heard of it, and not by two at once', async () => {
    const { got, device, phone } = await somebodyNew()
    await acceptFor(got.id)
    gateway.answers('hang')
    await runJobs(deps, 2)
    gateway.answers(201)
    await runJobs(deps)
    const ids = smsFor(phone).map(({ headers }) => headers['idempotency-key'])
    expect(ids.length).toBeGreaterThan(1)
    expect(new Set(ids).size).toBe(1)
    expect(await sentOf(device)).toEqual([{ channel: 'sms', state: 'sent' }])
  })

  it('that the gateway will never take becomes a task of the office at once', async () => {
    const { got, device, phone } = await somebodyNew()
    await acceptFor(got.id)
    gateway.answers(422)
    await runJobs(deps)
    expect(await sentOf(device)).toEqual([
      { channel: 'sms', state: 'failed' },
      { channel: 'call', state: 'waiting' },
    ])
    const task = (await tasksOf(clerk)).find((one) => one.phone === phone)
    expect(task?.template).toBe('application-accepted')
    // Reading it in the inbox takes it off the desk again.
    await device.post('/me/messages/reading', { ids: (await inboxOf(device)).messages.map(({ id }) => id) })
    expect((await tasksOf(clerk)).some((one) => one.phone === phone)).toBe(false)
  })

  const report = (body: object, signature?: string) => {
    const text = JSON.stringify(body)
    return app().request('/api/sms/reports', {
      method: 'POST',
      body: text,
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: signature ?? sign(token, text, deps.clock.wall()),
      },
    })
  }

  it('is known to have arrived by the gateway’s report, and a report cannot be forged or undone', async () => {
    const { got, device, phone } = await somebodyNew()
    await acceptFor(got.id)
    await runJobs(deps)
    const id = String(smsFor(phone)[0]?.headers['idempotency-key'])
    const body = { id, state: 'delivered' }
    const old = sign(token, JSON.stringify(body), new Date(deps.clock.wall().getTime() - minutes(6)))
    for (const forged of ['', 't=1,v1=00', sign('another', JSON.stringify(body), deps.clock.wall()), old])
      expect((await report(body, forged)).status).toBe(403)
    expect(await sentOf(device)).toEqual([{ channel: 'sms', state: 'sent' }])
    expect((await report(body)).status).toBe(204)
    expect((await report({ id, state: 'failed' })).status).toBe(204)
    expect(await sentOf(device)).toEqual([{ channel: 'sms', state: 'delivered' }])
  })

  it('that the report says never arrived becomes a task of the office', async () => {
    const { got, device, phone } = await somebodyNew()
    await acceptFor(got.id)
    await runJobs(deps)
    const id = String(smsFor(phone)[0]?.headers['idempotency-key'])
    expect((await report({ id, state: 'failed' })).status).toBe(204)
    expect(await sentOf(device)).toEqual([
      { channel: 'sms', state: 'failed' },
      { channel: 'call', state: 'waiting' },
    ])
  })
})

describe('a notice on the phone', () => {
  const subscribed = async () => {
    const who = await somebodyNew()
    const browser = openBrowser(service.origin)
    const answer = await app().request('/api/me/push-subscriptions', {
      method: 'POST',
      body: JSON.stringify(browser.device),
      headers: {
        'content-type': 'application/json',
        cookie: who.device.cookies(),
        'idempotency-key': crypto.randomUUID(),
        'x-device-key': 'd'.repeat(43),
      },
    })
    expect(answer.status).toBe(201)
    return { ...who, browser }
  }
  type Said = { id: string; token: string; text: string }
  const readNotice = ({ read }: ReturnType<typeof openBrowser>) =>
    read(service.received[0]?.body ?? Buffer.alloc(0)) as Said
  const shown = (body: object) =>
    app().request('/api/push/shown', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })

  it('says that there is news and nothing else, to that browser alone, in our name', async () => {
    const { got, browser, device, phone } = await subscribed()
    await acceptFor(got.id)
    await runJobs(deps, 2)
    expect(smsFor(phone)).toEqual([])
    expect(service.received).toHaveLength(1)
    const { headers, path, body } = service.received[0]!
    expect(`${service.origin}${path}`).toBe(browser.device.endpoint)
    expect(headers['content-encoding']).toBe('aes128gcm')
    expect(Number(headers['ttl'])).toBeGreaterThan(0)
    const notice = readNotice(browser)
    expect(Object.keys(notice).sort()).toEqual(['id', 'text', 'token'])
    expect(notice.text).toBe('有新消息，请打开一码看看。')
    expect(body.toString('utf8')).not.toContain(notice.text)
    expect(() => openBrowser(service.origin).read(body)).toThrow()
    const { key, claims } = readVapid(headers['authorization'])
    expect(key).toBe((await getVapid(deps)).publicKey)
    expect(claims).toMatchObject({ aud: service.origin, sub: expect.stringMatching(/^https:/) })
    expect(Number(claims['exp'])).toBeLessThanOrEqual(Date.now() / 1000 + 86_400)
    expect(await sentOf(device)).toEqual([{ channel: 'push', state: 'sent' }])
  })

  it('that was shown is enough: no SMS follows, however long one waits', async () => {
    const { got, browser, device, phone } = await subscribed()
    await acceptFor(got.id)
    await runJobs(deps)
    const { id, token: proof } = readNotice(browser)
    expect((await shown({ id, token: 'x'.repeat(32) })).status).toBe(204)
    expect(await sentOf(device)).toEqual([{ channel: 'push', state: 'sent' }])
    expect((await shown({ id, token: proof })).status).toBe(204)
    office.clock.goOn(minutes(60 * 5))
    await watchDeadlines(deps)
    await runJobs(deps)
    expect(await sentOf(device)).toEqual([{ channel: 'push', state: 'delivered' }])
    expect(smsFor(phone)).toEqual([])
  })

  it('that nobody was shown for four hours is followed by an SMS, once', async () => {
    office.clock.goOn(minutes(60 * 18)) // eight in the morning of the next day
    const { got, device, phone } = await subscribed()
    await acceptFor(got.id)
    await runJobs(deps)
    office.clock.goOn(minutes(60 * 4))
    await watchDeadlines(deps)
    await watchDeadlines(deps)
    await runJobs(deps, 2)
    expect(smsFor(phone)).toHaveLength(1)
    expect(await sentOf(device)).toEqual([
      { channel: 'push', state: 'replaced' },
      { channel: 'sms', state: 'sent' },
    ])
  })

  it.each([404, 410])('ends where the service says %i, and the SMS goes out at once', async (status) => {
    const { got, device } = await subscribed()
    service.answers(status)
    await acceptFor(got.id)
    await runJobs(deps)
    await runJobs(deps)
    expect(await sentOf(device)).toEqual([
      { channel: 'push', state: 'failed' },
      { channel: 'sms', state: 'sent' },
    ])
    expect(await (await device.get('/me/contact')).json()).toMatchObject({ push: { here: false } })
  })

  it('ends with the sign-in: whoever signed out hears by SMS', async () => {
    const { got, device, phone } = await subscribed()
    expect((await device.delete('/sessions/current')).status).toBe(204)
    await acceptFor(got.id)
    await runJobs(deps)
    expect(service.received).toEqual([])
    expect(smsFor(phone)).toHaveLength(1)
  })

  it('is posted to push services and nowhere else', async () => {
    const { device } = await somebodyNew()
    const browser = openBrowser('http://127.0.0.1:1')
    expect((await device.post('/me/push-subscriptions', browser.device)).status).toBe(422)
    const allowed = (endpoint: string) => isPushService(endpoint, { pushServices: [] })
    expect(allowed('https://fcm.googleapis.com/fcm/send/a')).toBe(true)
    expect(allowed('https://web.push.apple.com/a')).toBe(true)
    for (const other of [
      'http://fcm.googleapis.com/a',
      'https://fcm.googleapis.com:8443/a',
      'https://evilgoogleapis.com/a',
      'https://googleapis.com.evil.example/a',
      'https://user:word@fcm.googleapis.com/a',
      'https://10.0.0.1/a',
      'file:///etc/passwd',
    ])
      expect([other, allowed(other)]).toEqual([other, false])
  })

  it('comes with one key for all processes and after every restart', async () => {
    const again = await getVapid({ ...deps, db: Object.create(deps.db) as Deps['db'] })
    expect(again).toEqual(await getVapid(deps))
    const { rows } = await office.pool.query<{ wrapped: Buffer }>('SELECT wrapped FROM vapid_key')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.wrapped.includes(Buffer.from(again.privateKey, 'base64url'))).toBe(false)
  })
})
