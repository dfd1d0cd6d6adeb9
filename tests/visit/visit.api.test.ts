import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkFacts } from '@yima/shared/fact/contract'
import type { RecordView } from '@yima/shared/me/contract'
import type { VisitOrders, VisitReceived, VisitsSeen } from '@yima/shared/visit/contract'
import { days, documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { unzip } from '../household/zip.ts'
import { json } from '../family/people.ts'
import type { WorkApplication } from '@yima/shared/work/contract'
import { idOf, named, propose, view, waiting } from '../organisation/people.ts'
import { accept, asked, done, seen, type Asked } from '../process/asked.ts'
import { packOf, pictureFrom, seenAt } from './homes.ts'

let office: Office
let he: Device
let liu: Device
let companion: string
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  liu = await office.officerDevice('刘小勤')
  companion = await idOf(office, '刘小勤')
})
afterAll(() => office.close())

let born = 0
async function awaiting(): Promise<Asked> {
  const claim = await asked(office, `19${40 + (born += 1)}-01-01`)
  await done(accept(he, claim))
  return claim
}
const orders = (device: Device) => json<VisitOrders>(device.get('/work/visits'))
const pathOf = ({ id }: Asked) => `/work/applications/${id}/visits`
const hand = (device: Device, claim: Asked, record: unknown, key = randomUUID()) => device.post(pathOf(claim), record, { key })
const visitStep = async (claim: Asked) => (await seen(he, claim)).process?.steps.find(({ step }) => step === 'visit')
const count = async (table: string, { id }: Asked): Promise<number> =>
  (await office.pool.query(`SELECT 1 FROM ${table} WHERE application_id = $1`, [id])).rowCount ?? 0

describe('a visit to a home', () => {
  it('stands among the orders of the office, by day, and what is taken along says all of it for seven days', async () => {
    const claim = await awaiting()
    const list = await orders(he)
    expect(list.orders.find(({ id }) => id === claim.id)).toMatchObject({ programmes: ['dibao'], safety: [], region: '990101100201' })
    expect(JSON.stringify(list)).not.toMatch(/99010119|1990000/)
    const pack = await packOf(he, claim.id)
    expect(Date.parse(pack.until) - Date.parse(pack.now)).toBe(days(7))
    expect(pack.claims).toMatchObject([{ id: claim.claimId, programme: 'dibao' }])
    expect(pack.companions.map(({ id }) => id)).toContain(companion)
    expect(pack.items.length).toBeGreaterThan(8)
    // Both looks stand in the person's own log.
    const { lines } = await json<{ lines: { what: string }[] }>(claim.phone.get('/me/access'))
    expect(lines.map(({ what }) => what)).toEqual(expect.arrayContaining(['visit', 'list']))
  })

  it('of twenty items with eight photos is complete at the office, once, however often it is sent', async () => {
    const claim = await awaiting()
    const record = await seenAt(office, he, await packOf(he, claim.id), [companion], { answers: { 'fact:vehicleCount': 1 }, photos: 8 })
    const key = randomUUID()
    const first = await hand(he, claim, record, key)
    expect([first.status, await first.json()]).toMatchObject([201, { id: record.id, receiptNumber: claim.receiptNumber }])
    const again = await json<VisitReceived>(hand(he, claim, record, key))
    expect(again.id).toBe(record.id)
    expect((await hand(he, claim, record)).status).toBe(422)
    expect([await count('visit', claim), await count('file', claim)]).toEqual([1, 11])
    expect(await visitStep(claim)).toMatchObject({ state: 'done', record: { found: 'fits', reason: record.summary, who: ['何文静', '刘小勤'] } })
    const facts = await json<WorkFacts>(he.get(`/work/applications/${claim.id}/facts`))
    expect([...facts.settled, ...facts.conflicts].find(({ key: fact }) => fact === 'vehicleCount')?.words).toContainEqual(
      expect.objectContaining({ value: 1, source: 'visit', by: '何文静' }))
    const shown = await json<VisitsSeen>(he.get(pathOf(claim)))
    expect(shown.visits).toMatchObject([{ who: ['何文静', '刘小勤'], person: { how: 'signed' }, along: record.along }])
    expect(shown.items.flatMap(({ photos }) => photos)).toHaveLength(8)
    expect((await orders(he)).orders.map(({ id }) => id)).not.toContain(claim.id)
    const { rows } = await office.pool.query<{ sealed: Buffer }>('SELECT sealed FROM visit')
    expect(rows.every(({ sealed }) => !sealed.toString('utf8').includes('vehicleCount'))).toBe(true)
  })

  it('that two phones wrote down is kept from both, and what they saw differently is shown and not settled', async () => {
    const claim = await awaiting()
    const pack = await packOf(he, claim.id)
    const one = await seenAt(office, he, pack, [companion], { answers: { 'fact:vehicleCount': 0 }, photos: 1 })
    const other = await seenAt(office, liu, pack, [await idOf(office, '何文静')], { answers: { 'fact:vehicleCount': 1 }, photos: 2 })
    await done2(hand(he, claim, one))
    await done2(hand(liu, claim, other))
    const shown = await json<VisitsSeen>(he.get(pathOf(claim)))
    const car = shown.items.find(({ item }) => item === 'fact:vehicleCount')
    expect(car).toMatchObject({ conflict: true })
    expect(car?.words.map(({ by, value }) => [by, value]).sort()).toEqual([['何文静', 0], ['刘小勤', 1]].sort())
    expect(shown.items.flatMap(({ photos }) => photos)).toHaveLength(3)
    const facts = await json<WorkFacts>(he.get(`/work/applications/${claim.id}/facts`))
    expect(facts.conflicts.map(({ key }) => key)).toContain('vehicleCount')
  })

  it('that lies on a phone which was signed out is taken along anew after a colleague’s came, arrives, and is merged with it', async () => {
    const claim = await awaiting()
    const theirs = await seenAt(office, liu, await packOf(liu, claim.id), [await idOf(office, '何文静')], { answers: { 'fact:vehicleCount': 1 } })
    // 何文静 has written hers at the same door; her phone was signed out meanwhile, and what she had taken along is gone from it.
    expect((await packOf(he, claim.id)).items.length).toBeGreaterThan(8)
    await done2(hand(liu, claim, theirs))
    const anew = await packOf(he, claim.id)
    expect(anew.claims).toMatchObject([{ id: claim.claimId }])
    await done2(hand(he, claim, await seenAt(office, he, anew, [companion], { answers: { 'fact:vehicleCount': 0 } })))
    const shown = await json<VisitsSeen>(he.get(pathOf(claim)))
    expect(shown.visits.map(({ who }) => who[0]).sort()).toEqual(['何文静', '刘小勤'].sort())
    const car = shown.items.find(({ item }) => item === 'fact:vehicleCount')
    expect(car).toMatchObject({ conflict: true })
    expect(car?.words.map(({ by, value }) => [by, value]).sort()).toEqual([['何文静', 0], ['刘小勤', 1]].sort())
    expect(await visitStep(claim)).toMatchObject({ state: 'done', record: { who: ['刘小勤', '何文静'] } })
    // What is asked for no more stands among nobody's orders, however often it may be taken along.
    expect((await orders(he)).orders.map(({ id }) => id)).not.toContain(claim.id)
  })

  it('is not taken from one person alone, of a relative, with another’s picture, or where nobody waits for it', async () => {
    const claim = await awaiting()
    const pack = await packOf(he, claim.id)
    const record = await seenAt(office, he, pack, [companion])
    const codes = async (body: unknown, device = he) => {
      const answer = await hand(device, claim, body)
      return [answer.status, ((await answer.json()) as { errors?: { code: string }[] }).errors?.[0]?.code]
    }
    expect(await codes({ ...record, companions: [] })).toEqual([409, 'second-person-needed'])
    expect(await codes({ ...record, investigator: await pictureFrom(liu, 4) })).toEqual([422, 'file-unknown'])
    expect(await codes({ ...record, endedAt: new Date(office.clock.now().getTime() + days(1)).toISOString() })).toEqual([422, 'date-to-come'])
    const liang = await office.officerDevice('梁波')
    expect((await hand(liang, claim, record)).status).toBe(403)
    expect([await count('visit', claim), (await visitStep(claim))?.state]).toEqual([0, 'now'])
    const cousin = await asked(office, '1961-09-09')
    await done(accept(he, cousin))
    await done2(liu.post('/work/relatives', { name: '表姐', number: documentOf('1961-09-09'), kinship: 'other' }))
    expect((await hand(liu, cousin, record)).status).toBe(404)
    expect((await liu.get(`/work/applications/${cousin.id}/visit-pack`)).status).toBe(404)
    // Nobody of her township goes there: the county does, and takes none of them along.
    expect((await he.get(`/work/applications/${cousin.id}/visit-pack`)).status).toBe(404)
    await office.watch()
    const county = await office.officerDevice('周立新')
    expect((await packOf(county, cousin.id)).companions.map(({ id }) => id)).not.toContain(companion)
    const fresh = await asked(office, '1962-09-09')
    expect((await he.get(`/work/applications/${fresh.id}/visit-pack`)).status).toBe(409)
  })

  it('stands in what its person takes along: who came and what they wrote, not what neighbours said', async () => {
    const claim = await awaiting()
    const record = await seenAt(office, he, await packOf(he, claim.id), [companion], { answers: { 'living:neighbours': 'otherwise' } })
    await done2(hand(he, claim, { ...record, safety: ['dog', 'two'] }))
    const { chapters } = await json<RecordView>(claim.phone.get('/me/record'))
    expect(chapters['visits']).toMatchObject([{ receiptNumber: claim.receiptNumber, who: ['何文静', '刘小勤'], summary: record.summary }])
    expect(JSON.stringify(chapters['visits'])).not.toMatch(/neighbours|dog|otherwise/)
  })

  it('keeps what was photographed while neighbours were asked out of the family’s own file', async () => {
    const claim = await awaiting()
    const record = await seenAt(office, he, await packOf(he, claim.id), [companion])
    const heard = await pictureFrom(he, 77)
    const answers = record.answers.map((answer) => (answer.item === 'living:neighbours' ? { ...answer, photos: [heard] } : answer))
    await done2(hand(he, claim, { ...record, answers }))
    const pictures = async (file: Promise<Response>): Promise<number> => {
      const names = [...unzip(Buffer.from(await (await file).arrayBuffer())).keys()]
      return names.filter((name) => name.startsWith('pictures/')).length
    }
    const office_ = await pictures(he.get(`/work/applications/${claim.id}/file?purpose=handle`))
    expect(office_).toBeGreaterThan(2)
    expect(await pictures(claim.phone.get(`/me/applications/${claim.id}/file`))).toBe(office_ - 1)
  })

  it('tells whoever goes there next of the dog', async () => {
    const claim = await awaiting()
    const record = await seenAt(office, he, await packOf(he, claim.id), [companion])
    await done2(hand(he, claim, { ...record, safety: ['dog'] }))
    await office.pool.query('SELECT 1')
    expect((await json<VisitsSeen>(he.get(pathOf(claim)))).visits[0]?.safety).toEqual(['dog'])
  })
})

async function done2(answer: Promise<Response>): Promise<void> {
  const told = await answer
  if (!told.ok) throw new Error(await told.text())
}

describe('what a visit shows', () => {
  it('to the office of one programme is what that programme asks at a home, not what neighbours said of the means', async () => {
    const tian = await office.officerDevice('田甜')
    const dibao = await awaiting()
    const { claims } = await json<WorkApplication>(he.get(`/work/applications/${dibao.id}`))
    const school = { ...dibao, claimId: claims.find(({ programme }) => programme === 'education')?.id ?? '' }
    await done(accept(he, school))
    const pack = await packOf(he, dibao.id)
    const record = await seenAt(office, he, pack, [companion])
    await done2(hand(he, dibao, record))
    const items = async (device: Device) => (await json<VisitsSeen>(device.get(pathOf(dibao)))).items.map(({ item }) => item)
    expect(await items(he)).toEqual(expect.arrayContaining(['living:neighbours', 'living:things']))
    const theirs = await items(tian)
    expect(theirs.length).toBeGreaterThan(0)
    expect(theirs.filter((item) => item.startsWith('living:') && item !== 'living:carer')).toEqual([])
  })

  it('leaves out the homes of a colleague’s relatives, whoever of the household it is, for whoever stands in for them', async () => {
    const [qin, yao, tang] = await Promise.all(['秦朗', '姚静', '唐敏'].map((name) => office.officerDevice(name)))
    if (!qin || !yao || !tang) throw new Error('They are in office')
    const away = await asked(office, '1971-01-01', '990101101200')
    const near = await asked(office, '1971-02-02', '990101101200')
    for (const claim of [away, near]) await done(accept(tang, claim))
    const there = async () => (await orders(he)).orders.map(({ id }) => id).filter((id) => [away.id, near.id].includes(id))
    const seenNow = await view(qin)
    await propose(qin, {
      type: 'set-absence', id: randomUUID(), officerId: named(seenNow, '唐敏').id, deputy: named(seenNow, '何文静').id, from: seenNow.today, to: seenNow.today,
    }, { effectiveOn: seenNow.today })
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect((await there()).sort()).toEqual([away.id, near.id].sort())
    // A grown daughter of the household, who was asked for her word.
    const daughter = Buffer.alloc(32, 7)
    await office.pool.query('UPDATE authorisation SET number_index = $2 WHERE application_id = $1', [away.id, daughter])
    await office.pool.query(
      `INSERT INTO relative (id, county_code, officer_id, id_index, name_cipher, kinship, declared_by, declared_at)
       VALUES (gen_random_uuid(), '990101', $1, $2, '\\x00', 'child', $1, now())`,
      [named(seenNow, '唐敏').id, daughter])
    expect(await there()).toEqual([near.id])
  })
})
