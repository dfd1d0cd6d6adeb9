import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentAsked } from '@yima/shared/consent/contract'
import type { ConsentsView } from '@yima/shared/me/contract'
import type { Inbox } from '@yima/shared/notification/contract'
import { ownCodeOf } from '../code/people.ts'
import { own } from '../process/asked.ts'
import { families } from './families.ts'
import { json, villagers } from '../family/people.ts'
import { days, documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { consentsOf, linkOf, ownConsents, rowOf, husband, four, code, sign } from './people.ts'

let office: Office
let he: Device
let family: ReturnType<typeof families>
beforeAll(async () => {
  office = await openOffice()
  family = families(office, () => he)
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

describe('a link to sign', () => {
  it('says masked names, whom is asked and until when, and is signed by who knows the own number', async () => {
    const { claim, link, his } = await family.linked()
    const look = await json<ConsentAsked>(his.post('/consents/look', { token: link.token }))
    expect(look).toMatchObject({ name: '王*山', applicant: '周*芬', state: 'asked', proof: 'last-four' })
    expect(JSON.stringify(look)).not.toContain(four)
    const answer = (lastFour: string) =>
      his.post('/consents/answer', { token: link.token, lastFour, said: sign })
    expect(await code(answer('0000'))).toEqual([422, 'consent-last-four'])
    expect((await answer(four)).status).toBe(200)
    expect(await code(answer(four))).toEqual([409, 'consent-not-allowed-now'])
    expect((await own(claim)).state).toBe('verifying')
    // Read aloud it is the same.
    expect(await json<ConsentAsked>(his.post('/consents/look', { token: link.number }))).toMatchObject({
      state: 'signed',
    })
  })

  it.each([
    ['endings', { lastFour: '1111' }],
    ['whole numbers, of which the ending alone would tell', { idNumber: idNumberOf('1971-01-01', '103') }],
  ])('lets ten %s be tried a day and no more, whoever tries', async (_what, typed) => {
    const { link } = await family.linked()
    const tries = Array.from({ length: 11 }, () => office.device())
    const said_ = []
    for (const thief of tries)
      said_.push(
        (await thief.post('/consents/answer', { token: link.token, ...typed, said: sign })).status,
      )
    expect(said_).toEqual([...Array<number>(10).fill(422), 429])
  })

  it('of an adult whose number nobody knows asks for all of it, and takes nobody’s of the family', async () => {
    const claim = await family.signed()
    const link = await linkOf(claim.phone.post(`/me/applications/${claim.id}/consents`, { name: '王大山' }))
    const his = office.device()
    const answer = (idNumber?: string) =>
      his.post('/consents/answer', { token: link.token, said: sign, ...(idNumber ? { idNumber } : {}) })
    expect(await code(answer())).toEqual([422, 'id-empty'])
    expect(await code(answer(claim.idNumber))).toEqual([422, 'consent-listed-already'])
    expect((await answer(husband.idNumber)).status).toBe(200)
    expect((await family.live(claim)).map(({ idNumber }) => idNumber)).toContain(husband.idNumber)
  })

  it('opens nothing when nobody made it, when another took its place, after a week, or in another county', async () => {
    const { claim, link, his } = await family.linked()
    const look = (token: string) => code(his.post('/consents/look', { token }))
    expect(await look(`1s.990101.${'A'.repeat(22)}`)).toEqual([422, 'invite-unknown'])
    expect(await look(link.token.replace('990101', '990102'))).toEqual([422, 'invite-foreign'])
    const fresh = await linkOf(claim.phone.post(`/me/consents/${link.id}/link`, {}))
    expect(await look(link.token)).toEqual([422, 'invite-unknown'])
    expect((await look(fresh.token))[0]).toBe(200)
    office.clock.goOn(days(8))
    expect(await look(fresh.token)).toEqual([422, 'invite-expired'])
  })

  it('is the same link when the same write is sent again, and nobody else gets it', async () => {
    const claim = await family.signed()
    const post = (device: Device) =>
      device.post(`/me/applications/${claim.id}/consents`, husband, { key: 'the-very-same-wife-tap' })
    const [one, other] = [await linkOf(post(claim.phone)), await linkOf(post(claim.phone))]
    expect(other).toEqual(one)
    expect((await ownConsents(claim.phone, claim.id)).rows).toHaveLength(2)
  })
})

describe('whoever it is not about', () => {
  it('learns nothing and signs nothing: not with a typed number on another phone, nor for an adult as applicant', async () => {
    const { claim, link } = await family.linked()
    const twin = (await villagers(office).somebody('王大山', '1970-05-05', '屋顶漏雨。', husband.idNumber))
      .device
    const mine = await json<ConsentsView>(twin.get('/me/consents'))
    expect(mine.authorisations).toEqual([])
    expect((await twin.post(`/me/consents/${link.id}/answer`, { said: sign })).status).toBe(404)
    expect((await twin.get(`/me/applications/${claim.id}/consents`)).status).toBe(404)
    expect((await claim.phone.post(`/me/consents/${link.id}/answer`, { said: sign })).status).toBe(404)
    expect(
      (await (await office.officerDevice('唐敏')).get(`/work/applications/${claim.id}/consents`)).status,
    ).toBe(404)
  })

  it('but who is proven to have the number finds it, is told, signs surely and takes it back', async () => {
    const { claim, link } = await family.linked()
    const him = await villagers(office).somebody('王大山', '1970-05-05', '屋顶漏雨。', husband.idNumber)
    const proof = { name: '王大山', number: documentOf('1970-05-05'), seen: true }
    const shown = await ownCodeOf(him.device)
    const scan = await json<{ occasion: { id: string } }>(
      he.post('/work/scans', { text: shown.text, purpose: 'progress' }),
    )
    expect((await he.post(`/work/occasions/${scan.occasion.id}/proof`, proof)).status).toBe(200)
    await office.watch()
    const { authorisations } = await json<ConsentsView>(him.device.get('/me/consents'))
    const one = authorisations.find(({ id }) => id === link.id)
    expect(one).toMatchObject({ name: '王大山', applicant: '周*芬', receiptNumber: null, state: 'asked' })
    const { messages } = await json<Inbox>(him.device.get('/me/messages'))
    expect(messages.map(({ template }) => template)).toContain('consent-asked')
    const answer = (said: object) => json(him.device.post(`/me/consents/${link.id}/answer`, { said }))
    expect(await answer(sign)).toEqual({ state: 'signed' })
    expect(rowOf(await consentsOf(he, claim.id), '王大山').certainty).toBe('seen')
    expect(await answer({ answer: 'withdraw' })).toEqual({ state: 'withdrawn' })
    expect((await ownConsents(claim.phone, claim.id)).signing).toBe('withdrawn')
  })
})
