import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClaimEvent, ClaimState } from '@yima/shared/claim/claim'
import type { TrackingView } from '@yima/shared/claim/contract'
import { evolve } from '@yima/shared/claim/evolve'
import { daysBetween } from '@yima/shared/calendar/working-days'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { claimsOf } from '@yima/api/claim/store'
import { eventsOf } from '@yima/api/trail/read'
import { found, poor, wealthy } from '../decision/found.ts'
import { days, documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, askFor, done, give, own, said, seen, type Asked } from './asked.ts'

let office: Office
let he: Device
let tan: Device
let liang: Device
let zhou: Device
let feng: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  liang = await office.officerDevice('梁波')
  zhou = await office.officerDevice('周立新')
  feng = await office.officerDevice('冯雪')
})
afterAll(() => office.close())

const look = (step: 'verification' | 'visit', companions: string[] = []): ProcessAct =>
  ({ ...said, type: 'record', step, found: 'fits', companions })

/** Everything up to the opinion: the centre checks, two of the township visit, one of them proposes. */
async function proposed(claim: Asked): Promise<void> {
  await done(accept(he, claim))
  await done(give(liang, claim, look('verification')))
  await done(give(he, claim, look('visit', [await idOf(office, '刘小勤')])))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(he, claim, { ...said, type: 'propose', opinion: 'confirm' }))
}

/** And the notice, to its end. */
async function posted(claim: Asked): Promise<void> {
  await proposed(claim)
  await done(give(he, claim, { ...said, type: 'post-notice' }))
  office.clock.goOn(days(8))
  await office.watch()
}

/** Every SMS by the name of its sentence. */
const sent = async (): Promise<string[]> =>
  (await office.pool.query<{ template: string }>('SELECT template FROM message')).rows.map(({ template }) => template)

const tracking = async ({ receiptNumber, lastFour }: Asked): Promise<TrackingView> =>
  json<TrackingView>(office.device().post('/tracking', { receiptNumber, lastFour }))

/** Names of the officers whose duty number such an SMS went to. */
async function officersTold(template: string): Promise<string[]> {
  const open = (sealed: Buffer): string => office.deps.vault.openField(sealed)
  const { rows: officers } = await office.pool.query<{ name: string; phone: Buffer }>(
    'SELECT name, phone_cipher AS phone FROM officer WHERE phone_cipher IS NOT NULL')
  const { rows } = await office.pool.query<{ to: Buffer }>(
    'SELECT to_cipher AS "to" FROM message WHERE template = $1 AND to_cipher IS NOT NULL', [template])
  const numbers = rows.map(({ to }) => open(to))
  return officers.filter(({ phone }) => numbers.includes(open(phone))).map(({ name }) => name)
}

const lateTold = async (): Promise<number> =>
  (await office.pool.query("SELECT FROM notification WHERE template = 'claim-late'")).rowCount ?? 0

/** Applicant, desk and receipt read the same clock. */
async function expectOneClock(claim: Asked, desk: Device): Promise<void> {
  const [mine, theirs, receipt] = [await own(claim), await seen(desk, claim), await tracking(claim)]
  expect(mine.process?.clock).toEqual(theirs.process?.clock)
  expect([mine.due, theirs.due]).toEqual([mine.process?.clock.due, mine.process?.clock.due])
  expect(receipt.claims).toContainEqual(
    expect.objectContaining({ state: mine.state, due: mine.due, overdue: mine.process?.clock.overdue }),
  )
}

describe('a request for dibao', () => {
  it('is walked from its acceptance to the decision, each step by whoever it belongs to', async () => {
    const claim = await asked(office, '1961-01-01')
    // Before it is accepted nobody of the county knows of it.
    expect((await liang.get(`/work/applications/${claim.id}`)).status).toBe(404)
    await done(accept(he, claim))
    expect((await own(claim)).state).toBe('verifying')
    const list = await json<WorkList>(liang.get('/work/items'))
    expect(list.items.find(({ id }) => id === claim.id)).toMatchObject({ task: 'verify' })
    await expectOneClock(claim, liang)
    const along = (await seen(he, claim)).process?.companions.map(({ name }) => name)
    expect(along).toContain('刘小勤')
    expect(along).not.toContain('周立新')
    await done(give(liang, claim, look('verification')))
    // What the centre did it still sees; in its list the request is no more.
    expect((await seen(liang, claim)).state).toBe('investigating')
    expect((await json<WorkList>(liang.get('/work/items'))).items.map(({ id }) => id)).not.toContain(claim.id)
    await done(give(he, claim, look('visit', [await idOf(office, '刘小勤')])))
    await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
    await done(give(tan, claim, { ...said, type: 'propose', opinion: 'confirm' }))
    await done(give(he, claim, { ...said, type: 'post-notice' }))
    expect((await own(claim)).process?.notice).toEqual({ from: '2026-03-02', to: '2026-03-09', needed: 7, counted: 0, missed: 0 })
    office.clock.goOn(days(7))
    await office.watch()
    expect((await own(claim)).state).toBe('notice')
    office.clock.goOn(days(1))
    await office.watch()
    await expectOneClock(claim, zhou)
    const county = await json<WorkList>(zhou.get('/work/items'))
    expect(county.items.find(({ id }) => id === claim.id)).toMatchObject({ task: 'decide' })
    await found(office, claim.id, poor)
    await done(give(zhou, claim, { basis: '办法第十九条', reason: '符合条件，公示无异议', type: 'confirm' }))
    expect(await own(claim)).toMatchObject({
      state: 'confirmed',
      due: null,
      process: { decision: { outcome: 'confirmed', reason: '符合条件，公示无异议' } },
    })
  })

  it('is not decided by whoever looked into it: the refusal says so, and what may be done instead', async () => {
    const claim = await asked(office, '1961-02-02')
    await done(accept(he, claim))
    await done(give(zhou, claim, look('verification')))
    await done(give(he, claim, look('visit', [await idOf(office, '刘小勤')])))
    await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
    await done(give(he, claim, { ...said, type: 'propose', opinion: 'refuse' }))
    const view = await seen(zhou, claim)
    expect(view.process?.acts.find(({ type }) => type === 'refuse')?.refused).toBe('same-hands')
    const refused = await give(zhou, claim, { ...said, type: 'refuse' })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ errors: [{ code: 'same-hands' }], allowed: ['renew', 'contest', 'hand-over', 'extend', 'ask-views'] })
    // Nor may the clerk, whose post it is not; a colleague of the county may.
    expect(await (await give(he, claim, { ...said, type: 'refuse' })).json()).toMatchObject({ errors: [{ code: 'not-yours' }] })
    await found(office, claim.id, wealthy)
    await done(give(feng, claim, { ...said, type: 'refuse', reason: '家庭月人均收入高于标准' }))
    expect(await own(claim)).toMatchObject({ state: 'refused', reason: '家庭月人均收入高于标准' })
  })

  it('is out of reach for a relative at every desk, and nobody takes one along', async () => {
    const claim = await asked(office, '1961-03-03')
    await done(feng.post('/work/relatives', { name: '表姐', number: documentOf('1961-03-03'), kinship: 'other' }))
    await posted(claim)
    expect((await feng.get(`/work/applications/${claim.id}`)).status).toBe(404)
    expect((await give(feng, claim, { ...said, type: 'confirm' })).status).toBe(404)
    const names = (await seen(zhou, claim)).process?.colleagues.map(({ name }) => name)
    expect(names).toContain('周立新')
    expect(names).not.toContain('冯雪')
    await found(office, claim.id, poor)
    await done(give(zhou, claim, { ...said, type: 'confirm' }))
  })

  it('goes up by itself where nobody of the township may handle it, and its applicant reads so', async () => {
    const claim = await asked(office, '1961-04-04', '990101101200')
    const tang = await office.officerDevice('唐敏')
    await done(tang.post('/work/relatives', { name: '舅舅', number: documentOf('1961-04-04'), kinship: 'other' }))
    await done(accept(zhou, claim))
    const visit = (await own(claim)).process?.steps.find(({ step }) => step === 'visit')
    expect(visit).toMatchObject({ by: ['township', 'county'], raised: { to: 'county', why: 'nobody' } })
    await done(give(zhou, claim, look('visit', [await idOf(office, '冯雪')])))
  })

  it('leaves a claim of another department to that department alone, and only once it is accepted', async () => {
    const [gao, tian] = [await office.officerDevice('高翔'), await office.officerDevice('田甜')]
    const { id } = await asked(office, '1961-06-06')
    const request = await json<WorkApplication>(he.get(`/work/applications/${id}`))
    const medical = request.claims.find(({ programme }) => programme === 'medical')
    expect((await gao.get(`/work/applications/${id}`)).status).toBe(404)
    await done(he.post(`/work/applications/${id}/claims/${medical?.id}/acceptance`, {}))
    expect((await json<WorkList>(gao.get('/work/items'))).items.map((item) => item.id)).toContain(id)
    expect((await json<WorkList>(tian.get('/work/items'))).items.map((item) => item.id)).not.toContain(id)
    const claim = { id, claimId: medical?.id ?? '' } as Asked
    const record: ProcessAct = { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }
    expect((await give(tian, claim, record)).status).toBe(404)
    await done(give(gao, claim, record))
  })

  it('shows its applicant offices and days, and no name, finding or reason of those who look into it', async () => {
    const claim = await asked(office, '1961-05-05')
    await proposed(claim)
    const view = await json<{ timeline: { type: string; by: string | null; reason?: string }[]; claims: { handler: { name: string } | null }[] }>(
      claim.phone.get(`/me/applications/${claim.id}`))
    const looked = view.timeline.filter(({ type }) => ['step-recorded', 'opinion-given'].includes(type))
    expect(looked).toHaveLength(4)
    expect(looked.map(({ by }) => by)).toContain('青禾县居民家庭经济状况核对中心')
    expect(looked.every(({ reason, by }) => reason === undefined && !/梁波|何文静/.test(by ?? ''))).toBe(true)
    // Whoever answers for it is named, whatever else they did.
    const beside = view.claims.map(({ handler, ...rest }) => ({ handler: handler?.name, rest }))
    expect(beside.map(({ handler }) => handler)).toContain('何文静')
    expect(JSON.stringify(beside.map(({ rest }) => rest))).not.toMatch(/梁波|何文静|按规定办理|fits/)
  })
})

describe('time', () => {
  it('is told to whoever has the claim at half, four fifths and all of it, then the claim goes up and its applicant urges once', async () => {
    const claim = await asked(office, '1962-01-01')
    await done(accept(he, claim))
    await done(give(liang, claim, look('verification')))
    const due = (await own(claim)).due?.date ?? ''
    const told: (number | null | undefined)[] = []
    const began = office.deps.clock.today()
    const all = daysBetween(began, due)
    for (const day of [1, Math.ceil(all * 0.6), Math.ceil(all * 0.9), all, all + 1]) {
      office.clock.goOn(days(day - daysBetween(began, office.deps.clock.today())))
      await office.watch()
      const { process } = await own(claim)
      if (process && process.clock.warning !== told.at(-1)) told.push(process.clock.warning)
    }
    expect(told).toEqual([null, 50, 80, 100])
    await expectOneClock(claim, he)
    const late = await own(claim)
    expect(late.process?.clock.overdue).toBe(true)
    expect(late.process?.steps.find(({ step }) => step === 'visit')?.raised).toEqual({ to: 'county', why: 'overdue' })
    const texts = await sent()
    for (const part of [50, 80, 100]) expect(texts).toContain(`sms.clock-${part}`)
    // The county has it now, too, and may go on.
    expect((await json<WorkList>(zhou.get('/work/items'))).items.find(({ id }) => id === claim.id)).toMatchObject({ raised: true })

    expect(late.process?.urge).toBe('possible')
    const path = `/me/applications/${claim.id}/urging`
    expect((await claim.phone.post(path, {})).status).toBe(200)
    expect((await own(claim)).process?.urge).toBe('used')
    const again = await claim.phone.post(path, {})
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ errors: [{ code: 'urged-before' }] })
    expect((await tracking(claim)).claims).toContainEqual(expect.objectContaining({ urge: 'used', raised: true }))
    // Whoever has it hears of it, and the county, to which it went up.
    expect(await officersTold('sms.claim-urged')).toEqual(expect.arrayContaining(['何文静', '周立新']))
    // Another day nothing is told twice.
    const before = (await sent()).filter((template) => template.startsWith('sms.clock'))
    office.clock.goOn(days(1))
    await office.watch()
    expect((await sent()).filter((template) => template.startsWith('sms.clock'))).toHaveLength(before.length)
    // The next step is late as well and goes up; its applicant has heard that it is late.
    const heard = await lateTold()
    expect(heard).toBeGreaterThan(0)
    await done(give(he, claim, look('visit', [await idOf(office, '刘小勤')])))
    await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
    office.clock.goOn(days(1))
    await office.watch()
    expect((await own(claim)).process?.steps.find(({ step }) => step === 'opinion')?.raised?.why).toBe('overdue')
    expect(await lateTold()).toBe(heard)
  })

  it('may be urged with the receipt alone, and not before anything is late', async () => {
    const claim = await asked(office, '1962-02-02')
    await done(accept(he, claim))
    const { receiptNumber, lastFour } = claim
    const early = await office.device().post('/tracking/urging', { receiptNumber, lastFour })
    expect(await early.json()).toMatchObject({ errors: [{ code: 'not-due' }] })
    office.clock.goOn(days(60))
    await office.watch()
    const urged = await json<TrackingView>(office.device().post('/tracking/urging', { receiptNumber, lastFour }))
    expect(urged.claims).toContainEqual(expect.objectContaining({ overdue: true, urge: 'used' }))
  })

  it('tells whoever has a claim, once, that its days for papers are over, and its applicant until when they run', async () => {
    const claim = await asked(office, '1962-09-09')
    await done(accept(he, claim))
    await done(askFor(he, claim))
    const told = async () => (await sent()).filter((template) => template === 'sms.papers-overdue').length
    office.clock.goOn(days(25))
    await office.watch()
    const { messages } = await json<{ messages: { template: string; params: Record<string, string> }[] }>(claim.phone.get('/me/messages'))
    const until = messages.find(({ template }) => template === 'papers-reminder')?.params['date'] ?? ''
    expect(daysBetween(office.deps.clock.today(), until)).toBeGreaterThan(0)
    expect(await told()).toBe(0)
    office.clock.goOn(days(daysBetween(office.deps.clock.today(), until) + 1))
    await office.watch()
    expect(await officersTold('sms.papers-overdue')).toContain('何文静')
    const once = await told()
    office.clock.goOn(days(1))
    await office.watch()
    expect(await told()).toBe(once)
  })

  it('stands still while papers are awaited; asked for once more they need a reason, and it counts', async () => {
    const claim = await asked(office, '1962-03-03')
    await done(accept(he, claim))
    await done(askFor(he, claim))
    expect(await own(claim)).toMatchObject({ state: 'supplement', due: null, paused: 'supplement' })
    await expectOneClock(claim, he)
    const { papers } = await own(claim)
    const handedIn = await claim.phone.post(`/me/applications/${claim.id}/papers`, {
      claimId: claim.claimId,
      papers: papers.map(({ id }) => ({ id, files: [] })),
    })
    expect(handedIn.status).toBe(422)
    const file = await json<{ id: string }>(claim.phone.postRaw('/files', png, { 'content-type': 'image/png' }))
    await done(claim.phone.post(`/me/applications/${claim.id}/papers`, {
      claimId: claim.claimId,
      papers: papers.map(({ id }) => ({ id, files: [file.id] })),
    }))
    expect((await own(claim)).state).toBe('verifying')
    expect(await (await askFor(he, claim)).json()).toMatchObject({ errors: [{ code: 'papers-asked-before' }] })
    await done(askFor(he, claim, '上次那本是旧的'))
    expect((await seen(he, claim)).paperRequests).toBe(2)
  })
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('what happened', () => {
  it('told again by its events alone gives the rows as they lie', async () => {
    const { rows } = await office.pool.query<{ id: string; key: Buffer }>(
      'SELECT a.id, p.key_wrapped AS key FROM application a JOIN person p ON p.id = a.person_id')
    let checked = 0
    for (const { id, key: wrapped } of rows) {
      const key = office.deps.vault.unwrap(wrapped)
      const events = await eventsOf(office.deps.db, key, id)
      for (const claim of await claimsOf(office.deps.db, key, id)) {
        const told = events
          .filter(({ type, payload }) => payload['claimId'] === claim.id && !besides.has(type))
          .map(asEvent)
        expect(told.reduce<ClaimState | undefined>(evolve, undefined)).toEqual(claim.state)
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(10)
  })
})

/** What is written down about a claim beside its own way, in records of their own. */
const besides = new Set(['decision-issued', 'aid-cleared'])

/** An event as the decider made it: without whose claim it is, who signed in whose place, and the salt. */
function asEvent({ type, payload }: { type: string; payload: Record<string, unknown> }): ClaimEvent {
  const { claimId: _id, salt: _salt, deputyFor: _deputy, acting: _acting, ...event } = payload
  return { ...event, type } as ClaimEvent
}
