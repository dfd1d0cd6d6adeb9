import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HouseholdView } from '@yima/shared/household/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import { documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json, villagers } from '../family/people.ts'
import { asks, done, proposedBy, confirm, somebody } from './asked.ts'

let office: Office
let he: Device
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  zhou = await office.officerDevice('周立新')
})
afterAll(() => office.close())

const home = (device: Device, id: string) => json<HouseholdView>(device.get(`/work/households/${id}`))

describe('the page of a household', () => {
  it('shows its members by the family record, and apart from them those whom only the request names', async () => {
    const who = villagers(office)
    const head = await who.somebody('周素芬', '1970-01-01')
    const wife = await who.somebody('王桂香', '1971-01-01')
    const { token } = await who.invite(head, '王桂香', 'spouse')
    expect((await who.joins(wife, token)).status).toBe(201)
    const view = await home(he, head.receipt.id)
    expect(view.members.map(({ name, relation, asked }) => [name, relation, asked])).toEqual([
      ['周素芬', 'head', true],
      ['王桂香', 'spouse', false],
    ])
    expect(view.members.every(({ since }) => since === '2026-03-02')).toBe(true)
    expect(view.aid.some(({ name }) => name === '王桂香')).toBe(true)
    // Each of them reads who looked, and at what.
    const looks = async ({ device }: { device: Device }) =>
      (await json<AccessPage>(device.get('/me/access'))).lines.filter(({ what }) => what === 'household')
    expect(await looks(head)).toMatchObject([
      { by: 'officer', purpose: 'handle', facts: ['aid', 'facts', 'name'] },
    ])
    expect((await looks(wife)).flatMap(({ facts }) => facts)).toEqual(['aid', 'name'])
  })

  it('is nobody’s elsewhere, and no relative’s', async () => {
    const person = await somebody(office, '1944-01-01')
    const claim = await asks(office, person, 'elderly')
    const tang = await office.officerDevice('唐敏')
    expect((await tang.get(`/work/households/${claim.id}`)).status).toBe(404)
    const feng = await office.officerDevice('冯雪')
    await proposedBy(he, claim)
    expect((await feng.get(`/work/households/${claim.id}`)).status).toBe(200)
    await done(
      feng.post('/work/relatives', { name: '舅舅', number: documentOf('1944-01-01'), kinship: 'other' }),
    )
    expect((await feng.get(`/work/households/${claim.id}`)).status).toBe(404)
  })

  it('shows a department its own programmes and no other’s', async () => {
    const person = await somebody(office, '1980-01-01')
    const claim = await asks(office, person, 'medical')
    await asks(office, person, 'dibao')
    await done(he.post(`/work/applications/${claim.id}/claims/${claim.claimId}/acceptance`, {}))
    const gao = await office.officerDevice('高翔')
    const view = await home(gao, claim.id)
    expect(view.whole).toBe(false)
    expect([...new Set(view.aid.map(({ programme }) => programme))]).toEqual(['medical'])
    expect([view.members, view.named, view.sameNeed]).toEqual([[], [], []])
    expect((await home(he, claim.id)).aid.map(({ programme }) => programme)).toContain('dibao')
  })

  it('shows what was decided and when, in one line of time', async () => {
    const person = await somebody(office, '1939-01-01')
    const claim = await asks(office, person, 'elderly', { household: { hukouLocal: true }, members: [] })
    await proposedBy(he, claim)
    await done(confirm(zhou, claim))
    const line = (await home(he, claim.id)).aid.find(({ programme }) => programme === 'elderly')
    expect(line).toMatchObject({
      state: 'confirmed',
      decidedOn: '2026-03-02',
      openedOn: '2026-03-02',
      here: true,
      amount: { per: 'monthly' },
    })
    expect(line?.amount?.yuan).toBeGreaterThan(0)
    expect(line?.from).toMatch(/^2026-0[34]$/)
  })

  it('says what was said, by whom, and of which day', async () => {
    const claim = await asks(office, await somebody(office, '1966-06-06'), 'dibao', {
      household: { householdSize: 3 },
      members: [{ id: 'm1' }, { id: 'm2', age: 12 }],
    })
    const view = await home(he, claim.id)
    expect(view.facts).toContainEqual({
      fact: 'householdSize',
      member: null,
      value: 3,
      source: 'declared',
      from: null,
      asOf: '2026-03-02',
      consent: null,
      fenced: false,
    })
    expect(view.named).toMatchObject([{ id: 'm2' }])
  })
})
