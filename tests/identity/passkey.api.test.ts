import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PasskeyView } from '@yima/shared/identity/sign-in'
import { newAuthenticator, type Wrong } from '../fixtures/authenticator.ts'
import { minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'

const origin = 'http://localhost:8787'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

type Options = { options: { challenge: string; user?: { id: string } } }
const optionsOf = async (device: Device, path: string, body: object = {}) =>
  ((await (await device.post(path, body)).json()) as Options).options
const codeOf = async (answer: Response) => {
  const { errors } = (await answer.json()) as { errors?: { code: string }[] }
  return [answer.status, errors?.[0]?.code]
}
const whoIs = async (device: Device): Promise<string | undefined> =>
  ((await (await device.get('/session')).json()) as { officer: { name: string } | null }).officer?.name

/** Makes a passkey at a desk where somebody is signed in. */
async function makeAt(desk: Device, name: string, authenticator = newAuthenticator(origin)) {
  const passkey = authenticator.make(await optionsOf(desk, '/work/passkeys/options'))
  const answer = await desk.post('/work/passkeys', { name, passkey })
  return { authenticator, answer }
}
async function comeIn(
  authenticator: ReturnType<typeof newAuthenticator>,
  wrong: Wrong = {},
  device = office.device(),
) {
  const options = await optionsOf(device, '/staff/passkeys/options')
  return { device, answer: await device.post('/staff/passkeys/sessions', authenticator.use(options, wrong)) }
}

describe('a passkey', () => {
  it('is made by whoever is signed in, and lets them in from then on without a name or a word', async () => {
    const desk = await office.officerDevice('何文静')
    const { authenticator, answer } = await makeAt(desk, '窗口的电脑')
    expect(answer.status).toBe(201)
    const { device, answer: entered } = await comeIn(authenticator)
    expect(entered.status).toBe(201)
    expect(await whoIs(device)).toBe('何文静')
    expect((await device.get('/work/items')).status).toBe(200)
  })

  it('is one of several, each with its name; the other’s stay hers, and the last way in stays', async () => {
    const desk = await office.officerDevice('向春梅')
    for (const name of ['手机', '电脑']) await makeAt(desk, name)
    const ways = async (of: Device) =>
      ((await (await of.get('/work/sign-ins')).json()) as { passkeys: PasskeyView[] }).passkeys
    const [first, second] = await ways(desk)
    expect([first?.name, second?.name]).toEqual(['手机', '电脑'])
    const colleague = await office.officerDevice('刘小勤')
    expect((await colleague.delete(`/work/passkeys/${first?.id ?? ''}`)).status).toBe(404)
    expect((await desk.delete(`/work/passkeys/${first?.id ?? ''}`)).status).toBe(204)
    expect(await codeOf(await desk.delete(`/work/passkeys/${second?.id ?? ''}`))).toEqual([
      409,
      'last-way-in',
    ])
    expect((await ways(desk)).map(({ name }) => name)).toEqual(['电脑'])
  })

  it('that was removed, or whose officer left, opens nothing', async () => {
    const desk = await office.officerDevice('冯雪')
    const { authenticator } = await makeAt(desk, '手机')
    await makeAt(desk, '电脑')
    const { passkeys } = (await (await desk.get('/work/sign-ins')).json()) as { passkeys: PasskeyView[] }
    await desk.delete(`/work/passkeys/${passkeys[0]?.id ?? ''}`)
    expect(await codeOf((await comeIn(authenticator)).answer)).toEqual([422, 'passkey-unknown'])
    const gone = await office.officerDevice('曾庆华')
    const { authenticator: left } = await makeAt(gone, '手机')
    await office.pool.query(`UPDATE officer SET active = false WHERE name = '曾庆华'`)
    expect(await codeOf((await comeIn(left)).answer)).toEqual([422, 'passkey-unknown'])
  })

  it('is not made twice, and not with the challenge of another desk', async () => {
    const desk = await office.officerDevice('潘莉')
    const { authenticator } = await makeAt(desk, '手机')
    expect(await codeOf((await makeAt(desk, '手机', authenticator)).answer)).toEqual([422, 'passkey-known'])
    const options = await optionsOf(desk, '/work/passkeys/options')
    const colleague = await office.officerDevice('周立新')
    const passkey = newAuthenticator(origin).make(options)
    expect(await codeOf(await colleague.post('/work/passkeys', { name: '偷', passkey }))).toEqual([
      422,
      'passkey-late',
    ])
  })
})

describe('what is not let in by a passkey', () => {
  let authenticator: ReturnType<typeof newAuthenticator>
  beforeAll(async () => {
    authenticator = (await makeAt(await office.officerDevice('何文静'), '另一个')).authenticator
  })

  it('a page of another origin, another name, somebody whom the device did not recognise', async () => {
    for (const wrong of [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:9999' },
      { rpId: 'evil.example' },
      { verified: false },
    ]) {
      const { device, answer } = await comeIn(authenticator, wrong)
      expect([wrong, ...(await codeOf(answer))]).toEqual([wrong, 422, 'passkey-refused'])
      expect(await whoIs(device)).toBeUndefined()
    }
  })

  it('a passkey whose counter goes back or stands still: somebody copied it', async () => {
    expect((await comeIn(authenticator, { counter: 40 })).answer.status).toBe(201)
    for (const counter of [40, 7, 0])
      expect([counter, ...(await codeOf((await comeIn(authenticator, { counter })).answer))]).toEqual([
        counter,
        422,
        'passkey-copied',
      ])
    expect((await comeIn(authenticator, { counter: 41 })).answer.status).toBe(201)
  })

  it('the same answer a second time, also with the copied cookie', async () => {
    const device = office.device()
    const options = await optionsOf(device, '/staff/passkeys/options')
    const body = authenticator.use(options, { counter: 100 })
    const cookie = device.cookies()
    expect((await device.post('/staff/passkeys/sessions', body)).status).toBe(201)
    expect(await codeOf(await device.post('/staff/passkeys/sessions', body))).toEqual([422, 'passkey-late'])
    const copy = await office.device().post('/staff/passkeys/sessions', body, { headers: { cookie } })
    expect(await codeOf(copy)).toEqual([422, 'passkey-late'])
  })

  it('an answer that comes too late, or to a challenge of one’s own', async () => {
    const device = office.device()
    const options = await optionsOf(device, '/staff/passkeys/options')
    const invented = authenticator.use({ challenge: 'aW52ZW50ZWQ' }, { counter: 110 })
    expect(await codeOf(await device.post('/staff/passkeys/sessions', invented))).toEqual([
      422,
      'passkey-refused',
    ])
    const fresh = await optionsOf(device, '/staff/passkeys/options')
    office.clock.sleep(minutes(11))
    expect(
      await codeOf(await device.post('/staff/passkeys/sessions', authenticator.use(fresh, { counter: 111 }))),
    ).toEqual([422, 'passkey-late'])
    expect(options.challenge).not.toBe(fresh.challenge)
  })

  it('a passkey that nobody registered', async () => {
    expect(await codeOf((await comeIn(newAuthenticator(origin))).answer)).toEqual([422, 'passkey-unknown'])
  })
})

it('a sign-in whose answer was lost is repeated with the same session', async () => {
  const { authenticator } = await makeAt(await office.officerDevice('谭志远'), '手机')
  const device = office.device()
  const body = authenticator.use(await optionsOf(device, '/staff/passkeys/options'))
  const key = 'a-passkey-sign-in-repeated'
  const first = await device.post('/staff/passkeys/sessions', body, { key })
  const again = await device.post('/staff/passkeys/sessions', body, { key })
  expect([first.status, again.status, await whoIs(device)]).toEqual([201, 201, '谭志远'])
})
