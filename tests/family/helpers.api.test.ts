import { describe, expect, it } from 'vitest'
import type { Invited } from '@yima/shared/family/contract'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { getConsentText } from '@yima/shared/consent/texts'
import type { Inbox } from '@yima/shared/notification/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { anApplication, days } from '../fixtures/office.ts'
import { json, openVillage, type Somebody } from './people.ts'

/** One pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const wordings = {
  commitment: getConsentText('commitment', '2026-03-02').version,
  authorisation: getConsentText('authorisation', '2026-03-02').version,
}

const { office, who } = await openVillage()

describe('a helper', () => {
  it('sees what the scope holds and nothing else, with both names in the trail, until revoked', async () => {
    const gran = await who.somebody('许兰芝', '1946-06-06', '老伴瘫痪在床，钱都看病了。')
    const son = await who.somebody('许刚', '1975-07-07')
    const person = await who.idOf(gran)
    const before = await who.behalf(son.device, person).get('/me/applications')
    const id = await who.helps(gran, son, ['see-progress', 'withdraw'])
    const seen = await json<{ applications: ApplicationView[] }>(
      who.behalf(son.device, person).get('/me/applications'),
    )
    expect(seen.applications.map(({ id: one }) => one)).toEqual([gran.receipt.id])
    expect(seen.applications[0]?.words).toBe('')
    expect(JSON.stringify(seen)).not.toContain('瘫痪')
    const { rows: looks } = await office.pool.query(
      `SELECT g.purpose FROM access_log g JOIN application a ON a.person_id = g.person_id
        WHERE a.id = $1 AND g.reader_id = $2`,
      [gran.receipt.id, await who.idOf(son)],
    )
    expect(looks).toEqual([{ purpose: 'helper' }])
    // Sending papers is not in it: to him there is nobody.
    const papers = {
      onBehalfOf: person,
      claimId: gran.receipt.claims[0]?.id,
      papers: [{ id: person, files: [person] }],
    }
    expect(await who.status(son.device.post(`/me/applications/${gran.receipt.id}/papers`, papers))).toEqual([
      404,
      'not-found',
    ])
    const taken = await son.device.post(`/me/applications/${gran.receipt.id}/withdrawal`, {
      onBehalfOf: person,
    })
    expect(taken.status).toBe(200)
    const own = await json<ApplicationView>(gran.device.get(`/me/applications/${gran.receipt.id}`))
    expect(own.timeline.at(-1)?.acting).toEqual({ by: '许刚', forName: '许兰芝' })
    expect((await who.helpers(gran)).given[0]?.acts).toMatchObject([
      { what: 'withdrawal', by: '许刚', forName: '许兰芝' },
    ])
    expect((await gran.device.post(`/me/mandates/${id}/end`, {})).status).toBe(200)
    const after = await who.behalf(son.device, person).get('/me/applications')
    // Who was revoked learns what whoever was never asked learns.
    expect([after.status, await after.text()]).toEqual([before.status, await before.text()])
    expect(after.status).toBe(404)
    expect((await who.helpers(son)).helping[0]).toMatchObject({ state: 'ended', endedBy: 'giver' })
  })

  it('can be narrowed and given up, never widened, and never by a stranger', async () => {
    const gran = await who.somebody('宋花', '1946-06-08')
    const son = await who.somebody('宋江', '1975-07-09')
    const other = await who.somebody('宋涛', '1977-07-09')
    const id = await who.helps(gran, son, ['see-progress', 'see-words'])
    const narrow = (by: Somebody, scopes: string[], until = '2026-05-01') =>
      who.status(by.device.post(`/me/mandates/${id}/narrowing`, { scopes, until }))
    expect(await narrow(other, ['see-progress'])).toEqual([404, 'not-found'])
    expect(await narrow(son, ['see-progress'])).toEqual([409, 'mandate-not-yours'])
    expect(await narrow(gran, ['withdraw'])).toEqual([422, 'mandate-not-more'])
    expect(await narrow(gran, ['see-progress'], '2026-12-01')).toEqual([422, 'mandate-not-more'])
    expect(await narrow(gran, ['see-progress'])).toEqual([200, ''])
    expect(await who.status(other.device.post(`/me/mandates/${id}/end`, {}))).toEqual([404, 'not-found'])
    expect((await son.device.post(`/me/mandates/${id}/end`, {})).status).toBe(200)
    expect((await who.helpers(gran)).given[0]).toMatchObject({ state: 'ended', endedBy: 'helper' })
  })

  it('stays in sight of whoever gave it, whatever others give them to see', async () => {
    const { somebody, joins, invite, idOf, helpers } = who
    const [giver, helper] = [await somebody('谢老', '1951-05-01'), await somebody('谢侄', '1982-02-02')]
    await joins(helper, (await invite(giver, '侄子', 'other')).token)
    const gift = async (by: Somebody, to: Somebody) => {
      const scopes = ['see-progress']
      const given = { called: to.name, scopes, until: '2026-12-30', helper: await idOf(to) }
      expect((await by.device.post('/me/helpers', given)).status).toBe(201)
    }
    await gift(giver, helper)
    for (let more = 0; more < 51; more += 1) {
      office.clock.goOn(1000)
      await gift(helper, giver)
    }
    expect((await helpers(giver)).given).toHaveLength(1)
  })

  it('cannot pass it on, nor be oneself, nor serve for more than a year', async () => {
    const gran = await who.somebody('冯妈', '1946-06-09')
    const son = await who.somebody('冯异', '1975-07-10')
    const person = await who.idOf(gran)
    await who.helps(gran, son, ['apply', 'see-progress'])
    // What the son gives is a mandate of his own: it opens nothing of hers.
    const third = await who.somebody('冯三', '1976-07-10')
    await who.helps(son, third, ['see-progress'])
    expect((await who.behalf(third.device, person).get('/me/applications')).status).toBe(404)
    const gift = { called: '他', scopes: ['apply'], until: '2027-03-03' }
    expect(await who.status(gran.device.post('/me/helpers', gift))).toEqual([422, 'mandate-too-long'])
    expect(await who.status(gran.device.post('/me/helpers', { ...gift, until: '2026-03-01' }))).toEqual([
      422,
      'mandate-over',
    ])
    expect(
      await who.status(gran.device.post('/me/helpers', { ...gift, scopes: [], until: '2026-04-01' })),
    ).toEqual([422, 'no-scope'])
    const own = await json<Invited>(gran.device.post('/me/helpers', { ...gift, until: '2026-04-01' }))
    expect(await who.status(who.joins(gran, own.token))).toEqual([409, 'mandate-not-oneself'])
    const stranger = { ...gift, until: '2026-04-01', helper: await who.idOf(third) }
    expect(await who.status(gran.device.post('/me/helpers', stranger))).toEqual([404, 'not-found'])
  })

  it('applies in her place: under her own record, with both names, and only while the mandate says so', async () => {
    const gran = await who.somebody('郝奶奶', '1946-06-11')
    const son = await who.somebody('郝强', '1975-07-12')
    const person = await who.idOf(gran)
    const applicant = { identity: 'no-id-number', name: '郝奶奶', chosenFour: '1234' } as const
    const body = { ...anApplication({ words: '冬天没有煤烧了。', applicant }), onBehalfOf: person }
    expect(await who.status(son.device.post('/applications', body))).toEqual([404, 'not-found'])
    expect(await who.status(office.device().post('/applications', body))).toEqual([401, 'sign-in-needed'])
    const id = await who.helps(gran, son, ['apply'])
    const answer = await son.device.post('/applications', body)
    expect(answer.status).toBe(201)
    const { id: made, receiptNumber } = (await answer.json()) as { id: string; receiptNumber: string }
    const own = await json<ApplicationView>(gran.device.get(`/me/applications/${made}`))
    expect(own.timeline[0]?.acting).toEqual({ by: '郝强', forName: '郝奶奶' })
    expect((await who.helpers(gran)).given[0]?.acts).toMatchObject([
      { what: 'applications', receipt: receiptNumber },
    ])
    // It is hers: he does not find it among his own.
    expect((await son.device.get(`/me/applications/${made}`)).status).toBe(404)
    expect((await gran.device.post(`/me/mandates/${id}/end`, {})).status).toBe(200)
    expect(await who.status(son.device.post('/applications', body))).toEqual([404, 'not-found'])
  })

  it('types nothing of her: her number, her phone and her name are those the office knows', async () => {
    const gran = await who.somebody('程婆婆', '1947-06-11')
    const son = await who.somebody('程勇', '1975-07-13')
    const person = await who.idOf(gran)
    await who.helps(gran, son, ['apply', 'see-progress'])
    expect(await json(son.device.get('/me/acting'))).toMatchObject({
      by: '程勇',
      people: [{ person, name: '程婆婆', known: { number: true, region: '990101100201' } }],
    })
    const picture = Buffer.from(pixel, 'base64')
    const stored = await son.device.postRaw('/files', picture, { 'content-type': 'image/png' })
    const { id: signature } = (await stored.json()) as { id: string }
    const consent = { method: 'signed', ...wordings, signature } as const
    const body = { ...anApplication({ words: '药钱没着落。', consent }), onBehalfOf: person }
    const answer = await son.device.post('/applications', { ...body, applicant: { identity: 'known' } })
    expect(answer.status).toBe(201)
    const { id, receiptNumber } = (await answer.json()) as { id: string; receiptNumber: string }
    const tracking = { receiptNumber, lastFour: gran.idNumber.slice(-4) }
    expect((await office.device().post('/tracking', tracking)).status).toBe(200)
    const clerk = await office.officerDevice('何文静')
    const desk = await json<WorkApplication>(clerk.get(`/work/applications/${id}`))
    expect(desk.person).toMatchObject({ name: '程婆婆' })
    expect(desk.consent).toMatchObject({ signature, signer: { name: '程勇', as: 'helper' } })
    const { messages } = await json<Inbox>(gran.device.get('/me/messages'))
    expect(messages[0]).toMatchObject({ template: 'application-for-you', params: { helper: '程勇' } })
    expect((await json<Inbox>(son.device.get('/me/messages'))).messages[0]?.template).not.toBe(
      'application-for-you',
    )
    // For oneself somebody must be named.
    const nobody = { ...anApplication(), applicant: { identity: 'known' } }
    expect(await who.status(son.device.post('/applications', nobody))).toEqual([422, 'name-empty'])
  })

  it('who may not apply learns nothing of what is known of her', async () => {
    const gran = await who.somebody('邓婆婆', '1947-06-12')
    const son = await who.somebody('邓勇', '1975-07-14')
    await who.helps(gran, son, ['see-progress'])
    expect(await json(son.device.get('/me/acting'))).toMatchObject({ people: [{ known: null }] })
  })

  // Last: a day that has passed does not come back, and the trail of the day before is signed.
  it('ends by itself after its last day, and its giver is told', async () => {
    const gran = await who.somebody('苗雨', '1946-06-07')
    const son = await who.somebody('苗青', '1975-07-08')
    const person = await who.idOf(gran)
    const id = await who.helps(gran, son, ['see-progress'], '2026-03-03')
    office.clock.goOn(days(2))
    expect((await who.behalf(son.device, person).get('/me/applications')).status).toBe(404)
    await office.watch()
    const { rows } = await office.pool.query('SELECT ended_by FROM mandate WHERE id = $1', [id])
    expect(rows).toEqual([{ ended_by: 'time' }])
    const { rows: told } = await office.pool.query(
      `SELECT person_id FROM notification WHERE template = 'mandate-revoked' AND about LIKE $1`,
      [`${id}%`],
    )
    expect(told).toEqual([{ person_id: person }])
  })
})

it('whoever ended the account is named to no helper any more', async () => {
  const gran = await who.somebody('米兰芝', '1947-06-06')
  const son = await who.somebody('米刚', '1976-07-07')
  await who.helps(gran, son, ['see-progress'])
  expect((await who.helpers(son)).helping).toHaveLength(1)
  await gran.device.post(`/me/applications/${gran.receipt.id}/withdrawal`, {})
  expect((await gran.device.post('/me/erasure', {})).status).toBe(200)
  expect((await who.helpers(son)).helping).toEqual([])
})

it('whoever ended the account is out of the household, which goes on under another, and helps nobody any more', async () => {
  const mother = await who.somebody('米桂香', '1950-01-01')
  const son = await who.somebody('米强', '1978-08-08')
  const neighbour = await who.somebody('米邻', '1960-06-06')
  await who.joins(son, (await who.invite(mother, '儿子', 'child')).token)
  const given = await who.helps(neighbour, mother, ['see-progress'])
  await mother.device.post(`/me/applications/${mother.receipt.id}/withdrawal`, {})
  expect((await mother.device.post('/me/erasure', {})).status).toBe(200)
  expect(await who.members(son)).toEqual([['米强', 'head']])
  const { rows } = await office.pool.query('SELECT ended_by FROM mandate WHERE id = $1', [given])
  expect(rows).toEqual([{ ended_by: 'helper' }])
  expect((await who.told(neighbour)).map(({ template }) => template)).toContain('mandate-revoked')
})
