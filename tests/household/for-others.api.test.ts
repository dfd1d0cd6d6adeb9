import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HouseholdView } from '@yima/shared/household/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { apply, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { found } from '../decision/found.ts'
import { json } from '../family/people.ts'
import type { Asked } from '../process/asked.ts'
import { asks, confirm, done, proposedBy, somebody, type Person } from './asked.ts'

let office: Office
let he: Device
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  zhou = await office.officerDevice('周立新')
})
afterAll(() => office.close())

let neighbours = 0
const alone = { household: { householdSize: 1, hukouLocal: true }, members: [] }

/** A neighbour speaks for somebody, who agreed to it at the door; then it asks for the old-age allowance. */
async function spokenFor({ name, idNumber }: Pick<Person, 'name' | 'idNumber'>): Promise<Asked> {
  const phone = office.device()
  const born = `1980-03-${String((neighbours += 1)).padStart(2, '0')}`
  const applicant = await office.confirmedApplicant(phone, `199000088${String(neighbours).padStart(2, '0')}`, '热心邻居', born)
  const receipt = await apply(phone, {
    forWhom: 'neighbour', words: '隔壁老人一个人住，八十多了。', regionCode: '990101100201', photos: [], applicant,
    beneficiary: { whereToFind: '村口第三家' },
  })
  const path = `/work/applications/${receipt.id}`
  await done(he.post(`${path}/agreement`, { how: 'in-person', on: office.clock.today(), witness: '李村长', name, idNumber }))
  const { claims: there } = await json<WorkApplication>(he.get(path))
  if (!there.some(({ programme }) => programme === 'elderly')) await done(he.post(`${path}/claims`, { programme: 'elderly', reason: '年满八十' }))
  await found(office, receipt.id, { household: { hukouLocal: true, householdSize: 1 }, members: [] })
  const { claims } = await json<WorkApplication>(he.get(path))
  const claimId = claims.find(({ programme }) => programme === 'elderly')?.id ?? ''
  return { id: receipt.id, claimId, phone, receiptNumber: receipt.receiptNumber, lastFour: idNumber.slice(-4) }
}
const household = (id: string) => json<HouseholdView>(he.get(`/work/households/${id}`))

describe('what somebody else asked for in one’s place', () => {
  it('is found from one’s own request, and not given twice', async () => {
    const gran = await somebody(office, '1939-05-05', '周老太')
    const own = await asks(office, gran, 'elderly', alone)
    const other = await spokenFor(gran)
    await proposedBy(he, other)
    await done(confirm(zhou, other))
    const view = await household(own.id)
    expect(view.aid.find(({ id }) => id === other.claimId)).toMatchObject({ state: 'confirmed', name: '周老太' })
    expect(view.sameNeed).toMatchObject([{ id: other.id, refused: 'asked-by-another' }])
    expect(view.warnings).toMatchObject([{ claim: own.claimId, other: other.claimId, standing: 'given' }])
    await proposedBy(he, own)
    expect(await (await confirm(zhou, own)).json()).toMatchObject({ errors: [{ code: 'aid-twice' }], twice: [{ other: other.claimId }] })
    // Whose aid it is reads that it was looked at, not who spoke.
    const { lines } = await json<AccessPage>(gran.device.get('/me/access'))
    expect(lines.some(({ what }) => what === 'household')).toBe(true)
  })

  it('is found from what another asked for the same person, who never came themselves', async () => {
    const gran = { name: '吴老太', idNumber: idNumberOf('1938-06-06') }
    const one = await spokenFor(gran)
    const two = await spokenFor(gran)
    expect((await household(two.id)).aid.map(({ id }) => id)).toContain(one.claimId)
    await proposedBy(he, one)
    await proposedBy(he, two)
    const answers = await Promise.all([confirm(zhou, one), confirm(await office.officerDevice('冯雪'), two)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('is nothing of who handed it in: neither their aid, nor one need with their own', async () => {
    const gran = { name: '郑老太', idNumber: idNumberOf('1937-07-07') }
    const spoken = await spokenFor(gran)
    const neighbour = { device: spoken.phone, phone: `199000088${String(neighbours).padStart(2, '0')}`, idNumber: idNumberOf(`1980-03-${String(neighbours).padStart(2, '0')}`), name: '热心邻居' }
    const own = await asks(office, neighbour, 'elderly', alone)
    const view = await household(own.id)
    expect(view.aid.map(({ id }) => id)).not.toContain(spoken.claimId)
    expect(view.sameNeed).toEqual([])
    const merged = await he.post(`/work/applications/${own.id}/merging`, { into: spoken.id, reason: '同一件事' })
    expect(await merged.json()).toMatchObject({ status: 409 })
  })
})
