import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPage, ConsentsView, RecordView } from '@yima/shared/me/contract'
import type { HeldFact } from '@yima/shared/fact/held'
import { visitOf } from '../code/people.ts'
import { granted } from '../decision/granted.ts'
import { json } from '../family/people.ts'
import { unzip } from '../household/zip.ts'
import { acceptUnsigned, asked, done, type Asked } from '../process/asked.ts'
import { anApplication, apply, idNumberOf, type Device } from '../fixtures/office.ts'
import { husband, openChecks } from '../verification/checks.ts'
import { signAll } from '../verification/signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
afterAll(() => checks.close())

const looks = async (device: Device) => (await json<AccessPage>(device.get('/me/access'))).lines
const record = async (device: Device) => (await json<RecordView>(device.get('/me/record'))).chapters
const proves = async (device: Device, name: string, value: string): Promise<void> => {
  const { id } = await visitOf(checks.he, device)
  await done(checks.he.post(`/work/occasions/${id}/proof`, { name, number: { kind: 'id-number', value }, seen: true }))
}
/** What others than the applicant said of them, in the file that is taken along. */
async function othersSay({ phone, id }: Asked): Promise<string[]> {
  const answer = await phone.get(`/me/applications/${id}/file`)
  const index = unzip(Buffer.from(await answer.arrayBuffer())).get('index.json')
  return (JSON.parse(index?.toString() ?? '') as { facts: HeldFact[] }).facts
    .map(({ source }) => source)
    .filter((source) => source !== 'declared' && source !== 'read')
}
/** A request of which every department has answered, signed by whoever typed the number. */
async function answered(born: string, certainty: 'seen' | 'claimed'): Promise<Asked> {
  const claim = await asked(checks.office, born)
  await done(acceptUnsigned(checks.he, claim))
  await signAll(checks.office, claim.id, [], certainty)
  await done(checks.start(claim))
  await checks.askAll()
  return claim
}

describe('what departments say of a number', () => {
  it('is handed out neither in the file nor in the record to whoever only typed it', async () => {
    const claim = await answered('1951-01-01', 'claimed')
    expect(await checks.facts(claim)).toBeGreaterThan(3)
    expect(await othersSay(claim)).toEqual([])
    expect(await record(claim.phone)).toMatchObject({ facts: [], answers: [], checks: [{ closed: 'prove-first', report: null }] })
    await proves(claim.phone, '周素芬', idNumberOf('1951-01-01'))
    expect(await othersSay(claim)).toContain('department')
    const { facts, answers } = await record(claim.phone)
    expect(facts).toContainEqual(expect.objectContaining({ source: 'department', counts: true }))
    expect(answers).toContainEqual(expect.objectContaining({ department: 'banks', answer: expect.anything() as unknown }))
  })

  it('is handed out to whom an officer saw sign', async () => {
    expect(await othersSay(await answered('1952-02-02', 'seen'))).toContain('department')
  })
})

describe('another adult of a family', () => {
  const his = () => checks.office.device()
  const signsIn = async (device: Device, phone: string) => {
    const who = { identity: 'id-number', idNumber: husband.idNumber }
    await device.post('/sessions', { phone, phoneProof: await checks.office.confirmPhone(device, phone), who })
    return device
  }

  it('reads who looked at what was found about them, once papers have proven whose number it is', async () => {
    const { claim } = await checks.signed()
    const [device, stranger] = [await signsIn(his(), '19900008101'), his()]
    await proves(device, husband.name, husband.idNumber)
    // Somebody else typed the number, asked for something and shows a code.
    const typed = await checks.office.confirmedApplicant(stranger, '19900008102', '路人', '1972-05-06')
    await apply(stranger, anApplication({ applicant: { ...typed, idNumber: husband.idNumber } }))
    expect((await stranger.post('/me/codes', {})).status).toBe(201)
    const seen = async (of: Device) =>
      (await looks(of)).filter(({ purpose }) => purpose === 'handle').map(({ what, reader, handles }) => [what, reader?.name, handles]).sort()
    const before = (await looks(device)).length
    await checks.view(claim)
    for (const page of ['facts', 'consents']) await done(checks.he.get(`/work/applications/${claim.id}/${page}`))
    // The centre and the county are at work on it as much as the own township: nobody of them is a stranger.
    const told = [['consents', '何文静', true], ['facts', '何文静', true], ['verification', '梁波', true]]
    expect(await seen(device)).toEqual(told)
    expect((await looks(device)).length).toBe(before + 3)
    expect(await seen(claim.phone)).toEqual(expect.arrayContaining(told))
    expect(await seen(stranger)).toEqual([])
  })

  it('keeps the own pages when whoever applied ends the account', async () => {
    const device = await signsIn(his(), '19900008103')
    await proves(device, husband.name, husband.idNumber)
    const { claim } = await checks.signed()
    const asks = async () => (await json<ConsentsView>(device.get('/me/consents'))).authorisations.length
    const before = await asks()
    await done(claim.phone.post(`/me/applications/${claim.id}/withdrawal`, {}))
    await done(claim.phone.post('/me/erasure', {}))
    expect(await asks()).toBe(before - 1)
    expect((await device.get('/me/record')).status).toBe(200)
    // Nobody finds by a number what nobody can read any more.
    const { rows } = await checks.office.pool.query(
      `SELECT 1 FROM authorisation WHERE application_id = $1 AND (number_index IS NOT NULL OR token_hash IS NOT NULL OR spoken_index IS NOT NULL)`,
      [claim.id],
    )
    expect(rows).toEqual([])
    // Accounts that ended before numbers were taken along keep nobody from the own page either.
    await checks.office.pool.query('UPDATE authorisation SET number_index = $2 WHERE application_id = $1', [
      claim.id, checks.office.deps.vault.index('id-number', husband.idNumber),
    ])
    expect(await asks()).toBe(before - 1)
  })
})

it('what was decided and shown is in the record of whoever it is about', async () => {
  const claim = await asked(checks.office, '1961-01-01')
  await done(acceptUnsigned(checks.he, claim))
  await granted(checks.office, claim)
  await proves(claim.phone, '周素芬', idNumberOf('1961-01-01'))
  expect(await record(claim.phone)).toMatchObject({
    decisions: [{ claimId: claim.claimId, outcome: 'confirmed' }],
    statuses: [{ status: 'dibao', source: 'decision' }],
    devices: [{ current: false }],
    cards: [],
    checks: [{ receiptNumber: claim.receiptNumber }],
  })
})
