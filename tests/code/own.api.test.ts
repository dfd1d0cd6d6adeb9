import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupNumber } from '@yima/shared/code/number'
import { mostPinTries, wrongPerNetwork, wrongPerOfficer } from '@yima/shared/code/limits'
import { codeAddress } from '@yima/shared/code/write'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { aResident, look, officerId, ownCodeOf } from './people.ts'

let office: Office
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  zhou = await aResident(office, '19900000301')
})
afterAll(() => office.close())

const logOf = async (identityId: string) =>
  (
    await office.pool.query<{ reader_id: string; purpose: string; what: string }>(
      'SELECT reader_id, purpose, what FROM access_log WHERE person_id = $1 AND reader_kind = $2',
      [identityId, 'officer'],
    )
  ).rows

describe('somebody who shows a code at a window', () => {
  it('is recognised once, and finds the look in the own log', async () => {
    const { text } = await ownCodeOf(zhou)
    const found = await look(office, codeAddress('https://yima.example', text), { purpose: 'visit' })
    expect(found).toMatchObject({ ok: true, by: 'code', scope: 'ask' })
    if (!found.ok) return
    expect(await logOf(found.identityId)).toEqual([
      { reader_id: await officerId(office, '何文静'), purpose: 'visit', what: 'code' },
    ])
    expect(await look(office, text)).toEqual({ ok: false, reason: 'used' })
    expect(await logOf(found.identityId)).toHaveLength(1)
  })

  it('is recognised by the number as well, and then the QR of the same code is used too', async () => {
    const { text, number } = await ownCodeOf(zhou)
    expect(await look(office, groupNumber(number))).toMatchObject({ ok: true, by: 'number' })
    expect(await look(office, text)).toEqual({ ok: false, reason: 'used' })
  })

  it('is the same person by every code, and another phone with the same typed ID is somebody else', async () => {
    const ids = []
    for (const device of [zhou, zhou, await aResident(office, '19900000302')]) {
      const found = await look(office, (await ownCodeOf(device)).text)
      ids.push(found.ok && found.identityId)
    }
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).not.toBe(ids[2])
  })

  it('is refused with a screenshot: the QR after its seconds, the number after a while longer', async () => {
    const device = await aResident(office, '19900000303')
    const { text, number } = await ownCodeOf(device)
    office.clock.sleep(46_000)
    expect(await look(office, text)).toEqual({ ok: false, reason: 'expired' })
    office.clock.sleep(105_000)
    expect(await look(office, number)).toEqual({ ok: false, reason: 'expired' })
  })

  it('takes codes shown before along: once the newest was used, a photo of an older one is worthless', async () => {
    const device = await aResident(office, '19900000304')
    const older = await ownCodeOf(device)
    office.clock.sleep(1000)
    const newer = await ownCodeOf(device)
    expect(await look(office, newer.text)).toMatchObject({ ok: true })
    expect(await look(office, older.number)).toEqual({ ok: false, reason: 'revoked' })
  })

  it('is recognised by exactly one of many who scan at the same instant', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { text, number } = await ownCodeOf(zhou)
      const looks = await Promise.all(
        Array.from({ length: 12 }, (_, at) => look(office, at % 2 === 0 ? text : number)),
      )
      expect(looks.filter(({ ok }) => ok)).toHaveLength(1)
      expect(looks.filter((one) => !one.ok && one.reason === 'used')).toHaveLength(11)
    }
  })

  it('is nobody any more as soon as the device signed out', async () => {
    const device = await aResident(office, '19900000305')
    const { text, number } = await ownCodeOf(device)
    await device.delete('/sessions/current')
    expect(await look(office, text)).toEqual({ ok: false, reason: 'revoked' })
    expect(await look(office, number)).toEqual({ ok: false, reason: 'revoked' })
  })

  it('gets the same code again when its answer was lost on the way, and no second one', async () => {
    const key = 'a-key-of-the-page-01'
    const [first, again] = [await ownCodeOf(zhou, key), await ownCodeOf(zhou, key)]
    expect([again.text, again.number]).toEqual([first.text, first.number])
    expect(await look(office, again.text)).toMatchObject({ ok: true })
    expect(await look(office, first.text)).toEqual({ ok: false, reason: 'used' })
  })

  it('cannot collect codes', async () => {
    const device = await aResident(office, '19900000306')
    const answers = await Promise.all(Array.from({ length: 12 }, () => ownCodeOf(device)))
    expect(new Set(answers.map(({ number }) => number)).size).toBe(12)
    const refused = await device.post('/me/codes', {})
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})

describe('a code that is nobody’s', () => {
  it('is told apart: unknown, of another county, of another kind, not whole', async () => {
    const { text } = await ownCodeOf(zhou)
    const other = text.slice(0, -22) + 'A'.repeat(22)
    expect(await look(office, other)).toEqual({ ok: false, reason: 'unknown' })
    expect(await look(office, text.replace('.990101.', '.320583.'))).toEqual({ ok: false, reason: 'foreign' })
    expect(await look(office, text.replace('1m.', '1k.'))).toEqual({ ok: false, reason: 'unknown' })
    expect(await look(office, text.replace('1m.', '1f.'))).toEqual({ ok: false, reason: 'other-code' })
    expect(await look(office, text.slice(0, -1))).toEqual({ ok: false, reason: 'damaged' })
    expect(await look(office, '4831705263186')).toEqual({ ok: false, reason: 'other-code' })
  })

  it('costs tries: an officer who guesses, and a network, are soon answered nothing, not even the truth', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const strict = { ...office, deps: { ...office.deps, config } }
    const guess = (at: number) => look(strict, `1m.990101.${String(at).padStart(22, 'B')}`, { as: '刘小勤' })
    for (let at = 0; at < wrongPerOfficer; at += 1)
      expect(await guess(at)).toEqual({ ok: false, reason: 'unknown' })
    expect(await guess(99)).toMatchObject({ ok: false, reason: 'too-many' })
    const { text } = await ownCodeOf(zhou)
    expect(await look(strict, text, { as: '刘小勤' })).toMatchObject({ ok: false, reason: 'too-many' })
    expect(await look(strict, text, { as: '邱国栋', network: '10.0.0.2' })).toMatchObject({ ok: true })
    for (let at = wrongPerOfficer; at < wrongPerNetwork; at += 1)
      await look(strict, `1m.990101.${String(at).padStart(22, 'C')}`, {
        as: ['邱国栋', '向春梅'][at % 2] ?? '',
      })
    const fresh = await ownCodeOf(zhou)
    expect(await look(strict, fresh.text, { as: '谭志远' })).toMatchObject({ ok: false, reason: 'too-many' })
    expect(mostPinTries).toBeLessThan(wrongPerOfficer)
  })

  it('lies hashed: whoever reads the database finds neither the QR nor the number', async () => {
    const { text, number } = await ownCodeOf(zhou)
    const { rows } = await office.pool.query<{ all: string }>(
      `SELECT (SELECT string_agg(c::text, '') FROM code c) || (SELECT string_agg(i::text, '') FROM idempotency i) AS "all"`,
    )
    expect(rows[0]?.all).not.toContain(text.slice(-22))
    expect(rows[0]?.all).not.toContain(number)
    expect(rows[0]?.all).not.toContain(Buffer.from(text.slice(-22), 'utf8').toString('hex'))
  })
})
