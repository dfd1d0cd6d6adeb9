import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { IssuedCard } from '@yima/shared/code/contract'
import { getConsentText } from '@yima/shared/consent/texts'
import type { FiledHere, OccasionView, Scanned } from '@yima/shared/window/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { verify } from '@yima/api/backup/verify'
import { ownCodeOf } from '../code/people.ts'
import { anApplication, apply, days, documentOf, idNumberOf, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
let zhou: Device
let phones = 19_900_000_700

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(async () => {
  he = await office.officerDevice('何文静')
  zhou = office.device()
  const applicant = await office.confirmedApplicant(zhou, String((phones += 1)))
  await apply(zhou, anApplication({ applicant, words: '屋顶漏雨，没钱修。' }))
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const upload = async (device: Device): Promise<string> =>
  ((await (await device.postRaw('/files', png, { 'content-type': 'image/png' })).json()) as { id: string }).id
const wordings = {
  commitment: getConsentText('commitment', '2026-03-02').version,
  authorisation: getConsentText('authorisation', '2026-03-02').version,
}
const said = {
  words: '老伴走了，一个人没有收入，房子漏雨。',
  regionCode: '990101100201',
  photos: [],
  answers: { household: {}, members: [] },
  consent: { method: 'at-visit' },
}
const now = (off = 0) => new Date(office.clock.wall().getTime() + off).toISOString()

async function opened(body: object, officer = he): Promise<OccasionView> {
  const answer = (await (await officer.post('/work/scans', { purpose: 'apply', ...body })).json()) as Scanned
  if (!answer.ok) throw new Error(answer.refused)
  return answer.occasion
}
const recognisedOn = async (phone: Device, officer = he) => opened({ text: (await ownCodeOf(phone)).text }, officer)
const recognised = async (officer = he) => recognisedOn(zhou, officer)
const file = (id: string, more: object = {}, options: { key?: string } = {}, officer = he) =>
  officer.post(`/work/occasions/${id}/applications`, { ...said, ...more }, options)
const detail = async (id: string, officer = he) =>
  (await (await officer.get(`/work/applications/${id}`)).json()) as WorkApplication

describe('whoever files for somebody at the window', () => {
  it('must be of an office that does, of that place, and the one who stands before them', async () => {
    const { id } = await recognised()
    expect((await file(id, {}, {}, office.device())).status).toBe(401)
    expect((await file(id, {}, {}, await office.officerDevice('刘小勤'))).status).toBe(404)
    expect((await file(id, { regionCode: '990101101001' })).status).toBe(404)
    expect((await file(id)).status).toBe(201)
  })

  it('does not say for the person that they know of it when they accept it themselves', async () => {
    const liu = await office.officerDevice('刘小勤')
    const doneBy = async (officer: Device) => {
      const { id } = (await (await file((await recognised()).id)).json()) as FiledHere
      const [claim] = (await detail(id)).claims
      expect((await officer.post(`/work/applications/${id}/claims/${claim?.id}/acceptance`, {})).status).toBe(200)
      const { rows } = await office.pool.query<{ name: string | null }>(
        `SELECT o.name FROM notification n LEFT JOIN officer o ON o.id = n.done_by
          WHERE n.template = 'application-accepted' AND n.about LIKE $1`,
        [`${claim?.id}:%`],
      )
      return rows
    }
    expect(await doneBy(he)).toEqual([{ name: '何文静' }])
    expect(await doneBy(liu)).toEqual([{ name: null }])
  })

  it('writes nothing down for a relative', async () => {
    const { id } = await recognised()
    await he.post('/work/relatives', { name: '表姐', number: { kind: 'id-number', value: idNumberOf('1974-03-12') }, kinship: 'other' })
    expect((await file(id)).status).toBe(404)
    await office.pool.query('UPDATE relative SET ended_at = now()')
  })

  it('hands over the signature with who saw it, and the wishes with what was heard', async () => {
    const { id } = await recognised()
    const [signature, photo] = [await upload(he), await upload(he)]
    const answer = await file(id, {
      photos: [photo], added: ['legal-aid'], consent: { method: 'signed', ...wordings, signature },
    })
    const filed = (await answer.json()) as FiledHere
    expect(filed).toMatchObject({ name: '周*芬', sms: true })
    const seen = await detail(filed.id)
    expect(seen).toMatchObject({
      person: { name: '周素芬' }, photos: [photo],
      consent: { method: 'signed', signature, seenBy: '何文静' },
    })
    expect(seen.claims.map(({ programme }) => programme)).toContain('legal-aid')
  })

  it('writes down a thumb or a yes of somebody who cannot write only with a witness', async () => {
    const { id } = await recognised()
    const consent = { method: 'witnessed', ...wordings, how: 'spoken' }
    expect((await file(id, { consent })).status).toBe(422)
    const picture = await upload(he)
    const answer = await file(id, { consent: { ...consent, how: 'thumb', witness: '王支书', picture } })
    const filed = (await answer.json()) as FiledHere
    expect((await detail(filed.id)).consent).toMatchObject({
      method: 'witnessed', witnessed: { how: 'thumb', by: '王支书' }, seenBy: '何文静', signature: picture,
    })
    // Taken out together with its row it is missed all the same.
    const client = await office.pool.connect()
    const missed = async () => (await verify(client, office.deps.vault, office.deps.files)).wrong['missing-picture'] ?? 0
    try {
      await client.query('BEGIN')
      const before = await missed()
      await client.query('DELETE FROM file WHERE id = $1', [picture])
      expect(await missed()).toBeGreaterThan(before)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })

  it('cannot hang a picture of another phone onto it', async () => {
    const { id } = await recognised()
    expect((await file(id, { photos: [await upload(zhou)] })).status).toBe(422)
  })

  it('files once, however often the answer is lost, and the same slip comes again', async () => {
    const { id } = await recognised()
    const key = 'the-same-filing-once-more'
    const [first, again] = [await file(id, {}, { key }), await file(id, {}, { key })]
    expect(await again.json()).toEqual(await first.json())
    const own = (await (await zhou.get('/me/applications')).json()) as { applications: { words: string }[] }
    expect(own.applications.filter(({ words }) => words === said.words)).toHaveLength(1)
  })
})

describe('an old woman with a printed card and no phone', () => {
  const person = { name: '韦奶奶', number: documentOf('1941-05-06'), seen: true }
  it('is recognised by card and PIN, gets her slip, and nobody is sent to tell her what she holds in her hand', async () => {
    const issued = await he.post('/work/cards', { ...person, pin: '2468' })
    const { number } = (await issued.json()) as IssuedCard
    const { id, minimum } = await opened({ text: number, pin: '2468' })
    expect(minimum).toMatchObject({ level: 'proven', hasNumber: true })
    const filed = (await (await file(id)).json()) as FiledHere
    expect(filed).toMatchObject({ name: '韦*奶', sms: false })
    const limited = await office.device().post('/tracking', {
      receiptNumber: filed.receiptNumber, lastFour: person.number.value.slice(-4),
    })
    expect(limited.status).toBe(200)
    const { tasks } = (await (await he.get('/work/call-tasks')).json()) as { tasks: { person: { name: string } }[] }
    expect(JSON.stringify(tasks)).not.toContain('韦奶奶')
  })

  it('who has a number gets an SMS as well', async () => {
    const { id } = await recognised()
    const told = async () => (await office.messages()).filter(({ to }) => to === String(phones)).length
    const before = await told()
    await file(id)
    expect(await told()).toBe(before + 1)
  })
})

describe('a network that breaks in the middle', () => {
  it('costs nothing: what was written while the person stood there is taken after the visit, and says so', async () => {
    const { id } = await recognised()
    const writtenAt = now(minutes(20))
    office.clock.sleep(days(1))
    he = await office.officerDevice('何文静')
    expect((await file(id)).status).toBe(409)
    expect((await file(id, { writtenAt })).status).toBe(201)
    const { rows } = await office.pool.query<{ type: string }>('SELECT type FROM event WHERE stream = $1 ORDER BY number', [id])
    expect(rows.map(({ type }) => type)).toEqual(['occasion-opened', 'application-filed'])
  })

  it('opens no door: nothing is filed that was written after the person ended it, or that comes after days', async () => {
    const { id } = await recognised()
    await zhou.post(`/me/occasions/${id}/close`, {})
    office.clock.sleep(minutes(10))
    const answer = await file(id, { writtenAt: now(minutes(-5)) })
    expect([answer.status, ((await answer.json()) as { errors: unknown }).errors]).toEqual([
      409, [{ field: 'occasion', code: 'over' }],
    ])
    const writtenAt = now(minutes(-11))
    expect((await file(id, { writtenAt })).status).toBe(201)
    const unended = await recognised()
    office.clock.sleep(days(4))
    he = await office.officerDevice('何文静')
    expect((await file(unended.id, { writtenAt: now(-days(4)) })).status).toBe(409)
  })

  it('takes what was on its way when the person ended the visit, and no claim of an earlier hour afterwards', async () => {
    const { id } = await recognised()
    const writtenAt = now(-1)
    await zhou.post(`/me/occasions/${id}/close`, {})
    office.clock.sleep(minutes(11))
    const late = await file(id, { writtenAt })
    expect([late.status, ((await late.json()) as { errors: unknown }).errors]).toEqual([
      409, [{ field: 'occasion', code: 'came-too-late' }],
    ])
    // Whoever ended it with the officer has nothing against what waits for a network.
    const other = await recognised()
    await he.post(`/work/occasions/${other.id}/close`, {})
    const before = now(-1)
    office.clock.sleep(days(2))
    he = await office.officerDevice('何文静')
    expect((await file(other.id, { writtenAt: before })).status).toBe(201)
  })
})

describe('papers that were asked for', () => {
  async function wantedOf(whose: Device): Promise<{ applicationId: string; claimId: string; paper: string }> {
    const { applications } = (await (await whose.get('/me/applications')).json()) as { applications: ApplicationView[] }
    const [one] = applications
    const [claimId, applicationId] = [one?.claims[0]?.id ?? '', one?.id ?? '']
    await he.post(`/work/applications/${applicationId}/claims/${claimId}/papers`, { papers: [{ paper: 'id-card' }] })
    const after = (await (await whose.get(`/me/applications/${applicationId}`)).json()) as ApplicationView
    return { applicationId, claimId, paper: after.claims.find(({ id }) => id === claimId)?.papers[0]?.id ?? '' }
  }
  const asked = () => wantedOf(zhou)
  const take = async (id: string, { applicationId, claimId, paper }: Awaited<ReturnType<typeof asked>>, officer = he, key?: string) =>
    officer.post(
      `/work/occasions/${id}/papers`,
      { applicationId, claimId, papers: [{ id: paper, files: [await upload(officer)] }], writtenAt: now(-1) },
      key === undefined ? {} : { key },
    )

  it('are taken only when the person gave them to be seen, by the officer before whom they stand', async () => {
    const wanted = await asked()
    const { id } = await recognised()
    await he.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
    const refused = await take(id, wanted)
    expect([refused.status, ((await refused.json()) as { errors: unknown }).errors]).toEqual([
      409, [{ field: 'occasion', code: 'not-given' }],
    ])
    expect((await take(id, wanted, await office.officerDevice('刘小勤'))).status).toBe(404)
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['papers'] })
    const view = (await (await take(id, wanted)).json()) as OccasionView
    const sent = view.shown.papers?.flatMap(({ papers }) => papers).find((one) => one.id === wanted.paper)
    expect(sent?.sentAt).not.toBeNull()
    expect((await take(id, wanted)).status).toBe(409)
  })

  it('of another person are not there', async () => {
    const wanted = await asked()
    const chen = office.device()
    await apply(chen, anApplication({ applicant: await office.confirmedApplicant(chen, String((phones += 1)), '陈桂花', '1980-01-02') }))
    const { id } = await opened({ text: (await ownCodeOf(chen)).text })
    await he.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
    await chen.post(`/me/occasions/${id}/given`, { scopes: ['papers'] })
    expect((await take(id, wanted)).status).toBe(404)
  })

  it('are taken of somebody who was proven meanwhile and known before, once given anew', async () => {
    const wanted = await asked()
    const body = { name: '周素芬', number: documentOf('1974-03-12'), seen: true }
    await he.post('/work/cards', { ...body, pin: null })
    const { id } = await recognised()
    const give = async () => {
      await he.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
      await zhou.post(`/me/occasions/${id}/given`, { scopes: ['papers'] })
    }
    await give()
    expect((await he.post(`/work/occasions/${id}/proof`, body)).status).toBe(200)
    expect((await take(id, wanted)).status).toBe(409)
    await give()
    expect((await take(id, wanted)).status).toBe(200)
  })

  it('are taken only of what was theirs when they gave it, though two records were found to be one since', async () => {
    const wanted = await asked()
    const body = { name: '陈桂花', number: documentOf('1980-03-02'), seen: true }
    const chen = office.device()
    await apply(chen, anApplication({ applicant: await office.confirmedApplicant(chen, String((phones += 1)), '陈桂花', '1980-03-02') }))
    // Whoever is proven finds both: their newest is then the second.
    office.clock.goOn(minutes(1))
    const known = office.device()
    await apply(known, anApplication({ applicant: await office.confirmedApplicant(known, String((phones += 1)), '陈桂花', '1980-03-02') }))
    const elsewhere = await recognisedOn(known)
    expect((await he.post(`/work/occasions/${elsewhere.id}/proof`, body)).status).toBe(200)
    const [here, there] = [await wantedOf(chen), await wantedOf(known)]
    const visit = await recognisedOn(chen)
    await he.post(`/work/occasions/${visit.id}/ask`, { scopes: ['papers'] })
    await chen.post(`/me/occasions/${visit.id}/given`, { scopes: ['papers'] })
    office.clock.goOn(minutes(1))
    const other = await recognisedOn(chen)
    expect((await he.post(`/work/occasions/${other.id}/proof`, body)).status).toBe(200)
    const { rows } = await office.pool.query('SELECT closed_by FROM occasion WHERE id = $1', [visit.id])
    expect(rows).toEqual([{ closed_by: 'system' }])
    expect((await take(visit.id, there)).status).toBe(404)
    expect((await take(visit.id, wanted)).status).toBe(404)
    expect((await take(visit.id, here)).status).toBe(200)
  })

  it('photographed before the officer ended the visit still come, and one taken back does not', async () => {
    const wanted = await asked()
    const { id } = await recognised()
    await he.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
    await zhou.post(`/me/occasions/${id}/given`, { scopes: ['papers'] })
    await he.post(`/work/occasions/${id}/close`, {})
    expect((await take(id, wanted)).status).toBe(200)
    const other = await recognised()
    await he.post(`/work/occasions/${other.id}/ask`, { scopes: ['papers'] })
    await zhou.post(`/me/occasions/${other.id}/given`, { scopes: ['papers'] })
    await zhou.post(`/me/occasions/${other.id}/given`, { scopes: [] })
    expect((await take(other.id, wanted)).status).toBe(409)
  })

  it('are photographed by a village worker at a door of her village', async () => {
    const wanted = await asked()
    const worker = await office.officerDevice('罗永福')
    const { id } = await recognised(worker)
    await worker.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
    expect((await take(id, wanted, worker)).status).toBe(409)
    await worker.post(`/work/occasions/${id}/agreement`, { scopes: ['papers'], reason: '没带手机', witness: '王支书' })
    expect((await take(id, wanted, worker)).status).toBe(200)
  })
})
