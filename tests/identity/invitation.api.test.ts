import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { inviteFirst } from '@yima/api/identity/first-administrator'
import { newAuthenticator } from '../fixtures/authenticator.ts'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'

const origin = 'http://localhost:8787'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const hours = (n: number) => n * 3_600_000
const officerId = async (name: string): Promise<string> =>
  (await office.pool.query<{ id: string }>('SELECT id FROM officer WHERE name = $1', [name])).rows[0]?.id ??
  ''
const invite = async (as: Device, name: string, key?: string) =>
  as.post(`/admin/officers/${await officerId(name)}/invitations`, {}, key === undefined ? {} : { key })
const tokenOf = (address: string | undefined): string => address?.split('#')[1] ?? ''
const tokenIn = async (answer: Response) => tokenOf(((await answer.json()) as { address: string }).address)
const nameOf = async (device: Device) =>
  ((await (await device.get('/session')).json()) as { officer: { name: string; role: string } | null })
    .officer

/** Takes a link on a device, with a passkey made there. */
async function take(
  device: Device,
  token: string,
  more: object = {},
  authenticator = newAuthenticator(origin),
) {
  const options = await device.post('/staff/invitations/options', { token })
  if (options.status !== 200) return options
  const { options: asked } = (await options.json()) as { options: { challenge: string } }
  const passkey = authenticator.make(asked)
  return device.post('/staff/invitations/acceptance', { token, passkeyName: '手机', passkey, ...more })
}

describe('an invitation', () => {
  it('is made by an administrator of the county alone, for others than himself', async () => {
    const admin = await office.officerDevice('秦朗')
    const clerk = await office.officerDevice('何文静')
    expect((await invite(clerk, '刘小勤')).status).toBe(404)
    expect((await invite(admin, '秦朗')).status).toBe(404)
    expect(
      (await admin.post('/admin/officers/01890a5d-ac96-774b-bcce-b302099a8057/invitations', {})).status,
    ).toBe(404)
    expect((await invite(admin, '刘小勤')).status).toBe(201)
  })

  it('says whom it is for, gives a passkey and a session, and works once', async () => {
    const token = await tokenIn(await invite(await office.officerDevice('姚静'), '唐敏'))
    const device = office.device()
    const look = await device.post('/staff/invitations/look', { token })
    expect(await look.json()).toMatchObject({ officer: { name: '唐敏' }, county: '青禾县' })
    const authenticator = newAuthenticator(origin)
    expect((await take(device, token, {}, authenticator)).status).toBe(201)
    expect(await nameOf(device)).toMatchObject({ name: '唐敏' })
    const thief = office.device()
    for (const path of ['look', 'options'])
      expect([path, (await thief.post(`/staff/invitations/${path}`, { token })).status]).toEqual([path, 404])
    const again = office.device()
    const { options } = (await (await again.post('/staff/passkeys/options', {})).json()) as {
      options: { challenge: string }
    }
    expect((await again.post('/staff/passkeys/sessions', authenticator.use(options))).status).toBe(201)
    expect(await nameOf(again)).toMatchObject({ name: '唐敏' })
    // A second door would stand in the hand of whoever made the link.
    expect((await invite(await office.officerDevice('姚静'), '唐敏')).status).toBe(409)
  })

  it('that two take at once lets one in', async () => {
    const token = await tokenIn(await invite(await office.officerDevice('姚静'), '谭志远'))
    const answers = await Promise.all([0, 1].map(() => take(office.device(), token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
  })

  it('ends after three days, when a newer one is made, and opens nothing for another officer’s challenge', async () => {
    const admin = await office.officerDevice('秦朗')
    const old = await tokenIn(await invite(admin, '向春梅'))
    const token = await tokenIn(await invite(admin, '向春梅'))
    expect((await take(office.device(), old)).status).toBe(404)
    const mine = office.device()
    const others = await tokenIn(await invite(admin, '邱国栋'))
    const { options } = (await (await mine.post('/staff/invitations/options', { token: others })).json()) as {
      options: { challenge: string }
    }
    const passkey = newAuthenticator(origin).make(options)
    expect(
      (await mine.post('/staff/invitations/acceptance', { token, passkeyName: '手机', passkey })).status,
    ).toBe(422)
    office.clock.sleep(hours(73))
    expect((await take(office.device(), token)).status).toBe(404)
  })

  it('of an administrator who lost the office lets nobody in', async () => {
    const token = await tokenIn(await invite(await office.officerDevice('姚静'), '梁波'))
    const setRole = (role: string) =>
      office.pool.query(`UPDATE officer SET role = $1 WHERE name = '姚静'`, [role])
    await setRole('clerk')
    expect((await take(office.device(), token)).status).toBe(404)
    await setRole('administrator')
    expect((await take(office.device(), token)).status).toBe(201)
  })

  it('asked for twice because the answer was lost is one link, and its secret is kept nowhere', async () => {
    const admin = await office.officerDevice('秦朗')
    const [first, second] = [
      await invite(admin, '潘莉', 'an-invitation-once'),
      await invite(admin, '潘莉', 'an-invitation-once'),
    ]
    const token = await tokenIn(first)
    expect(await tokenIn(second)).toBe(token)
    const { rows } = await office.pool.query<{ answer: string }>(
      'SELECT answer::text AS answer FROM idempotency',
    )
    expect(rows.some(({ answer }) => answer.includes(token))).toBe(false)
  })
})

describe('the first administrator of a server', () => {
  const onEmpty = () => office.pool.query(`UPDATE officer SET active = false WHERE role = 'administrator'`)

  it('comes by no link while there is one', async () => {
    expect(await inviteFirst(office.deps)).toBeUndefined()
  })

  it('takes the one link of the last start with the own name, and then there is no more', async () => {
    await onEmpty()
    const before = tokenOf(await inviteFirst(office.deps))
    const token = tokenOf(await inviteFirst(office.deps))
    expect((await take(office.device(), before, { name: '温如玉' })).status).toBe(404)
    const device = office.device()
    const look = await device.post('/staff/invitations/look', { token })
    expect(await look.json()).toEqual({ officer: null, county: '青禾县' })
    const nameless = await take(device, token)
    expect(nameless.status).toBe(422)
    expect((await take(device, token, { name: '温如玉' })).status).toBe(201)
    expect(await nameOf(device)).toMatchObject({ name: '温如玉', role: 'administrator' })
    expect((await take(office.device(), token, { name: '贼' })).status).toBe(404)
    expect(await inviteFirst(office.deps)).toBeUndefined()
  })

  it('has a day to come', async () => {
    await onEmpty()
    const token = tokenOf(await inviteFirst(office.deps))
    office.clock.sleep(hours(25))
    expect((await take(office.device(), token, { name: '温如玉' })).status).toBe(404)
  })

  it('names the county of a server that knows no place yet', async () => {
    const config = { ...office.deps.config, countyCode: '990102' }
    const deps = { ...office.deps, config }
    const token = tokenOf(await inviteFirst(deps))
    const device = office.device(createApp(deps, new Map()))
    expect((await take(device, token, { name: '温如玉' })).status).toBe(422)
    expect((await take(device, token, { name: '温如玉', county: '新河县' })).status).toBe(201)
    expect(await nameOf(device)).toMatchObject({ unit: '新河县民政局', region: '新河县' })
  })
})
