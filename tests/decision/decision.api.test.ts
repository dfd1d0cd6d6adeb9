import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DecisionAnswer } from '@yima/shared/decision/contract'
import type { WorkFacts } from '@yima/shared/fact/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { hold } from '@yima/api/application/act'
import { inTransaction } from '@yima/api/db/transaction'
import { findDecision, recompute } from '@yima/api/decision/decide'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, askFor, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { found, poor, previewed, wealthy } from './found.ts'

let office: Office
let he: Device
let tan: Device
let liang: Device
let zhou: Device
let feng: Device
let pan: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  liang = await office.officerDevice('梁波')
  zhou = await office.officerDevice('周立新')
  feng = await office.officerDevice('冯雪')
  pan = await office.officerDevice('潘莉')
})
afterAll(() => office.close())

const decision = async ({ phone, claimId }: Asked) =>
  (await json<DecisionAnswer>(phone.get(`/me/decisions/${claimId}`))).decision
const refusal = async (answer: Promise<Response>) =>
  (await (await answer).json()) as { status: number; type: string; errors?: { field: string; code: string }[] }

/** Accepted and visited, with this opinion; a notice hangs out where it is to be confirmed. */
async function proposed(claim: Asked, opinion: 'confirm' | 'refuse'): Promise<void> {
  await done(accept(he, claim))
  // Signatures and departments have tests of their own: here somebody of the county exempts from the check.
  await done(give(pan, claim, { ...said, type: 'skip', step: 'verification' }))
  const companions = [await idOf(office, '刘小勤')]
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(tan, claim, { ...said, type: 'propose', opinion }))
  if (opinion === 'refuse') return
  await done(give(he, claim, { ...said, type: 'post-notice' }))
  office.clock.goOn(days(8))
  await office.watch()
}

describe('a claim that is confirmed', () => {
  it('gives what the rules give on settled facts, step by step, from the month after, and the same when it is worked out anew', async () => {
    const claim = await asked(office, '1961-01-01')
    await proposed(claim, 'confirm')
    const confirm: ProcessAct = { ...said, type: 'confirm' }
    expect(await refusal(give(zhou, claim, confirm))).toMatchObject({ status: 409, errors: expect.arrayContaining([{ field: 'decision', code: 'facts-missing' }]) as unknown })
    expect(await decision(claim)).toBeNull()
    await found(office, claim.id, poor)
    expect(await previewed(zhou, claim)).toMatchObject({ confirm: null, refuse: { refused: 'is-eligible' }, computation: { fen: 108_000 } })
    await done(give(zhou, claim, confirm))
    const kept = await decision(claim)
    expect(kept).toMatchObject({
      outcome: 'confirmed', number: '2026-00001', on: office.clock.today(), county: '青禾县',
      computation: { fen: 108_000, firstMonth: '2026-04', given: [{ steps: [
        { op: 'figure', figure: 'dibaoStandard', part: 'rural', fen: 64_000 }, { op: 'times', by: 2, fen: 128_000 },
        { op: 'income', fen: 20_000 }, { op: 'less', fen: 108_000 },
      ] }] },
      remedies: [{ kind: 'reconsideration' }, { kind: 'suit' }],
      recheck: 'none',
    })
    expect((await own(claim)).decided).toEqual({ kind: 'monthly', fen: 108_000, firstMonth: '2026-04', named: null, ground: null, failed: null })
    expect(JSON.stringify(kept)).not.toContain('周立新')
    await inTransaction(office.deps.db, async (tx) => {
      const { key } = await hold(tx, office.deps, claim.id)
      const stored = await findDecision(tx, key, claim.claimId)
      expect(stored && JSON.parse(JSON.stringify(await recompute(tx, stored)))).toEqual(stored?.stored.computation)
    })
  })

  it('is what was looked at: what changed meanwhile is looked at once more', async () => {
    const claim = await asked(office, '1962-02-02')
    await found(office, claim.id, poor)
    await proposed(claim, 'confirm')
    const { seen: token } = await previewed(zhou, claim)
    await done(he.post(`/work/applications/${claim.id}/facts`, {
      source: 'document', asOf: office.clock.today(), facts: [{ key: 'boarding', member: 'm1', value: false }], ...said,
    }))
    const path = `/work/applications/${claim.id}/claims/${claim.claimId}/process`
    for (const looked of [{ seen: token }, {}])
      expect(await refusal(zhou.post(path, { ...said, type: 'confirm', ...looked }))).toMatchObject({ type: 'urn:yima:problem:changed-meanwhile' })
    expect((await own(claim)).state).toBe('review')
  })

  it('is not given by whoever wrote its facts down: the page does not offer it, the office refuses it, another confirms', async () => {
    const claim = await asked(office, '1963-02-02')
    await found(office, claim.id, poor)
    await proposed(claim, 'confirm')
    const acts = async (device: Device) => (await seen(device, claim)).process?.acts.find(({ type }) => type === 'confirm')
    expect((await acts(zhou))?.refused).toBeNull()
    await done(zhou.post(`/work/applications/${claim.id}/facts`, {
      source: 'document', asOf: office.clock.today(), facts: [{ key: 'boarding', member: 'm1', value: false }], ...said,
    }))
    expect((await acts(zhou))?.refused).toBeNull()
    await done(zhou.post(`/work/applications/${claim.id}/facts`, {
      source: 'document', asOf: office.clock.today(), facts: [{ key: 'vehicleCount', member: null, value: 0 }], ...said,
    }))
    expect((await acts(zhou))?.refused).toBe('same-hands')
    expect(await refusal(give(zhou, claim, { ...said, type: 'confirm' }))).toMatchObject({
      status: 409, errors: expect.arrayContaining([expect.objectContaining({ code: 'same-hands' })]) as unknown,
    })
    await done(give(feng, claim, { ...said, type: 'confirm' }))
  })

  it('names the offices that were asked along: to its applicant that they were, among offices what they thought', async () => {
    const claim = await asked(office, '1965-02-02')
    await found(office, claim.id, poor)
    await proposed(claim, 'confirm')
    await done(give(zhou, claim, { ...said, type: 'ask-views', of: ['disabled-federation'] }))
    await done(give(await office.officerDevice('夏荷'), claim, { ...said, type: 'give-view', agrees: false, reason: '证已过期' }))
    await done(give(zhou, claim, { ...said, type: 'confirm' }))
    const name = expect.stringContaining('残疾人') as unknown
    expect((await decision(claim))?.joint).toEqual([{ office: name }])
    const desk = await json<DecisionAnswer>(he.get(`/work/applications/${claim.id}/claims/${claim.claimId}/decision`))
    expect(desk.decision?.joint).toEqual([{ office: name, agrees: false }])
  })

  it('is not given by whoever chose between values that differ', async () => {
    const claim = await asked(office, '1964-02-02')
    await found(office, claim.id, poor)
    await proposed(claim, 'confirm')
    const path = `/work/applications/${claim.id}/facts`
    await done(he.post(path, {
      source: 'document', asOf: office.clock.today(), facts: [{ key: 'vehicleCount', member: null, value: 1 }], ...said,
    }))
    const { conflicts } = await json<WorkFacts>(zhou.get(path))
    const words = conflicts.find(({ key }) => key === 'vehicleCount')?.words ?? []
    const holds = words.find(({ value }) => value === 0)?.id
    await done(zhou.post(`${path}/choices`, { key: 'vehicleCount', member: null, holds, over: words.map(({ id }) => id), reason: '看过行驶证' }))
    expect((await give(zhou, claim, { ...said, type: 'confirm' })).status).toBe(409)
    await done(give(feng, claim, { ...said, type: 'confirm' }))
  })
})

describe('a claim that is refused', () => {
  it('names the condition and the facts, and what may be done until when; it is looked at once more by somebody else', async () => {
    const claim = await asked(office, '1963-03-03')
    await found(office, claim.id, wealthy)
    await proposed(claim, 'refuse')
    await done(give(zhou, claim, { ...said, type: 'refuse' }))
    const kept = await decision(claim)
    expect(kept?.computation.reasons.map(({ key }) => key)).toContain('policy.rule.income-below-standard.no')
    expect(kept?.computation.facts.map(({ key }) => key)).toContain('monthlyIncome')
    expect(kept?.computation.facts.every(({ source }) => source === 'visit')).toBe(true)
    expect(kept?.remedies.map(({ kind }) => kind)).toEqual(['recheck', 'reconsideration', 'suit'])
    // The law names no days for a second look: whose days they are is said.
    expect(kept?.remedies[0]).toMatchObject({ kind: 'recheck', source: '本地参数（演示）' })
    expect(kept?.recheck).toBe('possible')
    expect((await own(claim)).decided).toMatchObject({ fen: null, failed: { key: 'policy.rule.income-below-standard.no' } })
    // By the receipt alone the outcome and nothing of why.
    const { receiptNumber, lastFour } = claim
    const receipt = await (await office.device().post('/tracking', { receiptNumber, lastFour })).text()
    expect(receipt).toContain('refused')
    for (const word of ['monthlyIncome', '9000', 'income-below', '2026-0000']) expect(receipt).not.toContain(word)
    await done(claim.phone.post(`/me/decisions/${claim.claimId}/recheck`, { reason: '那笔钱是借的' }))
    const afterwards = [{ kind: 'reconsideration' }, { kind: 'suit' }]
    expect(await decision(claim)).toMatchObject({ number: kept?.number, recheck: 'asked', remedies: afterwards })
    expect((await own(claim)).decided).toBeUndefined()
    expect((await claim.phone.post(`/me/decisions/${claim.claimId}/recheck`, { reason: '再看一次' })).status).toBe(409)
    await done(give(tan, claim, { ...said, type: 'propose', opinion: 'refuse' }))
    expect((await give(zhou, claim, { ...said, type: 'refuse' })).status).toBe(409)
    await done(give(feng, claim, { ...said, type: 'refuse' }))
    const anew = await decision(claim)
    expect(anew).toMatchObject({ outcome: 'refused', recheck: 'used', remedies: afterwards })
    expect(anew?.number).not.toBe(kept?.number)
  })

  it('for papers that did not come is refused once they were waited for to the last day', async () => {
    const claim = await asked(office, '1969-09-09')
    await done(accept(he, claim))
    await done(give(pan, claim, { ...said, type: 'skip', step: 'verification' }))
    await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [await idOf(office, '刘小勤')] }))
    await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
    await done(askFor(he, claim))
    office.clock.goOn(days(36))
    await office.watch()
    await done(give(he, claim, { ...said, type: 'go-on' }))
    await done(give(tan, claim, { ...said, type: 'propose', opinion: 'refuse' }))
    await done(give(zhou, claim, { ...said, type: 'refuse', ground: 'papers-missing' }))
    expect(await decision(claim)).toMatchObject({ outcome: 'refused', ground: 'papers-missing', recheck: 'possible' })
  })

  it('is not asked for again after its last day', async () => {
    const claim = await asked(office, '1964-04-04')
    await found(office, claim.id, wealthy)
    await proposed(claim, 'refuse')
    await done(give(zhou, claim, { ...said, type: 'refuse' }))
    office.clock.goOn(days(40))
    expect((await decision(claim))?.recheck).toBe('over')
    expect(await refusal(claim.phone.post(`/me/decisions/${claim.claimId}/recheck`, { reason: '再看一次' })))
      .toMatchObject({ errors: [{ code: 'recheck-over' }] })
  })

  it('is nobody else’s to read', async () => {
    const claim = await asked(office, '1965-05-05')
    const other = await asked(office, '1966-06-06')
    expect((await other.phone.get(`/me/decisions/${claim.claimId}`)).status).toBe(404)
    const clerk = await office.officerDevice('梁波')
    expect((await clerk.get(`/work/applications/${claim.id}/claims/${claim.claimId}/preview`)).status).toBe(404)
  })
})

describe('the facts of a family at the desk', () => {
  it('say first what is still needed, and are settled where two differ, by an officer and with a reason', async () => {
    const claim = await asked(office, '1967-07-07')
    await done(accept(he, claim))
    const path = `/work/applications/${claim.id}/facts`
    const record = (facts: object[], device = he) =>
      device.post(path, { source: 'visit', asOf: office.clock.today(), facts, ...said })
    const before = await json<WorkFacts>(he.get(path))
    expect(before.programmes.find(({ programme }) => programme === 'dibao')?.missing.length).toBeGreaterThan(3)
    await done(record([{ key: 'vehicleCount', member: null, value: 0 }]))
    await done(record([{ key: 'vehicleCount', member: null, value: 1 }], tan))
    const { conflicts, may } = await json<WorkFacts>(he.get(path))
    expect(may).toBe(true)
    const [conflict] = conflicts.filter(({ key }) => key === 'vehicleCount')
    expect(conflict?.words.map(({ by, value }) => [by, value])).toEqual(expect.arrayContaining([['何文静', 0], ['谭志远', 1]]))
    const ids = conflict?.words.map(({ id }) => id) ?? []
    const choose = (over: string[], device = he) =>
      device.post(`${path}/choices`, { key: 'vehicleCount', member: null, holds: ids[0], over, reason: '看过行驶证' })
    expect((await choose([...ids, 'another'])).status).toBe(409)
    await done(choose(ids))
    const after = await json<WorkFacts>(he.get(path))
    expect(after.conflicts.map(({ key }) => key)).not.toContain('vehicleCount')
    expect(after.settled.find(({ key }) => key === 'vehicleCount')).toMatchObject({ chosen: '看过行驶证' })
    // The centre that checks decides nothing; what is no value of a fact is none.
    expect((await record([{ key: 'vehicleCount', member: null, value: 2 }], liang)).status).toBe(404)
    expect((await record([{ key: 'vehicleCount', member: null, value: '两辆' }])).status).toBe(422)
    expect((await record([{ key: 'vehicleCount', member: 'm1', value: 1 }])).status).toBe(422)
    const mine = await json<ApplicationView>(claim.phone.get(`/me/applications/${claim.id}`))
    expect(mine.timeline.find(({ type }) => type === 'fact-chosen')?.reason).toBeUndefined()
  })
})
