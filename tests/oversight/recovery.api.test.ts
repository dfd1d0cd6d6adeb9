import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Recoveries } from '@yima/shared/complaint/desk-contract'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { watchComplaints } from '@yima/api/complaint/overdue'
import { openBytesWith, openIdentityWith, sealIdentityFor, toBase64 } from '../../web/src/complaint/seal.ts'
import { village } from '../complaint/demo-county.ts'
import { sealWords } from '../../web/src/oversight/opening.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { bytes, supervisorAt } from './at-desk.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

type Supervisor = Awaited<ReturnType<typeof supervisorAt>>
const recoveries = async ({ device }: Supervisor): Promise<Recoveries> => (await (await device.get('/oversight/recoveries')).json()) as Recoveries
const give = ({ device }: Supervisor, id: string, body: { pair: string; file: string }) => device.post('/oversight/recoveries/opening', { id, ...body })

it('opens what nobody of an office can open any more by two of three other offices together, and by none alone', async () => {
  const concern = { accused: [await idOf(office, '何文静')] }
  const id = await fileTold(office.deps, { place: village, concern, category: 'bribe', words: '钥匙丢了', accused: [], daysAgo: 0 })
  const chief = await supervisorAt(office, '严明')
  const names = ['闻声', '陈实', '算盘生', '鲁直', '贺成刚', '纪云']
  const others = new Map(await Promise.all(names.map(async (name) => [name, await supervisorAt(office, name)] as const)))
  expect((await recoveries(chief)).lost).toEqual([])
  expect((await chief.device.post('/oversight/recoveries', { complaintId: id })).status).toBe(409)

  const own = [await idOf(office, '严明'), await idOf(office, '石坚')]
  await office.pool.query('DELETE FROM complaint_key WHERE reader = ANY ($1)', [own])
  expect((await recoveries(chief)).lost).toMatchObject([{ complaintId: id, asked: false }])
  expect((await chief.device.post('/oversight/recoveries', { complaintId: id })).status).toBe(200)

  const helpers = new Map<string, Recoveries['help']>()
  for (const [name, one] of others) helpers.set(name, (await recoveries(one)).help)
  // Excluded, or none of the three: nothing to be seen.
  expect([helpers.get('贺成刚'), helpers.get('纪云')]).toEqual([[], []])
  const [first] = [...helpers].filter(([, help]) => help.length > 0)
  const [name = '', [outer] = []] = first ?? []
  const helper = others.get(name)
  if (!helper || !outer) throw new Error('nobody helps')
  expect(outer.seal).toBe('outer')
  await expect(openIdentityWith(helper.identity, bytes(outer.file))).rejects.toThrow()
  const half = toBase64(await openBytesWith(helper.identity, bytes(outer.file)))
  expect((await give(helper, outer.id, { pair: outer.pair, file: half })).status).toBe(200)
  expect((await give(helper, outer.id, { pair: outer.pair, file: half })).status).toBe(404)

  let opened = false
  for (const [, one] of others) {
    const inner = (await recoveries(one)).help.find(({ seal }) => seal === 'inner')
    if (!inner || opened) continue
    const secret = await openIdentityWith(one.identity, bytes(inner.file))
    expect((await give(one, inner.id, { pair: inner.pair, file: toBase64(await sealIdentityFor(inner.to.readers.map(({ recipient }) => recipient), secret)) })).status).toBe(200)
    opened = true
  }
  expect(opened).toBe(true)
  expect(await chief.words(id)).toEqual(['钥匙丢了'])
  expect((await recoveries(chief)).lost).toEqual([])
})

it('leaves an office that lost its keys three days to have it opened, and then lets the level above have it', async () => {
  const id = await fileTold(office.deps, { place: village, concern: { accused: [await idOf(office, '何文静')] }, category: 'bribe', words: '换了手机', accused: [], daysAgo: 0 })
  const own = [await idOf(office, '严明'), await idOf(office, '石坚')]
  await office.pool.query('DELETE FROM complaint_key WHERE reader = ANY ($1)', [own])
  await office.pool.query('UPDATE reader_key SET made_on = $2 WHERE officer_id = ANY ($1)', [own, office.clock.today()])
  const cameUp = async (): Promise<boolean | undefined> => {
    await watchComplaints(office.deps)
    return (await office.pool.query<{ up: boolean }>('SELECT came_up AS up FROM complaint WHERE id = $1', [id])).rows[0]?.up
  }
  expect(await cameUp()).toBe(false)
  office.clock.goOn(days(2))
  expect(await cameUp()).toBe(false)
  office.clock.goOn(days(1))
  expect(await cameUp()).toBe(true)
})

it('keeps of a supervisor’s write neither who it was nor from which phone, and still answers only them again', async () => {
  const one = await supervisorAt(office, '闻声')
  const concern = { accused: [await idOf(office, '何文静')] }
  const id = await fileTold(office.deps, { place: village, concern, category: 'bribe', words: '收了钱', accused: [], daysAgo: 0 })
  const chief = await supervisorAt(office, '严明')
  const [{ version }, { secret, next }] = [await chief.look(id), await chief.opened(id)]
  const sealed = await sealWords(secret, { id, by: 'office', at: next.office }, { type: 'message', words: '收到了' })
  const key = randomUUID()
  const accept = ({ device }: Supervisor) => device.post(`/oversight/complaints/${id}/acts`, { type: 'accept', version, sealed }, { key })
  const first = await accept(chief)
  expect([first.status, (await accept(chief)).status, (await accept(one)).status]).toEqual([200, 200, 409])
  await chief.act(id, { type: 'ask' }, '在哪里？')

  const { rows } = await office.pool.query<{ route: string; device: string; maker: string | null }>(
    "SELECT route, encode(device_hash, 'hex') AS device, encode(maker, 'hex') AS maker FROM idempotency")
  const hidden = rows.filter(({ route }) => route === 'to supervisors')
  const open = new Set(rows.filter(({ route }) => route !== 'to supervisors').map(({ device }) => device))
  const officers = (await office.pool.query<{ id: string }>('SELECT id FROM officer')).rows
  const guessed = new Set(officers.map((officer) => createHash('sha256').update(`officer ${officer.id}`).digest('hex')))
  expect(hidden.length).toBeGreaterThan(1)
  expect(hidden.filter(({ device, maker }) => open.has(device) || maker === null || guessed.has(maker))).toEqual([])
  expect(new Set(hidden.flatMap(({ device, maker }) => [device, maker])).size).toBe(2 * hidden.length)
})
