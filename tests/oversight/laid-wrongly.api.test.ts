import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Recoveries } from '@yima/shared/complaint/desk-contract'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { makeReportKey, sealFor, sealIdentityFor } from '../../web/src/complaint/seal.ts'
import { openSeal } from '../../web/src/oversight/opening.ts'
import { village } from '../complaint/demo-county.ts'
import { openOffice, type Office } from '../fixtures/office.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { supervisorAt } from './at-desk.ts'

let office: Office
let chief: Awaited<ReturnType<typeof supervisorAt>>
let second: Awaited<ReturnType<typeof supervisorAt>>
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  ;[chief, second] = [await supervisorAt(office, '严明'), await supervisorAt(office, '石坚')]
})
afterAll(() => office.close())

const aboutClerk = async (words: string): Promise<string> =>
  fileTold(office.deps, { place: village, category: 'bribe', accused: [], daysAgo: 0, words, concern: { accused: [await idOf(office, '何文静')] } })
type Supervisor = typeof chief
const recoveries = async ({ device }: Supervisor): Promise<Recoveries> => (await (await device.get('/oversight/recoveries')).json()) as Recoveries
/** Something in the place of what was sealed: for somebody else, so that it opens for nobody here. */
const junk = async (): Promise<Buffer> => Buffer.from(await sealIdentityFor((await makeReportKey()).recipient, (await makeReportKey()).identity))

it('shows words that a server put in as nobody’s, between those that are somebody’s', async () => {
  const id = await aboutClerk('要我拿钱')
  await chief.act(id, { type: 'accept' }, '收到了')
  const { recipient } = await chief.look(id)
  const forged = Buffer.from(await sealFor(recipient, { version: 1, type: 'message', words: '算了，我不告了', files: [] }))
  await office.pool.query(`INSERT INTO complaint_message (complaint_id, number, county_code, by, sealed, day) VALUES ($1, 90, '990101', 'reporter', $2, '2026-01-01')`, [id, forged])
  // An office's own words, laid down once more as the reporter's.
  await office.pool.query(`INSERT INTO complaint_message SELECT complaint_id, 91, county_code, 'reporter', sealed, day FROM complaint_message WHERE complaint_id = $1 AND by = 'office'`, [id])
  await chief.act(id, { type: 'say' }, '还在查')
  expect((await chief.opened(id)).said.map(({ words, sure }) => [words, sure])).toEqual([
    ['要我拿钱', true], ['收到了', true], ['算了，我不告了', false], ['收到了', false], ['还在查', true],
  ])
})

it('lets a reader give back what somebody laid down for them and does not open, so that a colleague seals it anew', async () => {
  const id = await aboutClerk('放错的钥匙')
  await office.pool.query('UPDATE complaint_key SET file = $2 WHERE complaint_id = $1 AND reader = $3', [id, await junk(), await idOf(office, '石坚')])
  await expect(second.opened(id)).rejects.toThrow()
  expect((await chief.look(id)).colleagues).toBe(null)
  expect((await second.device.post('/oversight/keys/unopened', { complaintId: id })).status).toBe(200)
  expect((await second.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
  expect((await second.device.post('/oversight/keys/unopened', { complaintId: id })).status).toBe(404)
  const { colleagues } = await chief.look(id)
  expect((await chief.act(id, { type: 'share', keys: await chief.keysFor(id, colleagues?.readers ?? []) })).status).toBe(200)
  expect(await second.words(id)).toEqual(['放错的钥匙'])
})

it('passes over a pair of offices whose file opens nothing, says how many, and opens by the next', async () => {
  const id = await aboutClerk('都打不开')
  await office.pool.query('DELETE FROM complaint_key WHERE complaint_id = $1 AND reader = ANY ($2)', [id, [await idOf(office, '严明'), await idOf(office, '石坚')]])
  const { rows } = await office.pool.query<{ reader: string }>(`SELECT reader FROM complaint_key WHERE complaint_id = $1 AND reader LIKE 'recovery:%' ORDER BY reader`, [id])
  const bad = rows[0]?.reader ?? ''
  await office.pool.query('UPDATE complaint_key SET file = $3 WHERE complaint_id = $1 AND reader = $2', [id, bad, await junk()])
  expect((await chief.device.post('/oversight/recoveries', { complaintId: id })).status).toBe(200)
  const helpers = await Promise.all(['闻声', '陈实', '算盘生', '鲁直'].map((name) => supervisorAt(office, name)))
  let skipped = 0
  for (let round = 0; round < 6 && (await recoveries(chief)).lost.length > 0; round += 1)
    for (const helper of helpers) {
      const one = (await recoveries(helper)).help.find(({ office: of }) => of !== '')
      if (!one) continue
      const file = await openSeal([helper.identity], one)
      if (file === undefined) skipped += 1
      const went = file === undefined
        ? await helper.device.post('/oversight/recoveries/skips', { id: one.id, pair: one.pair })
        : await helper.device.post('/oversight/recoveries/opening', { id: one.id, pair: one.pair, file })
      expect(went.status).toBe(200)
      if (file === undefined) expect((await recoveries(chief)).lost).toMatchObject([{ asked: true, skipped: 1 }])
    }
  expect(skipped).toBe(1)
  expect(await chief.words(id)).toEqual(['都打不开'])
})

it('takes in no key that looks like one and is none: nobody could seal for the whole office', async () => {
  await office.pool.query('UPDATE reader_key SET ended_on = made_on WHERE officer_id = $1', [await idOf(office, '石坚')])
  const answer = await second.device.post('/oversight/keys', { recipient: `age1${'q'.repeat(58)}` })
  expect(await codeOf(answer)).toEqual(['invalid-input', 'not-a-key'])
  expect((await second.device.post('/oversight/keys', { recipient: (await makeReportKey()).recipient })).status).toBe(200)
})
