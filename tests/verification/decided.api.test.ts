import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DecisionAnswer } from '@yima/shared/decision/contract'
import type { RecordView } from '@yima/shared/me/contract'
import { actOn, consentsOf, rowOf } from '../consent/people.ts'
import { found } from '../decision/found.ts'
import { days } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { idOf } from '../organisation/people.ts'
import { acceptUnsigned, asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { husband, openChecks } from './checks.ts'
import { signAll } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
afterAll(() => checks.close())

const decision = async ({ phone, claimId }: Asked) =>
  (await json<DecisionAnswer>(phone.get(`/me/decisions/${claimId}`))).decision

/** Refused for what a bank said of the husband; everybody signed where nobody saw it. */
async function refused(): Promise<Asked> {
  const { office, he, liang } = checks
  const by = (name: string) => office.officerDevice(name)
  const claim = await asked(office, '1958-08-08')
  await done(acceptUnsigned(he, claim))
  await signAll(office, claim.id, [husband], 'claimed')
  checks.world.registered = (one) =>
    one === husband.idNumber ? { banks: { deposits: 90_000, securities: 0, insurance: 0, total: 90_000 } } : undefined
  await checks.start(claim)
  await checks.askAll()
  const { report } = await checks.view(claim)
  await done(give(liang, claim, { ...said, type: 'record', step: 'verification', found: 'differs', companions: [], report: report?.id }))
  // What the other way in needs besides, of the one and of the other.
  const rest = { hasDisabilityCert: false, severeIllness: false }
  await found(office, claim.id, { household: { currentStatus: ['none'] }, members: [{ id: 'm1', ...rest }, { id: 'm2', ...rest }] })
  const companions = [await idOf(office, '刘小勤')]
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(await by('谭志远'), claim, { ...said, type: 'propose', opinion: 'refuse' }))
  await done(give(await by('周立新'), claim, { ...said, type: 'refuse' }))
  return claim
}

it('a report that grew too old on the way is renewed: what comes to the same stands, and it is confirmed on the newer one', async () => {
  const { office, he, liang } = checks
  checks.reset()
  const claim = await asked(office, '1959-09-09')
  await done(acceptUnsigned(he, claim))
  await signAll(office, claim.id, [husband])
  await checks.start(claim)
  await checks.askAll()
  const first = (await checks.view(claim)).report
  await done(give(liang, claim, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [], report: first?.id }))
  const renew = { ...said, type: 'renew', found: 'fits', report: first?.id ?? '' } as const
  expect((await give(liang, claim, renew)).status).toBe(409)
  const companions = [await idOf(office, '刘小勤')]
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  const steps = async () => (await seen(he, claim)).process?.steps.map(({ step, state }) => `${step} ${state}`)
  const before = await steps()
  office.clock.goOn(days(31))
  expect((await checks.view(claim)).report?.current).toBe(false)
  expect((await give(liang, claim, renew)).status).toBe(409)
  await done(checks.start(claim))
  await checks.askAll()
  const { report, claims } = await checks.view(claim)
  expect([report?.current, claims.map((one) => [one.recorded, one.report, one.refused])]).toEqual([true, [[true, first?.id, null]]])
  const second = { ...renew, report: report?.id ?? '' }
  // Whoever helps only does not do it.
  expect((await give(await office.officerDevice('刘小勤'), claim, second)).status).toBe(409)
  await done(give(liang, claim, second))
  expect(await steps()).toEqual(before)
  expect((await checks.view(claim)).claims).toMatchObject([{ report: report?.id }])
  office.clock.goOn(days(-31))
})

it('a decision tells of what departments found no more than the report does, and all of why in words', async () => {
  const claim = await refused()
  const see = async (name: string) => {
    const { id } = rowOf(await consentsOf(checks.he, claim.id), name)
    await done(actOn(checks.he, claim.id, id, { type: 'see' }))
  }
  for (const [withheld, whose] of [['prove-first', '周素芬'], ['not-sure', husband.name]] as const) {
    const kept = await decision(claim)
    expect(kept).toMatchObject({ outcome: 'refused', withheld, remedies: [{ kind: 'recheck' }, { kind: 'reconsideration' }, { kind: 'suit' }] })
    expect(kept?.computation.reasons.length).toBeGreaterThan(0)
    expect(kept?.computation.reasons.filter(({ params }) => 'value' in params)).toEqual([])
    expect(kept?.computation.facts.some(({ source }) => source === 'department')).toBe(false)
    const gist = (await own(claim)).decided
    expect(gist?.failed?.key).toBe(kept?.computation.reasons[0]?.key)
    expect(gist?.failed?.params).not.toHaveProperty('value')
    expect((await json<RecordView>(claim.phone.get('/me/record'))).chapters.decisions).toEqual([kept])
    await see(whose)
  }
  const whole = await decision(claim)
  expect(whole?.withheld).toBeNull()
  expect(whole?.computation.reasons.some(({ params }) => 'value' in params)).toBe(true)
  expect(whole?.computation.facts.some(({ source }) => source === 'department')).toBe(true)
  expect((await own(claim)).decided?.failed?.params).toHaveProperty('value')
  const desk = await json<DecisionAnswer>(checks.he.get(`/work/applications/${claim.id}/claims/${claim.claimId}/decision`))
  expect(desk.decision?.computation).toEqual(whole?.computation)
})
