import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPage } from '@yima/shared/me/contract'
import type { TrackingView } from '@yima/shared/claim/contract'
import type { ReserveFunds } from '@yima/shared/reserve/contract'
import type { WorkList } from '@yima/shared/work/contract'
import { json, standsInFor } from '../family/people.ts'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { done, give, said } from '../process/asked.ts'
import { confirmed, handed, hungry, ledgerAt, ownClaim, paymentAt, propose, requestAt, settle, toppedUp, town } from './people.ts'

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
})
afterAll(() => office.close())

const codesOf = async (answer: Promise<Response>): Promise<string[]> => {
  const told = await answer
  if (told.ok) return ['done']
  return ((await told.json()) as { errors?: { code: string }[] }).errors?.map(({ code }) => code) ?? [String(told.status)]
}

/** What the rows themselves say: every balance is the sum of the lines before it, and never below zero. */
async function expectTrueLedger(of = town): Promise<number> {
  const { rows } = await office.pool.query<{ number: number; fen: string; balance: string; proposed_by: string; confirmed_by: string }>(
    'SELECT number, fen, balance, proposed_by, confirmed_by FROM reserve_entry WHERE town_code = $1 ORDER BY number', [of])
  let sum = 0
  rows.forEach((row, at) => {
    sum += Number(row.fen)
    expect(row.number).toBe(at + 1)
    expect(Number(row.balance)).toBe(sum)
    expect(sum).toBeGreaterThanOrEqual(0)
    expect(row.proposed_by).not.toBe(row.confirmed_by)
  })
  return sum
}

describe('the reserve fund of a township', () => {
  it('is opened by two of the county, and by nobody of the township', async () => {
    expect((await ledgerAt(tan)).open).toBe(false)
    expect((await tan.post(`/work/reserve/${town}/proposals`, { type: 'top-up', yuan: 5000, reason: '年初拨款' })).status).toBe(404)
    expect((await he.get(`/work/reserve/${town}`)).status).toBe(403)
    expect((await zhou.post(`/work/reserve/${town}/proposals`, { type: 'top-up', yuan: 5000, reason: '年初拨款' })).status).toBe(201)
    const [waiting] = (await ledgerAt(zhou)).proposals
    expect(waiting).toMatchObject({ kind: 'top-up', fen: 500_000, refused: 'reserve-same-hands' })
    expect(await codesOf(settle(zhou, waiting?.id ?? ''))).toEqual(['reserve-same-hands'])
    expect(await codesOf(settle(tan, waiting?.id ?? ''))).toEqual(['reserve-county'])
    expect((await ledgerAt(tan)).balance).toBe(0)
    await done(settle(peng, waiting?.id ?? ''))
    expect(await ledgerAt(tan)).toMatchObject({
      open: true, balance: 500_000, putIn: 500_000,
      entries: [{ number: 1, kind: 'top-up', fen: 500_000, balance: 500_000, proposedBy: '周立新', confirmedBy: '彭卫国', reason: '年初拨款' }],
    })
    expect(await codesOf(settle(peng, waiting?.id ?? ''))).toEqual(['not-allowed-now'])
  })

  it('pays somebody hungry the same day by two pairs of hands, and says which papers are wanted by when', async () => {
    const of = await hungry(office, he, '1974-03-12')
    expect(await paymentAt(he, of)).toMatchObject({ mayPropose: true, most: 300_000, balance: 500_000, by: '2026-03-03T01:00:00.000Z', payment: null })
    expect(await codesOf(propose(he, of, 3001))).toEqual(['reserve-limit'])
    await done(propose(he, of, 800))
    const { payment } = await paymentAt(he, of)
    expect(payment).toMatchObject({ state: 'proposed', fen: 80_000, proposed: { who: '何文静' }, refused: 'not-allowed-now' })
    expect(await codesOf(propose(tan, of, 800))).toEqual(['payment-before'])
    const id = payment?.id ?? ''
    // Whoever confirms sees for whom it is, and is seen.
    expect(await json(tan.get(`/work/payments/${id}`))).toMatchObject({ name: '周素芬', fen: 80_000, refused: null })
    const { lines } = await json<AccessPage>(of.phone.get('/me/access'))
    expect(lines.map(({ what }) => what)).toContain('payment')
    expect((await handed(office, he, id)).status).toBe(409)
    await done(settle(tan, id))
    expect((await ledgerAt(tan)).entries[0]).toMatchObject({ fen: -80_000, balance: 420_000, papers: { state: 'to-hand-over' } })
    await done(handed(office, he, id))
    const mine = await ownClaim(of)
    expect(mine.process?.paidFirst).toEqual({ on: '2026-03-02', fen: 80_000, office: expect.stringContaining('稻香镇') as string })
    expect(mine.due).toEqual({ date: '2026-03-16', provisional: false })
    expect(mine.owed?.map(({ paper }) => paper)).toEqual(['id-card', 'event-proof', 'commitment', 'authorisation'])
    const receipt = await json<TrackingView>(office.device().post('/tracking', { receiptNumber: of.receiptNumber, lastFour: of.lastFour }))
    expect(receipt.claims).toContainEqual(expect.objectContaining({ paidOn: '2026-03-02' }))
    expect((await paymentAt(tan, of)).payment).toMatchObject({ state: 'paid', handed: { receivedBy: '周素芬', how: 'signed', who: '何文静' } })
    expect((await ledgerAt(zhou)).entries[0]?.papers).toEqual({ state: 'owed', due: { date: '2026-03-16', provisional: false }, application: of.id })
    expect((await handed(office, he, id)).status).toBe(409)
  })

  it('shows papers that are late to the county, first of all its funds and on its desk', async () => {
    office.clock.goOn(days(15))
    await office.watch()
    const { funds } = await json<ReserveFunds>(zhou.get('/work/reserve'))
    expect(funds[0]).toMatchObject({ town, overdue: 1, owed: 1 })
    expect(funds.length).toBeGreaterThan(5)
    expect((await json<ReserveFunds>(tan.get('/work/reserve'))).funds.map((fund) => fund.town)).toEqual([town])
    const [line] = (await ledgerAt(zhou)).entries
    expect(line?.papers).toMatchObject({ state: 'overdue' })
    const county = await json<WorkList>(zhou.get('/work/items'))
    expect(county.items.map(({ id }) => id)).toContain(line?.papers?.application)
  })

  it('sets a line right by its opposite, which the county confirms, and gives the claim its days back', async () => {
    const of = await hungry(office, he, '1975-04-01')
    const id = await confirmed(he, tan, of, 500)
    await done(handed(office, he, id))
    const [line] = (await ledgerAt(tan)).entries
    const before = (await ledgerAt(tan)).balance
    const correct = (by: Device) => by.post(`/work/reserve/${town}/proposals`, { type: 'correct', entry: line?.id, reason: '钱当天退回来了' })
    expect((await correct(tan)).status).toBe(201)
    expect(await codesOf(correct(zhou))).toEqual(['corrected-before'])
    const waiting = (await ledgerAt(zhou)).proposals[0]
    await done(settle(zhou, waiting?.id ?? ''))
    const after = await ledgerAt(tan)
    expect(after.balance).toBe(before + 50_000)
    expect(after.entries.slice(0, 2)).toMatchObject([
      { kind: 'correction', fen: 50_000, corrects: line?.number, reason: '钱当天退回来了', mayCorrect: false },
      { number: line?.number, fen: -50_000, correctedBy: (line?.number ?? 0) + 1, mayCorrect: false },
    ])
    expect((await ownClaim(of)).process?.paidFirst).toBeUndefined()
    await expect(office.pool.query('UPDATE reserve_entry SET fen = 0')).rejects.toThrow(/permission denied/)
    await expect(office.pool.query('DELETE FROM reserve_entry')).rejects.toThrow(/permission denied/)
    await expectTrueLedger()
  })

  it('is moved by nobody alone, not in the place of a colleague either, and by no relative', async () => {
    const of = await hungry(office, tan, '1976-05-01')
    await standsInFor(office, '谭志远', '何文静')
    const both = await office.officerDevice('谭志远')
    await done(propose(both, of, 300))
    const id = (await paymentAt(both, of)).payment?.id ?? ''
    expect(await codesOf(settle(both, id))).toEqual(['reserve-same-hands'])
    await done(zhou.post('/work/relatives', { name: '周素芬', number: { kind: 'id-number', value: of.idNumber }, kinship: 'sibling' }))
    expect((await settle(zhou, id)).status).toBe(404)
    expect((await zhou.get(`/work/payments/${id}`)).status).toBe(404)
    expect((await ledgerAt(zhou)).proposals.map((one) => one.id)).not.toContain(id)
    expect((await requestAt(both, of)).payments?.[0]?.payment?.state).toBe('proposed')
    await done(settle(peng, id, false))
    expect((await paymentAt(both, of)).payment).toMatchObject({ state: 'declined', settled: { reason: '请再核实一下' } })
  })

  it('is never below zero and always the sum of its lines, whoever confirms at the same moment', async () => {
    const other = '990101101000'
    const tang = await office.officerDevice('唐敏')
    expect((await tang.get(`/work/reserve/${other}`)).status).toBe(403)
    const county = await Promise.all(['冯雪', '曾庆华', '潘莉'].map((name) => office.officerDevice(name)))
    await toppedUp(peng, county[0] as Device, 2000)
    let born = 1
    const sums = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 3, maxLength: 6 })
    for (const yuan of fc.sample(sums, { numRuns: 4, seed: 6 })) {
      const asked: string[] = []
      for (const each of yuan) {
        const of = await hungry(office, he, `1980-01-${String((born += 1)).padStart(2, '0')}`)
        if ((await propose(he, of, each)).ok) asked.push((await paymentAt(he, of)).payment?.id ?? '')
      }
      // Everybody confirms everything at once: each is confirmed once, and what the fund does not hold is not.
      await Promise.all(asked.flatMap((id) => [tan, ...county].map((by) => settle(by, id))))
      const left = await expectTrueLedger()
      const { rows } = await office.pool.query<{ lines: number; most: number }>(
        'SELECT count(*)::int AS lines, max(n)::int AS most FROM (SELECT count(*) AS n FROM reserve_entry WHERE proposal_id = ANY ($1) GROUP BY proposal_id) x', [asked])
      expect(rows[0]?.most ?? 1).toBe(1)
      expect((await ledgerAt(tan)).balance).toBe(left)
    }
    expect(await idOf(office, '唐敏')).toBeTruthy()
  })

  it('gives one person no more in a year than the limit, whichever record they come by', async () => {
    await toppedUp(peng, zhou, 20_000)
    for (const yuan of [3000, 3000, 3000]) await confirmed(he, peng, await hungry(office, he, '1950-09-09'), yuan)
    const fourth = await hungry(office, he, '1950-09-09')
    expect((await paymentAt(he, fourth)).most).toBe(100_000)
    expect(await codesOf(propose(he, fourth, 1001))).toEqual(['reserve-person-limit'])
    await confirmed(he, tan, fourth, 1000)
    await expectTrueLedger()
  })

  it('is late above while papers of the family are missing though every step was done, and is in once they are there', async () => {
    await toppedUp(peng, zhou, 5000)
    const of = await hungry(office, he, '1978-07-01')
    await done(handed(office, he, await confirmed(he, tan, of, 400)))
    const mine = async () => (await ledgerAt(zhou)).entries.find(({ papers }) => papers?.application === of.id)?.papers
    const due = (await mine())?.due?.date ?? ''
    expect(await mine()).toMatchObject({ state: 'owed' })
    const facts = [{ key: 'emergencyEvent', member: null, value: 'other' }, { key: 'basicLifeBroken', member: null, value: true }]
    await done(he.post(`/work/applications/${of.id}/facts`, { source: 'visit', asOf: office.clock.today(), facts, basis: '原件已核对', reason: '当面看的' }))
    await done(give(he, of, { ...said, type: 'propose', opinion: 'confirm' }))
    await done(give(tan, of, { ...said, type: 'confirm', named: '400 元' }))
    // Confirmed is not complete: whoever looked, and the board, come afterwards.
    expect(await mine()).toMatchObject({ state: 'owed' })
    await done(give(he, of, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }))
    await done(give(he, of, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [await idOf(office, '刘小勤')] }))
    await done(give(he, of, { ...said, type: 'post-notice' }))
    office.clock.goOn(days(8))
    await office.watch()
    expect((await ownClaim(of)).state).toBe('confirmed')
    // The township's steps are done, and what the family owes is not there: nobody has seen her ID, and nothing was signed.
    const late = async () => (await json<ReserveFunds>(zhou.get('/work/reserve'))).funds.find((fund) => fund.town === town)?.overdue ?? 0
    expect(await mine()).toMatchObject({ state: 'missing', due: { date: due } })
    expect((await ownClaim(of)).owed?.map(({ paper }) => paper)).toEqual(['id-card', 'commitment', 'authorisation'])
    expect(office.clock.today() < due).toBe(true)
    const before = await late()
    office.clock.goOn(days(10))
    await office.watch()
    expect(await mine()).toMatchObject({ state: 'missing' })
    expect(await late()).toBeGreaterThan(before)
    // As if both wordings had been signed: then her ID alone is wanted, until somebody has seen it.
    await office.pool.query('UPDATE claim SET papers_owed = 0 WHERE id = $1', [of.claimId])
    expect(await mine()).toMatchObject({ state: 'missing' })
    await office.pool.query("UPDATE person SET level = 'proven' WHERE id = (SELECT person_id FROM application WHERE id = $1)", [of.id])
    expect(await mine()).toMatchObject({ state: 'in', due: null })
    expect(await late()).toBe(before)
  })
})
