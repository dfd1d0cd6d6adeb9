import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { aResident, look, signingPhone } from './people.ts'

let office: Office
let zhou: Device
let phone: Awaited<ReturnType<typeof signingPhone>>
beforeAll(async () => {
  office = await openOffice()
  zhou = await aResident(office, '19900000311')
  phone = await signingPhone(zhou)
})
afterAll(() => office.close())

const later = (ms: number) => new Date(office.clock.wall().getTime() + ms)

describe('a phone without a network', () => {
  it('is recognised by what it signs, for the minimum, and each code once', async () => {
    const code = phone.show(later(0))
    expect(await look(office, `https://yima.example/c#${code}`)).toMatchObject({
      ok: true,
      by: 'device',
      scope: 'minimum',
    })
    expect(await look(office, code)).toEqual({ ok: false, reason: 'used' })
    expect(await look(office, phone.show(later(0)))).toMatchObject({ ok: true })
  })

  it('is recognised once of many who scan at the same instant', async () => {
    const code = phone.show(later(0))
    const looks = await Promise.all(Array.from({ length: 10 }, () => look(office, code)))
    expect(looks.filter(({ ok }) => ok)).toHaveLength(1)
    expect(looks.filter((one) => !one.ok && one.reason === 'used')).toHaveLength(9)
  })

  it.each([
    [-301_000, 'skewed'],
    [-299_000, 'ok'],
    [299_000, 'ok'],
    [301_000, 'skewed'],
    [86_400_000, 'skewed'],
  ])('whose clock is %d ms off is %s', async (off, outcome) => {
    const found = await look(office, phone.show(later(off)))
    expect(found.ok ? 'ok' : found.reason).toBe(outcome)
  })

  it('cannot ask for more than a window’s minimum, change its time, or sign for another phone', async () => {
    const other = await signingPhone(await aResident(office, '19900000312', '卓玛', '1980-01-01'))
    const code = phone.show(later(0))
    const signed = code.split('.').slice(0, -1)
    const signature = code.split('.').at(-1) ?? ''
    const changed = (at: number, value: string) =>
      signed.map((part, place) => (place === at ? value : part)).join('.')
    const reworded = (at: number, value: string) => `${changed(at, value)}.${signature}`
    const soon = Math.floor(later(60_000).getTime() / 1000).toString(36)
    expect(await look(office, reworded(5, 'a'))).toEqual({ ok: false, reason: 'forged' })
    expect(await look(office, reworded(3, soon))).toEqual({ ok: false, reason: 'forged' })
    expect(await look(office, reworded(4, 'A'.repeat(16)))).toEqual({ ok: false, reason: 'forged' })
    expect(await look(office, reworded(2, other.known.device))).toEqual({ ok: false, reason: 'forged' })
    expect(await look(office, phone.sign(changed(5, 'a')))).toEqual({ ok: false, reason: 'forged' })
    expect(await look(office, phone.sign(changed(1, '320583')))).toEqual({ ok: false, reason: 'foreign' })
    expect(await look(office, reworded(2, 'A'.repeat(22)))).toEqual({ ok: false, reason: 'unknown' })
    expect(await look(office, code)).toMatchObject({ ok: true })
  })

  it('is nobody as soon as its key, its session or its place was taken by a newer key', async () => {
    const device = await aResident(office, '19900000313', '马秀英', '1969-05-05')
    const [first, second] = [await signingPhone(device), await signingPhone(device)]
    expect(await look(office, first.show(later(0)))).toEqual({ ok: false, reason: 'revoked' })
    expect(await look(office, second.show(later(0)))).toMatchObject({ ok: true })
    expect((await zhou.delete(`/me/code-devices/${second.known.id}`)).status).toBe(404)
    expect(await look(office, second.show(later(0)))).toMatchObject({ ok: true })
    expect((await device.delete(`/me/code-devices/${second.known.id}`)).status).toBe(204)
    expect(await look(office, second.show(later(0)))).toEqual({ ok: false, reason: 'revoked' })
    const third = await signingPhone(device)
    await device.delete('/sessions/current')
    expect(await look(office, third.show(later(0)))).toEqual({ ok: false, reason: 'revoked' })
  })

  it('registers a key and nothing else', async () => {
    const answer = await zhou.post('/me/code-devices', { publicKey: `B${'A'.repeat(86)}` })
    expect([answer.status, ((await answer.json()) as { errors: unknown }).errors]).toEqual([
      422,
      [{ field: 'publicKey', code: 'not-a-key' }],
    ])
  })
})
