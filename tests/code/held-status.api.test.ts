import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntitlementCodeAnswer, OwnEntitlements, VerifierList } from '@yima/shared/code/contract'
import { hold } from '@yima/api/application/act'
import { inTransaction } from '@yima/api/db/transaction'
import { findDecision } from '@yima/api/decision/decide'
import { seal } from '@yima/api/vault'
import { parseCode } from '@yima/shared/code/parse'
import { actOn, addAt, consentsOf, here, husband, rowOf } from '../consent/people.ts'
import { granted } from '../decision/granted.ts'
import { json } from '../family/people.ts'
import { days, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { acceptUnsigned, asked, done, type Asked } from '../process/asked.ts'
import { visitOf } from './people.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const statuses = async (device: Device) =>
  (await json<OwnEntitlements>(device.get('/me/entitlements'))).entitlements
const proves = async (device: Device, name: string, value: string): Promise<void> => {
  const { id } = await visitOf(he, device)
  const seen = { name, number: { kind: 'id-number', value }, seen: true }
  await done(he.post(`/work/occasions/${id}/proof`, seen))
}
/** Somebody signs in on a phone of their own, with a number that nobody has seen yet. */
async function signsIn(phone: string, idNumber: string): Promise<Device> {
  const device = office.device()
  const who = { identity: 'id-number', idNumber }
  const phoneProof = await office.confirmPhone(device, phone)
  await device.post('/sessions', { phone, phoneProof, who })
  return device
}

describe('a status by decision', () => {
  let claim: Asked
  let his: Device
  beforeAll(async () => {
    claim = await asked(office, '1961-01-01')
    await done(acceptUnsigned(he, claim))
    await done(addAt(he, claim.id, husband))
    const { id } = rowOf(await consentsOf(he, claim.id), husband.name)
    await done(actOn(he, claim.id, id, { type: 'sign', ...here() }))
    his = await signsIn('19900005901', husband.idNumber)
  })

  it('is nobody’s before it was decided, and from then on of whoever is proven to be of that family', async () => {
    await proves(claim.phone, '周素芬', idNumberOf('1961-01-01'))
    expect(await statuses(claim.phone)).toEqual([])
    await granted(office, claim)
    expect(await statuses(claim.phone)).toEqual([
      { id: claim.claimId, status: 'dibao', until: null, demo: false },
    ])
    // His number was typed, and may be anybody’s.
    expect(await statuses(his)).toEqual([])
    await proves(his, husband.name, husband.idNumber)
    expect(await statuses(his)).toMatchObject([{ id: claim.claimId, status: 'dibao' }])
  })

  it('is nobody else’s: not of another phone that typed the number, nor of another family', async () => {
    const twin = await asked(office, '1961-01-01')
    expect(await statuses(twin.phone)).toEqual([])
    const stranger = await asked(office, '1962-02-02')
    await proves(stranger.phone, '周素芬', idNumberOf('1962-02-02'))
    expect(await statuses(stranger.phone)).toEqual([])
    expect((await stranger.phone.post(`/me/entitlements/${claim.claimId}/codes`, {})).status).toBe(404)
  })

  it('is shown by a code of a day, and ends for every verifier with the aid', async () => {
    const answer = await his.post(`/me/entitlements/${claim.claimId}/codes`, {})
    expect(answer.status).toBe(201)
    const code = parseCode((await json<EntitlementCodeAnswer>(answer)).text)
    expect(code).toMatchObject({ kind: 'entitlement', status: 'dibao' })
    const revoked = async () => (await json<VerifierList>(office.device().get('/codes/keys'))).revoked
    const name = code.kind === 'entitlement' ? code.id : ''
    expect(await revoked()).not.toContain(name)
    const aid = (state: string) => office.pool.query('UPDATE claim SET state = $2 WHERE id = $1', [claim.claimId, state])
    for (const over of ['suspended', 'ended', 'review']) {
      await aid(over)
      expect(await revoked(), over).toContain(name)
      expect(await statuses(his), over).toEqual([])
    }
    await aid('confirmed')
    expect(await statuses(his)).toHaveLength(1)
  })

  it('is theirs alone of whom the decision says so, where it was decided on single members', async () => {
    const { deps, pool } = office
    const kept = await inTransaction(deps.db, async (tx) => {
      const { key } = await hold(tx, deps, claim.id)
      return { key, ...(await findDecision(tx, key, claim.claimId)) }
    })
    const { stored, key, sealed } = kept
    if (!stored) throw new Error('nothing was decided')
    let later = 0
    const write = (bytes: unknown) =>
      pool.query(
        `INSERT INTO decision (id, county_code, application_id, claim_id, number, outcome, version, unit_id, sealed, at)
         SELECT gen_random_uuid(), county_code, application_id, claim_id, number || $3::text, outcome, version, unit_id, $2, at + $3::text::int * interval '1 minute'
           FROM decision WHERE claim_id = $1 ORDER BY at LIMIT 1`,
        [claim.claimId, bytes, String((later += 1))],
      )
    for (const [member, statusesOfHers] of [['m1', 1], ['m2', 0]] as const) {
      const given = [{ member, fen: 64_000, steps: [] }]
      await write(seal(key, { ...stored, computation: { ...stored.computation, given } }))
      expect(await statuses(claim.phone), member).toHaveLength(statusesOfHers)
      expect(await statuses(his), member).toEqual([])
    }
    await write(sealed)
    expect(await statuses(his)).toHaveLength(1)
  })

  it('is not of whom somebody lists and who signs once it was decided', async () => {
    const friend = { name: '龙小友', idNumber: idNumberOf('1980-05-05') }
    office.clock.goOn(days(1))
    await done(addAt(he, claim.id, friend))
    const { id } = rowOf(await consentsOf(he, claim.id), friend.name)
    await done(actOn(he, claim.id, id, { type: 'sign', ...here() }))
    const theirs = await signsIn('19900005902', friend.idNumber)
    await proves(theirs, friend.name, friend.idNumber)
    expect(await statuses(theirs)).toEqual([])
    expect((await theirs.post(`/me/entitlements/${claim.claimId}/codes`, {})).status).toBe(404)
    expect(await statuses(his)).toHaveLength(1)
  })

  it('is not of whom somebody crossed out of the family', async () => {
    await office.pool.query(`UPDATE authorisation SET state = 'struck' WHERE application_id = $1 AND number > 1`, [claim.id])
    expect(await statuses(his)).toEqual([])
    expect(await statuses(claim.phone)).toHaveLength(1)
  })
})
