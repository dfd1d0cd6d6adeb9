import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { covers } from '@yima/shared/consent/authorisation'
import { authorisationsOf } from '@yima/api/consent/live'
import { inTransaction } from '@yima/api/db/transaction'
import { eventsOf } from '@yima/api/trail/read'
import { acceptUnsigned as accept, asked, give, own, said } from '../process/asked.ts'
import { families } from './families.ts'
import { json } from '../family/people.ts'
import { days, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import {
  actOn,
  addAt,
  consentsOf,
  here,
  linkOf,
  ownConsents,
  rowOf,
  husband,
  four,
  code,
  sign,
} from './people.ts'

let office: Office
let he: Device
let liang: Device
let family: ReturnType<typeof families>
beforeAll(async () => {
  office = await openOffice()
  family = families(office, () => he)
  he = await office.officerDevice('何文静')
  liang = await office.officerDevice('梁波')
})
afterAll(() => office.close())

const verification = {
  ...said,
  type: 'record' as const,
  step: 'verification' as const,
  found: 'fits' as const,
  companions: [],
}

describe('the signatures of a household', () => {
  it('are waited for from the acceptance on, and no check of means begins without them', async () => {
    const claim = await asked(office, '1940-01-01')
    await accept(he, claim)
    expect((await own(claim)).state).toBe('signing')
    expect((await ownConsents(claim.phone, claim.id)).signing).toBe('open')
    expect(await family.live(claim)).toEqual([])
    // To the centre it does not exist before.
    expect((await give(liang, claim, verification)).status).toBe(404)
    const [row] = (await consentsOf(he, claim.id)).rows
    expect(row).toMatchObject({
      role: 'applicant',
      state: 'asked',
      name: '周素芬',
      version: 'authorisation-1',
    })
    const done = await claim.phone.post(`/me/consents/${row?.id}/answer`, {
      said: { ...sign, wording: 'authorisation-1' },
    })
    expect(done.status).toBe(200)
    expect((await own(claim)).state).toBe('verifying')
    expect((await family.live(claim)).map(({ name, own: isOwn }) => [name, isOwn])).toEqual([
      ['周素芬', true],
    ])
    expect((await give(liang, claim, verification)).status).not.toBe(404)
  })

  it('are open again when the office adds an adult, who signs at the door before a witness', async () => {
    const claim = await family.signed('990101100001')
    expect((await consentsOf(he, claim.id)).signing).toBe('complete')
    const yu = await office.officerDevice('余桂芳')
    const door = here('adult-1', { place: 'door', witness: '李村长' })
    expect(
      await code(addAt(yu, claim.id, { name: '周小满', signing: here('adult-1', { place: 'door' }) })),
    ).toEqual([...[422, 'consent-witness-needed']])
    expect((await addAt(he, claim.id, husband)).status).toBe(200)
    expect((await own(claim)).state).toBe('signing')
    const { id } = rowOf(await consentsOf(yu, claim.id), '王大山')
    expect((await actOn(yu, claim.id, id, { type: 'sign', ...door })).status).toBe(200)
    expect(rowOf(await consentsOf(he, claim.id), '王大山')).toMatchObject({
      ...{ state: 'signed', method: 'witnessed', certainty: 'seen' },
    })
    expect((await own(claim)).state).toBe('verifying')
  })

  it('at a door without a network is listed and signed in one, and sent twice it is one', async () => {
    const claim = await family.signed()
    const body = { ...husband, signing: here('adult-1', { place: 'door', witness: '李村长' }) }
    const key = 'one-and-the-same-door-1'
    const twice = [
      await he.post(`/work/applications/${claim.id}/consents`, body, { key }),
      await he.post(`/work/applications/${claim.id}/consents`, body, { key }),
    ]
    expect(twice.map(({ status }) => status)).toEqual([200, 200])
    expect((await consentsOf(he, claim.id)).rows.map(({ name }) => name)).toEqual(['周素芬', '王大山'])
    expect(await code(addAt(he, claim.id, body))).toEqual([422, 'consent-listed-already'])
  })

  it('of a child are its guardian’s', async () => {
    const claim = await family.signed()
    const child = { name: '周小满', idNumber: idNumberOf('2015-01-15') }
    expect(await code(addAt(he, claim.id, child))).toEqual([422, 'consent-guardian-needed'])
    expect((await addAt(he, claim.id, { ...child, ward: 'child' })).status).toBe(200)
    const { id, version } = rowOf(await consentsOf(he, claim.id), '周小满')
    expect(version).toBe('ward-1')
    const without = actOn(he, claim.id, id, { type: 'sign', ...here('ward-1') })
    expect(await code(without)).toEqual([422, 'consent-guardian-needed'])
    await actOn(he, claim.id, id, { type: 'sign', ...here('ward-1', { signer: '周素芬' }) })
    expect(rowOf(await consentsOf(he, claim.id), '周小满')).toMatchObject({
      state: 'signed',
      signer: '周素芬',
    })
  })

  it('bear the hash of what was read: whom, whom it is for, until when; the trail has it, and nobody’s number', async () => {
    const { claim, link, his } = await family.linked()
    await his.post('/consents/answer', { token: link.token, lastFour: four, said: sign })
    const all = await inTransaction(office.deps.db, (tx) => authorisationsOf(tx, office.deps, claim.id))
    const one = all.find(({ who }) => who.name === '王大山')
    expect(one).toMatchObject({
      version: 'adult-1',
      method: 'own-phone',
      until: '2027-03-02',
      certainty: 'claimed',
    })
    expect(one?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(one && covers(one, 'banks', '2026-03-02')).toBe(true)
    const { rows } = await office.pool.query<{ key: Buffer }>(
      'SELECT p.key_wrapped AS key FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = $1',
      [claim.id],
    )
    const events = await eventsOf(
      office.deps.db,
      office.deps.vault.unwrap(rows[0]?.key ?? Buffer.alloc(0)),
      claim.id,
    )
    const event = events.find(
      ({ type, payload }) => type === 'authorisation-signed' && payload['id'] === one?.id,
    )
    expect(event?.payload).toMatchObject({ hash: one?.hash, version: 'adult-1' })
    expect(JSON.stringify(events)).not.toContain(husband.idNumber)
  })
})

describe('a word that is taken back', () => {
  it('fences what was found under it, stops what checks means, and says so to the applicant', async () => {
    const { claim, link, his } = await family.linked()
    await his.post('/consents/answer', { token: link.token, lastFour: four, said: sign })
    expect((await own(claim)).state).toBe('verifying')
    await office.pool.query(
      `INSERT INTO held_fact (id, county_code, application_id, consent_id, sealed, at)
       VALUES (gen_random_uuid(), '990101', $1, $2, '\\x00', now())`,
      [claim.id, link.id],
    )
    const back = await his.post('/consents/answer', {
      token: link.token,
      lastFour: four,
      said: { answer: 'withdraw' },
    })
    expect(await json(back)).toEqual({ state: 'withdrawn' })
    const { rows } = await office.pool.query('SELECT fenced_at FROM held_fact WHERE consent_id = $1', [
      link.id,
    ])
    expect(rows.every(({ fenced_at }) => fenced_at !== null) && rows.length === 1).toBe(true)
    expect((await ownConsents(claim.phone, claim.id)).signing).toBe('withdrawn')
    expect((await family.live(claim)).map(({ name }) => name)).toEqual(['周素芬'])
    expect((await give(liang, claim, verification)).status).not.toBe(200)
    expect((await own(claim)).process?.signing).toBe('withdrawn')
    const { rows: told } = await office.pool.query<{ template: string }>(
      'SELECT n.template FROM notification n JOIN application a ON a.person_id = n.person_id WHERE a.id = $1',
      [claim.id],
    )
    expect(told.map(({ template }) => template)).toEqual(
      expect.arrayContaining(['consent-complete', 'consent-stopped']),
    )
    // Asked anew, it is another one; the old one stays dead.
    const again = await linkOf(claim.phone.post(`/me/consents/${link.id}/link`, {}))
    expect(again.id).not.toBe(link.id)
    await his.post('/consents/answer', { token: again.token, lastFour: four, said: sign })
    expect((await own(claim)).state).toBe('verifying')
    expect((await family.live(claim)).map(({ consent }) => consent)).toContain(again.id)
  })

  it('at an office bears its reason; a refusal stops no other claim, and may become a yes', async () => {
    const { claim, link } = await family.linked()
    const refuse = await actOn(he, claim.id, link.id, { type: 'refuse', reason: '不想查' })
    expect(refuse.status).toBe(200)
    expect((await consentsOf(he, claim.id)).signing).toBe('refused')
    expect(await code(actOn(he, claim.id, link.id, { type: 'withdraw', reason: '' }))).toEqual([
      422,
      'reason-needed',
    ])
    await actOn(he, claim.id, link.id, { type: 'sign', ...here() })
    expect((await consentsOf(he, claim.id)).signing).toBe('complete')
    expect((await actOn(he, claim.id, link.id, { type: 'withdraw', reason: '本人到窗口说的' })).status).toBe(
      200,
    )
    expect((await consentsOf(he, claim.id)).signing).toBe('withdrawn')
  })

  it('is over by itself on the last day, and who was struck is not waited for', async () => {
    const { claim, link, his } = await family.linked()
    await his.post('/consents/answer', { token: link.token, lastFour: four, said: sign })
    await addAt(he, claim.id, { name: '写错了' })
    const { id } = rowOf(await consentsOf(he, claim.id), '写错了')
    expect((await consentsOf(he, claim.id)).signing).toBe('open')
    await actOn(he, claim.id, id, { type: 'strike', reason: '不住在一起' })
    expect((await consentsOf(he, claim.id)).signing).toBe('complete')
    office.clock.goOn(days(400))
    expect((await family.live(claim)).map(({ name }) => name)).toEqual(['周素芬'])
    await office.watch()
    expect((await own(claim)).process?.signing).toBe('open')
    const all = await inTransaction(office.deps.db, (tx) => authorisationsOf(tx, office.deps, claim.id))
    expect(all.find(({ id: one }) => one === link.id)?.state).toBe('expired')
  })
})
