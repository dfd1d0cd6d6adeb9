import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { WorkFacts } from '@yima/shared/fact/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, askFor, done, give, own, said, seen, type Asked } from './asked.ts'

let office: Office
let he: Device
let tian: Device
let xia: Device
let gao: Device
let zhou: Device
/** Of the other township. */
let tang: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tian = await office.officerDevice('田甜')
  xia = await office.officerDevice('夏荷')
  gao = await office.officerDevice('高翔')
  zhou = await office.officerDevice('周立新')
  tang = await office.officerDevice('唐敏')
})
afterAll(() => office.close())

/** Somebody whose words tell of school fees as well, which the education office looks into. */
async function askedForSchool(born: string): Promise<Asked> {
  const dibao = await asked(office, born)
  const { claims } = await json<WorkApplication>(he.get(`/work/applications/${dibao.id}`))
  return { ...dibao, claimId: claims.find(({ programme }) => programme === 'education')?.id ?? '' }
}

const rowOf = async (device: Device, { id }: Asked) =>
  (await json<WorkList>(device.get('/work/items'))).items.find((item) => item.id === id)
const look = (device: Device, { id }: Asked) => device.get(`/work/applications/${id}`)
const codes = async (answer: Promise<Response>): Promise<unknown> => {
  const problem = (await (await answer).json()) as { errors?: { code: string }[]; type?: string }
  return problem.errors?.map(({ code }) => code) ?? problem.type
}
const askViews = (...of: string[]): ProcessAct => ({ ...said, type: 'ask-views', of })
const send = (to: string): ProcessAct => ({ ...said, type: 'transfer', to })
const home = '990101100000'
const otherTown = '990101101000'
const act = (type: 'take-over' | 'give-back' | 'waive-views'): ProcessAct => ({ ...said, type })

describe('a claim that another office looks into', () => {
  it('lies on the desk of that office from acceptance on, and on no other', async () => {
    const claim = await askedForSchool('1966-01-01')
    expect(await rowOf(tian, claim)).toBeUndefined()
    expect((await look(tian, claim)).status).toBe(404)
    await done(accept(he, claim))
    expect(await rowOf(tian, claim)).toMatchObject({ task: 'take-over', programmes: ['education'] })
    expect((await look(xia, claim)).status).toBe(404)

    // Its applicant reads where it is before anybody has touched it there.
    expect(await own(claim)).toMatchObject({ state: 'transferred', process: { sent: { taken: false } } })
    await done(give(tian, claim, act('take-over')))
    const mine = await own(claim)
    expect(mine).toMatchObject({ handler: { name: '田甜' }, process: { sent: { taken: true } } })
    expect(mine.process?.sent?.office.name).toContain('教育')
    expect(await codes(give(tian, claim, act('give-back')))).toEqual(['not-allowed-now'])
  })

  it('comes back with a reason, may be sent once more, and tells its applicant each time', async () => {
    const claim = await askedForSchool('1966-02-02')
    await done(accept(he, claim))
    expect(await codes(give(tian, claim, { ...act('give-back'), reason: ' ' } as ProcessAct))).toEqual(['reason-needed'])
    await done(give(tian, claim, { ...act('give-back'), reason: '学籍在外县' } as ProcessAct))
    expect((await own(claim)).process?.sent).toBeNull()
    expect((await rowOf(he, claim))?.programmes).toContain('education')
    expect(await codes(give(he, claim, send('medical-insurance')))).toEqual(['unknown-desk'])
    await done(give(he, claim, send('education')))
    expect(await rowOf(tian, claim)).toMatchObject({ task: 'take-over' })
    const view = await json<ApplicationView>(claim.phone.get(`/me/applications/${claim.id}`))
    const moved = view.timeline.map(({ type }) => type).filter((type) => /dispatched|given-back|transferred/.test(type))
    expect(moved).toEqual(['claim-dispatched', 'claim-given-back', 'claim-transferred'])
    // Why an office does not take it is said among officers.
    expect(JSON.stringify(view)).not.toContain('学籍在外县')
  })

  it('goes up when nobody took it over in its days, and its own clock went on', async () => {
    const claim = await askedForSchool('1966-03-03')
    await done(accept(he, claim))
    const before = (await own(claim)).due
    office.clock.goOn(8 * 86_400_000)
    await office.watch()
    expect((await own(claim)).process?.steps.some(({ raised }) => raised?.why === 'not-taken')).toBe(true)
    expect((await own(claim)).due).toEqual(before)
    await done(give(zhou, claim, act('take-over')))
  })
})

describe('a claim of somebody who lives in another township', () => {
  it('goes to that township, whose clerk alone goes on with it', async () => {
    const claim = await asked(office, '1966-04-04')
    await done(accept(he, claim))
    const desks = (await json<WorkApplication>(look(he, claim))).desks
    const towns = (await seen(he, claim)).process?.sendTo ?? []
    const other = desks.find(({ id }) => towns.includes(id))
    if (!other) throw new Error('There is no other township')
    await done(give(he, claim, { ...said, type: 'transfer', to: other.id }))
    expect((await own(claim)).process?.sent?.office.name).toBe(other.name)
    const skip: ProcessAct = { ...said, type: 'skip', step: 'appraisal' }
    expect(await codes(give(he, claim, skip))).toEqual(['not-yours'])
  })

  it('is worked on there with all that a visit and an opinion need, which no other township sees', async () => {
    const claim = await asked(office, '1966-08-08')
    await done(accept(he, claim))
    const tang = await office.officerDevice('唐敏')
    const parts = ['verification', 'consents', 'facts'].map((part) => `/work/applications/${claim.id}/${part}`)
    const answers = async () => Promise.all(parts.map(async (path) => (await tang.get(path)).status))
    expect(await answers()).toEqual([404, 404, 404])
    await done(give(he, claim, { ...said, type: 'transfer', to: '990101101000' }))
    expect(await answers()).toEqual([200, 200, 200])
    const facts = `/work/applications/${claim.id}/facts`
    expect((await json<WorkFacts>(tang.get(facts))).may).toBe(true)
    const [key, value] = ['houseCount', 1]
    const asOf = office.deps.clock.today()
    await done(tang.post(facts, { source: 'visit', asOf, facts: [{ key, member: null, value }], ...said }))
    const { settled } = await json<WorkFacts>(tang.get(facts))
    expect(settled.find((one) => one.key === key)?.words.map(({ by }) => by)).toContain('唐敏')
    const [along] = (await seen(tang, claim)).process?.companions ?? []
    await done(give(tang, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [along?.id ?? ''] }))
    expect((await own(claim)).handler).toMatchObject({ name: '唐敏' })
    // Nothing of the request itself is decided there.
    const acceptance = await tang.post(`/work/applications/${claim.id}/claims/${claim.claimId}/acceptance`, {})
    expect(acceptance.status).toBe(404)
  })
})

describe('a desk that there is not', () => {
  it('is sent no claim and asked for no view', async () => {
    const claim = await asked(office, '1966-04-14')
    await done(accept(he, claim))
    const village = '990101101201'
    const ofAnotherCounty = '990102100000'
    for (const desk of ['990101999000', village, ofAnotherCounty, home, 'zz']) {
      expect(await codes(give(he, claim, send(desk)))).toEqual(['unknown-desk'])
      expect(await codes(give(he, claim, askViews(otherTown, desk)))).toEqual(['unknown-desk'])
    }
    expect(await own(claim)).toMatchObject({ process: { sent: null, views: [] } })
    // From where it was sent it may go home.
    await done(give(he, claim, send(otherTown)))
    await done(give(tang, claim, act('take-over')))
    await done(give(tang, claim, send(home)))
    expect((await own(claim)).process?.sent?.office.name).toContain('稻香')
  })
})

describe('a township that gives a claim back', () => {
  it('is told that it went, also when it asks again: it is on its desk no more', async () => {
    const claim = await asked(office, '1966-04-24')
    await done(accept(he, claim))
    await done(give(he, claim, send(otherTown)))
    const path = `/work/applications/${claim.id}/claims/${claim.claimId}/process`
    for (const _ of ['first', 'again']) {
      const answer = await tang.post(path, act('give-back'), { key: 'gives-it-back-once' })
      expect([answer.status, await answer.json()]).toEqual([200, { done: true }])
    }
    expect((await look(tang, claim)).status).toBe(404)
    expect((await own(claim)).process?.sent).toBeNull()
  })
})

describe('what a decision rests on', () => {
  const word = (key: string, value: unknown) => ({
    source: 'document', asOf: '2026-03-01', facts: [{ key, member: null, value }], basis: '存折', reason: '看过',
  })
  const write = (device: Device, { id }: Asked, body: object) => device.post(`/work/applications/${id}/facts`, body)

  it('is written by nobody who was only asked for a view, nor is what speaks against it cleared', async () => {
    const claim = await asked(office, '1966-08-08')
    await done(accept(he, claim))
    await done(give(he, claim, askViews('disabled-federation', otherTown)))
    for (const guest of [xia, tang]) {
      expect((await write(guest, claim, word('financialAssets', 5))).status).toBe(404)
      const cleared = await guest.post(`/work/applications/${claim.id}/claims/${claim.claimId}/clearance`, {
        other: claim.claimId, ...said,
      })
      expect(cleared.status).toBe(404)
    }
    await done(write(he, claim, word('financialAssets', 5)))
  })

  it('is written by a department only as far as its own programme asks', async () => {
    const claim = await askedForSchool('1966-09-09')
    await done(accept(he, claim))
    expect((await write(tian, claim, word('basicLifeBroken', true))).status).toBe(404)
    await done(write(tian, claim, word('financialAssets', 5)))
  })
})

describe('a decision on which another office is asked', () => {
  it('shows that office this one claim, takes its view once, and waits for it', async () => {
    const claim = await asked(office, '1966-05-05')
    await done(accept(he, claim))
    expect((await look(xia, claim)).status).toBe(404)
    await done(give(he, claim, { ...said, type: 'ask-views', of: ['disabled-federation'] }))
    expect(await rowOf(xia, claim)).toMatchObject({ task: 'view', programmes: ['dibao'] })
    expect((await own(claim)).process?.views).toEqual([{ office: expect.stringContaining('残疾人'), came: false }])
    expect((await look(gao, claim)).status).toBe(404)
    const view: ProcessAct = { ...said, type: 'give-view', agrees: false, reason: '证已过期' }
    await done(give(xia, claim, view))
    expect(await codes(give(xia, claim, view))).toEqual(['not-allowed-now'])
    const joint = (await seen(he, claim)).process?.joint
    expect(joint?.parties).toEqual([expect.objectContaining({ agrees: false, who: ['夏荷'], reason: '证已过期' })])
    // What they think of it is no news of the applicant's.
    expect(JSON.stringify(await own(claim))).not.toContain('证已过期')
  })

  it('shows another township this claim until its view came, and lets it do nothing else', async () => {
    const claim = await asked(office, '1966-05-15')
    await done(accept(he, claim))
    await done(give(he, claim, askViews(otherTown)))
    expect(await rowOf(tang, claim)).toMatchObject({ task: 'view', programmes: ['dibao'] })
    expect((await seen(tang, claim)).process?.acts.filter(({ refused }) => refused === null)).toEqual([
      { type: 'give-view', step: null, refused: null },
    ])
    for (const one of [
      { ...said, type: 'skip', step: 'appraisal' },
      { ...said, type: 'transfer', to: otherTown },
      { ...said, type: 'hand-over', to: await idOf(office, '何文静') },
    ] as ProcessAct[])
      expect((await give(tang, claim, one)).status).toBe(404)
    expect((await askFor(tang, claim)).status).toBe(404)

    const view: ProcessAct = { ...said, type: 'give-view', agrees: true }
    await done(give(tang, claim, view))
    expect((await look(tang, claim)).status).toBe(404)
    // Its name still stands beside what it said.
    expect((await seen(he, claim)).process?.joint?.parties).toEqual([
      expect.objectContaining({ office: expect.stringContaining('清泉'), agrees: true }),
    ])
  })

  it('is made without it by a reason of the county alone', async () => {
    const claim = await asked(office, '1966-06-06')
    await done(accept(he, claim))
    await done(give(he, claim, { ...said, type: 'ask-views', of: ['disabled-federation'] }))
    expect(await codes(give(he, claim, act('waive-views')))).toEqual(['not-yours'])
    await done(give(zhou, claim, act('waive-views')))
    expect((await own(claim)).process?.views).toEqual([])
    expect((await seen(zhou, claim)).process?.joint?.without).toBe(said.reason)
  })
})

describe('an office in which nobody sits any more', () => {
  it('is still called by its name, to the applicant and at the desk', async () => {
    const claim = await askedForSchool('1966-09-09')
    await done(accept(he, claim))
    const name = (await own(claim)).process?.sent?.office.name
    expect(name).toContain('教育')
    await office.pool.query(`UPDATE officer SET active = false WHERE name = '田甜'`)
    expect((await own(claim)).process?.sent?.office.name).toBe(name)
    expect((await seen(he, claim)).process?.sent?.office.name).toBe(name)
    await office.pool.query(`UPDATE officer SET active = true WHERE name = '田甜'`)
  })
})

describe('an act on what somebody else changed meanwhile', () => {
  it('is refused, and tells to look again', async () => {
    const claim = await asked(office, '1966-07-07')
    await done(accept(he, claim))
    const { version } = await seen(he, claim)
    const handOver: ProcessAct = { ...said, type: 'hand-over', to: await idOf(office, '刘小勤'), version }
    await done(give(zhou, claim, { ...said, type: 'extend' }))
    const refused = await give(he, claim, handOver)
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      409, expect.stringContaining('changed-meanwhile'),
    ])
    await done(give(he, claim, { ...handOver, version: (await seen(he, claim)).version }))
  })
})
