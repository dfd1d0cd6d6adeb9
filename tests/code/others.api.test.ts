import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanCodes } from '@yima/api/code/clean'
import { loadDemoEntitlements } from '@yima/api/demo/entitlements'
import { demoIdNumber } from '@yima/api/demo/id-number'
import type {
  EntitlementCodeAnswer,
  OwnEntitlements,
  PlaceToday,
  VerifierList,
} from '@yima/shared/code/contract'
import { judgeEntitlement } from '@yima/shared/code/entitlement'
import { parseCode } from '@yima/shared/code/parse'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { aResident, look, ownCodeOf, visitOf } from './people.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoEntitlements(office.deps)
})
afterAll(() => office.close())

async function provenResident(): Promise<{ device: Device; number: string }> {
  const number = demoIdNumber('1974-03-12', 0)
  const device = office.device()
  const phoneProof = await office.confirmPhone(device, '19900000341')
  const who = { identity: 'id-number', idNumber: number }
  expect((await device.post('/sessions', { phone: '19900000341', phoneProof, who })).status).toBe(201)
  return { device, number }
}
/** Shows the code at the window and the document with it, as everybody does who is to be proven. */
async function seenAtWindow(device: Device, number: string): Promise<void> {
  const he = await office.officerDevice('何文静')
  const { id } = await visitOf(he, device)
  const seen = { name: '周素芬', number: { kind: 'id-number', value: number }, seen: true }
  // Whoever signed in and never applied is known by the number that was typed with the phone, and by no other.
  const another = { ...seen, number: { kind: 'id-number', value: demoIdNumber('1957-05-05', 5) } }
  expect((await he.post(`/work/occasions/${id}/proof`, another)).status).toBe(422)
  expect((await he.post(`/work/occasions/${id}/proof`, seen)).status).toBe(200)
}
const entitlementsOf = async (device: Device) =>
  ((await (await device.get('/me/entitlements')).json()) as OwnEntitlements).entitlements
const list = async () => (await (await office.device().get('/codes/keys')).json()) as VerifierList

describe('a status shown to another agency', () => {
  let device: Device
  let id: string
  beforeAll(async () => {
    const resident = await provenResident()
    device = resident.device
    // Typed, not proven: nothing that stands under the number is shown.
    expect(await entitlementsOf(device)).toEqual([])
    await seenAtWindow(device, resident.number)
    const held = await entitlementsOf(device)
    expect(held).toMatchObject([{ status: 'dibao', demo: true }])
    id = held[0]?.id ?? ''
  })

  const show = async () => {
    const answer = await device.post(`/me/entitlements/${id}/codes`, {})
    expect(answer.status).toBe(201)
    const { text } = (await answer.json()) as EntitlementCodeAnswer
    const parsed = parseCode(text)
    if (parsed.kind !== 'entitlement') throw new Error('not an entitlement')
    return { text, parsed }
  }
  const check = async ({
    signed,
    signature,
    key: keyId,
    ...facts
  }: Awaited<ReturnType<typeof show>>['parsed']) => {
    const { keys, revoked, at } = await list()
    const key = keys.find((one) => one.id === keyId)
    const isSigned =
      key &&
      verify(
        'sha256',
        Buffer.from(signed),
        {
          key: createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: key.x, y: key.y } }),
          dsaEncoding: 'ieee-p1363',
        },
        Buffer.from(signature, 'base64url'),
      )
    const now = Date.parse(at) / 1000
    return judgeEntitlement({ ...facts, signed: isSigned }, { today: office.clock.today(), now, revoked })
  }

  it('is believed by whoever has the county’s key, and says nothing of who holds it', async () => {
    const { text, parsed } = await show()
    expect(await check(parsed)).toBe('holds')
    expect(Object.keys(parsed).sort()).toEqual([
      'county',
      'expires',
      'id',
      'key',
      'kind',
      'signature',
      'signed',
      'status',
      'until',
    ])
    const again = await show()
    expect(again.parsed.id).not.toBe(parsed.id)
    expect(await look(office, text)).toEqual({ ok: false, reason: 'other-code' })
  })

  it('is not believed when it was reworded, or once it was taken back', async () => {
    const { parsed } = await show()
    expect(
      await check({ ...parsed, signed: parsed.signed.replace('.dibao.', '.tekun.'), status: 'tekun' }),
    ).toBe('forged')
    expect((await device.delete(`/me/entitlements/${id}/codes`)).status).toBe(204)
    expect(await check(parsed)).toBe('revoked')
    expect(await check((await show()).parsed)).toBe('holds')
  })

  it('is good for a day', async () => {
    const { parsed } = await show()
    office.clock.sleep(days(1) - 1000)
    expect(await check(parsed)).toBe('holds')
    office.clock.sleep(2000)
    expect(await check(parsed)).toBe('expired')
  })

  it('is not made for somebody else’s', async () => {
    const other = await aResident(office, '19900000342', '马秀英', '1969-05-05')
    expect((await other.post(`/me/entitlements/${id}/codes`, {})).status).toBe(404)
  })
})

describe('the page of a place', () => {
  it('says who is on duty with the telephone of the office, and no private one', async () => {
    const answer = await office.device().get('/places/990101100201')
    const place = (await answer.json()) as PlaceToday
    expect(place).toMatchObject({ name: '梅林村', path: ['青禾县', '稻香镇'] })
    expect(place.onDuty.map(({ name }) => name)).toContain('何文静')
    expect(place.onDuty.every(({ phone }) => phone?.startsWith('0990-'))).toBe(true)
    expect(JSON.stringify(place)).not.toMatch(/1990000\d{4}/)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    expect((await office.device().get('/places/990101999999')).status).toBe(404)
  })
})

it('what has been worthless for a day is thrown away, and what still means something is not', async () => {
  const device = await aResident(office, '19900000351', '韩梅', '1980-08-08')
  await ownCodeOf(device)
  office.clock.sleep(days(1.5))
  office.clock.goOn(days(1.5))
  const fresh = await ownCodeOf(await aResident(office, '19900000352', '韩梅', '1980-08-08'))
  await cleanCodes(office.deps)
  const { rows } = await office.pool.query<{ kind: string; count: string }>(
    `SELECT kind, count(*) FROM code WHERE used_at IS NULL AND ended_at IS NULL GROUP BY kind ORDER BY kind`,
  )
  expect(rows.find(({ kind }) => kind === 'mine')?.count).toBe('1')
  expect(Number(rows.find(({ kind }) => kind === 'entitlement')?.count)).toBeGreaterThan(0)
  expect(await look(office, fresh.text)).toMatchObject({ ok: true })
})
