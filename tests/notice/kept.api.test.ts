import { afterAll, beforeAll, expect, it } from 'vitest'
import { found, poor } from '../decision/found.ts'
import { json } from '../family/people.ts'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { act, admit, answer, noticeOf, object, onlyOne } from '../objection/people.ts'
import { asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { hung, linesOf } from './people.ts'

let office: Office
let he: Device
let tan: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
})
afterAll(() => office.close())

let born = 1950
/** Posted, objected to, and sent back to a visit that somebody else made since. */
async function visitedAnew(): Promise<{ claim: Asked; notice: string }> {
  const claim = await asked(office, `${(born += 1)}-04-04`)
  await found(office, claim.id, poor)
  await hung(office, { he, liang: await office.officerDevice('梁波') }, claim)
  const notice = await noticeOf(office, claim)
  await object(office, claim)
  const { id } = await onlyOne(tan, claim)
  await admit(tan, id)
  await done(act(tan, id, answer('visit')))
  expect((await linesOf(office, 'review')).map((one) => one.id)).not.toContain(notice)
  const companions = [await idOf(office, '向春梅')]
  await done(give(tan, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  return { claim, notice }
}
const propose = (claim: Asked) => done(give(he, claim, { ...said, type: 'propose', opinion: 'confirm' }))
const post = async (claim: Asked) => (await seen(he, claim)).process?.acts.find(({ type }) => type === 'post-notice')

it('what was looked into once more and comes to the same is not posted anew: the notice hangs on, and both sides read it', async () => {
  const { claim, notice } = await visitedAnew()
  await propose(claim)
  expect((await linesOf(office, 'review')).map((one) => one.id)).toContain(notice)
  expect((await post(claim))?.refused).toBe('not-allowed-now')
  expect((await json<{ timeline: { type: string }[] }>(claim.phone.get(`/me/applications/${claim.id}`))).timeline.map(({ type }) => type)).toContain('notice-kept')
  office.clock.goOn(days(9))
  await office.watch()
  expect((await own(claim)).process?.steps.find(({ step }) => step === 'notice')?.state).toBe('done')
})

it('what comes to something else is posted anew', async () => {
  const { claim, notice } = await visitedAnew()
  await found(office, claim.id, { ...poor, household: { ...poor.household, householdSize: 3 } })
  await propose(claim)
  expect((await linesOf(office, 'review')).map((one) => one.id)).not.toContain(notice)
  expect((await post(claim))?.refused).toBeNull()
  await done(give(he, claim, { ...said, type: 'post-notice' }))
  expect(await noticeOf(office, claim)).not.toBe(notice)
})
