import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { quarterOf } from '@yima/shared/complaint/figures'
import type { OpenFigures, WorkFigures } from '@yima/shared/statistics/contract'
import { found, poor } from '../decision/found.ts'
import { json } from '../family/people.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { desksOf, hung, village } from '../notice/people.ts'
import { asked, done, give, said } from '../process/asked.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const figuresOf = (code: string): Promise<OpenFigures> => json<OpenFigures>(office.device().get(`/open/${code}`))
const county = '990101000000'
const town = '990101100000'

/** So many received it in each of these villages before requests came here. */
const hadBefore = (programme: string, count: number, only = '%'): Promise<unknown> =>
  office.pool.query(
    `INSERT INTO received_before (county_code, region_code, programme, count)
     SELECT $1, code, $2, $3 FROM region WHERE level = 'village' AND code LIKE $4`,
    [county.slice(0, 6), programme, count, only],
  )

it('says nothing before anything was published, and nothing of places that are not of this county', async () => {
  expect(await figuresOf(county)).toMatchObject({ on: null, receiving: null, places: [], byProgramme: [], handled: null })
  expect((await office.device().get('/open/990100000000')).status).toBe(404)
  expect((await office.device().get('/open/990101999999')).status).toBe(404)
})

it('counts who was confirmed beside whoever received it before, once a month, and no number below ten', async () => {
  const desks = await desksOf(office)
  const claim = await asked(office, '1961-01-01')
  await found(office, claim.id, poor)
  await hung(office, desks, claim)
  office.clock.goOn(days(8))
  await office.watch()
  await done(give(desks.zhou, claim, { ...said, type: 'confirm' }))
  const { rows } = await office.pool.query<{ days: number; dueOn: string | null }>(
    'SELECT (at::date - asked_on) AS days, due_on AS "dueOn" FROM decision WHERE claim_id = $1',
    [claim.claimId],
  )
  expect(rows[0]?.days).toBeGreaterThanOrEqual(8)
  expect(rows[0]?.dueOn).not.toBeNull()

  const { rows: villages } = await office.pool.query("SELECT FROM region WHERE level = 'village'")
  await hadBefore('dibao', 20)
  await hadBefore('medical', 30, '990101100%')
  await hadBefore('medical', 3, '990101101001')
  office.clock.goOn(days(31))
  await office.watch()

  const all = await figuresOf(county)
  const dibao = villages.length * 20 + 1
  const count = (of: OpenFigures, programme: string) => of.byProgramme.find((one) => one.programme === programme)?.count
  expect(count(all, 'dibao')).toBe(dibao)
  expect(count(await figuresOf(village), 'dibao')).toBe(21)
  expect((await figuresOf(town)).place).toEqual({ code: town, name: '稻香镇' })
  expect(count(await figuresOf('990101101001'), 'medical')).toBeNull()
  // One decision is of one family: nothing is said of it.
  expect([all.handled, all.overturned]).toEqual([null, null])

  await hadBefore('temporary', 15)
  await office.watch()
  expect(count(await figuresOf(village), 'temporary')).toBeUndefined()
  office.clock.goOn(days(31))
  await office.watch()
  expect(count(await figuresOf(village), 'temporary')).toBe(15)
})

it('shows whoever supervises the units side by side, as they stand, and nobody else', async () => {
  const [zhou, he] = [await office.officerDevice('周立新'), await office.officerDevice('何文静')]
  expect((await he.get('/oversight/figures')).status).toBe(403)
  const before = await json<WorkFigures>(zhou.get('/oversight/figures'))
  const claim = await asked(office, '1962-02-02')
  const open = await json<WorkFigures>(zhou.get('/oversight/figures'))
  const windowOf = ({ units }: WorkFigures) => units.find(({ name }) => name === '稻香镇社会救助窗口')
  expect((windowOf(open)?.open ?? 0) - (windowOf(before)?.open ?? 0)).toBeGreaterThanOrEqual(1)
  // Nobody took it up: its day passes.
  office.clock.goOn(days(60))
  await office.watch()
  const late = await json<WorkFigures>(zhou.get('/oversight/figures'))
  expect(windowOf(late)?.late).toBeGreaterThanOrEqual(1)
  expect(JSON.stringify(late)).not.toContain(claim.id)
  expect(windowOf(late)).toMatchObject({ decided: 0, inTime: null, median: null, checked: null, overturned: 0 })
  // From one of its villages somebody asked.
  expect(windowOf(late)?.coverage?.reached).toBe(1)
  expect(windowOf(late)?.coverage?.villages).toBeGreaterThan(1)
})

it('publishes of complaints only what is closed, a quarter late, and to those who supervise no more than to everybody', async () => {
  await loadDemoKeys(office.deps)
  const zhou = await office.officerDevice('周立新')
  const complaints = async () => (await figuresOf(county)).complaints
  const nothing = (all: OpenFigures['complaints']) => all.map(({ total, byKind, byResult }) => [total, ...byKind, ...byResult].every((one) => one === null || (one as { count: null }).count === null))
  const told = async (words: string) => fileTold(office.deps, { place: village, concern: {}, category: 'bribe', words, accused: [], daysAgo: 0 })
  const ids = []
  for (let at = 0; at < 10; at += 1) ids.push(await told(`第${at}件`))
  const quarter = quarterOf(office.clock.today())
  // One is decided and kept: it is in nothing that anybody reads, however late.
  const [decided = '', ...old] = ids
  await office.pool.query(`UPDATE complaint SET state = 'decided', finding = 'upheld', decided_on = $2 WHERE id = $1`, [decided, office.clock.today()])
  await office.pool.query(`UPDATE complaint SET state = 'decided', finding = 'upheld', decided_on = '2016-01-04' WHERE id = ANY($1)`, [old])
  await office.watch()
  office.clock.goOn(days(100))
  expect(nothing(await complaints())).toEqual([true, true, true, true])
  office.clock.goOn(days(92))
  expect((await complaints()).map((one) => one.quarter)).toContain(quarter)
  expect(nothing(await complaints())).toEqual([true, true, true, true])

  await office.pool.query(`INSERT INTO complaint_tombstone (id, county_code, quarter, kind, finding) VALUES (gen_random_uuid(), '990101', $1, 'misconduct', 'upheld')`, [quarter])
  const [now] = (await complaints()).filter((one) => one.quarter === quarter)
  expect([now?.total, now?.byKind.find(({ kind }) => kind === 'service')?.count]).toEqual([10, null])
  expect((await json<WorkFigures>(zhou.get('/oversight/figures'))).complaints).toEqual(await complaints())
  expect((await figuresOf(town)).complaints).toEqual([])
})
