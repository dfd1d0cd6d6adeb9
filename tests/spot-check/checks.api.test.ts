import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSignedBy } from '@yima/api/code/sign-key'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { fileTold } from '@yima/api/demo/complaints'
import { barredOf } from '@yima/api/spot-check/barred'
import { tagOf } from '@yima/api/spot-check/tags'
import { wishesOf } from '@yima/api/spot-check/wish'
import { inTransaction } from '@yima/api/db/transaction'
import { hashParts } from '@yima/api/trail/root'
import { verifyRoots } from '@yima/api/trail/verify'
import { trailKeyOf } from '@yima/api/trail/sign'
import type { DeskDecision } from '@yima/shared/decision/contract'
import type { CheckView, FindingBody, OpenDraw, OwnChecks } from '@yima/shared/spot-check/contract'
import { faultsOf } from '@yima/shared/spot-check/draw'
import { makeReceiptNumber } from '@yima/shared/receipt/number'
import { ratesOn } from '@yima/shared/spot-check/rates'
import { village } from '../complaint/demo-county.ts'
import { json } from '../family/people.ts'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { own, type Asked } from '../process/asked.ts'
import { decidedLike, drawn, refused } from './decided.ts'

let office: Office
let wronged: Asked
let all: Asked[]
type Row = { id: string; claim: string; drawn: boolean; officer: string | null; name: string | null; due: string }
let rows: Row[]
const supervisors = ['严明', '鲁直'] as const
const births = Array.from({ length: 13 }, (_, at) => `19${String(60 + at)}-04-1${String(at % 10)}`)

const checks = async (): Promise<Row[]> =>
  (await office.pool.query<Row>(
    `SELECT s.id, s.claim_id AS claim, s.drawn, s.officer_id AS officer, o.name, s.due_on::text AS due
       FROM spot_check s LEFT JOIN officer o ON o.id = s.officer_id WHERE s.quarter = '2026-Q1' ORDER BY s.id`,
  )).rows

beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  wronged = await refused(office, '1958-01-08')
  all = [wronged, ...(await decidedLike(office, wronged, births))]
  // Somebody reports a clerk; who receives it wants one family visited, and types the number of nobody besides.
  const { rows: accused } = await office.pool.query<{ id: string }>(`SELECT id FROM officer WHERE name = '何文静'`)
  const complaint = await fileTold(office.deps, { place: village, concern: { accused: accused.map(({ id }) => id) }, category: 'relative-favour', words: '', accused: [], daysAgo: 0 })
  const readers = await office.pool.query<{ name: string }>(`SELECT o.name FROM complaint_key k JOIN officer o ON o.id::text = k.reader JOIN complaint c ON c.id = k.complaint_id AND c.receiving_unit = o.unit_id WHERE k.complaint_id = $1 AND k.opens = 'contents'`, [complaint])
  const reader = await office.officerDevice(readers.rows[0]?.name ?? '')
  const path = `/oversight/complaints/${complaint}/revisits`
  for (const one of [all[5], wronged]) expect((await reader.post(path, { receiptNumber: one?.receiptNumber })).status).toBe(200)
  expect(await json(reader.post(path, { receiptNumber: makeReceiptNumber(() => 9) }))).toEqual({ done: true })
  expect((await (await office.officerDevice('何文静')).post(path, { receiptNumber: all[5]?.receiptNumber })).status).toBe(403)
  await drawn(office)
  rows = await checks()
})
afterAll(() => office.close())

const open = (quarter = 'latest') => json<OpenDraw>(office.device().get(`/open/checks/${quarter}`))

describe('the draw of a quarter', () => {
  it('is drawn again by a stranger from what is published, and stands in the county’s chain since before its day began', async () => {
    const { list, draw, key, quarters } = await open()
    if (!list || !draw) throw new Error('nothing was drawn')
    expect([quarters, list.tags.length]).toEqual([['2026-Q1'], all.length])
    expect(await faultsOf({ hash: hashParts, isSigned: isSignedBy }, { ...list, draw, key })).toEqual([])
    const { rows: chained } = await office.pool.query<{ payload: string; at: Date }>(`SELECT payload, at FROM organisation_event WHERE type = 'check-list-laid-down'`)
    expect(chained.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([{ quarter: '2026-Q1', digest: list.digest }])
    expect(chained[0]?.at.toISOString() ?? '').toBe(list.committedAt)
    expect(draw.root.organisation.number).toBeGreaterThan(0)
    const published = JSON.stringify(await open())
    for (const { id, claimId, receiptNumber } of all) for (const said of [id, claimId, receiptNumber, '周素芬']) expect(published).not.toContain(said)
    expect((await office.device().get('/open/checks/2031-Q1')).status).toBe(404)
    expect((await office.device().get('/open/checks/spring')).status).toBe(404)
  })

  it('is made of exactly those claims whose tags were drawn', async () => {
    const { draw } = await open()
    const tags = rows.filter((row) => row.drawn).map(({ claim }) => tagOf(office.deps, '2026-Q1', claim))
    expect(tags.sort()).toEqual([...(draw?.drawn ?? [])].sort())
  })

  it('cannot be changed by the app afterwards, and whoever changes it as the owner is found', async () => {
    await expect(office.pool.query(`UPDATE check_list SET tags[1] = 'ffffffffffffffffffff'`)).rejects.toThrow(/permission denied/)
    await expect(office.pool.query('DELETE FROM check_draw')).rejects.toThrow(/permission denied/)
    const { list, draw, key } = await open()
    if (!list || !draw) throw new Error('nothing was drawn')
    const tags = ['0'.repeat(20), ...list.tags.slice(1)].sort()
    expect(await faultsOf({ hash: hashParts, isSigned: isSignedBy }, { ...list, tags, draw, key })).toContain('list-changed')
    const trail = await verifyRoots(office.deps.db, { countyCode: '990101', key: trailKeyOf(office.deps), published: [draw.root] })
    expect(trail.faults).toEqual([])
  })
})

describe('the list of supervisors', () => {
  it('is always of one length, with one last day and whom a complaint asks for among all others, and keeps no reason', async () => {
    const listed = rows.filter((row) => !row.drawn)
    expect(listed.length).toBe(ratesOn('2026-03-02').listed)
    expect(new Set(rows.map(({ due }) => due)).size).toBe(1)
    expect(rows.map(({ claim }) => claim)).toContain(all[5]?.claimId)
    const waiting = await inTransaction(office.deps.db, (tx) => wishesOf(tx, office.deps, '990101'))
    expect(waiting.filter(({ claimId }) => rows.some(({ claim }) => claim === claimId))).toEqual([])
  })

  it('gives nothing to whoever handled it, their office or their relatives', async () => {
    for (const row of rows) {
      const one = all.find(({ claimId }) => claimId === row.claim)
      const barred = await inTransaction(office.deps.db, (tx) => barredOf(tx, office.deps, { applicationId: one?.id ?? '', claimId: row.claim }))
      expect([row.officer !== null, barred?.has(row.officer ?? '')]).toEqual([true, false])
    }
    const { rows: counted } = await office.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM spot_check WHERE NOT drawn GROUP BY officer_id`)
    expect(Math.max(...counted.map(({ n }) => n)) - Math.min(...counted.map(({ n }) => n))).toBeLessThanOrEqual(1)
  })

  it('waits with what nobody has decided yet, so that nothing stands out', async () => {
    // Other claims of the same two requests, of which nothing is decided, are wished for as well.
    expect(await inTransaction(office.deps.db, (tx) => wishesOf(tx, office.deps, '990101'))).not.toEqual([])
    expect(rows.every(({ claim }) => all.some(({ claimId }) => claimId === claim))).toBe(true)
  })
})

const seen = { lives: 'yes', members: 'yes', means: 'yes', money: 'unknown', asked: 'no', notice: 'yes' } as const
const body = (more: Partial<FindingBody>): FindingBody => ({
  ...{ visitedOn: office.clock.today(), met: 'applicant', seen, finding: 'right', words: '和决定上写的一样' }, ...more,
})

describe('a supervisor', () => {
  it('sees the own checks alone, whom to visit once it is opened, and the family reads who looked', async () => {
    const [row] = rows.filter(({ name }) => name !== null)
    const device: Device = await office.officerDevice(row?.name ?? '')
    const { items, county } = await json<OwnChecks>(device.get('/oversight/checks'))
    expect(items.map(({ id }) => id).sort()).toEqual(rows.filter(({ name }) => name === row?.name).map(({ id }) => id).sort())
    expect(county).toEqual({ quarter: '2026-Q1', all: rows.length, done: 0, right: 0 })
    expect(JSON.stringify(items)).not.toContain('周素芬')
    const view = await json<CheckView>(device.get(`/oversight/checks/${row?.id ?? ''}`))
    expect(view).toMatchObject({ name: '周素芬', outcome: 'refused', found: null, fen: null })
    const whose = all.find(({ claimId }) => claimId === row?.claim)
    const { lines } = await json<{ lines: { what: string }[] }>(whose?.phone.get('/me/access') ?? Promise.reject(new Error('nobody')))
    expect(lines.map(({ what }) => what)).toContain('again')
    for (const name of supervisors.filter((one) => one !== row?.name))
      expect((await (await office.officerDevice(name)).get(`/oversight/checks/${row?.id ?? ''}`)).status).toBe(404)
    expect((await (await office.officerDevice('何文静')).get('/oversight/checks')).status).toBe(403)
  })

  it('says once what was found, and what was wrongly refused is looked at once more by somebody else', async () => {
    const row = rows.find(({ claim }) => claim === wronged.claimId)
    if (!row) throw new Error('nobody looks at it')
    const device = await office.officerDevice(row.name ?? '')
    const path = `/oversight/checks/${row.id}/finding`
    expect((await device.post(path, body({ finding: 'wrongly-refused' }))).status).toBe(422)
    expect((await device.post(path, body({ finding: 'amount-wrong', measure: '补发' }))).status).toBe(409)
    const answer = await device.post(path, body({ finding: 'wrongly-refused', words: '那笔钱是借来看病的', measure: '请县里重新算收入' }))
    expect(answer.status).toBe(200)
    expect((await device.post(path, body({}))).status).toBe(409)
    // Whoever works on it reads it beside the decision, without a word of who was there and why.
    const he = await office.officerDevice('何文静')
    const desk = await json<DeskDecision>(he.get(`/work/applications/${wronged.id}/claims/${wronged.claimId}/decision`))
    expect(desk.lookedAgain).toEqual([{ on: office.clock.today(), finding: 'wrongly-refused', words: '那笔钱是借来看病的', measure: '请县里重新算收入' }])
    const { found, doneOn } = await json<CheckView>(device.get(`/oversight/checks/${row.id}`))
    expect([found?.finding, found?.recheck, doneOn]).toEqual(['wrongly-refused', true, office.clock.today()])
    expect((await own(wronged)).state).not.toBe('refused')
    expect((await json<OwnChecks>(device.get('/oversight/checks'))).county).toMatchObject({ done: 1, right: 0 })
  })

  it('who works there no longer leaves the own checks to somebody who does', async () => {
    const row = rows.find(({ name, claim }) => name !== null && claim !== wronged.claimId)
    await office.pool.query('UPDATE officer SET active = false WHERE id = $1', [row?.officer])
    await office.watch()
    const after = (await checks()).filter(({ id }) => rows.some((one) => one.id === id && one.officer === row?.officer))
    const { rows: open } = await office.pool.query<{ id: string }>(`SELECT id FROM spot_check WHERE state = 'open'`)
    for (const one of after.filter(({ id }) => open.some((two) => two.id === id))) expect([one.officer !== null, one.officer !== row?.officer]).toEqual([true, true])
  })
})
