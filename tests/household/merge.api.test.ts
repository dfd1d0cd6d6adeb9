import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { HouseholdView } from '@yima/shared/household/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { asks, done, proposedBy, somebody, type Person } from './asked.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const merge = (id: string, into: string, reason = '说的是同一件事') =>
  he.post(`/work/applications/${id}/merging`, { into, reason })
const unmerge = (id: string) => he.post(`/work/applications/${id}/unmerging`, { reason: '是两件事' })
const desk = (id: string) => json<WorkApplication>(he.get(`/work/applications/${id}`))
const home = (id: string) => json<HouseholdView>(he.get(`/work/households/${id}`))
const mine = ({ device }: Person, id: string) => json<ApplicationView>(device.get(`/me/applications/${id}`))
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { errors?: { code: string }[] }).errors?.[0]?.code,
]
const stateOf = ({ claims }: WorkApplication, programme: string) =>
  claims.find((claim) => claim.programme === programme)?.state

describe('somebody who asks twice within a month', () => {
  it('goes on in one request when the office says so, reads that, and has both again when it was wrong', async () => {
    const zhou = await somebody(office, '1950-01-01')
    const first = await asks(office, zhou, 'dibao')
    const second = await asks(office, zhou, 'elderly', undefined, ['dibao'])
    // Nothing is merged by itself: the office is shown it.
    expect((await home(second.id)).sameNeed).toMatchObject([{ id: first.id, refused: null }])
    expect(stateOf(await desk(first.id), 'elderly')).toBeUndefined()
    await done(merge(second.id, first.id))
    expect(await desk(second.id)).toMatchObject({ state: 'merged' })
    expect(stateOf(await desk(second.id), 'elderly')).toBe('notAccepted')
    expect(stateOf(await desk(first.id), 'elderly')).toBe('proposed')
    const read = await mine(zhou, second.id)
    expect(read.state).toBe('merged')
    expect(read.timeline.find(({ type }) => type === 'application-merged')).toMatchObject({
      reason: '说的是同一件事',
    })
    expect(await codeOf(await merge(second.id, first.id))).toEqual([409, 'not-allowed-now'])
    expect((await home(second.id)).merged).toMatchObject({
      into: first.id,
      receiptNumber: first.receiptNumber,
    })

    await done(unmerge(second.id))
    expect(await desk(second.id)).toMatchObject({ state: 'open' })
    expect(stateOf(await desk(second.id), 'elderly')).toBe('proposed')
    expect(stateOf(await desk(first.id), 'elderly')).toBe('notAccepted')
    expect(await codeOf(await unmerge(second.id))).toEqual([409, 'not-allowed-now'])
  })

  it('keeps what was taken in hand: it is owed its own answer', async () => {
    const zhou = await somebody(office, '1950-02-02')
    const first = await asks(office, zhou, 'dibao')
    const second = await asks(office, zhou, 'elderly', undefined, ['dibao'])
    await proposedBy(he, second)
    expect(await codeOf(await merge(second.id, first.id))).toEqual([409, 'claims-running'])
  })

  it('is not shown as one need a month later', async () => {
    const zhou = await somebody(office, '1950-03-03')
    const first = await asks(office, zhou, 'dibao')
    office.clock.goOn(days(31))
    const second = await asks(office, zhou, 'dibao')
    expect((await home(second.id)).sameNeed).toEqual([])
    expect(await codeOf(await merge(second.id, first.id))).toEqual([409, 'not-same-need'])
  })
})

describe('two phones that typed one number', () => {
  it('are not joined by a merging: neither learns what the other asked', async () => {
    const first = await asks(office, await somebody(office, '1950-04-04'), 'dibao')
    const second = await asks(office, await somebody(office, '1950-04-04'), 'dibao')
    expect((await home(second.id)).sameNeed).toMatchObject([{ id: first.id, refused: 'not-same-person' }])
    expect(await codeOf(await merge(second.id, first.id))).toEqual([409, 'not-same-person'])
  })
})
