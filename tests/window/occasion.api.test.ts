import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccessPage } from '@yima/shared/me/contract'
import type { AskedView, OccasionView, Scanned } from '@yima/shared/window/contract'
import { ownCodeOf, signingPhone } from '../code/people.ts'
import { anApplication, apply, documentOf, idNumberOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
let zhou: Device
let phones = 19_900_000_500

beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

beforeEach(async () => {
  zhou = office.device()
  const applicant = await office.confirmedApplicant(zhou, String((phones += 1)))
  await apply(zhou, anApplication({ applicant, words: '屋顶漏雨，没钱修。', address: '梅林村3组' }))
})

const scan = async (officer: Device, text: string, purpose = 'progress', key?: string): Promise<Scanned> =>
  (await (await officer.post('/work/scans', { text, purpose }, key === undefined ? {} : { key })).json()) as Scanned

async function recognised(officer = he): Promise<OccasionView> {
  const answer = await scan(officer, (await ownCodeOf(zhou)).text)
  if (!answer.ok) throw new Error(answer.refused)
  return answer.occasion
}

const asked = async (device: Device) =>
  ((await (await device.get('/me/occasions')).json()) as { occasions: AskedView[] }).occasions
const seen = async (id: string, officer = he) =>
  (await (await officer.get(`/work/occasions/${id}`)).json()) as OccasionView
const ask = (id: string, scopes: string[], officer = he) => officer.post(`/work/occasions/${id}/ask`, { scopes })

describe('whoever scans a code', () => {
  it('must have such work, and learns the minimum only', async () => {
    const { text } = await ownCodeOf(zhou)
    expect((await office.device().post('/work/scans', { text, purpose: 'progress' })).status).toBe(401)
    const admin = await office.officerDevice('秦朗')
    expect((await admin.post('/work/scans', { text, purpose: 'progress' })).status).toBe(403)
    const found = await scan(he, text)
    expect(found).toMatchObject({ ok: true, occasion: { minimum: { name: '周*芬', level: 'claimed', here: 1 }, shown: {} } })
    expect(JSON.stringify(found)).not.toContain('周素芬')
  })

  it('gets one occasion for one scan, however often the answer is lost, and no second from the same code', async () => {
    const { text } = await ownCodeOf(zhou)
    const first = await scan(he, text, 'progress', 'the-same-scan-again-1')
    const again = await scan(he, text, 'progress', 'the-same-scan-again-1')
    expect(first.ok && again.ok && again.occasion.id === first.occasion.id).toBe(true)
    expect(await scan(he, text)).toEqual({ ok: false, refused: 'used' })
  })

  it('is told why a code opens nothing', async () => {
    expect(await scan(he, 'https://elsewhere.example/#m1')).toMatchObject({ ok: false, refused: 'foreign' })
    expect(await scan(he, '11010519491231002X')).toMatchObject({ ok: false, refused: 'id-number' })
  })

  it('cannot ask for more when the code was signed without a network', async () => {
    const phone = await signingPhone(zhou)
    const found = await scan(he, phone.show(office.clock.wall()))
    if (!found.ok) throw new Error(found.refused)
    expect(found.occasion.reach).toBe('minimum')
    expect((await ask(found.occasion.id, ['name'])).status).toBe(409)
  })
})

describe('more than the minimum', () => {
  it('is shown when the person ticks it on the own phone, only that, and no longer than it is ticked', async () => {
    const { id } = await recognised()
    await ask(id, ['name', 'contact', 'facts'])
    expect(await asked(zhou)).toMatchObject([
      { id, officer: { name: '何文静' }, purpose: 'progress', asked: ['name', 'contact', 'facts'], given: [] },
    ])
    expect((await seen(id)).shown).toEqual({})
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['name'] })
    expect((await seen(id)).shown).toEqual({ name: '周素芬' })
    await zhou.post(`/me/occasions/${id}/given`, { scopes: [] })
    expect((await seen(id)).shown).toEqual({})
  })

  it('is never what was not asked, and never by another person or officer', async () => {
    const { id } = await recognised()
    await ask(id, ['name'])
    expect((await zhou.post(`/me/occasions/${id}/given`, { scopes: ['facts'] })).status).toBe(422)
    const chen = office.device()
    await apply(chen, anApplication({ applicant: await office.confirmedApplicant(chen, String((phones += 1)), '陈桂花', '1980-01-02') }))
    await ownCodeOf(chen)
    expect((await chen.post(`/me/occasions/${id}/given`, { scopes: ['name'] })).status).toBe(404)
    const liu = await office.officerDevice('刘小勤')
    expect((await liu.get(`/work/occasions/${id}`)).status).toBe(404)
    expect((await ask(id, ['facts'], liu)).status).toBe(404)
  })

  it('said aloud needs its reason, and is told to the person as such', async () => {
    const { id } = await recognised()
    await ask(id, ['address'])
    const path = `/work/occasions/${id}/agreement`
    expect((await he.post(path, { scopes: ['address'], reason: '' })).status).toBe(422)
    expect((await he.post(path, { scopes: ['address'], reason: '手机没电了' })).status).toBe(200)
    expect((await seen(id)).shown).toEqual({ address: '梅林村3组' })
    expect((await asked(zhou))[0]?.given).toEqual(['address'])
  })

  it('ends after half an hour, and at once when either side ends it', async () => {
    const first = await recognised()
    await ask(first.id, ['name'])
    await zhou.post(`/me/occasions/${first.id}/given`, { scopes: ['name'] })
    office.clock.sleep(minutes(31))
    he = await office.officerDevice('何文静') // a desk left alone for so long is locked
    expect(await seen(first.id)).toMatchObject({ over: true, shown: {} })
    expect(await asked(zhou)).toEqual([])

    const second = await recognised()
    await ask(second.id, ['name'])
    await zhou.post(`/me/occasions/${second.id}/given`, { scopes: ['name'] })
    await zhou.post(`/me/occasions/${second.id}/close`, {})
    expect(await seen(second.id)).toMatchObject({ over: true, shown: {} })
  })

  it('stands in the log of the person with the kinds of facts that were shown', async () => {
    const { id } = await recognised()
    await ask(id, ['name', 'contact'])
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['contact'] })
    await seen(id)
    const { lines } = (await (await zhou.get('/me/access')).json()) as AccessPage
    expect(lines.find(({ what }) => what === 'occasion')).toMatchObject({ facts: ['contact'], purpose: 'progress' })
  })
})

describe('somebody who shows the document', () => {
  it('is proven by whoever may, as that number and no other', async () => {
    const { id } = await recognised()
    const path = `/work/occasions/${id}/proof`
    const body = { name: '周素芬', number: documentOf('1974-03-12'), seen: true }
    expect((await he.post(path, { ...body, number: documentOf('1980-01-01') })).status).toBe(422)
    const after = (await (await he.post(path, body)).json()) as OccasionView
    expect(after.minimum.level).toBe('proven')
  })

  it('who was known before agrees anew: what the phone gave until then is given no more', async () => {
    const idNumber = idNumberOf('1974-03-12')
    const body = { name: '周素芬', number: { kind: 'id-number', value: idNumber }, seen: true }
    const card = await he.post('/work/cards', { ...body, pin: null })
    expect(card.status).toBe(201)
    const { id } = await recognised()
    await ask(id, ['contact', 'address'])
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['contact'] })
    expect(Object.keys((await seen(id)).shown)).toEqual(['contact'])
    const after = (await (await he.post(`/work/occasions/${id}/proof`, body)).json()) as OccasionView
    expect(after).toMatchObject({ minimum: { level: 'proven' }, shown: {}, asked: [], given: [], over: false })
    // The person finds it on the own phone, and says again what may be seen.
    expect(await asked(zhou)).toContainEqual(expect.objectContaining({ id, asked: [], given: [] }))
    await ask(id, ['contact'])
    expect((await zhou.post(`/me/occasions/${id}/given`, { scopes: ['contact'] })).status).toBe(200)
    expect(Object.keys((await seen(id)).shown)).toEqual(['contact'])
  })

  it('who was known before is seen by no other office any more: what was given there was given of another record', async () => {
    const body = { name: '周素芬', number: documentOf('1974-03-12'), seen: true }
    await he.post('/work/cards', { ...body, pin: null })
    const liu = await office.officerDevice('刘小勤')
    const { id } = await recognised(liu)
    await ask(id, ['applications'], liu)
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['applications'] })
    expect(await seen(id, liu)).toMatchObject({ over: false, shown: { applications: expect.any(Array) as unknown } })
    const here = await recognised()
    expect((await he.post(`/work/occasions/${here.id}/proof`, body)).status).toBe(200)
    expect(await seen(id, liu)).toMatchObject({ over: true, shown: {}, given: [] })
    expect((await seen(here.id)).over).toBe(false)
    expect((await asked(zhou)).map((one) => one.id)).toEqual([here.id])
    const { rows } = await office.pool.query('SELECT closed_by FROM occasion WHERE id = $1', [id])
    expect(rows).toEqual([{ closed_by: 'system' }])
    // What was given there stays among the consents, as over.
    const { shown } = (await (await zhou.get('/me/consents')).json()) as { shown: { id: string; holds: boolean }[] }
    expect(shown.find((one) => one.id === id)).toMatchObject({ holds: false, scopes: ['applications'] })
  })

  it('is not proven by a village worker', async () => {
    const worker = await office.officerDevice('余桂芳')
    const { id } = await recognised(worker)
    const body = { name: '周素芬', number: documentOf('1974-03-12'), seen: true }
    expect((await worker.post(`/work/occasions/${id}/proof`, body)).status).toBe(403)
  })
})

describe('what another phone filed under the same name and number', () => {
  const born = '1966-06-06'
  const words = '没有收入，揭不开锅。'
  const body = { name: '周素芬', number: documentOf(born), seen: true }
  const elsewhere = () => apply(office.device(), anApplication({
    applicant: { identity: 'id-number', name: '周素芬', idNumber: idNumberOf(born), phone: String((phones += 1)) }, words,
  }))
  const wordsSeen = async (id: string) => ((await seen(id)).shown.applications ?? []).map((one) => one.words)
  const gives = async (id: string) => {
    await ask(id, ['applications'])
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['applications'] })
    office.clock.goOn(minutes(1))
  }
  beforeEach(async () => {
    zhou = office.device()
    await apply(zhou, anApplication({ applicant: await office.confirmedApplicant(zhou, String((phones += 1)), '周素芬', born), words: '屋顶漏雨，没钱修。' }))
  })

  it('is not shown at a visit at which it was found to be theirs, until they say yes to it there', async () => {
    const { id } = await recognised()
    await gives(id)
    await elsewhere()
    expect((await he.post(`/work/occasions/${id}/proof`, body)).status).toBe(200)
    expect(await wordsSeen(id)).toEqual(['屋顶漏雨，没钱修。'])
    await gives(id)
    expect((await wordsSeen(id)).sort()).toEqual(['屋顶漏雨，没钱修。', '没有收入，揭不开锅。'])
  })

  it('is not shown at a visit that goes on while they find it on their own phone, and takes no papers there', async () => {
    const first = await recognised()
    await he.post(`/work/occasions/${first.id}/proof`, body)
    const { id } = await recognised()
    await ask(id, ['applications', 'papers'])
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['applications', 'papers'] })
    const before = await wordsSeen(id)
    office.clock.goOn(minutes(1))
    const others = await elsewhere()
    const own = (await (await zhou.get('/me/applications')).json()) as { applications: { id: string }[] }
    expect(own.applications.map((one) => one.id)).toContain(others.id)
    expect(await wordsSeen(id)).toEqual(before)
    const papers = { applicationId: others.id, claimId: others.claims[0]?.id, papers: [{ id: crypto.randomUUID(), files: [crypto.randomUUID()] }] }
    const taken = await he.post(`/work/occasions/${id}/papers`, papers)
    expect([taken.status, ((await taken.json()) as { type: string }).type]).toEqual([404, 'urn:yima:problem:not-found'])
  })
})

describe('whoever cannot write', () => {
  const said = {
    words: '老伴走了，一个人没有收入，房子漏雨。',
    regionCode: '990101100201',
    photos: [],
    answers: { household: {}, members: [] },
    consent: { method: 'at-visit' },
  }
  const file = (id: string, officer = he, body: object = said) => officer.post(`/work/occasions/${id}/applications`, body)

  it('has it handed in by the officer: the application is their own, and the trail names who wrote it down', async () => {
    const { id } = await recognised()
    const answer = await file(id)
    expect(answer.status).toBe(201)
    const { id: applicationId } = (await answer.json()) as { id: string }
    const own = (await (await zhou.get('/me/applications')).json()) as { applications: { id: string; words: string }[] }
    expect(own.applications.find((one) => one.id === applicationId)?.words).toBe(said.words)
    const { rows } = await office.pool.query<{ actor_kind: string }>(
      'SELECT actor_kind FROM event WHERE stream = $1 AND number = 1',
      [applicationId],
    )
    expect(rows).toEqual([{ actor_kind: 'officer' }])
  })

  it('is not spoken for elsewhere, by others, or after the occasion', async () => {
    const { id } = await recognised()
    expect((await file(id, await office.officerDevice('刘小勤'))).status).toBe(404)
    expect((await file(id, he, { ...said, regionCode: '990101101001' })).status).toBe(404)
    await he.post(`/work/occasions/${id}/close`, {})
    expect((await file(id)).status).toBe(409)
  })
})
