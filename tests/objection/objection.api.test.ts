import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObjectionList, ObjectionFiled, WorkObjection } from '@yima/shared/objection/contract'
import { found, poor } from '../decision/found.ts'
import { json } from '../family/people.ts'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { asked, done, give, own, said, seen, type Asked } from '../process/asked.ts'
import { act, admit, anObjection, answer, noticeOf, object, onlyOne, posted, statusOf, waitingFor } from './people.ts'

let office: Office
let he: Device
let tan: Device
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  tan = await office.officerDevice('谭志远')
  zhou = await office.officerDevice('周立新')
})
afterAll(() => office.close())

let born = 0
/** A claim whose notice hangs since today. */
async function hanging(): Promise<Asked> {
  const claim = await asked(office, `1961-0${1 + Math.floor((born += 1) / 28)}-${String(1 + (born % 28)).padStart(2, '0')}`)
  await found(office, claim.id, poor)
  await posted(office, claim)
  return claim
}
const codes = async (told: Promise<Response>): Promise<string[]> => {
  const answer = await told
  const { errors = [] } = (await answer.json()) as { errors?: { code: string }[] }
  return [String(answer.status), ...errors.map(({ code }) => code)]
}
const picture = async (device: Device): Promise<string> => {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } }).png().toBuffer()
  return (await json<{ id: string }>(device.postRaw('/files', bytes))).id
}

describe('whoever objects to a notice', () => {
  it('needs no sign-in, gets a number at once, and reads with four digits what came of it', async () => {
    const claim = await hanging()
    const filed = await object(office, claim)
    expect(filed).toMatchObject({ receiptNumber: expect.stringMatching(/^\d{13}$/), admitBy: { date: '2026-03-04' } })
    expect(await statusOf(office, filed)).toMatchObject({ state: 'filed', due: { date: '2026-03-04' }, answer: null })
    const { id } = await onlyOne(tan, claim)
    await admit(tan, id)
    expect(await statusOf(office, filed)).toMatchObject({ state: 'admitted', effect: 'pauses' })
    await done(act(tan, id, answer()))
    expect(await statusOf(office, filed)).toMatchObject({
      state: 'answered', answer: { found: 'as-shown', again: false, words: '去看过了，车是邻居的' },
    })
  })

  it('without a phone says it to a worker, who reads it back, knows the number and may not look into it', async () => {
    const claim = await hanging()
    const notice = await noticeOf(office, claim)
    const said = { wrongs: ['property'], words: '他家前年买了车', photos: [await picture(tan)], named: { name: '石守田' }, lastFour: '4711', read: 'worker' }
    const write = (worker: Device, body: object = said) => worker.post(`/work/notices/${notice}/objections`, body, { key: 'said-at-the-door-once' })
    expect(await codes(write(tan, { ...said, read: 'not yet' }))).toEqual(['422', 'read-first'])
    const [once, again] = [await json<ObjectionFiled>(write(tan)), await json<ObjectionFiled>(write(tan))]
    expect(again).toEqual(once)
    expect(await statusOf(office, once)).toMatchObject({ state: 'filed' })
    // 谭志远 wrote it down: of the others who had no hand in the claim, somebody looks into it.
    await expect(onlyOne(tan, claim)).rejects.toThrow()
    const seen = await onlyOne(await office.officerDevice('邱国栋'), claim)
    expect(seen).toMatchObject({ named: { name: '石守田', phone: null }, writtenBy: '谭志远' })
    expect((await act(tan, seen.id, { type: 'admit' })).status).toBe(404)
    const elsewhere = await office.officerDevice('余桂芳')
    expect((await elsewhere.post(`/work/notices/${notice}/objections`, { ...said, photos: [] })).status).toBe(404)
  })

  it('gets the same number for the same write, of which the number is kept nowhere', async () => {
    const claim = await hanging()
    const phone = office.device()
    const [one, two] = [await object(office, claim, {}, phone, 'one-and-the-same-key'), await object(office, claim, {}, phone, 'one-and-the-same-key')]
    expect(two).toEqual(one)
    const { rows } = await office.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM objection WHERE claim_id = $1', [claim.claimId])
    expect(rows[0]?.n).toBe(1)
    const kept = await office.pool.query<{ text: string }>("SELECT answer::text AS text FROM idempotency WHERE key = 'one-and-the-same-key'")
    expect(kept.rows[0]?.text).not.toContain(one.receiptNumber)
  })

  it('is told alike of an unknown number and of wrong digits, and slowed down', async () => {
    const filed = await object(office, await hanging())
    const ask = (receiptNumber: string, lastFour: string) => office.device().post('/objections/status', { receiptNumber, lastFour })
    const [wrong, unknown] = [await ask(filed.receiptNumber, '0000'), await ask('4831705263186', '4711')]
    expect([wrong.status, (await wrong.json()) as unknown]).toEqual([unknown.status, (await unknown.json()) as unknown])
    expect(wrong.status).toBe(404)
    for (let tries = 0; tries < 11; tries += 1) await ask(filed.receiptNumber, `10${10 + tries}`)
    expect((await ask(filed.receiptNumber, '4711')).status).toBe(429)
  })

  it('brings pictures of the own phone and of no other', async () => {
    const claim = await hanging()
    const phone = office.device()
    const [mine, anothers] = [await picture(phone), await picture(office.device())]
    const path = `/notices/${await noticeOf(office, claim)}/objections`
    expect(await codes(phone.post(path, anObjection({ photos: [mine, anothers] })))).toEqual(['422', 'file-unknown'])
    await object(office, claim, { photos: [mine] }, phone)
    const { id, photos } = await onlyOne(tan, claim)
    expect(photos).toEqual([mine])
    expect((await tan.get(`/work/objections/${id}/files/${mine}`)).headers.get('content-type')).toBe('image/jpeg')
    for (const path of [`/work/files/${mine}`, `/work/objections/${id}/files/${anothers}`]) expect((await tan.get(path)).status).toBe(404)
    expect((await he.get(`/work/objections/${id}/files/${mine}`)).status).toBe(404)
  })

  it('says what is wrong, and objects to a notice that hangs', async () => {
    const claim = await hanging()
    const path = `/notices/${await noticeOf(office, claim)}/objections`
    const phone = office.device()
    expect(await codes(phone.post(path, anObjection({ wrongs: [] })))).toEqual(['422', 'wrong-needed'])
    expect(await codes(phone.post(path, anObjection({ wrongs: ['other'], words: ' ' })))).toEqual(['422', 'words-needed'])
    expect(await codes(phone.post('/notices/01900000-0000-7000-8000-000000000009/objections', anObjection()))).toEqual(['404'])
  })
})

describe('an objection at the desk', () => {
  it('lies before a colleague who had no hand in the claim, and before nobody who had', async () => {
    const claim = await hanging()
    await object(office, claim, { named: { name: '张三', phone: '13900001111' } })
    const { id, named } = await onlyOne(tan, claim)
    expect(named).toEqual({ name: '张三', phone: '13900001111' })
    for (const name of ['何文静', '刘小勤', '梁波', '严明', '唐敏']) {
      const other = await office.officerDevice(name)
      expect([name, (await other.get(`/work/objections/${id}`)).status]).toEqual([name, name === '严明' || name === '梁波' ? 403 : 404])
      expect([name, [403, 404].includes((await act(other, id, { type: 'admit' })).status)]).toEqual([name, true])
    }
    // The county has what nobody of the township may look into, or did not: not this.
    expect((await waitingFor(zhou)).some((one) => one.id === id)).toBe(false)
    const { rows } = await office.pool.query<{ type: string }>('SELECT type FROM objection_event WHERE objection_id = $1 ORDER BY number', [id])
    expect(rows.map(({ type }) => type)).toEqual(['objection-filed', 'objection-seen'])
  })

  it('lies before nobody of the place whose officials it names, but before the county at once', async () => {
    const claim = await hanging()
    await object(office, claim, { wrongs: ['official', 'income'], words: '是镇里干部的侄子', named: { name: '张三', phone: '13900001111' } })
    const rows = await office.pool.query<{ id: string }>('SELECT id FROM objection WHERE claim_id = $1', [claim.claimId])
    const id = rows.rows[0]?.id ?? ''
    const listed = async (desk: Device): Promise<boolean> => (await waitingFor(desk)).some((item) => item.id === id)
    expect([await listed(tan), (await tan.get(`/work/objections/${id}`)).status]).toEqual([false, 404])
    expect((await act(tan, id, { type: 'admit' })).status).toBe(404)
    expect(await listed(zhou)).toBe(true)
    await admit(zhou, id)
  })

  it('is found by whoever looks into it however many wait before it, a page at a time and each once', async () => {
    const claim = await hanging()
    await object(office, claim)
    const first = await json<ObjectionList>(tan.get('/work/objections'))
    const before = first.items.length
    // As many as a whole town sends, of which only the last one is shown here as another.
    await office.pool.query(
      `INSERT INTO objection (id, county_code, region_code, notice_id, application_id, claim_id, state, effect, look_on, receipt_index, four_index,
                              key_wrapped, sealed, standing, last_event, filed_at)
       SELECT gen_random_uuid(), county_code, region_code, notice_id, application_id, claim_id, state, effect, look_on,
              decode(md5(n::text), 'hex'), four_index, key_wrapped, sealed, standing, last_event, filed_at
         FROM objection, generate_series(1, 70) n WHERE claim_id = $1`, [claim.claimId])
    const ids: string[] = []
    let after: string | null = ''
    let pages = 0
    while (after !== null) {
      const page: ObjectionList = await json<ObjectionList>(tan.get(`/work/objections${after === '' ? '' : `?after=${after}`}`))
      ids.push(...page.items.map(({ id }) => id))
      after = page.next
      pages += 1
    }
    expect([ids.length, new Set(ids).size, pages > 2]).toEqual([before + 70, before + 70, true])
    expect((await tan.get('/work/objections?after=x')).status).toBe(422)
    // Nothing of it lies before another township.
    const tang = await office.officerDevice('唐敏')
    expect((await json<ObjectionList>(tang.get('/work/objections')))).toEqual({ items: [], next: null })
    await office.pool.query('UPDATE objection SET state = \'answered\' WHERE claim_id = $1', [claim.claimId])
  })

  it('makes the claim wait once, however many are admitted at the same moment', async () => {
    const claim = await hanging()
    await Promise.all([object(office, claim), object(office, claim, { words: '他家有店面' })])
    const ids = (await waitingFor(tan)).filter(({ task }) => task === 'admit').slice(-2).map(({ id }) => id)
    await Promise.all(ids.map((id) => admit(tan, id)))
    const effects = await Promise.all(ids.map(async (id) => (await json<WorkObjection>(tan.get(`/work/objections/${id}`))).effect))
    expect(effects.sort()).toEqual(['joins', 'pauses'])
    expect((await own(claim)).process?.clock).toMatchObject({ paused: 'objection', objection: { since: '2026-03-02', until: '2026-03-30' } })
    const { rows } = await office.pool.query("SELECT FROM event WHERE stream = $1 AND type = 'clock-paused'", [claim.id])
    expect(rows).toHaveLength(1)
    for (const id of ids) await done(act(tan, id, answer()))
    expect((await own(claim)).process?.clock.paused).toBeNull()
  })

  it('is answered once by whoever comes first, and admitted by nobody twice', async () => {
    const claim = await hanging()
    await object(office, claim)
    const { id } = await onlyOne(tan, claim)
    const both = await Promise.all([act(tan, id, { type: 'admit' }), act(zhou, id, { type: 'decline', why: 'other-matter', words: '不是这件事' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('reopens the investigation with another clerk than the one who visited', async () => {
    const claim = await hanging()
    await object(office, claim)
    const { id } = await onlyOne(tan, claim)
    await admit(tan, id)
    expect(await codes(act(tan, id, { ...answer('visit'), words: '' }))).toEqual(['422', 'reason-needed'])
    await done(act(tan, id, answer('visit')))
    const acts = (await seen(he, claim)).process?.acts ?? []
    expect(acts.find(({ type, step }) => type === 'record' && step === 'visit')?.refused).toBe('same-hands')
    expect((await seen(tan, claim)).process?.acts.find(({ type, step }) => type === 'record' && step === 'visit')?.refused).toBeNull()
    expect(await own(claim)).toMatchObject({ state: 'investigating' })
  })

  it('keeps anybody from confirming before it was looked at, and the desk says why', async () => {
    const claim = await hanging()
    office.clock.goOn(days(7))
    await office.watch()
    await object(office, claim)
    office.clock.goOn(days(1))
    await office.watch()
    expect((await seen(zhou, claim)).process?.acts.find(({ type }) => type === 'confirm')?.refused).toBe('objection-waits')
    expect(await codes(give(zhou, claim, { ...said, type: 'confirm' }))).toEqual(['409', 'objection-waits'])
    const { id } = await onlyOne(tan, claim)
    await done(act(tan, id, { type: 'decline', why: 'other-matter', words: '说的是另一家' }))
    expect((await seen(zhou, claim)).process?.acts.find(({ type }) => type === 'confirm')?.refused).toBeNull()
    // Too late for another.
    expect(await codes(office.device().post(`/notices/${await noticeOf(office, claim)}/objections`, anObjection()))).toEqual(['409', 'notice-over'])
  })

  it('is admitted by itself after two workdays where it names something, and goes on by itself after twenty', async () => {
    const claim = await hanging()
    const filed = await object(office, claim)
    const vague = await object(office, claim, { wrongs: ['other'], words: '我不服！' })
    office.clock.goOn(days(5))
    await office.watch()
    expect([(await statusOf(office, filed)).state, (await statusOf(office, vague)).late]).toEqual(['admitted', true])
    expect((await own(claim)).paused).toBe('objection')
    expect((await waitingFor(zhou)).some(({ late, task }) => late && task === 'admit')).toBe(true)
    office.clock.goOn(days(40))
    await office.watch()
    expect((await own(claim)).paused).toBeNull()
    expect(await statusOf(office, filed)).toMatchObject({ state: 'admitted', late: true })
  })
})

describe('what was said about a family that ends its account', () => {
  const erase = async ({ id, phone }: Asked): Promise<void> => {
    expect((await phone.post(`/me/applications/${id}/withdrawal`, {})).status).toBe(200)
    expect((await phone.post('/me/erasure', {})).status).toBe(200)
  }

  it('can be read by nobody any more, with its pictures, while what was said about another stays', async () => {
    const [claim, another] = [await hanging(), await hanging()]
    const phone = office.device()
    const filed = await object(office, claim, { photos: [await picture(phone)] }, phone)
    const other = await object(office, another, { photos: [await picture(phone)] }, phone)
    const { id } = await onlyOne(tan, claim)
    await erase(claim)
    expect((await tan.get(`/work/objections/${id}`)).status).toBe(404)
    expect((await waitingFor(tan)).map((one) => one.id)).not.toContain(id)
    const asked = { receiptNumber: filed.receiptNumber, lastFour: '4711' }
    expect((await office.device().post('/objections/status', asked)).status).toBe(404)
    const kept = `SELECT o.key_wrapped IS NOT NULL AS readable, count(f.id)::int AS pictures
      FROM objection o LEFT JOIN file f ON f.objection_id = o.id WHERE o.claim_id = $1 GROUP BY o.id`
    expect((await office.pool.query(kept, [claim.claimId])).rows).toEqual([{ readable: false, pictures: 0 }])
    expect((await office.pool.query(kept, [another.claimId])).rows).toEqual([{ readable: true, pictures: 1 }])
    expect((await statusOf(office, other)).state).toBe('filed')
  })
})

/** Everything that the family can read, as it stands. */
async function familyReads(claim: Asked): Promise<string[]> {
  const paths = [
    `/me/applications/${claim.id}`, `/me/applications/${claim.id}/trail`, `/me/applications`, '/me/messages', '/me/access', '/me/record', '/me/said',
  ]
  const texts = await Promise.all(paths.map(async (path) => (await claim.phone.get(path)).text()))
  const file = await (await claim.phone.get(`/me/applications/${claim.id}/file`)).arrayBuffer()
  const tracked = await office.device().post('/tracking', { receiptNumber: claim.receiptNumber, lastFour: claim.lastFour })
  return [...texts, Buffer.from(file).toString('utf8'), await tracked.text()]
}

describe('the family', () => {
  it('reads that somebody objects and what came of it, and nothing of whoever did', async () => {
    const claim = await hanging()
    const before = await familyReads(claim)
    const filed = await object(office, claim, { named: { name: '史密', phone: '13912345678' } })
    // Before it is admitted nothing at all changes for them; only their own look is new.
    const strip = (texts: readonly string[]) => texts.filter((_, at) => at !== 4 && at !== 5 && at !== 7)
    expect(strip(await familyReads(claim))).toEqual(strip(before))
    const { id } = await onlyOne(tan, claim)
    await admit(tan, id)
    const paused = await own(claim)
    expect(paused.process?.clock).toMatchObject({ paused: 'objection', objection: { until: expect.stringMatching(/^2026-05-/) } })
    await done(act(tan, id, answer()))
    const all = (await familyReads(claim)).join('\n')
    expect(all).toContain('objection-examined')
    for (const secret of ['史密', '13912345678', '去年买了', filed.receiptNumber, id, '车是邻居的']) expect(all).not.toContain(secret)
  })
})

describe('what was said against two families', () => {
  /** The same family, day and office; only who objects, and what they say, differs. */
  async function world(of: Parameters<typeof anObjection>[0]): Promise<{ claim: Asked; filed: ObjectionFiled; told: string }> {
    const claim = await hanging()
    const filed = await object(office, claim, of)
    const { id } = await onlyOne(tan, claim)
    await admit(tan, id)
    await done(act(tan, id, { ...answer(), words: of?.words ?? '' }))
    const paths = [`/me/applications/${claim.id}`, `/me/applications/${claim.id}/trail`, '/me/messages']
    const texts = await Promise.all(paths.map(async (path) => (await claim.phone.get(path)).text()))
    return { claim, filed, told: texts.join('\n') }
  }
  /** Ids, hashes and moments are each family's own; every other letter has to be the same. */
  const shape = (told: string): string =>
    told
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      .replace(/\d{13}|\d{4} \d{4} \d{4} \d/g, 'number')
      .replace(/[A-Za-z0-9_+/-]{40,}={0,2}|[0-9a-f]{64}/g, 'hash')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'moment')

  it('is told to the one exactly as to the other, whoever it was', async () => {
    const one = await world({ wrongs: ['property'], words: '他家买了车，我天天看见', named: { name: '王老五', phone: '13900000001' } })
    const other = await world({ wrongs: ['income', 'other'], words: '在厂里上班，一个月八千元', named: null, lastFour: '0815' })
    expect(shape(one.told)).toBe(shape(other.told))
  })
})
