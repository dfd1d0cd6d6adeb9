import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrackingView } from '@yima/shared/claim/contract'
import { json } from '../family/people.ts'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { done, give, said } from '../process/asked.ts'
import { pictureFrom } from '../visit/homes.ts'
import { confirmed, handed, hungry, ledgerAt, ownClaim, toppedUp, type Hungry } from './people.ts'

let office: Office
let he: Device
let tan: Device
let zhou: Device
let peng: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  zhou = await office.officerDevice('周立新')
  peng = await office.officerDevice('彭卫国')
  await toppedUp(peng, zhou, 5000)
})
afterAll(() => office.close())

/** Somebody was paid first, and it was decided; what follows is still to be done. */
async function decided(born: string): Promise<Hungry> {
  const of = await hungry(office, he, born)
  await done(handed(office, he, await confirmed(he, tan, of, 400)))
  const facts = [{ key: 'emergencyEvent', member: null, value: 'other' }, { key: 'basicLifeBroken', member: null, value: true }]
  await done(he.post(`/work/applications/${of.id}/facts`, { source: 'visit', asOf: office.clock.today(), facts, basis: '原件已核对', reason: '当面看的' }))
  await done(give(he, of, { ...said, type: 'propose', opinion: 'confirm' }))
  await done(give(tan, of, { ...said, type: 'confirm', named: '400 元' }))
  return of
}
async function everyStep(of: Hungry): Promise<void> {
  await done(give(he, of, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }))
  await done(give(he, of, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [await idOf(office, '刘小勤')] }))
  await done(give(he, of, { ...said, type: 'post-notice' }))
  office.clock.goOn(days(8))
  await office.watch()
}
const asks = ({ id, claimId }: Hungry): Promise<Response> =>
  he.post(`/work/applications/${id}/claims/${claimId}/papers`, { papers: ['id-card', 'commitment', 'authorisation'].map((paper) => ({ paper })), note: '先给了钱，补一下手续' })
async function sends(of: Hungry): Promise<void> {
  const wanted = (await ownClaim(of)).papers.filter(({ sentAt }) => sentAt === null)
  const papers = []
  for (const { id } of wanted) papers.push({ id, files: [await pictureFrom(of.phone, papers.length)] })
  await done(of.phone.post(`/me/applications/${of.id}/papers`, { claimId: of.claimId, papers }))
}
const papersOf = async (of: Hungry) => (await ledgerAt(zhou)).entries.find(({ papers }) => papers?.application === of.id)?.papers?.state

describe('papers that follow money which came first', () => {
  it('are asked for after the decision, sent, and the steps go on; then the ledger says that they are in', async () => {
    const of = await decided('1974-03-12')
    await done(asks(of))
    expect([await papersOf(of), (await ownClaim(of)).paused]).toEqual(['paused', 'supplement'])
    const receipt = await json<TrackingView>(office.device().post('/tracking', { receiptNumber: of.receiptNumber, lastFour: of.lastFour }))
    expect(receipt.next.key).toBe('your-papers')
    await sends(of)
    expect([await papersOf(of), (await ownClaim(of)).paused]).toEqual(['owed', null])
    await everyStep(of)
    expect([await papersOf(of), (await ownClaim(of)).owed]).toEqual(['in', []])
  })

  it('are asked for and sent also where every step was done before, and the ledger no longer misses them', async () => {
    const of = await decided('1975-04-01')
    await everyStep(of)
    expect(await papersOf(of)).toBe('missing')
    await done(asks(of))
    expect(await papersOf(of)).toBe('missing')
    await sends(of)
    expect([await papersOf(of), (await ownClaim(of)).state, (await ownClaim(of)).owed]).toEqual(['in', 'confirmed', []])
  })
})
