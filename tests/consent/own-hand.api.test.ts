import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentsView } from '@yima/shared/me/contract'
import { visitOf } from '../code/people.ts'
import { families } from './families.ts'
import { aChild, json, villagers, type Somebody } from '../family/people.ts'
import { anApplication, apply, documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { acceptDibao, actOn, addAt, consentsOf, here, linkOf, rowOf, husband, four, code, sign } from './people.ts'

let office: Office
let he: Device
let family: ReturnType<typeof families>
let who: ReturnType<typeof villagers>
beforeAll(async () => {
  office = await openOffice()
  family = families(office, () => he)
  who = villagers(office)
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

/** At the window somebody shows their card. */
async function proven(name: string, born: string, number?: string): Promise<Somebody> {
  const one = await who.somebody(name, born, '屋顶漏雨。', number)
  const { id } = await visitOf(he, one.device)
  const papers = { ...documentOf(born), value: one.idNumber }
  expect((await he.post(`/work/occasions/${id}/proof`, { name, number: papers, seen: true })).status).toBe(200)
  return one
}

const ownOf = async ({ device }: Pick<Somebody, 'device'>) =>
  (await json<ConsentsView>(device.get('/me/consents'))).authorisations
const answer = ({ device }: Pick<Somebody, 'device'>, id: string, said: object) =>
  device.post(`/me/consents/${id}/answer`, { said })

describe('a guardian with a phone of the own', () => {
  it('finds what is asked about the ward, signs it by the own name and takes it back, once an officer confirmed', async () => {
    const child = { name: '周小满', idNumber: idNumberOf('2015-01-15') }
    const claim = await family.signed()
    expect((await addAt(he, claim.id, { ...child, ward: 'child' })).status).toBe(200)
    const { id } = rowOf(await consentsOf(he, claim.id), child.name)
    const mother = await proven('秦霜', '1985-01-01')
    const ward = aChild(child.name, { number: { kind: 'id-number', value: child.idNumber } })
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', ward))
    expect(await ownOf(mother)).toEqual([])
    expect((await answer(mother, id, { ...sign, wording: 'ward-1' })).status).toBe(404)
    expect((await he.post(`/work/guardianships/${made.id}/confirmation`, { basis: 'household-register' })).status).toBe(200)
    await office.watch()
    expect((await who.told(mother)).map(({ template }) => template)).toContain('consent-asked')
    expect(await ownOf(mother)).toMatchObject([
      { id, role: 'guardian-for', name: child.name, applicant: '周*芬', allowed: ['sign', 'refuse'] },
    ])
    // Whatever name a page would send: it is the proven one.
    const said = { ...sign, wording: 'ward-1', signer: '周素芬' }
    expect(await json(answer(mother, id, said))).toEqual({ state: 'signed' })
    expect(rowOf(await consentsOf(he, claim.id), child.name)).toMatchObject({ signer: '秦霜', certainty: 'seen' })
    expect(await json(answer(mother, id, { answer: 'withdraw' }))).toEqual({ state: 'withdrawn' })
    expect((await consentsOf(he, claim.id)).signing).toBe('withdrawn')
  })

  it('answers in the place of an adult who may not sign it, and says no to it while no officer confirmed a guardian', async () => {
    const born = '1990-04-04'
    const son = { name: '周大宝', idNumber: idNumberOf(born) }
    const claim = await family.signed()
    expect((await addAt(he, claim.id, { ...son, ward: 'incapable' })).status).toBe(200)
    const { id } = rowOf(await consentsOf(he, claim.id), son.name)
    const himself = await proven(son.name, born)
    expect(await ownOf(himself)).toMatchObject([{ id, allowed: ['refuse'] }])
    expect((await answer(himself, id, { ...sign, wording: 'ward-1', signer: '周素芬' })).status).toBe(404)
    const link = await linkOf(claim.phone.post(`/me/consents/${id}/link`, {}))
    const byLink = { token: link.token, lastFour: son.idNumber.slice(-4), said: { ...sign, wording: 'ward-1', signer: '周素芬' } }
    expect((await himself.device.post('/consents/answer', byLink)).status).toBe(200)
    expect(rowOf(await consentsOf(he, claim.id), son.name).certainty).toBe('claimed')
    // Whoever signed for him said to be his guardian: that it was done well he cannot say, that it ends he can.
    expect(await ownOf(himself)).toMatchObject([{ id, allowed: ['withdraw'] }])
    expect((await answer(himself, id, { answer: 'own-to' })).status).toBe(404)
    const mother = await proven('秦露', '1965-01-01')
    const ward = aChild(son.name, { number: { kind: 'id-number', value: son.idNumber }, relation: 'other' })
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', ward))
    expect(await ownOf(himself)).toMatchObject([{ id, allowed: ['withdraw'] }])
    expect(await json(answer(himself, id, { answer: 'withdraw' }))).toEqual({ state: 'withdrawn' })
    expect(made.id).not.toBe('')
  })
})

describe('what was signed by a link', () => {
  it('is sure once its owner says so, signed in with proven papers, and no sooner', async () => {
    const { claim, link, his } = await family.linked()
    await his.post('/consents/answer', { token: link.token, lastFour: four, said: sign })
    const rows = async () => rowOf(await consentsOf(he, claim.id), husband.name)
    expect((await rows()).certainty).toBe('claimed')
    const owned = { token: link.token, lastFour: four, said: { answer: 'own-to' } }
    expect((await code(his.post('/consents/answer', owned)))[0]).toBe(422)
    expect((await answer({ device: claim.phone }, link.id, { answer: 'own-to' })).status).toBe(404)
    const him = await proven(husband.name, '1970-05-05')
    // Signed while he knew of nothing: he is told all the same.
    await office.watch()
    expect((await who.told(him)).map(({ template }) => template)).toContain('consent-asked')
    expect(await ownOf(him)).toMatchObject([{ id: link.id, certainty: 'claimed', allowed: ['withdraw', 'see'] }])
    expect(await json(answer(him, link.id, { answer: 'own-to' }))).toEqual({ state: 'signed' })
    expect((await rows()).certainty).toBe('seen')
    expect((await answer(him, link.id, { answer: 'own-to' })).status).toBe(409)
  })

  it('is sure by one act of an officer who saw the card', async () => {
    const { claim, link, his } = await family.linked()
    await his.post('/consents/answer', { token: link.token, lastFour: four, said: sign })
    expect((await actOn(he, claim.id, link.id, { type: 'see' })).status).toBe(200)
    expect(rowOf(await consentsOf(he, claim.id), husband.name)).toMatchObject({ certainty: 'seen', state: 'signed' })
    expect((await actOn(he, claim.id, link.id, { type: 'sign', ...here() })).status).toBe(409)
  })
})

describe('who signed with their application, or while signed in', () => {
  it('is not asked to sign what they signed, nor whether it was they', async () => {
    const mother = await proven('秦霜', '1984-04-04')
    const canvas = sharp({ create: { width: 40, height: 20, channels: 3, background: '#fff' } })
    const ink = await json<{ id: string }>(
      mother.device.postRaw('/files', await canvas.png().toBuffer(), { 'content-type': 'image/png' }),
    )
    const consent = {
      ...{ method: 'signed', commitment: 'commitment-1', authorisation: 'authorisation-1', signature: ink.id } as const,
    }
    const { name, idNumber, phone } = mother
    const applicant = { identity: 'id-number', name, idNumber, phone } as const
    const { id } = await apply(mother.device, anApplication({ applicant, consent }))
    await acceptDibao(he, id)
    const own = { role: 'applicant', method: 'with-application', certainty: 'claimed', state: 'signed' }
    expect(await ownOf(mother)).toMatchObject([{ ...own, allowed: ['withdraw'] }])
    await office.watch()
    expect((await who.told(mother)).map(({ template }) => template)).not.toContain('consent-asked')
  })
})
