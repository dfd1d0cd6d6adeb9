import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProcessAct } from '@yima/shared/process/contract'
import { idOf } from '../organisation/people.ts'
import { acceptUnsigned, asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { husband, itemOf, mine, openChecks, path } from './checks.ts'
import { signAll } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
beforeEach(() => checks.reset())
afterAll(() => checks.close())

/** Checked and recorded: a van that the family says is not theirs. */
async function found(adults = [husband]) {
  const { claim, number, consents } = await checks.signed(adults)
  checks.world.registered = (one) => (one === number ? { vehicles: { cars: 1 } } : undefined)
  await checks.start(claim)
  await checks.askAll()
  const { report } = await checks.view(claim)
  const record: ProcessAct = {
    ...said,
    type: 'record',
    step: 'verification',
    found: 'differs',
    companions: [],
    report: report?.id,
  }
  return { claim, consents, record, report }
}

describe('逢救必查', () => {
  it('takes no record of a check without the report that holds today', async () => {
    const { claim, record, report } = await found()
    for (const wrong of [null, '018f0000-0000-7000-8000-000000000009']) {
      const refused = await give(checks.liang, claim, { ...record, report: wrong })
      expect(refused.status).toBe(409)
      expect(await refused.json()).toMatchObject({ errors: [{ code: 'report-needed' }] })
    }
    expect(report?.current).toBe(true)
    expect((await give(checks.liang, claim, record)).status).toBe(200)
  })
})

describe('what a family says to the report', () => {
  const answer = (claim: Asked, item: string, body: object) =>
    claim.phone.post(`/me/applications/${claim.id}/verification`, { item, words: '', pictures: [], ...body })
  const handle = (claim: Asked, item: string, how: string, device = checks.he) =>
    device.post(`${path(claim)}/handlings`, { item, how, reason: '已到车管所核实' })

  it('stops the clock once, and the office’s answer lets it run on', async () => {
    const { claim, record } = await found()
    expect((await give(checks.liang, claim, record)).status).toBe(200)
    expect((await answer(claim, 'homes', { answer: 'agree' })).status).toBe(200)
    expect((await own(claim)).process?.clock.paused).toBeNull()
    const unsaid = await answer(claim, 'vehicles', { answer: 'wrong' })
    expect(await unsaid.json()).toMatchObject({ errors: [{ field: 'words', code: 'words-needed' }] })
    expect((await answer(claim, 'vehicles', { answer: 'wrong', words: '车早就卖了' })).status).toBe(200)
    expect((await own(claim)).process?.clock.paused).toBe('contested')
    expect(
      (await answer(claim, 'savings:dibao', { answer: 'explain', words: '是借来看病的钱' })).status,
    ).toBe(200)
    expect((await handle(claim, 'vehicles', 'correct', checks.liang)).status).toBe(409)
    expect((await handle(claim, 'vehicles', 'correct')).status).toBe(200)
    expect((await own(claim)).process?.clock.paused).toBe('contested')
    const answered = async (): Promise<number | null> =>
      (await checks.office.pool.query("SELECT FROM notification WHERE template = 'contest-answered'")).rowCount
    expect(await answered()).toBe(0)
    expect((await handle(claim, 'savings:dibao', 'uphold')).status).toBe(200)
    expect((await own(claim)).process?.clock.paused).toBeNull()
    expect(await answered()).toBe(1)
    const [mineNow, theirs] = [await mine(claim), await checks.view(claim, checks.he)]
    expect(itemOf(mineNow, 'vehicles')?.contest).toMatchObject({
      answer: 'wrong',
      handled: { how: 'correct', by: '何文静' },
    })
    expect(theirs.report?.finding).toBe(mineNow.report?.finding)
    // Answered is answered.
    expect((await answer(claim, 'vehicles', { answer: 'wrong', words: '再说一次' })).status).toBe(409)
  })

  it('is answered before anything is recorded or decided on it, also where no clock stood still yet', async () => {
    const { claim, record } = await found()
    expect((await answer(claim, 'vehicles', { answer: 'wrong', words: '车早就卖了' })).status).toBe(200)
    const refused = await give(checks.liang, claim, record)
    expect([refused.status, await refused.json()]).toMatchObject([409, { errors: [{ code: 'contest-open' }] }])
    expect((await handle(claim, 'vehicles', 'uphold')).status).toBe(200)
    expect((await give(checks.liang, claim, record)).status).toBe(200)
  })

  it('is judged by other hands than looked into it, also where no clock stands still for it any more', async () => {
    const { claim, record } = await found()
    await done(give(checks.liang, claim, record))
    await done(answer(claim, 'vehicles', { answer: 'wrong', words: '车早就卖了' }))
    await done(handle(claim, 'vehicles', 'correct'))
    const companions = [await idOf(checks.office, '刘小勤')]
    await done(give(checks.he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
    await done(answer(claim, 'savings:dibao', { answer: 'explain', words: '是借来看病的钱' }))
    expect((await own(claim)).process?.clock.paused).toBeNull()
    expect((await checks.view(claim, checks.he)).may.handle).toBe(false)
    const refused = await handle(claim, 'savings:dibao', 'uphold')
    expect(await refused.json()).toMatchObject({ status: 409, errors: [{ field: 'item', code: 'same-hands' }] })
    const tan = await checks.office.officerDevice('谭志远')
    expect((await checks.view(claim, tan)).may.handle).toBe(true)
    await done(handle(claim, 'savings:dibao', 'uphold', tan))
  })

  it('has the department asked anew, and a new report made, where the office wants that', async () => {
    const { claim, record } = await found([])
    expect((await give(checks.liang, claim, record)).status).toBe(200)
    await answer(claim, 'vehicles', { answer: 'wrong', words: '不是我的车' })
    checks.world.registered = () => undefined
    expect((await handle(claim, 'vehicles', 'ask-again')).status).toBe(200)
    expect(await checks.view(claim)).toMatchObject({ state: 'running', report: null })
    expect((await seen(checks.he, claim)).state).toBe('verifying')
    await checks.askAll()
    const after = await checks.view(claim)
    expect(itemOf(after, 'vehicles')).toMatchObject({ conclusion: 'fits', found: 0, contest: null })
    expect(
      (await give(checks.liang, claim, { ...record, found: 'fits', report: after.report?.id ?? null }))
        .status,
    ).toBe(200)
  })

  it('shows the family its own figures, of another adult what they come to, and nothing to a number that was only typed', async () => {
    const { claim } = await found()
    const report = await mine(claim)
    expect(itemOf(report, 'savings:dibao')).toMatchObject({ shown: false, found: null, declared: null })
    const alone = await found([])
    expect(itemOf(await mine(alone.claim), 'vehicles')).toMatchObject({ shown: true, found: 1 })
    const typed = await asked(checks.office, '1955-05-05')
    await acceptUnsigned(checks.he, typed)
    await signAll(checks.office, typed.id, [], 'claimed')
    await checks.start(typed)
    await checks.askAll()
    expect(await mine(typed)).toMatchObject({ state: 'reported', closed: 'prove-first', report: null })
    expect((await answer(typed, 'vehicles', { answer: 'agree' })).status).toBe(409)
    expect((await claim.phone.get(`/me/applications/${alone.claim.id}/verification`)).status).toBe(404)
  })
})
