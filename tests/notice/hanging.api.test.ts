import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WorkNotice, WorkNotices } from '@yima/shared/notice/contract'
import { watchDeadlines } from '@yima/api/jobs'
import { lookAtNotices, lookByDay } from '@yima/api/notice/look'
import { json } from '../family/people.ts'
import { found, poor } from '../decision/found.ts'
import { days, minutes, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { boardOf, desksOf, hung, linesOf, village, type Desks } from './people.ts'

let office: Office
let desks: Desks
/** What becomes of a page on its way. */
let way: (answer: Response) => Response | Promise<Response>
beforeAll(async () => {
  office = await openOffice()
  desks = await desksOf(office)
  office.deps.readPage = async (path) => way(await office.app.request(path))
})
beforeEach(() => {
  way = (answer) => answer
})
afterAll(() => office.close())

const fallen = () => new Response('bad gateway', { status: 502 })
const forged = async (answer: Response) => new Response((await answer.text()).replaceAll('周*芬', '周*芳'), answer)

/** A day passes; what hangs is looked at on it, so many times. */
async function aDay(looks = 1): Promise<void> {
  for (let look = 0; look < looks; look += 1) await lookAtNotices(office.deps, true)
  office.clock.goOn(days(1))
  await watchDeadlines(office.deps)
}

async function posted(born: string): Promise<Asked> {
  const claim = await asked(office, born)
  await found(office, claim.id, poor)
  await hung(office, desks, claim)
  return claim
}
const noticeOf = async ({ claimId }: Asked): Promise<string> =>
  (await office.pool.query<{ id: string }>("SELECT id FROM notice WHERE claim_id = $1 AND kind = 'review' ORDER BY id DESC", [claimId])).rows[0]?.id ?? ''
const daysSeen = async (claim: Asked) => {
  const [mine, theirs] = [await own(claim), await seen(desks.he, claim)]
  expect(mine.process?.notice).toEqual(theirs.process?.notice)
  return mine.process?.notice
}
const picture = async (device: Device, colour = '#c33'): Promise<string> => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: colour } }).png().toBuffer()
  return (await json<{ id: string }>(device.postRaw('/files', bytes))).id
}
const dayOf = (ahead: number) => new Date(office.clock.now().getTime() + ahead * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

describe('a notice that hangs', () => {
  it('ends when as many days counted as have to, one day later for each on which nobody could read it', async () => {
    const claim = await posted('1951-01-01')
    await aDay()
    await aDay()
    expect(await daysSeen(claim)).toMatchObject({ needed: 7, counted: 1, missed: 0, to: '2026-03-09' })
    way = fallen
    await aDay()
    way = forged
    await aDay()
    way = (answer) => answer
    expect(await daysSeen(claim)).toMatchObject({ counted: 1, missed: 2, to: '2026-03-11' })
    expect((await linesOf(office, 'review'))[0]).toMatchObject({ until: '2026-03-11', days: { missed: 2 } })
    for (let left = 0; left < 5; left += 1) {
      expect((await give(desks.zhou, claim, { ...said, type: 'confirm' })).status).toBe(409)
      await aDay(2)
    }
    expect([office.clock.today(), (await own(claim)).state]).toEqual(['2026-03-11', 'notice'])
    await aDay()
    expect((await own(claim)).state).toBe('review')
    expect(await linesOf(office, 'review')).toEqual([])
    await done(give(desks.zhou, claim, { ...said, type: 'confirm' }))
  })

  it('does not count a day on which the server was away but for one look, unless a demonstration went over it', async () => {
    const claim = await posted('1951-06-01')
    await aDay()
    await lookAtNotices(office.deps)
    await aDay(0)
    expect(await daysSeen(claim)).toMatchObject({ counted: 0, missed: 1 })
    await aDay()
    expect(await daysSeen(claim)).toMatchObject({ counted: 1, missed: 1 })
  })

  it('does not count a day on which one look of five found nothing, nor one without any', async () => {
    const claim = await posted('1952-01-01')
    await aDay()
    for (const ok of [true, true, false, true, true]) {
      way = ok ? (answer) => answer : fallen
      await lookAtNotices(office.deps, true)
    }
    await aDay(0)
    expect(await daysSeen(claim)).toMatchObject({ counted: 0, missed: 1 })
    await aDay(0)
    expect(await daysSeen(claim)).toMatchObject({ counted: 0, missed: 2 })
  })

  it('is looked at by day, when people read', async () => {
    const claim = await posted('1953-01-01')
    const id = await noticeOf(claim)
    const looks = async (): Promise<number> =>
      (await office.pool.query<{ n: number }>('SELECT coalesce(sum(probes), 0)::int AS n FROM notice_day WHERE notice_id = $1', [id])).rows[0]?.n ?? 0
    await lookByDay(office.deps)
    expect(await looks()).toBe(1)
    office.clock.goOn(minutes(12 * 60))
    await lookByDay(office.deps)
    expect(await looks()).toBe(1)
    office.clock.goOn(minutes(12 * 60))
    await lookByDay(office.deps)
    expect(await looks()).toBe(2)
  })
})

describe('a photo of the board', () => {
  it('brings back a day on which the page was away, once or twice, and is asked for in no other village', async () => {
    const claim = await posted('1954-01-01')
    const id = await noticeOf(claim)
    const from = office.clock.today()
    await aDay()
    await aDay(0)
    expect(await daysSeen(claim)).toMatchObject({ counted: 0, missed: 1 })
    const list = await json<WorkNotices>(desks.he.get('/work/notices'))
    expect(list.items.find((one) => one.id === id)?.village).toMatchObject({ code: village, town: '稻香镇' })
    const on = dayOf(-1)
    for (const colour of ['#c33', '#3c3']) {
      const photo = await picture(desks.he, colour)
      const answer = await desks.he.post(`/work/notices/${id}/boards`, { photo, on })
      const filed = await json<WorkNotice>(answer)
      expect(filed.dayByDay.find((day) => day.on === on)).toMatchObject({ counted: true, photo, probes: 0 })
      expect(filed.days).toMatchObject({ from, missed: 0, counted: 1 })
    }
    expect(await daysSeen(claim)).toMatchObject({ counted: 1, missed: 0 })
    // Whoever looks after the board of that village opens it, which its family can read; nobody of another does.
    const { dayByDay } = await json<WorkNotice>(desks.he.get(`/work/notices/${id}`))
    const path = `/work/notices/${id}/files/${dayByDay.find((day) => day.on === on)?.photo}`
    const [yu, tang] = [await office.officerDevice('罗永福'), await office.officerDevice('唐敏')]
    expect([(await yu.get(path)).headers.get('content-type'), (await tang.get(path)).status, (await desks.zhou.get(path)).status]).toEqual(['image/jpeg', 404, 403])
    expect((await yu.get(`/work/notices/${id}/files/${randomUUID()}`)).status).toBe(404)
    const { lines } = await json<{ lines: { what: string; reader: { name: string } | null }[] }>(claim.phone.get('/me/access'))
    expect(lines.find(({ what }) => what === 'picture')?.reader).toMatchObject({ name: '罗永福' })
  })

  it('shows one day, whoever files it for whichever notice, and is filed then or within two days', async () => {
    const [claim, other] = [await posted('1954-06-01'), await posted('1954-07-01')]
    const file = async ({ of, ahead = 0, colour = '#123' }: { of: Asked; ahead?: number; colour?: string }) => {
      const answer = await desks.he.post(`/work/notices/${await noticeOf(of)}/boards`, { photo: await picture(desks.he, colour), on: dayOf(ahead) })
      return answer.status === 200 ? [] : ((await answer.json()) as { errors: { code: string }[] }).errors.map(({ code }) => code)
    }
    expect(await file({ of: claim })).toEqual([])
    expect(await file({ of: other })).toEqual([])
    await aDay()
    expect(await file({ of: claim })).toEqual(['photo-of-another-day'])
    expect(await file({ of: other })).toEqual(['photo-of-another-day'])
    expect(await file({ of: claim, colour: '#456' })).toEqual([])
    for (let left = 0; left < 3; left += 1) await aDay()
    expect(await file({ of: claim, ahead: -3, colour: '#789' })).toEqual(['date-too-old'])
    expect(await file({ of: claim, ahead: -2, colour: '#789' })).toEqual([])
  })

  it('is of a day on which it hung: none before, none to come, and of one’s own phone', async () => {
    const claim = await posted('1955-01-01')
    const id = await noticeOf(claim)
    const photo = await picture(desks.he)
    const tried = async (on: string, of = photo) => (await desks.he.post(`/work/notices/${id}/boards`, { photo: of, on })).json()
    expect(await tried(dayOf(1))).toMatchObject({ errors: [{ field: 'on', code: 'date-to-come' }] })
    expect(await tried(dayOf(-1))).toMatchObject({ errors: [{ field: 'on', code: 'date-too-old' }] })
    expect(await tried(dayOf(0), randomUUID())).toMatchObject({ errors: [{ field: 'photo', code: 'file-unknown' }] })
    await claim.phone.post(`/me/applications/${claim.id}/withdrawal`, {})
    expect((await desks.he.post(`/work/notices/${id}/boards`, { photo, on: dayOf(0) })).status).toBe(409)
  })

  it('is not filed by a relative of whoever is posted, who stands in a list of relatives besides', async () => {
    const claim = await asked(office, '1956-01-01')
    await found(office, claim.id, poor)
    const wei = await idOf(office, '谭志远')
    await office.pool.query(
      `INSERT INTO relative (id, county_code, officer_id, id_index, name_cipher, kinship, declared_by, declared_at)
       SELECT gen_random_uuid(), '990101', $2, p.id_index, p.name_cipher, 'sibling', $2, now()
         FROM person p JOIN application a ON a.person_id = p.id WHERE a.id = $1`,
      [claim.id, wei],
    )
    // Her township’s leader is related: the county does all of it.
    await hung(office, { ...desks, he: desks.zhou }, claim, '冯雪')
    const tan = await office.officerDevice('谭志远')
    const id = await noticeOf(claim)
    expect((await tan.get(`/work/notices/${id}`)).status).toBe(404)
    expect((await desks.he.get(`/work/notices/${id}`)).status).toBe(200)
    const [line] = await linesOf(office, 'relatives')
    expect(line).toMatchObject({ name: '周*芬', relative: { kinship: 'sibling' }, amount: null, persons: null })
  })

  it('calls nobody an officer’s kin who only has a telephone or a home like theirs, though that officer handles nothing of them', async () => {
    const claim = await asked(office, '1958-01-01')
    await found(office, claim.id, poor)
    const shared = `SELECT gen_random_uuid(), '990101', $2, $3::bytea, %, p.name_cipher, 'sibling', $2, now() FROM person p JOIN application a ON a.person_id = p.id WHERE a.id = $1`
    for (const column of ['phone_index', 'address_index'])
      await office.pool.query(
        `INSERT INTO relative (id, county_code, officer_id, id_index, ${column}, name_cipher, kinship, declared_by, declared_at)
         ${shared.replace('%', column === 'phone_index' ? 'p.phone_index' : 'a.address_index')}`,
        [claim.id, await idOf(office, '谭志远'), Buffer.from(column.padEnd(32, '.'))],
      )
    await hung(office, { ...desks, he: desks.zhou }, claim, '冯雪')
    expect((await (await office.officerDevice('谭志远')).get(`/work/notices/${await noticeOf(claim)}`)).status).toBe(404)
    const { rows } = await office.pool.query(`SELECT kind FROM notice WHERE claim_id = $1`, [claim.claimId])
    expect(rows).toEqual([{ kind: 'review' }])
  })
})

describe('whatever people are called and wrote', () => {
  it('tells no number, no illness, no address and no school to the village', async () => {
    const phone = office.device()
    const applicant = await office.confirmedApplicant(phone, '19900007777', '周肺癌13800138000', '1957-01-01')
    const { anApplication, apply } = await import('../fixtures/office.ts')
    const words = '我得了肺癌，孩子在实验小学三年级，住稻香村3组12号，卡号6217000010001234567'
    const receipt = await apply(phone, anApplication({ applicant, regionCode: village, added: ['dibao'], words }))
    const claim = { id: receipt.id, claimId: receipt.claims.find(({ programme }) => programme === 'dibao')?.id ?? '', phone, receiptNumber: receipt.receiptNumber, lastFour: '' }
    await hung(office, desks, claim)
    const text = JSON.stringify((await boardOf(office)).items.map(({ id: _, ...line }) => line))
    expect(text).toContain('"name":"*"')
    expect(text).not.toMatch(/\d{6,}|[癌病]|学|组|1380/u)
  })
})
