import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReserveFunds, Unpaid } from '@yima/shared/reserve/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { json } from '../family/people.ts'
import { apply, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { done, give, said } from '../process/asked.ts'
import { packOf, seenAt } from '../visit/homes.ts'
import { confirmed, handed, hungry, ledgerAt, ownClaim, paymentAt, propose, settle, toppedUp, town, type Hungry } from './people.ts'

let office: Office
let he: Device
let tan: Device
let zhou: Device
let peng: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  zhou = await office.officerDevice('周立新')
  peng = await office.officerDevice('彭卫国')
  await toppedUp(peng, zhou, 100_000)
})
afterAll(() => office.close())

const aDayAndAMinute = 24 * 3_600_000 + 60_000
const passes = async (): Promise<void> => {
  office.clock.goOn(aDayAndAMinute)
  await office.watch()
}
const fundsOf = async (desk: Device) => (await json<ReserveFunds>(desk.get('/work/reserve'))).funds
const unpaidAt = async (desk: Device, { claimId }: Hungry): Promise<Unpaid | undefined> =>
  (await ledgerAt(desk)).unpaid.find(({ claim }) => claim === claimId)
const told = async (): Promise<number> => (await office.messages()).filter(({ body }) => body.includes('急用的钱过了时间')).length

describe('the hours within which money is to be in the hands of somebody in an emergency', () => {
  it('are read by who waits, and once they are over it is late in the township and above, first of all, and told once', async () => {
    const of = await hungry(office, he, '1974-03-12')
    expect((await ownClaim(of)).payFirst).toEqual({ by: '2026-03-03T01:00:00.000Z', late: false })
    await office.watch()
    expect([(await fundsOf(tan))[0]?.late, await unpaidAt(tan, of), await told()]).toEqual([0, undefined, 0])
    await passes()
    expect((await fundsOf(zhou))[0]).toMatchObject({ town, late: 1 })
    expect((await fundsOf(tan))[0]).toMatchObject({ town, late: 1 })
    const line = { claim: of.claimId, by: '2026-03-03T01:00:00.000Z', state: 'none', fen: null, payment: null, application: of.id }
    expect(await unpaidAt(tan, of)).toEqual(line)
    expect(JSON.stringify((await ledgerAt(zhou)).unpaid)).not.toMatch(/周素芬|99010119|1990000/)
    expect([(await paymentAt(he, of)).late, (await ownClaim(of)).payFirst?.late]).toEqual([true, true])
    const once = await told()
    expect(once).toBeGreaterThan(0)
    await office.watch()
    expect(await told()).toBe(once)
    // What was confirmed and lies in an office is in nobody's hands.
    await done(propose(he, of, 600))
    const { payment } = (await unpaidAt(tan, of)) ?? {}
    expect(await unpaidAt(tan, of)).toMatchObject({ state: 'proposed', fen: 60_000, payment: expect.any(String) as string })
    await done(settle(tan, payment ?? ''))
    expect(await unpaidAt(zhou, of)).toMatchObject({ state: 'confirmed', fen: 60_000, payment: null })
    await done(handed(office, he, payment ?? ''))
    expect([await unpaidAt(zhou, of), (await fundsOf(zhou))[0]?.late, (await ownClaim(of)).payFirst]).toEqual([undefined, 0, undefined])
    expect((await paymentAt(he, of)).late).toBe(false)
  })

  it('end where the second pair of hands declined, and for whom takes their request back', async () => {
    const one = await hungry(office, he, '1975-04-01')
    const other = await hungry(office, he, '1976-05-01')
    await passes()
    expect((await fundsOf(tan))[0]?.late).toBe(2)
    await done(propose(he, one, 600))
    await done(settle(tan, (await paymentAt(he, one)).payment?.id ?? '', false))
    expect([await unpaidAt(tan, one), (await ownClaim(one)).payFirst]).toEqual([undefined, undefined])
    await done(other.phone.post(`/me/applications/${other.id}/withdrawal`, { reason: '缓过来了' }))
    expect((await fundsOf(tan))[0]?.late).toBe(0)
  })
})

describe('a home to which somebody goes after the money', () => {
  it('is written down on the same pages as every other, though it was decided before', async () => {
    const of = await hungry(office, he, '1977-06-01')
    await done(handed(office, he, await confirmed(he, tan, of, 400)))
    const facts = [{ key: 'emergencyEvent', member: null, value: 'other' }, { key: 'basicLifeBroken', member: null, value: true }]
    await done(he.post(`/work/applications/${of.id}/facts`, { source: 'visit', asOf: office.clock.today(), facts, basis: '原件已核对', reason: '当面看的' }))
    await done(give(he, of, { ...said, type: 'propose', opinion: 'confirm' }))
    await done(give(tan, of, { ...said, type: 'confirm', named: '400 元' }))
    const record = await seenAt(office, he, await packOf(he, of.id), [await idOf(office, '刘小勤')])
    expect((await he.post(`/work/applications/${of.id}/visits`, record)).status).toBe(201)
    const { claims } = await json<WorkApplication>(he.get(`/work/applications/${of.id}`))
    expect(claims.find(({ id }) => id === of.claimId)?.process?.steps.find(({ step }) => step === 'visit')).toMatchObject({ state: 'done' })
  })
})

type Speaker = { phone: Device; applicant: Awaited<ReturnType<Office['confirmedApplicant']>> }
let speakers = 0
async function speaker(): Promise<Speaker> {
  const phone = office.device()
  speakers += 1
  return { phone, applicant: await office.confirmedApplicant(phone, `19900009${String(speakers).padStart(3, '0')}`, '热心邻居', `1981-02-0${speakers}`) }
}

/** Somebody speaks for a neighbour who has nothing to eat and agreed to it; temporary aid is accepted at once. */
async function spokenFor({ phone, applicant }: Speaker, whom: { name: string; idNumber?: string }): Promise<Hungry> {
  const { id, receiptNumber } = await apply(phone, {
    forWhom: 'neighbour', words: '隔壁家里没米下锅了，两天没吃饱饭。', regionCode: '990101100201', photos: [], applicant, beneficiary: { whereToFind: '村口第三家' },
  })
  const path = `/work/applications/${id}`
  await done(he.post(`${path}/agreement`, { how: 'in-person', on: office.clock.today(), witness: '李村长', ...whom }))
  const claimIn = async () => (await json<WorkApplication>(he.get(path))).claims.find(({ programme }) => programme === 'temporary')?.id
  if ((await claimIn()) === undefined) await done(he.post(`${path}/claims`, { programme: 'temporary', reason: '断炊' }))
  const claimId = (await claimIn()) ?? ''
  await done(he.post(`${path}/claims/${claimId}/acceptance`, {}))
  return { id, claimId, phone, receiptNumber, lastFour: applicant.idNumber.slice(-4), idNumber: applicant.idNumber }
}

const mostFor = async (of: Hungry): Promise<number> => (await paymentAt(he, of)).most

describe('money for somebody of whom another spoke', () => {
  it('is shown to who confirms it by the name of whom it helps', async () => {
    const of = await spokenFor(await speaker(), { name: '吴老太' })
    await done(propose(he, of, 300))
    const id = (await paymentAt(he, of)).payment?.id ?? ''
    expect(await json(tan.get(`/work/payments/${id}`))).toMatchObject({ name: '吴老太' })
  })

  it('counts for their year by their number, whoever speaks and when they ask themselves, and not for the speaker’s', async () => {
    const whom = { name: '郑老太', idNumber: idNumberOf('1937-07-07') }
    const by = await speaker()
    for (let paid = 0; paid < 3; paid += 1) await confirmed(he, peng, await spokenFor(by, whom), 3000)
    expect(await mostFor(await spokenFor(await speaker(), whom))).toBe(100_000)
    expect(await mostFor(await hungry(office, he, '1937-07-07'))).toBe(100_000)
    expect(await mostFor(await spokenFor(by, { name: '钱大爷', idNumber: idNumberOf('1938-08-08') }))).toBe(300_000)
    expect(await mostFor(await hungry(office, he, '1981-02-02'))).toBe(300_000)
  })

  it('counts by their name where nobody said a number, among what the same person asked for them', async () => {
    const by = await speaker()
    for (let paid = 0; paid < 3; paid += 1) await confirmed(he, peng, await spokenFor(by, { name: '赵德顺' }), 3000)
    expect(await mostFor(await spokenFor(by, { name: '赵德顺' }))).toBe(100_000)
    expect(await mostFor(await spokenFor(by, { name: '孙桂香' }))).toBe(300_000)
  })
})
