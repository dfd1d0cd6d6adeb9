import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type {
  AccessPage,
  ConsentsView,
  ErasureView,
  OpenQuestion,
  RecordView,
  SaidFacts,
} from '@yima/shared/me/contract'
import type { Scanned } from '@yima/shared/window/contract'
import { poolSize } from '@yima/api/db/connection'
import { ownCodeOf } from '../code/people.ts'
import { anApplication, apply, idNumberOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { named, propose, view, waiting } from '../organisation/people.ts'

let office: Office
let zhou: Device
let id = ''
let phones = 19_900_000_300

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

async function somebody(
  words: string,
  name = '周素芬',
  born = '1974-03-12',
): Promise<{ device: Device; id: string }> {
  const device = office.device()
  const applicant = await office.confirmedApplicant(device, String((phones += 1)), name, born)
  const applied = await apply(device, anApplication({ words, applicant }))
  return { device, id: applied.id }
}

const read = async <T>(device: Device, path: string): Promise<T> =>
  (await (await device.get(path)).json()) as T
const looks = (device: Device) => read<AccessPage>(device, '/me/access')
const questions = async (device: Device) =>
  (await read<{ questions: OpenQuestion[] }>(device, '/oversight/questions')).questions

beforeEach(async () => {
  const made = await somebody('屋顶漏雨，没有收入。')
  zhou = made.device
  id = made.id
})

describe('who looked', () => {
  it('is told to the person with name, office, purpose and what was shown', async () => {
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${id}`)
    const { lines } = await looks(zhou)
    expect(lines[0]).toMatchObject({
      by: 'officer',
      reader: { name: '何文静', office: expect.stringContaining('稻香镇') as string },
      purpose: 'handle',
      what: 'application',
      handles: true,
      question: null,
    })
  })

  it('is told to nobody else, not even the moment', async () => {
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${id}`)
    const mine = (await looks(zhou)).lines[0]?.id ?? ''
    const { device: chen } = await somebody('孩子上学没钱。', '陈桂花', '1980-01-02')
    expect((await looks(chen)).lines.map((line) => line.id)).not.toContain(mine)
    expect((await read<AccessPage>(chen, `/me/access?before=${mine}`)).lines).toEqual([])
    expect((await chen.post(`/me/access/${mine}/question`, {})).status).toBe(404)
    expect((await office.device().get('/me/access')).status).toBe(401)
  })

  it('can be questioned with one tap; an office that did not look answers, and only once', async () => {
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${id}`)
    const look = (await looks(zhou)).lines[0]?.id ?? ''
    expect((await zhou.post(`/me/access/${look}/question`, { words: '我不认识这个人' })).status).toBe(200)

    expect((await he.get('/oversight/questions')).status).toBe(403)
    const yan = await office.officerDevice('严明')
    const question = (await questions(yan)).find(({ words }) => words === '我不认识这个人')
    expect(question).toMatchObject({ look: { reader: { name: '何文静' } } })
    expect(JSON.stringify(question)).not.toContain('周素芬')
    // Who reads a question has looked, too, and is noted like everybody.
    expect((await looks(zhou)).lines[0]).toMatchObject({ reader: { name: '严明' }, purpose: 'oversight' })

    const path = `/oversight/questions/${question?.id ?? ''}/answer`
    expect((await he.post(path, { words: '是我' })).status).toBe(403)
    expect((await yan.post(path, { words: '她是您的经办人，为了受理。' })).status).toBe(200)
    expect((await yan.post(path, { words: '再说一遍' })).status).toBe(404)
    const after = (await looks(zhou)).lines.find((line) => line.id === look)
    expect(after?.question?.answer).toMatchObject({ words: '她是您的经办人，为了受理。' })
    const inbox = await (await zhou.get('/me/messages')).text()
    expect(inbox).toContain('access-answered')
  })
})

describe('whoever answers questions', () => {
  const asked = async (words: string) => {
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${id}`)
    const look = (await looks(zhou)).lines[0]?.id ?? ''
    await zhou.post(`/me/access/${look}/question`, { words })
  }
  const reads = async (name: string, words: string) =>
    (await questions(await office.officerDevice(name))).some((one) => one.words === words)

  it('answers none of a relative’s', async () => {
    await asked('亲属问的')
    const yan = await office.officerDevice('石坚')
    expect(await reads('石坚', '亲属问的')).toBe(true)
    const body = { name: '周素芬', number: { kind: 'id-number', value: idNumberOf('1974-03-12') }, kinship: 'parent' }
    expect((await yan.post('/work/relatives', body)).status).toBe(200)
    expect(await reads('石坚', '亲属问的')).toBe(false)
    expect(await reads('严明', '亲属问的')).toBe(true)
  })

  it('does so in the place of a colleague who is away', async () => {
    await asked('代办来答')
    const [qin, yao] = [await office.officerDevice('秦朗'), await office.officerDevice('姚静')]
    const gao = await office.officerDevice('高翔')
    expect((await gao.get('/oversight/questions')).status).toBe(403)
    const seen = await view(qin)
    const away = {
      ...{ type: 'set-absence' as const, id: randomUUID(), from: seen.today, to: seen.today },
      ...{ officerId: named(seen, '严明').id, deputy: named(seen, '高翔').id },
    }
    await propose(qin, away, { effectiveOn: seen.today })
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect(await reads('高翔', '代办来答')).toBe(true)
  })
})

describe('what was said', () => {
  const said = async () =>
    (await read<{ applications: SaidFacts[] }>(zhou, '/me/said')).applications.find((one) => one.id === id)

  it('is put right by its owner, and the office sees the former value beside it', async () => {
    expect((await said())?.correctable).toBe(true)
    const answers = { household: { householdSize: 5 }, members: [] }
    const answer = await zhou.post(`/me/applications/${id}/corrections`, { answers })
    expect(((await answer.json()) as ApplicationView).timeline.at(-1)?.type).toBe('facts-corrected')
    expect((await said())?.answers.household['householdSize']).toBe(5)
    await zhou.post(`/me/applications/${id}/corrections`, {
      answers: { household: { householdSize: 3 }, members: [] },
    })
    const { chapters } = await read<RecordView>(zhou, '/me/record')
    const facts = (chapters['said'] as { facts: { fact: string; value: unknown }[] }[])[0]?.facts ?? []
    expect(facts.filter(({ fact }) => fact === 'householdSize').map(({ value }) => value)).toEqual([5, 3])
  })

  it('is not put right by anybody else, nor after it was taken back', async () => {
    const body = { answers: { household: { householdSize: 9 }, members: [] } }
    const { device: chen } = await somebody('孩子上学没钱。', '陈桂花', '1980-01-02')
    expect((await chen.post(`/me/applications/${id}/corrections`, body)).status).toBe(404)
    await zhou.post(`/me/applications/${id}/withdrawal`, {})
    expect((await zhou.post(`/me/applications/${id}/corrections`, body)).status).toBe(409)
  })
})

describe('what somebody agreed to', () => {
  const consents = (device = zhou) => read<ConsentsView>(device, '/me/consents')

  it('stands there with its wording, and holds until the request is taken back', async () => {
    const li = office.device()
    const applicant = await office.confirmedApplicant(li, String((phones += 1)))
    const ink = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const picture = (await (await li.postRaw('/files', ink, { 'content-type': 'image/png' })).json()) as {
      id: string
    }
    const wording = { commitment: 'commitment-1', authorisation: 'authorisation-1' }
    const consent = { method: 'signed' as const, ...wording, signature: picture.id }
    const { id: made } = await apply(li, anApplication({ applicant, consent }))
    const found = async () => (await consents(li)).signed.find((one) => one.id === made)
    expect(await found()).toMatchObject({ method: 'signed', versions: Object.values(wording), holds: true })
    await li.post(`/me/applications/${made}/withdrawal`, {})
    expect((await found())?.holds).toBe(false)
  })

  it('that is still to be signed at a visit allows nothing yet', async () => {
    const one = (await consents()).signed.find((found) => found.id === id)
    expect(one).toMatchObject({ method: 'at-visit', versions: [], holds: false })
  })

  it('names who was shown what at a window, what was taken back, and nobody else’s', async () => {
    const he = await office.officerDevice('何文静')
    const { text } = await ownCodeOf(zhou)
    const scanned = (await (await he.post('/work/scans', { text, purpose: 'papers' })).json()) as Scanned
    if (!scanned.ok) throw new Error(scanned.refused)
    const { occasion } = scanned
    expect((await consents()).shown).toEqual([])
    await he.post(`/work/occasions/${occasion.id}/ask`, { scopes: ['name', 'contact'] })
    await zhou.post(`/me/occasions/${occasion.id}/given`, { scopes: ['contact'] })
    const given = {
      id: occasion.id,
      purpose: 'papers',
      scopes: ['contact'],
      how: 'own-phone',
      officer: { name: '何文静' },
    }
    expect((await consents()).shown).toMatchObject([{ ...given, holds: true }])
    await zhou.post(`/me/occasions/${occasion.id}/close`, {})
    expect((await consents()).shown).toMatchObject([{ ...given, holds: false }])
    const { device: chen } = await somebody('孩子上学没钱。', '陈桂花', '1980-01-02')
    expect((await consents(chen)).shown).toEqual([])
    expect((await consents(chen)).signed.map((one) => one.id)).not.toContain(id)
  })

  it('is in what can be taken along, with messages, family and helpers', async () => {
    const { chapters } = await read<RecordView>(zhou, '/me/record')
    expect(chapters).toMatchObject({ consents: { signed: [{ id }] }, messages: {}, family: {}, helpers: {} })
  })
})

it('everything about oneself can be taken along, and nothing about others is in it', async () => {
  await somebody('这是陈桂花的话。', '陈桂花', '1980-01-02')
  const answer = await zhou.get('/me/record')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const text = await answer.text()
  expect(text).toContain('屋顶漏雨')
  expect(text).toContain('周素芬')
  expect(text).not.toContain('陈桂花')
})

it('can be taken along by as many at once as there are connections: each needs one and no second beside it', async () => {
  const lent = await Promise.all(Array.from({ length: poolSize - 1 }, () => office.pool.connect()))
  try {
    expect((await zhou.get('/me/record')).status).toBe(200)
  } finally {
    for (const one of lent) one.release()
  }
})

describe('ending the account', () => {
  it('waits for what an office still works on', async () => {
    expect(await read<ErasureView>(zhou, '/me/erasure')).toMatchObject({ allowed: false })
    expect((await zhou.post('/me/erasure', {})).status).toBe(409)
    expect((await zhou.get('/me/applications')).status).toBe(200)
  })

  it('erases what was taken back, for everybody and for ever, and signs every device out', async () => {
    await zhou.post(`/me/applications/${id}/withdrawal`, {})
    expect(await read<ErasureView>(zhou, '/me/erasure')).toMatchObject({ allowed: true })
    expect((await zhou.post('/me/erasure', {}, { key: 'ends-the-account-1' })).status).toBe(200)
    expect((await zhou.get('/me/applications')).status).toBe(401)
    const he = await office.officerDevice('何文静')
    expect((await he.get(`/work/applications/${id}`)).status).toBe(404)
    const { rows } = await office.pool.query(
      'SELECT id FROM identity WHERE closed_at IS NOT NULL AND number_index IS NOT NULL',
    )
    expect(rows).toEqual([])
  })

  it('takes along the number of somebody who was recognised anywhere', async () => {
    expect((await zhou.post('/me/codes', {})).status).toBe(201)
    await zhou.post(`/me/applications/${id}/withdrawal`, {})
    expect((await zhou.post('/me/erasure', {})).status).toBe(200)
    const { rows } = await office.pool.query(
      'SELECT 1 FROM identity WHERE closed_at IS NOT NULL AND number_index IS NOT NULL',
    )
    expect(rows).toEqual([])
  })

  it('lets the same phone begin again', async () => {
    const phone = String((phones += 1))
    const device = office.device()
    const applicant = await office.confirmedApplicant(device, phone)
    const first = await apply(device, anApplication({ words: '没米下锅了。', applicant }))
    await device.post(`/me/applications/${first.id}/withdrawal`, {})
    expect((await device.post('/me/erasure', {})).status).toBe(200)
    office.clock.goOn(minutes(2)) // a number gets one code a minute
    const again = office.device()
    await apply(again, anApplication({ applicant: await office.confirmedApplicant(again, phone) }))
    expect((await read<{ applications: unknown[] }>(again, '/me/applications')).applications).toHaveLength(1)
  })
})
