import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { inviteFirst } from '@yima/api/identity/first-administrator'
import { newAuthenticator } from '../fixtures/authenticator.ts'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { fieldsOf, named, propose, view, waiting } from '../organisation/people.ts'

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
const phoneOf = async (name: string): Promise<string> => {
  const { rows } = await office.pool.query<{ phone: Buffer }>(
    'SELECT phone_cipher AS phone FROM officer WHERE name = $1',
    [name],
  )
  return office.deps.vault.openField(rows[0]?.phone ?? Buffer.alloc(0))
}
/** Asks for a link, a minute after whatever was asked before. */
const invite = async (as: Device, name: string, key?: string) => {
  office.clock.sleep(61_000)
  office.clock.goOn(61_000)
  return as.post(`/admin/officers/${await officerId(name)}/invitations`, {}, key === undefined ? {} : { key })
}
const tokenOf = (address: string | undefined): string => address?.split('#')[1] ?? ''
const linksTo = async (phone: string): Promise<string[]> =>
  (await office.messages())
    .filter(({ to, body }) => to === phone && body.includes('/work/invited#'))
    .map(({ body }) => tokenOf(body))
/** The secret of the link that somebody has on the own phone now. */
const invited = async (as: Device, name: string): Promise<string> => {
  const answer = await invite(as, name)
  if (answer.status !== 201) throw new Error(`no link: ${await answer.text()}`)
  return (await linksTo(await phoneOf(name)))[0] ?? ''
}
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
    const token = await invited(await office.officerDevice('姚静'), '唐敏')
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
    const token = await invited(await office.officerDevice('姚静'), '谭志远')
    const answers = await Promise.all([0, 1].map(() => take(office.device(), token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
  })

  it('ends after three days, when a newer one is made, and opens nothing for another officer’s challenge', async () => {
    const admin = await office.officerDevice('秦朗')
    const old = await invited(admin, '向春梅')
    const token = await invited(admin, '向春梅')
    expect((await take(office.device(), old)).status).toBe(404)
    const mine = office.device()
    const others = await invited(admin, '邱国栋')
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
    const token = await invited(await office.officerDevice('姚静'), '梁波')
    const setRole = (role: string) =>
      office.pool.query(`UPDATE officer SET role = $1 WHERE name = '姚静'`, [role])
    await setRole('clerk')
    expect((await take(office.device(), token)).status).toBe(404)
    await setRole('administrator')
    expect((await take(office.device(), token)).status).toBe(201)
  })

  it('asked for twice because the answer was lost is one link, and its secret is readable nowhere', async () => {
    const admin = await office.officerDevice('秦朗')
    const answers = [
      await invite(admin, '潘莉', 'an-invitation-once'),
      await invite(admin, '潘莉', 'an-invitation-once'),
    ]
    const said = await Promise.all(answers.map((answer) => answer.text()))
    expect(said[1]).toBe(said[0])
    const links = await linksTo(await phoneOf('潘莉'))
    expect(links).toHaveLength(1)
    const { rows } = await office.pool.query<{ text: string }>(
      `SELECT answer::text AS text FROM idempotency UNION ALL SELECT m::text FROM message m
        UNION ALL SELECT payload FROM organisation_event`,
    )
    expect(links[0]).not.toBe('')
    expect(rows.some(({ text }) => text.includes(links[0] ?? ''))).toBe(false)
  })
})

describe('whoever makes a link', () => {
  const signIn = async (as: Device, name: string) =>
    (await (await as.get(`/admin/officers/${await officerId(name)}/sign-in`)).json()) as object

  it('never holds it: it goes to the duty number, stands in the history, and is told to those above', async () => {
    const admin = await office.officerDevice('秦朗')
    const number = await phoneOf('刘小勤')
    const end = number.slice(-4)
    const answer = await invite(admin, '刘小勤')
    const said = await answer.text()
    const [token = ''] = await linksTo(number)
    expect(token.length).toBeGreaterThan(30)
    expect(said).not.toContain(token)
    expect(JSON.parse(said)).toEqual({ phoneEnd: end, expiresAt: expect.any(String) as string, heard: true })
    expect(await signIn(admin, '刘小勤')).toMatchObject({ phoneEnd: end, hasWayIn: false })
    const history = await admin.get(`/admin/history/${await officerId('刘小勤')}`)
    expect(await history.json()).toMatchObject({
      entries: [{ type: 'sign-in-link-sent', by: '秦朗', phoneEnd: end }, {}],
    })
    const told = (await office.messages()).filter(({ body }) => body.includes('秦朗请刘小勤登录'))
    // 谭志远 leads her; the administrator himself is told nothing.
    expect(told.map(({ to }) => to)).toContain(await phoneOf('谭志远'))
    expect(told.map(({ to }) => to)).not.toContain(await phoneOf('秦朗'))
    expect(told.every(({ body }) => body.includes(end) && !body.includes(token))).toBe(true)
    const clerk = await office.officerDevice('何文静')
    expect((await clerk.get(`/admin/officers/${await officerId('刘小勤')}/sign-in`)).status).toBe(404)
  })

  it('can send one a minute and five a day', async () => {
    const admin = await office.officerDevice('姚静')
    const path = `/admin/officers/${await officerId('冯雪')}/invitations`
    expect((await invite(admin, '冯雪')).status).toBe(201)
    const soon = await admin.post(path, {})
    expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, '60'])
    for (let at = 0; at < 4; at += 1) expect((await invite(admin, '冯雪')).status).toBe(201)
    expect(await (await invite(admin, '冯雪')).text()).toContain('links-used-up')
    expect(await linksTo(await phoneOf('冯雪'))).toHaveLength(5)
  })

  it('sends none without a number, to a number that a colleague uses too, or where no SMS goes out', async () => {
    const admin = await office.officerDevice('姚静')
    const set = (phone: Buffer | null) =>
      office.pool.query(`UPDATE officer SET phone_cipher = $1 WHERE name = '曾庆华'`, [phone])
    await set(null)
    expect(await (await invite(admin, '曾庆华')).text()).toContain('no-duty-number')
    await set(office.deps.vault.sealField(await phoneOf('姚静')))
    expect(await (await invite(admin, '曾庆华')).text()).toContain('number-of-two')
    await set(office.deps.vault.sealField('19900007701'))
    const mute = createApp({ ...office.deps, config: { ...office.deps.config, demo: false } }, new Map())
    const answer = await mute.request(`/api/admin/officers/${await officerId('曾庆华')}/invitations`, {
      method: 'POST',
      body: '{}',
      headers: {
        ...{ 'content-type': 'application/json', cookie: admin.cookies(), 'x-device-key': 'd'.repeat(43) },
        'idempotency-key': 'no-sms-goes-out-here',
      },
    })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('no-sms') as string])
    expect(await linksTo('19900007701')).toEqual([])
  })

  it('cannot turn it to another phone alone: a new number takes two, ends the link, and is told to the old one', async () => {
    const [qin, yao] = [await office.officerDevice('秦朗'), await office.officerDevice('姚静')]
    const before = await phoneOf('白雪松')
    const old = await invited(qin, '白雪松')
    const { id, ...fields } = fieldsOf(named(await view(qin), '白雪松'))
    const change = { type: 'change-officer', id, ...fields, phone: '19900007702' } as const
    expect((await propose(qin, change)).status).toBe(200)
    expect(await phoneOf('白雪松')).toBe(before)
    const held = await waiting(qin)
    expect((await view(yao)).organisation.pending[held]).toMatchObject({ change: { newPhone: '7702' } })
    expect((await qin.post(`/admin/changes/${held}/confirmation`, {})).status).toBe(409)
    expect((await yao.post(`/admin/changes/${held}/confirmation`, {})).status).toBe(200)
    expect(await phoneOf('白雪松')).toBe('19900007702')
    expect((await take(office.device(), old)).status).toBe(404)
    const told = (await office.messages()).filter(({ body }) => body.includes('换成了尾号 7702'))
    expect(told.map(({ to }) => to)).toContain(before)
    expect(told.map(({ to }) => to)).not.toContain('19900007702')
    // His own number is not his to turn either.
    const { id: own, ...mine } = fieldsOf(named(await view(qin), '秦朗'))
    const turned = await propose(qin, { type: 'change-officer', id: own, ...mine, phone: '19900007703' })
    expect(await turned.text()).toContain('own-line')
  })

  it('lets nobody in who left meanwhile', async () => {
    const admin = await office.officerDevice('姚静')
    const token = await invited(admin, '钱程')
    await propose(admin, { type: 'end-officer', id: await officerId('钱程') })
    expect((await take(office.device(), token)).status).toBe(404)
  })

  it('is told when nobody above could hear of it: the one leader has no duty number, nor has anybody who may confirm', async () => {
    const admin = await office.officerDevice('秦朗')
    const asked = async () => ((await (await invite(admin, '余桂芳')).json()) as { heard: boolean }).heard
    const told = async () =>
      (await office.messages()).filter(({ body }) => body.includes('秦朗请余桂芳登录')).map(({ to }) => to)
    const yao = await phoneOf('姚静')
    const silence = (but: string) =>
      office.pool.query(`UPDATE officer SET phone_cipher = NULL WHERE name NOT IN ('余桂芳', $1)`, [but])
    await silence('姚静')
    expect(await asked()).toBe(true)
    expect(await told()).toEqual([yao])
    await silence('')
    expect(await asked()).toBe(false)
    expect(await told()).toEqual([yao])
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
