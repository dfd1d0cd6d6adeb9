import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { anApplication, apply, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const idNumber = idNumberOf('1974-03-12')

async function applyFrom(phone: string, words: string) {
  const device = office.device()
  const applicant = await office.confirmedApplicant(device, phone)
  const body = anApplication({ words, applicant })
  const answer = await apply(device, body)
  const own = (await (await device.get('/me/applications')).json()) as { applications: ApplicationView[] }
  return { device, answer, own: own.applications }
}

it('two phones that type the same ID learn nothing of one another', async () => {
  const first = await applyFrom('19900000021', '老婆乳腺癌化疗八次，自己掏了九万多')
  const second = await applyFrom('19900000022', '老婆乳腺癌化疗八次，自己掏了九万多')
  // The same words give the same claims and days: what was known of that ID changed nothing.
  expect(second.answer.claims.map((claim) => claim.programme)).toEqual(
    first.answer.claims.map((claim) => claim.programme),
  )
  expect(second.own).toHaveLength(1)
  expect(second.own[0]?.receiptNumber).toBe(second.answer.receiptNumber)
  const others = await second.device.get(`/me/applications/${first.answer.id}`)
  const none = await second.device.get('/me/applications/01890a5d-ac96-774b-bcce-b302099a8057')
  expect([others.status, await others.text()]).toEqual([none.status, await none.text()])
})

it('the clerk sees that both name the same ID', async () => {
  const { answer } = await applyFrom('19900000023', '房子漏雨，墙裂了')
  const clerk = await office.officerDevice('何文静')
  const elsewhere = await apply(
    office.device(),
    anApplication({
      regionCode: '990101101200',
      applicant: { identity: 'id-number', name: '周素芬', idNumber, phone: '19900000029' },
    }),
  )
  const text = await (await clerk.get(`/work/applications/${answer.id}`)).text()
  const seen = JSON.parse(text) as { others: { receiptNumber: string | null; office: string }[] }
  expect(seen.others.length).toBeGreaterThanOrEqual(2)
  // Another township's request is known to exist, but its number stays there, and the look is noted.
  expect(seen.others).toContainEqual(
    expect.objectContaining({ receiptNumber: null, office: '清泉镇社会救助窗口' }),
  )
  expect(text).not.toContain(elsewhere.receiptNumber)
  const { rows } = await office.pool.query(
    `SELECT what FROM access_log WHERE person_id = (SELECT person_id FROM application WHERE id = $1)`,
    [elsewhere.id],
  )
  expect(rows).toEqual([{ what: 'same-id' }])
})

it('signing in later with the same phone and ID shows that pair again, and another ID nothing', async () => {
  const { answer } = await applyFrom('19900000024', '孩子考上大学交不起学费')
  office.clock.goOn(120_000)
  const signIn = async (id: string) => {
    const device = office.device()
    const phoneProof = await office.confirmPhone(device, '19900000024')
    await device.post('/sessions', {
      phone: '19900000024',
      phoneProof,
      who: { identity: 'id-number', idNumber: id },
    })
    office.clock.goOn(120_000)
    return ((await (await device.get('/me/applications')).json()) as { applications: ApplicationView[] })
      .applications
  }
  expect((await signIn(idNumber)).map((one) => one.id)).toEqual([answer.id])
  expect(await signIn(idNumberOf('1980-01-01'))).toEqual([])
})

it('a code is sent once a minute, dies after five wrong tries and cannot be used twice', async () => {
  const device = office.device()
  const phone = '19900000025'
  expect((await device.post('/phone-codes', { phone })).status).toBe(202)
  const soon = await device.post('/phone-codes', { phone })
  expect(soon.status).toBe(429)
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0)
  const right = /\d{6}/.exec((await office.messages()).find((sms) => sms.to === phone)?.body ?? '')?.[0] ?? ''
  const wrong = right === '000000' ? '000001' : '000000'
  for (let at = 0; at < 5; at += 1)
    expect((await device.post('/phone-codes/confirm', { phone, code: wrong })).status).toBe(422)
  expect((await device.post('/phone-codes/confirm', { phone, code: right })).status).toBe(422)
})

it('whoever signs out is signed out on the server too', async () => {
  const { device } = await applyFrom('19900000026', '没有收入，揭不开锅')
  await device.delete('/sessions/current')
  expect((await device.get('/me/applications')).status).toBe(401)
})

it('a session ends by itself: a resident’s after a week, an officer’s after half a day', async () => {
  const { device } = await applyFrom('19900000027', '没有收入，揭不开锅')
  const clerk = await office.officerDevice('何文静')
  office.clock.sleep(12 * 3_600_000 + 1000)
  expect((await clerk.get('/work/items')).status).toBe(401)
  expect((await device.get('/me/applications')).status).toBe(200)
  office.clock.sleep(7 * 86_400_000)
  expect((await device.get('/me/applications')).status).toBe(401)
})

it('a sign-in whose answer was lost can be repeated and is the same session', async () => {
  const device = office.device()
  const phone = '19900000028'
  const phoneProof = await office.confirmPhone(device, phone)
  const body = { phone, phoneProof, who: { identity: 'id-number', idNumber } }
  await device.post('/sessions', body, { key: 'a-sign-in-repeated' })
  const again = await device.post('/sessions', body, { key: 'a-sign-in-repeated' })
  expect(again.status).toBe(201)
  expect((await device.get('/me/applications')).status).toBe(200)
  const { rows } = await office.pool.query(
    `SELECT count(*)::int AS n FROM session WHERE kind = 'resident' AND created_at = $1`,
    [office.clock.wall()],
  )
  expect(rows[0].n).toBe(1)
})

it('on a shared phone a request that waited for one of them does not sign the other out', async () => {
  const { device, own } = await applyFrom('19900000031', '没有收入，揭不开锅')
  const other = await office.confirmedApplicant(device, '19900000032', '李桂兰', '1980-01-01')
  const body = anApplication({ applicant: other })
  for (const _ of ['sent', 'sent again']) {
    const answer = await device.post('/applications', body, { key: 'waited-on-a-shared-phone' })
    expect(answer.status).toBe(201)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.json()).toMatchObject({ phoneConfirmed: true, signedIn: false })
    const mine = (await (await device.get('/me/applications')).json()) as { applications: ApplicationView[] }
    expect(mine.applications.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
  }
})

it('whoever applies a second time stays signed in and sees both', async () => {
  const { device } = await applyFrom('19900000033', '没有收入，揭不开锅')
  office.clock.goOn(120_000)
  const phone = '19900000033'
  const phoneProof = await office.confirmPhone(device, phone)
  const applicant = { identity: 'id-number', name: '周素芬', idNumber, phone, phoneProof } as const
  const { signedIn } = await apply(device, anApplication({ words: '房子漏雨，墙裂了', applicant }))
  const mine = (await (await device.get('/me/applications')).json()) as { applications: ApplicationView[] }
  expect([signedIn, mine.applications.length]).toEqual([true, 2])
})
