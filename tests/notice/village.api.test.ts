import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticePage, posted, villageNotices } from '@yima/shared/notice/contract'
import * as v from 'valibot'
import { found, poor } from '../decision/found.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import type { WorkApplication } from '@yima/shared/work/contract'
import { createApp } from '@yima/api/app'
import { ownLook } from '@yima/api/notice/look'
import { json } from '../family/people.ts'
import { asked, done, give, said, type Asked } from '../process/asked.ts'
import { boardOf, desksOf, hung, linesOf, village, type Desks } from './people.ts'

let office: Office
let desks: Desks
beforeAll(async () => {
  office = await openOffice()
  desks = await desksOf(office)
})
afterAll(() => office.close())

const postingOf = async ({ id }: Asked) => (await json<WorkApplication>(desks.he.get(`/work/applications/${id}`))).posting
const phoneOf = async ({ id }: Asked): Promise<string> =>
  (await json<WorkApplication>(desks.he.get(`/work/applications/${id}`))).person.phone ?? ''

describe('the board of a village', () => {
  it('is empty and no error where nothing hangs, and nothing where no village is', async () => {
    expect(await boardOf(office, '', '990101100202')).toMatchObject({ items: [], next: null, counts: { review: 0 } })
    expect((await office.device().get('/notices/990101999999')).status).toBe(404)
    expect((await office.device().get('/notices/990101')).status).toBe(404)
  })

  it('shows what is posted and nothing else, to everybody and to no search engine, until it is over', async () => {
    const claim = await asked(office, '1961-01-01')
    await found(office, claim.id, poor)
    await hung(office, desks, claim)
    const answer = await office.device().get(`/notices/${village}`)
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    const tag = answer.headers.get('etag') ?? ''
    const board = v.parse(villageNotices, await answer.json())
    const [line] = board.items
    expect(board).toMatchObject({ village: { code: village, town: '稻香镇' }, on: '2026-03-02', counts: { review: 1 } })
    expect(line).toMatchObject({
      name: '周*芬', programme: 'dibao', persons: 2, kind: 'review', until: '2026-03-09', open: true,
      amount: { per: 'monthly' }, days: { from: '2026-03-02', to: '2026-03-09', needed: 7, counted: 0, missed: 0 },
    })
    const again = await office.app.request(`/api/notices/${village}`, { headers: { 'if-none-match': tag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const { rows } = await office.pool.query<{ shown: unknown }>('SELECT shown FROM notice')
    for (const { shown } of rows) expect(v.safeParse(posted, shown).success).toBe(true)

    office.clock.goOn(days(8))
    expect((await boardOf(office)).items).toEqual([])
    await office.watch()
    expect(await linesOf(office, 'review')).toEqual([])
    await done(give(desks.zhou, claim, { ...said, type: 'confirm' }))
    expect(await linesOf(office, 'long-term')).toMatchObject([{ name: '周*芬', since: '2026-04', persons: 2, until: null, days: null, open: false }])
    expect(await linesOf(office, 'change')).toMatchObject([{ name: '周*芬', change: 'new', until: '2026-03-17' }])
    office.clock.goOn(days(8))
    expect((await boardOf(office)).counts).toMatchObject({ 'long-term': 1, change: 0, review: 0 })
  })

  it('takes down what is withdrawn, and posts nothing of whom somebody threatens', async () => {
    const [threatened, withdrawn] = [await asked(office, '1962-01-01'), await asked(office, '1963-01-01')]
    await office.pool.query("UPDATE application SET dangers = '{violence}' WHERE id = $1", [threatened.id])
    await hung(office, desks, threatened)
    await hung(office, desks, withdrawn)
    expect(await linesOf(office, 'review')).toHaveLength(1)
    expect((await withdrawn.phone.post(`/me/applications/${withdrawn.id}/withdrawal`, {})).status).toBe(200)
    expect(await linesOf(office, 'review')).toEqual([])
  })

  it('takes down at once what became dangerous to read: by what was written later, by what was found, or by the office’s word', async () => {
    const [wrote, child, stopped] = [await asked(office, '1965-01-01'), await asked(office, '1966-01-01'), await asked(office, '1967-01-01')]
    const all = [wrote, child, stopped]
    for (const claim of all) {
      await found(office, claim.id, poor)
      await hung(office, desks, claim)
    }
    const hangs = async () => (await linesOf(office, 'review')).length
    expect(await hangs()).toBe(3)

    const { apply, anApplication } = await import('../fixtures/office.ts')
    await apply(wrote.phone, anApplication({ applicant: await office.confirmedApplicant(wrote.phone, await phoneOf(wrote), '周素芬', '1965-01-01'), regionCode: village, words: '我男人喝了酒就打我，不敢回家' }))
    expect(await hangs()).toBe(2)

    await found(office, child.id, { ...poor, members: [{ ...poor.members[0], id: 'm1', age: 15 }] })
    expect(await hangs()).toBe(1)

    const path = `/work/applications/${stopped.id}/unposting`
    const danger = { basis: '国务院令第649号', reason: '有人扬言报复' }
    const tang = await office.officerDevice('唐敏')
    expect([(await tang.post(path, danger)).status, (await desks.liang.post(path, danger)).status, await hangs()]).toEqual([404, 403, 1])
    expect((await desks.he.post(path, { ...danger, reason: ' ' })).status).toBe(422)
    expect(await postingOf(stopped)).toEqual({ lines: 1, stopped: false, mayStop: true, mayPost: false })
    await done(desks.he.post(path, danger))
    expect(await hangs()).toBe(0)
    expect([await postingOf(stopped), (await desks.he.post(path, danger)).status]).toEqual([{ lines: 0, stopped: true, agreed: false, mayStop: false, mayPost: true }, 409])
    // By one officer's word alone none of its days passes.
    office.clock.goOn(days(8))
    await office.watch()
    expect((await give(desks.zhou, stopped, { ...said, type: 'confirm' })).status).toBe(409)
    const tan = await office.officerDevice('谭志远')
    expect((await json<WorkApplication>(tan.get(`/work/applications/${stopped.id}`))).posting).toMatchObject({ agreed: false, mayStop: true })
    await done(tan.post(path, danger))
    expect([(await postingOf(stopped))?.agreed, (await tan.post(path, danger)).status]).toEqual([true, 409])
    // From then on they pass all the same, and who is confirmed stands nowhere either.
    office.clock.goOn(days(3))
    await office.watch()
    const before = (await boardOf(office)).counts['long-term']
    for (const claim of [wrote, stopped]) await done(give(desks.zhou, claim, { ...said, type: 'confirm' }))
    expect((await boardOf(office)).counts['long-term']).toBe(before)
    const { timeline } = await json<WorkApplication>(desks.he.get(`/work/applications/${stopped.id}`))
    expect(timeline.find(({ type }) => type === 'posting-stopped')).toMatchObject({ reason: '有人扬言报复' })
    expect(JSON.stringify(await json(stopped.phone.get(`/me/applications/${stopped.id}`)))).not.toContain('扬言')
  })

  it('shows again what the office had taken off once the reason is gone, and counts its days anew', async () => {
    const claim = await asked(office, '1968-01-01')
    await found(office, claim.id, poor)
    await hung(office, desks, claim)
    const tan = await office.officerDevice('谭志远')
    const [path, danger, over] = [`/work/applications/${claim.id}`, { basis: '国务院令第649号', reason: '有人扬言报复' }, { basis: '国务院令第649号', reason: '危险已经解除' }]
    const mine = async () => (await linesOf(office, 'review')).filter(({ days: counted }) => counted?.from === office.clock.today())
    expect((await tan.post(`${path}/posting`, over)).status).toBe(409)
    await done(tan.post(`${path}/unposting`, danger))
    office.clock.goOn(days(3))
    await office.watch()
    expect([await mine(), await postingOf(claim)]).toEqual([[], { lines: 0, stopped: true, agreed: false, mayStop: true, mayPost: true }])
    expect((await (await office.officerDevice('唐敏')).post(`${path}/posting`, over)).status).toBe(404)
    await done(tan.post(`${path}/posting`, over))
    expect(await mine()).toMatchObject([{ days: { needed: 7, counted: 0 } }])
    // It is looked at day by day as any other, and waits its whole time.
    office.clock.goOn(days(7))
    await office.watch()
    expect((await give(desks.zhou, claim, { ...said, type: 'confirm' })).status).toBe(409)
    // Its end on a day off moves to the next workday.
    office.clock.goOn(days(4))
    await office.watch()
    await done(give(desks.zhou, claim, { ...said, type: 'confirm' }))
    const standing = async () => (await boardOf(office)).counts['long-term']
    const before = (await standing()) ?? 0
    await done(tan.post(`${path}/unposting`, danger))
    expect(await standing()).toBe(before - 1)
    await done(tan.post(`${path}/posting`, over))
    expect(await standing()).toBe(before)
    const { timeline } = await json<WorkApplication>(desks.he.get(path))
    expect(timeline.filter(({ type }) => ['posting-stopped', 'posting-resumed', 'notice-restarted'].includes(type)).map(({ type }) => type))
      .toEqual(expect.arrayContaining(['posting-stopped', 'notice-restarted', 'posting-resumed']))
  })

  it('is read as often as a village may and no oftener, and its own looks are not counted', async () => {
    const config = { ...office.deps.config, demo: false, withoutBudgets: false }
    const strict = createApp({ ...office.deps, config }, new Map())
    const ask = (headers: Record<string, string> = {}) => strict.request(`/api/notices/${village}`, { headers })
    for (let at = 0; at < 700; at += 1) expect((await ask({ [ownLook.header]: ownLook.word })).status).toBe(200)
    const statuses = new Set<number>()
    for (let at = 0; at < 601; at += 1) statuses.add((await ask()).status)
    expect([...statuses]).toEqual([200, 429])
    expect((await ask({ [ownLook.header]: randomUUID() })).status).toBe(429)
  })

  it('goes out in pages, and each line once', async () => {
    const claim = await asked(office, '1964-01-01')
    const [more, before] = [noticePage + 20, (await boardOf(office)).counts['long-term'] ?? 0]
    await office.pool.query(
      `INSERT INTO notice (id, county_code, region_code, application_id, claim_id, kind, state, shown, text_hash, from_on, posted_at)
       SELECT gen_random_uuid(), '990101', $1, $2, $3, 'long-term', 'standing', $4, repeat('0', 64), '2026-01-01', now()
         FROM generate_series(1, $5)`,
      [village, claim.id, claim.claimId, JSON.stringify({
        name: '李*', programme: 'dibao', persons: 1, amount: null, cause: null, relative: null, change: null, since: '2026-01',
      }), more])
    const first = await boardOf(office, '?kind=long-term')
    expect([first.items.length, first.counts['long-term']]).toEqual([noticePage, more + before])
    const second = await boardOf(office, `?kind=long-term&after=${first.next}`)
    expect([second.items.length, second.next]).toEqual([20 + before, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(more + before)
    expect((await office.device().get(`/notices/${village}?after=${randomUUID()}&kind=all`)).status).toBe(422)
  })
})
