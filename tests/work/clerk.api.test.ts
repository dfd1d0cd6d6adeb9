import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import {
  anApplication,
  apply,
  days,
  idNumberOf,
  minutes,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const see = async (device: Device, id: string) =>
  (await (await device.get(`/work/applications/${id}`)).json()) as WorkApplication
const list = async (device: Device) => (await (await device.get('/work/items')).json()) as WorkList

describe('a clerk', () => {
  it('sees the words, what was read in them, each claim with its reasons, and leaves a trace of looking', async () => {
    const { id } = await apply(office.device())
    const request = await see(clerk, id)
    expect(request.words).toContain('脑梗')
    for (const phrase of request.phrases)
      expect(request.words.slice(phrase.start, phrase.end)).toBe(phrase.text)
    expect(request.facts.some((fact) => fact.source === 'read')).toBe(true)
    expect(request.facts.find((fact) => fact.fact === 'age')).toMatchObject({ value: 51, source: 'declared' })
    const medical = request.claims.find((claim) => claim.programme === 'medical')
    expect(medical?.verdicts.length).toBeGreaterThan(0)
    expect(['likely', 'possible']).toContain(medical?.likelihood)
    expect(medical?.allowed).toEqual(expect.arrayContaining(['accept', 'ask-papers', 'drop']))
    const { rows } = await office.pool.query(
      `SELECT what, purpose FROM access_log WHERE reader_kind = 'officer'
        AND person_id = (SELECT person_id FROM application WHERE id = $1)`,
      [id],
    )
    expect(rows).toContainEqual({ what: 'application', purpose: 'handle' })
  })

  it('accepts a claim, and the resident sees by whom and by when', async () => {
    const phone = office.device()
    const phoneProof = await office.confirmPhone(phone, '19900000031')
    const { id } = await apply(
      phone,
      anApplication({
        applicant: {
          identity: 'id-number',
          name: '周素芬',
          idNumber: idNumberOf('1974-03-12'),
          phone: '19900000031',
          phoneProof,
        },
      }),
    )
    const before = await see(clerk, id)
    const first = before.claims[0]
    const after = (await (
      await clerk.post(`/work/applications/${id}/claims/${first?.id}/acceptance`, {})
    ).json()) as WorkApplication
    expect(after.claims[0]?.state).toBe('signing')
    const own = (await (await phone.get(`/me/applications/${id}`)).json()) as ApplicationView
    expect(own.state).toBe('open')
    expect(own.handler?.name).toBe('何文静')
    expect(own.claims[0]).toMatchObject({ state: 'signing' })
    expect(own.timeline.map((line) => line.type)).toEqual(
      expect.arrayContaining([
        'application-submitted',
        'claim-opened',
        'application-opened',
        'claim-accepted',
      ]),
    )
    expect(
      (await office.messages())
        .filter((sms) => sms.to === '19900000031')
        .some((sms) => sms.body.includes('/track')),
    ).toBe(true)
  })

  it('asks once for the complete list of papers; a second time is refused with what is allowed', async () => {
    const phone = office.device()
    const phoneProof = await office.confirmPhone(phone, '19900000032')
    const { id } = await apply(
      phone,
      anApplication({
        applicant: {
          identity: 'id-number',
          name: '周素芬',
          idNumber: idNumberOf('1974-03-12'),
          phone: '19900000032',
          phoneProof,
        },
      }),
    )
    const claimId = (await see(clerk, id)).claims[0]?.id
    const path = `/work/applications/${id}/claims/${claimId}/papers`
    const asked = (await (
      await clerk.post(path, { papers: [{ paper: 'id-card' }, { paper: 'other', words: '出院小结' }] })
    ).json()) as WorkApplication
    expect(asked.claims[0]).toMatchObject({ state: 'supplement', due: null, paused: 'supplement' })
    const again = await clerk.post(path, { papers: [{ paper: 'household-book' }] })
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ errors: [{ code: 'not-allowed-now' }] })

    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const own = (await (await phone.get(`/me/applications/${id}`)).json()) as ApplicationView
    const papers = await Promise.all(
      (own.claims[0]?.papers ?? []).map(async (paper) => {
        const { id: file } = (await (
          await phone.postRaw('/files', png, { 'content-type': 'image/png' })
        ).json()) as { id: string }
        return { id: paper.id, files: [file] }
      }),
    )
    office.clock.goOn(days(2))
    const sent = await phone.post(`/me/applications/${id}/papers`, { claimId, papers })
    expect(sent.status).toBe(200)
    const task = async () => (await list(clerk)).items.find((item) => item.id === id)?.task
    expect(await task()).toBe('check-papers')
    office.clock.goOn(minutes(1))
    const now = await see(clerk, id)
    expect(now.claims[0]).toMatchObject({ state: 'proposed', paused: null })
    expect(now.claims[0]?.papers.every((paper) => paper.sentAt !== null)).toBe(true)
    // Somebody has looked: from now on it is the claim that waits.
    expect(await task()).toBe('triage')
    // Asking again is possible, but never without a reason that the person reads.
    const once = await clerk.post(path, { papers: [{ paper: 'household-book' }], note: ' ' })
    expect(once.status).toBe(409)
    expect(await once.json()).toMatchObject({ errors: [{ code: 'papers-asked-before' }] })
    const more = (await (
      await clerk.post(path, { papers: [{ paper: 'household-book' }], note: '上次那本是旧的' })
    ).json()) as WorkApplication
    expect(more.claims[0]).toMatchObject({ state: 'supplement', paperRequests: 2 })
    expect(more.claims[0]?.papers.filter((paper) => paper.sentAt === null)).toHaveLength(1)
    const read = (await (await phone.get(`/me/applications/${id}`)).json()) as ApplicationView
    expect(read.timeline.find(({ type }) => type === 'papers-asked-again')).toMatchObject({ reason: '上次那本是旧的' })
  })

  it('leaves a claim out with a reason that the resident reads, and adds one with a reason', async () => {
    const { id } = await apply(office.device())
    const claimId = (await see(clerk, id)).claims[0]?.id
    expect((await clerk.post(`/work/applications/${id}/claims/${claimId}/drop`, { reason: '' })).status).toBe(
      422,
    )
    const dropped = (await (
      await clerk.post(`/work/applications/${id}/claims/${claimId}/drop`, {
        reason: '家里有两套房，当面说明过',
      })
    ).json()) as WorkApplication
    expect(dropped.claims[0]).toMatchObject({ state: 'notAccepted', reason: '家里有两套房，当面说明过' })
    const added = (await (
      await clerk.post(`/work/applications/${id}/claims`, {
        programme: 'legal-aid',
        reason: '老板欠工资，见了工资条',
      })
    ).json()) as WorkApplication
    expect(added.claims.find((claim) => claim.programme === 'legal-aid')).toMatchObject({
      state: 'proposed',
      origin: 'officer',
    })
    const twice = await clerk.post(`/work/applications/${id}/claims`, {
      programme: 'legal-aid',
      reason: '又加一次',
    })
    expect(twice.status).toBe(409)
  })

  it('whose answer was lost on the way repeats the act and gets the request as it is, not a second act', async () => {
    const { id } = await apply(office.device())
    const claimId = (await see(clerk, id)).claims[0]?.id
    const path = `/work/applications/${id}/claims/${claimId}/acceptance`
    const key = 'an-acceptance-repeated'
    await clerk.post(path, {}, { key })
    const again = (await (await clerk.post(path, {}, { key })).json()) as WorkApplication
    expect(again.claims[0]?.state).toBe('signing')
    expect(again.timeline.filter((line) => line.type === 'claim-accepted')).toHaveLength(1)
  })

  it('of another township finds nothing there, as if it did not exist', async () => {
    const { id } = await apply(office.device())
    const other = await office.officerDevice('唐敏')
    expect((await list(other)).items.map((item) => item.id)).not.toContain(id)
    const hidden = await other.get(`/work/applications/${id}`)
    const none = await other.get('/work/applications/01890a5d-ac96-774b-bcce-b302099a8057')
    expect([hidden.status, await hidden.text()]).toEqual([none.status, await none.text()])
    const claimId = (await see(clerk, id)).claims[0]?.id
    expect((await other.post(`/work/applications/${id}/claims/${claimId}/acceptance`, {})).status).toBe(404)
  })

  it.each([['严明'], ['秦朗']])(
    'is somebody with that work: %s is refused at the desk',
    async (name) => {
      const somebody = await office.officerDevice(name)
      expect((await somebody.get('/work/items')).status).toBe(403)
    },
  )

  it('does not answer in time, and the claim counts as accepted', async () => {
    const { id } = await apply(office.device())
    office.clock.goOn(days(10))
    await office.watch()
    const after = await see(clerk, id)
    expect(after.claims.every(({ process }) => process !== null)).toBe(true)
    expect(after.timeline.some((line) => line.type === 'claim-accepted-by-silence')).toBe(true)
    // Nobody received it: whoever leads the township answers for it by name.
    expect(after.claims.map(({ process }) => process?.handler?.name)).toEqual(after.claims.map(() => '谭志远'))
  })
})

describe('somebody in danger', () => {
  const urgentWords = '家里没米下锅了，两天没吃饱饭，孩子在哭'

  it('calls the township’s duty officer at once, without a word of what was said', async () => {
    const got = await apply(office.device(), anApplication({ words: urgentWords }))
    expect(got.urgent).toBe(true)
    expect(got.duty?.unit).toBe('稻香镇社会救助窗口')
    const sms = (await office.messages()).find((message) => message.body.includes('/work'))
    expect(sms?.body).toContain('梅林村')
    for (const secret of ['没米', '周素芬', '1974']) expect(sms?.body).not.toContain(secret)
  })

  it('stands first in the list until somebody taps', async () => {
    const got = await apply(office.device(), anApplication({ words: urgentWords }))
    const device = clerk
    const items = (await list(device)).items
    expect(items[0]?.urgent).toBe(true)
    expect(items.find((item) => item.id === got.id)?.task).toBe('answer-call')
    expect((await device.post(`/work/applications/${got.id}/acknowledgement`, {})).status).toBe(200)
    expect((await list(device)).items.find((item) => item.id === got.id)).toMatchObject({
      task: 'triage',
      alert: { acknowledgedBy: '何文静' },
    })
    const { timeline } = await see(device, got.id)
    expect(timeline.at(-1)).toMatchObject({ type: 'call-acknowledged', by: '稻香镇社会救助窗口 何文静' })
    expect((await device.post(`/work/applications/${got.id}/acknowledgement`, {})).status).toBe(404)
  })

  it('goes to the county when nobody taps within fifteen minutes, and the county can see it', async () => {
    const got = await apply(office.device(), anApplication({ words: urgentWords }))
    const county = await office.officerDevice('周立新')
    expect((await county.get(`/work/applications/${got.id}`)).status).toBe(404)
    office.clock.goOn(minutes(14))
    await office.watch()
    expect((await county.get(`/work/applications/${got.id}`)).status).toBe(404)
    office.clock.goOn(minutes(2))
    await office.watch()
    expect((await list(county)).items.find((item) => item.id === got.id)?.alert?.unit).toBe('青禾县民政局')
    expect((await county.post(`/work/applications/${got.id}/acknowledgement`, {})).status).toBe(200)
  })

  it('is told plainly when nobody is on duty anywhere', async () => {
    await office.pool.query("UPDATE duty SET to_at = from_at + interval '1 second'")
    const got = await apply(office.device(), anApplication({ words: urgentWords }))
    expect(got).toMatchObject({ urgent: true, duty: null })
  })
})

describe('a request for somebody else', () => {
  it('is a visit to make until that person agrees; then it has claims and clocks', async () => {
    const device = clerk
    const { id } = await apply(office.device(), {
      forWhom: 'neighbour',
      words: '村头的老李一个人住，六十八了没儿没女，走路都打偏偏',
      regionCode: '990101100204',
      photos: [],
      applicant: { identity: 'id-number', name: '任开富', idNumber: idNumberOf('1959-03-03') },
      beneficiary: { name: '老李' },
    })
    expect((await list(device)).items.find((item) => item.id === id)).toMatchObject({
      kind: 'outreach',
      task: 'visit',
      programmes: [],
      beneficiary: '老李',
    })
    const on = office.clock.today()
    const agreed = await device.post(`/work/applications/${id}/agreement`, {
      how: 'in-person',
      on,
      witness: '余桂芳',
      name: '李德福',
      idNumber: idNumberOf('1957-05-05'),
    })
    expect(agreed.status).toBe(200)
    const request = (await agreed.json()) as WorkApplication
    expect(request.kind).toBe('application')
    expect(request.claims.map((claim) => claim.programme)).toContain('tekun')
    expect(request.timeline.some((line) => line.type === 'agreement-recorded')).toBe(true)
    const again = await device.post(`/work/applications/${id}/agreement`, {
      how: 'phone',
      on,
      witness: '余桂芳',
      name: '李德福',
    })
    expect(again.status).toBe(409)
  })
})
