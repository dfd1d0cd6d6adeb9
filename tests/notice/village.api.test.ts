import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticePage, posted, villageNotices } from '@yima/shared/notice/contract'
import * as v from 'valibot'
import { found, poor } from '../decision/found.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { asked, done, give, said } from '../process/asked.ts'
import { boardOf, desksOf, hung, linesOf, village, type Desks } from './people.ts'

let office: Office
let desks: Desks
beforeAll(async () => {
  office = await openOffice()
  desks = await desksOf(office)
})
afterAll(() => office.close())

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

  it('goes out in pages, and each line once', async () => {
    const claim = await asked(office, '1964-01-01')
    const more = noticePage + 20
    await office.pool.query(
      `INSERT INTO notice (id, county_code, region_code, application_id, claim_id, kind, state, shown, text_hash, from_on, posted_at)
       SELECT gen_random_uuid(), '990101', $1, $2, $3, 'long-term', 'standing', $4, repeat('0', 64), '2026-01-01', now()
         FROM generate_series(1, $5)`,
      [village, claim.id, claim.claimId, JSON.stringify({
        name: '李*', programme: 'dibao', persons: 1, amount: null, cause: null, relative: null, change: null, since: '2026-01',
      }), more])
    const first = await boardOf(office, '?kind=long-term')
    expect([first.items.length, first.counts['long-term']]).toEqual([noticePage, more + 1])
    const second = await boardOf(office, `?kind=long-term&after=${first.next}`)
    expect([second.items.length, second.next]).toEqual([21, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(more + 1)
    expect((await office.device().get(`/notices/${village}?after=${randomUUID()}&kind=all`)).status).toBe(422)
  })
})
