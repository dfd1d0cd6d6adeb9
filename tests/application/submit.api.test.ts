import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { anApplication, apply, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const me = {
  identity: 'id-number',
  name: '周素芬',
  idNumber: idNumberOf('1974-03-12'),
  phone: '19900000001',
} as const
const problem = async (answer: Response) =>
  (await answer.json()) as { type: string; title: string; errors?: { field: string; code: string }[] }

describe('a resident applies', () => {
  it('with one sentence and an ID, and gets a receipt, a day and the claims it fits', async () => {
    const got = await apply(office.device())
    expect(got.receiptNumber).toMatch(/^\d{13}$/)
    expect(got.kind).toBe('application')
    expect(got.claims.map((claim) => claim.programme)).toContain('medical')
    // Monday 2 March and three days: Thursday, a workday.
    expect(got.visit).toEqual({ date: '2026-03-05', provisional: false })
    expect(got.office.name).toBe('稻香镇社会救助窗口')
    expect(got.signedIn).toBe(false)
  })

  it('and is signed in when the phone was confirmed by its code', async () => {
    const phone = office.device()
    const phoneProof = await office.confirmPhone(phone, '19900000011')
    const got = await apply(phone, anApplication({ applicant: { ...me, phone: '19900000011', phoneProof } }))
    expect(got).toMatchObject({ phoneConfirmed: true, signedIn: true })
    const own = (await (await phone.get('/me/applications')).json()) as { applications: ApplicationView[] }
    expect(own.applications.map((one) => one.receiptNumber)).toEqual([got.receiptNumber])
  })

  it('without a telephone and without an ID number, with four digits of their own choice', async () => {
    const got = await apply(
      office.device(),
      anApplication({ applicant: { identity: 'no-id-number', name: '阿依古丽·买买提', chosenFour: '2580' } }),
    )
    const seen = await office
      .device()
      .post('/tracking', { receiptNumber: got.receiptNumber, lastFour: '2580' })
    expect(seen.status).toBe(200)
  })

  it('for a programme that was tapped twice, and asks for it once', async () => {
    const got = await apply(office.device(), anApplication({ words: '想问问有啥补贴', added: ['elderly', 'elderly'] }))
    expect(got.claims.filter(({ programme }) => programme === 'elderly')).toHaveLength(1)
  })

  it('from a township without staff, and the county has it', async () => {
    const got = await apply(office.device(), anApplication({ regionCode: '990101102200' }))
    expect(got.office.name).toBe('青禾县民政局')
  })

  it('for a neighbour, and only a visit is asked for: no claim without that person', async () => {
    const got = await apply(office.device(), {
      forWhom: 'neighbour',
      words: '村头的老李一个人住，六十八了没儿没女，走路都打偏偏',
      regionCode: '990101100204',
      photos: [],
      applicant: me,
      beneficiary: { name: '李大爷', whereToFind: '村头第一家' },
    })
    expect(got.kind).toBe('outreach')
    expect(got.claims).toEqual([])
  })
})

describe('what was typed wrongly', () => {
  it.each([
    [
      'an ID number with a wrong check digit',
      {
        applicant: { ...me, idNumber: `${me.idNumber.slice(0, 17)}${me.idNumber.endsWith('0') ? '1' : '0'}` },
      },
      'applicant.idNumber',
      'id-checksum',
    ],
    [
      'an ID number that lacks two digits',
      { applicant: { ...me, idNumber: me.idNumber.slice(0, 16) } },
      'applicant.idNumber',
      'id-too-short',
    ],
    [
      'a telephone of ten digits',
      { applicant: { ...me, phone: '1990000000' } },
      'applicant.phone',
      'phone-too-short',
    ],
    ['no words at all', { words: ' ​' }, 'words', 'say-something'],
    ['a place that no office serves', { regionCode: '110101001001' }, 'regionCode', 'not-served'],
  ])(
    '%s is refused with its field and a sentence, and never repeated',
    async (_what, change, field, code) => {
      const body = { ...anApplication(), ...change }
      const answer = await office.device().post('/applications', body)
      expect(answer.status).toBe(422)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      const told = await problem(answer)
      expect(told.type).toBe('urn:yima:problem:invalid-input')
      expect(told.errors).toContainEqual({ field, code })
      expect(told.title).toMatch(/[\u4e00-\u9fff]/)
      expect(JSON.stringify(told)).not.toContain(String(me.idNumber.slice(0, 12)))
    },
  )

  it('is told in English to whoever reads English', async () => {
    const answer = await office
      .device()
      .post('/applications', { ...anApplication(), words: '' }, { headers: { 'accept-language': 'en' } })
    expect((await problem(answer)).title).toMatch(/^[A-Z]/)
  })

  it('full-width digits, spaces and a small x in the ID number are understood, not refused', async () => {
    const withX = '990101194912310025'.slice(0, 17)
    const typed = [...idNumberOf('1949-12-31', withX.slice(14))]
      .map((digit) =>
        /\d/.test(digit) ? String.fromCharCode(digit.charCodeAt(0) + 0xfee0) : digit.toLowerCase(),
      )
      .join(' ')
    await expect(
      apply(office.device(), anApplication({ applicant: { ...me, idNumber: typed } })),
    ).resolves.toBeDefined()
  })
})

describe('a submission that is sent twice', () => {
  it('is one application with one receipt', async () => {
    const phone = office.device()
    const key = 'a-key-of-one-submission'
    const first = await phone.post('/applications', anApplication(), { key })
    const again = await phone.post('/applications', anApplication(), { key })
    expect(await again.json()).toEqual(await first.json())
    expect(again.status).toBe(201)
  })

  it('is one application also when both arrive at the same instant', async () => {
    const phone = office.device()
    const key = 'the-same-instant-twice'
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => phone.post('/applications', anApplication(), { key })),
    )
    const receipts = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { receiptNumber: string }).receiptNumber),
    )
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201])
    expect(new Set(receipts).size).toBe(1)
  })

  it('with other words under the same key is refused', async () => {
    const phone = office.device()
    const key = 'a-key-with-other-words'
    await phone.post('/applications', anApplication(), { key })
    const other = await phone.post('/applications', anApplication({ words: '房子漏雨，快要倒了' }), { key })
    expect((await problem(other)).type).toBe('urn:yima:problem:key-reused')
  })

  it('from another device under the same key gives nothing away', async () => {
    const key = 'a-key-seen-elsewhere'
    await office.device().post('/applications', anApplication(), { key })
    const other = await office.device().post('/applications', anApplication(), { key })
    expect(other.status).toBe(409)
    expect(JSON.stringify(await problem(other))).not.toMatch(/\d{13}/)
  })

  it('without a key is refused, because it could not be told from another', async () => {
    const answer = await office.app.request('/api/applications', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(anApplication()),
    })
    expect((await problem(answer)).type).toBe('urn:yima:problem:key-missing')
  })
})

describe('a picture', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )

  it('goes with the application and can be seen by its owner', async () => {
    const phone = office.device()
    const phoneProof = await office.confirmPhone(phone, '19900000012')
    const stored = await phone.postRaw('/files', png, { 'content-type': 'image/png' })
    expect(stored.status).toBe(201)
    const { id } = (await stored.json()) as { id: string }
    await apply(
      phone,
      anApplication({ photos: [id], applicant: { ...me, phone: '19900000012', phoneProof } }),
    )
    const seen = await phone.get(`/me/files/${id}`)
    expect(seen.status).toBe(200)
    expect(seen.headers.get('content-type')).toMatch(/^image\//)
    expect((await office.device().get(`/me/files/${id}`)).status).toBe(401)
  })

  it('of another device cannot be attached', async () => {
    const stored = await office.device().postRaw('/files', png, { 'content-type': 'image/png' })
    const { id } = (await stored.json()) as { id: string }
    const answer = await office.device().post('/applications', anApplication({ photos: [id] }))
    expect((await problem(answer)).errors).toContainEqual({ field: 'photos.0', code: 'file-unknown' })
  })

  it.each([
    [
      'a script in a drawing',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'file-not-a-picture',
    ],
    ['a text that calls itself a picture', 'hello', 'file-not-a-picture'],
    ['nothing', '', 'file-empty'],
  ])('that is %s is refused with a reason', async (_what, body, code) => {
    const answer = await office.device().postRaw('/files', body, { 'content-type': 'image/png' })
    expect((await problem(answer)).errors).toContainEqual({ field: 'file', code })
  })
})
