import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HouseholdView } from '@yima/shared/household/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { own } from '../process/asked.ts'
import { asks, clear, confirm, done, proposedBy, somebody } from './asked.ts'

let office: Office
let he: Device
let tan: Device
let zhou: Device
let feng: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  zhou = await office.officerDevice('周立新')
  feng = await office.officerDevice('冯雪')
})
afterAll(() => office.close())

const alone = { household: { householdSize: 1, hukouLocal: true }, members: [] }
const refusalOf = async (answer: Response): Promise<unknown> => ({
  status: answer.status,
  ...((await answer.json()) as object),
})

describe('somebody who has an allowance', () => {
  it('is not given it a second time, whichever phone asks, and the refusal names the first', async () => {
    const first = await somebody(office, '1940-01-01')
    const one = await asks(office, first, 'elderly', alone)
    await proposedBy(he, one)
    await done(confirm(zhou, one))
    const again = await asks(office, await somebody(office, '1940-01-01'), 'elderly', alone)
    await proposedBy(he, again)
    expect(await refusalOf(await confirm(zhou, again))).toMatchObject({
      status: 409,
      errors: [{ field: 'claim', code: 'aid-twice' }],
      twice: [
        {
          other: one.claimId,
          programme: 'elderly',
          since: '2026-03-02',
          receiptNumber: null,
          why: 'same-programme',
          law: 'never',
          standing: 'given',
          cleared: null,
        },
      ],
    })
    expect((await own(again)).state).toBe('review')
    // Whose aid it is reads that it was named.
    const { lines } = await json<AccessPage>(first.device.get('/me/access'))
    expect(
      lines.some(({ what, purpose, by }) => what === 'aid' && purpose === 'handle' && by === 'officer'),
    ).toBe(true)
    // No reason helps where the rules never give both.
    expect(await refusalOf(await clear(he, again, one))).toMatchObject({
      status: 409,
      errors: [{ code: 'aid-never' }],
    })
  })

  it('is given it once when two offices confirm at the same moment', async () => {
    for (const born of ['1941-01-01', '1941-01-02']) {
      const [one, two] = [
        await asks(office, await somebody(office, born), 'elderly', alone),
        await asks(office, await somebody(office, born), 'elderly', alone),
      ]
      await proposedBy(he, one)
      await proposedBy(he, two)
      const answers = await Promise.all([confirm(zhou, one), confirm(feng, two)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      const states = await Promise.all([own(one), own(two)])
      expect(states.map(({ state }) => state).sort()).toEqual(['confirmed', 'review'])
    }
  })

  it('is warned of at the desk before anybody decides, with what is there already', async () => {
    const one = await asks(office, await somebody(office, '1942-01-01'), 'elderly', alone)
    await proposedBy(he, one)
    await done(confirm(zhou, one))
    const again = await asks(office, await somebody(office, '1942-01-01'), 'elderly', alone)
    const view = await json<WorkApplication>(he.get(`/work/applications/${again.id}`))
    expect(view.twice).toMatchObject([{ claim: again.claimId, other: one.claimId, standing: 'given' }])
    const first = await json<WorkApplication>(he.get(`/work/applications/${one.id}`))
    expect(first.twice).toBeUndefined()
  })
})

describe('a family of which two may have the same', () => {
  it('is given both once somebody writes down who the second is for', async () => {
    const family = {
      household: { householdSize: 2, hukouLocal: true },
      members: [{ id: 'm1' }, { id: 'm2', age: 83 }],
    }
    const person = await somebody(office, '1943-01-01')
    const one = await asks(office, person, 'elderly', family)
    await proposedBy(he, one)
    await done(confirm(zhou, one))
    const other = await asks(office, person, 'elderly', family)
    await proposedBy(he, other)
    expect((await confirm(zhou, other)).status).toBe(409)
    await done(clear(tan, other, one))
    const view = await json<HouseholdView>(he.get(`/work/households/${other.id}`))
    expect(view.warnings).toMatchObject([
      {
        other: one.claimId,
        law: 'with-reason',
        cleared: { who: ['谭志远'], reason: '另有一位老人，各自享受' },
      },
    ])
    await done(confirm(zhou, other))
    // The applicant reads that it was looked into, and not what officers wrote to one another.
    const mine = await json<{ timeline: { type: string; reason?: string }[] }>(
      person.device.get(`/me/applications/${other.id}`),
    )
    const line = mine.timeline.find(({ type }) => type === 'aid-cleared')
    expect(line).toBeDefined()
    expect(line?.reason).toBeUndefined()
    expect(await refusalOf(await clear(he, one, one))).toMatchObject({ errors: [{ code: 'aid-nothing' }] })
  })
})

describe('temporary aid for the same cause within a year', () => {
  const illness = {
    household: { householdSize: 1, emergencyEvent: 'sudden-illness' as const, basicLifeBroken: true },
    members: [],
  }

  it('needs a reason that another wrote than who confirms, and none after a year', async () => {
    const person = await somebody(office, '1971-01-01')
    const one = await asks(office, person, 'temporary', illness)
    await proposedBy(he, one, false)
    await posted(one)
    await done(confirm(tan, one, '1,000 元'))
    const again = await asks(office, person, 'temporary', illness)
    await proposedBy(he, again, false)
    await posted(again)
    expect(await refusalOf(await confirm(tan, again, '1,000 元'))).toMatchObject({
      errors: [{ code: 'aid-twice' }],
    })
    await done(clear(tan, again, one, '病情加重又住院'))
    expect(await refusalOf(await confirm(tan, again, '1,000 元'))).toMatchObject({
      errors: [{ code: 'aid-second-person' }],
    })
    await done(confirm(zhou, again, '1,000 元'))
  })

  async function posted(claim: Parameters<typeof confirm>[1]): Promise<void> {
    await done(
      he.post(`/work/applications/${claim.id}/claims/${claim.claimId}/process`, {
        type: 'post-notice',
        basis: '办法',
        reason: '张榜公示',
      }),
    )
    office.clock.goOn(days(9))
    await office.watch()
  }
})
