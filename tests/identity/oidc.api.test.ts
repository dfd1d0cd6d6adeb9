import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  anApplication,
  apply,
  idNumberOf,
  minutes,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import { openIdentityService, type IdentityService } from '../fixtures/identity-service.ts'

const publicUrl = 'http://localhost:8787'
const back = '/track?way=phone'
const idNumber = idNumberOf('1974-03-12')

let service: IdentityService
let office: Office
beforeAll(async () => {
  service = await openIdentityService(
    ['residents', 'staff'].map((side) => `${publicUrl}/api/oidc/${side}/callback`),
  )
  const settings = (side: string, claim: string) => ({
    [`YIMA_OIDC_${side}_ISSUER`]: service.issuer,
    [`YIMA_OIDC_${side}_CLIENT`]: service.clientId,
    [`YIMA_OIDC_${side}_SECRET`]: service.clientSecret,
    [`YIMA_OIDC_${side}_CLAIM`]: claim,
  })
  office = await openOffice({ ...settings('RESIDENT', 'id_number'), ...settings('STAFF', 'officer') })
  service.know({ sub: 'zhou', name: '周素芬', id_number: idNumber })
  service.know({ sub: 'nameless', id_number: idNumber })
  service.know({ sub: 'numberless', name: '李桂兰' })
})
afterAll(async () => {
  await office.close()
  await service.close()
})

type Side = 'residents' | 'staff'
const pathOf = (address: string): string => address.replace(`${publicUrl}/api`, '')
const begin = async (device: Device, side: Side, more: object = {}): Promise<string> =>
  ((await (await device.post(`/oidc/${side}`, { back, ...more })).json()) as { address: string }).address
const backFrom = async (device: Device, side: Side, sub: string): Promise<string> =>
  pathOf(await service.signIn(await begin(device, side), sub))
const locationOf = (answer: Response) => [answer.status, answer.headers.get('location')]
const mayLook = async (device: Device) => (await device.get('/me/applications')).status
const trouble = (code: string) => [303, `${back}&sign-in=${code}`]

describe('a resident who comes by the identity service', () => {
  it('is proven, comes back to where they were, and is told by no secret in the address', async () => {
    const device = office.device()
    const answer = await device.get(await backFrom(device, 'residents', 'zhou'))
    expect(locationOf(answer)).toEqual([303, back])
    expect(await mayLook(device)).toBe(200)
    const { resident } = (await (await device.get('/session')).json()) as { resident: { level: string } }
    expect(resident.level).toBe('proven')
    expect(device.cookies()).not.toContain('yima-oidc')
  })

  it('sees what was filed in the same name with that number, and another name’s request not', async () => {
    const filed = await apply(
      office.device(),
      anApplication({
        applicant: { identity: 'id-number', name: '周素芬', idNumber, phone: '19900000081' },
      }),
    )
    const others = await apply(
      office.device(),
      anApplication({
        applicant: { identity: 'id-number', name: '周树芬', idNumber, phone: '19900000082' },
      }),
    )
    const device = office.device()
    await device.get(await backFrom(device, 'residents', 'zhou'))
    const { applications } = (await (await device.get('/me/applications')).json()) as {
      applications: { id: string }[]
    }
    const ids = applications.map(({ id }) => id)
    expect(ids).toContain(filed.id)
    expect(ids).not.toContain(others.id)
  })

  it('keeps what was begun under the own number on this phone, and stays out of a neighbour’s sign-in', async () => {
    const marks = async (device: Device) =>
      ((await (await device.get('/session')).json()) as { resident: { mark: string } }).resident.mark
    const signIn = async (device: Device, phone: string, id: string): Promise<string> => {
      const phoneProof = await office.confirmPhone(device, phone)
      await device.post('/sessions', { phone, phoneProof, who: { identity: 'id-number', idNumber: id } })
      return marks(device)
    }
    const neighbours = office.device()
    const before = await signIn(neighbours, '19900000084', idNumberOf('1980-01-01'))
    await neighbours.get(await backFrom(neighbours, 'residents', 'zhou'))
    expect(await marks(neighbours)).not.toBe(before)
  })

  it('does not become whoever typed the own number before on a shared phone', async () => {
    const filed = await apply(
      office.device(),
      anApplication({
        applicant: { identity: 'id-number', name: '周素芬', idNumber, phone: '19900000086' },
      }),
    )
    const [shared, phone] = [office.device(), '19900000087']
    const phoneProof = await office.confirmPhone(shared, phone)
    const applicant = { identity: 'id-number', name: '周素芬', idNumber, phone, phoneProof } as const
    await apply(shared, anApplication({ applicant }))
    await shared.get('/me/family') // what was typed is claimed
    await shared.get(await backFrom(shared, 'residents', 'zhou'))
    office.clock.goOn(minutes(2))
    const elsewhere = office.device()
    await elsewhere.post('/sessions', {
      phone,
      phoneProof: await office.confirmPhone(elsewhere, phone),
      who: { identity: 'id-number', idNumber },
    })
    const idsOn = async (device: Device) =>
      (
        (await (await device.get('/me/applications')).json()) as { applications: { id: string }[] }
      ).applications.map(({ id }) => id)
    expect(await idsOn(shared)).toContain(filed.id)
    expect(await idsOn(elsewhere)).toHaveLength(1)
    expect(await idsOn(elsewhere)).not.toContain(filed.id)
  })

  it('is not let in without a name or a number, and hears which', async () => {
    for (const sub of ['nameless', 'numberless']) {
      const device = office.device()
      const answer = await device.get(await backFrom(device, 'residents', sub))
      expect([sub, ...locationOf(answer)]).toEqual([sub, ...trouble('no-number')])
      expect(await mayLook(device)).toBe(401)
    }
  })

  it('who says no at the service comes back unharmed', async () => {
    const device = office.device()
    const answer = await device.get(await backFrom(device, 'residents', 'refuses'))
    expect(locationOf(answer)).toEqual(trouble('refused'))
  })
})

describe('what does not fit is not let in', () => {
  const refusedWith = async (device: Device, path: string, code: string) => {
    expect(locationOf(await device.get(path))).toEqual(
      code === 'late' ? [303, `${back}&sign-in=late`] : trouble(code),
    )
    expect(await mayLook(device)).toBe(401)
  }

  it('a way back without its cookie, with another’s, or a second time', async () => {
    const device = office.device()
    const path = await backFrom(device, 'residents', 'zhou')
    await refusedWith(office.device(), path, 'late')
    const other = office.device()
    await begin(other, 'residents')
    await refusedWith(other, path, 'refused')
    expect(locationOf(await device.get(path))).toEqual([303, back])
    expect(locationOf(await device.get(path))).toEqual([303, `${back}&sign-in=late`])
  })

  it('a copied cookie with a copied way back', async () => {
    const device = office.device()
    const path = await backFrom(device, 'residents', 'zhou')
    const cookie = device.cookies()
    expect(locationOf(await device.get(path))).toEqual([303, back])
    const copy = await office.app.request(`/api${path}`, { headers: { cookie } })
    expect(copy.headers.get('location')).toMatch(/sign-in=refused$/)
    expect(copy.headers.getSetCookie().join()).not.toContain('__Host-yima=')
  })

  it('a cookie made for the other side, changed, or too old', async () => {
    const device = office.device()
    const path = await backFrom(device, 'residents', 'zhou')
    const [name, value = ''] = device.cookies().split('=')
    const forged = await office.app.request(`/api${path}`, {
      headers: { cookie: `${name}=${value.slice(0, -4)}AAAA` },
    })
    expect(forged.headers.get('location')).toBe(`${back}&sign-in=late`)
    const staffs = await office.app.request(`/api${path.replace('residents', 'staff')}`, {
      headers: { cookie: device.cookies() },
    })
    expect(staffs.headers.get('location')).toBe('/work?sign-in=late')
    office.clock.sleep(minutes(11))
    await refusedWith(device, path, 'late')
  })

  it('another state, another issuer, an unknown code', async () => {
    for (const [name, value] of [
      ['state', 'other'],
      ['iss', 'https://evil.example'],
      ['code', 'guessed'],
    ] as const) {
      const device = office.device()
      const path = new URL(`${publicUrl}${await backFrom(device, 'residents', 'zhou')}`)
      path.searchParams.set(name, value)
      await refusedWith(device, path.href.replace(publicUrl, ''), 'refused')
    }
  })

  it('an identity token that was made for another nonce', async () => {
    const device = office.device()
    const address = new URL(await begin(device, 'residents'))
    address.searchParams.set('nonce', 'another-browsers')
    await refusedWith(device, pathOf(await service.signIn(address.href, 'zhou')), 'refused')
  })

  it('a code whose time is over at the service', async () => {
    service.codesLive(1)
    const device = office.device()
    const path = await backFrom(device, 'residents', 'zhou')
    service.codesLive(60)
    await new Promise((done) => setTimeout(done, 2100))
    await refusedWith(device, path, 'refused')
  })

  it('a page of somebody else’s to go back to', async () => {
    for (const page of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/a:b',
      'javascript:1',
      '/track?x=张',
    ])
      expect([page, (await office.device().post('/oidc/residents', { back: page })).status]).toEqual([
        page,
        422,
      ])
  })

  it('a foreign page that begins it', async () => {
    const answer = await office
      .device()
      .post('/oidc/residents', { back }, { headers: { origin: 'https://evil.example' } })
    expect(answer.status).toBe(403)
  })
})

describe('an officer who comes by the identity service', () => {
  const officerId = async (name: string): Promise<string> =>
    (await office.pool.query<{ id: string }>('SELECT id FROM officer WHERE name = $1', [name])).rows[0]?.id ??
    ''
  const nameOf = async (device: Device): Promise<string | undefined> =>
    ((await (await device.get('/session')).json()) as { officer: { name: string } | null }).officer?.name

  it('is nobody here until an administrator has linked them', async () => {
    const device = office.device()
    const answer = await device.get(await backFrom(device, 'staff', 'stranger'))
    expect(locationOf(answer)).toEqual(trouble('not-linked'))
    expect(await nameOf(device)).toBeUndefined()
  })

  it('is linked by an invitation, once, and then comes in alone; nobody else by the same link', async () => {
    const admin = await office.officerDevice('秦朗')
    await admin.post(`/admin/officers/${await officerId('刘小勤')}/invitations`, {})
    const invitation = (await office.messages()).map(({ body }) => /\/work\/invited#(\S+)/.exec(body)?.[1]).find(Boolean)
    const come = async (sub: string, more: object) => {
      const device = office.device()
      const answer = await device.get(pathOf(await service.signIn(await begin(device, 'staff', more), sub)))
      return [await nameOf(device), answer.headers.get('location')]
    }
    expect(await come('liu', { invitation })).toEqual(['刘小勤', back])
    expect(await come('liu', {})).toEqual(['刘小勤', back])
    expect(await come('thief', { invitation })).toEqual([undefined, `${back}&sign-in=link-used`])
  })

  it('is who the configured claim says, while they are in office', async () => {
    const id = await officerId('邱国栋')
    service.know({ sub: 'qiu', name: '邱国栋', officer: id })
    const come = async () => {
      const device = office.device()
      await device.get(await backFrom(device, 'staff', 'qiu'))
      return nameOf(device)
    }
    expect(await come()).toBe('邱国栋')
    await office.pool.query('UPDATE officer SET active = false WHERE id = $1', [id])
    expect(await come()).toBeUndefined()
  })
})
