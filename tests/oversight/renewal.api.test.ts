import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDemoKeys } from '@yima/api/demo/keys'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { markOf, openMarked, sealMarked } from '../../web/src/complaint/mark.ts'
import { keyFilesFor } from '../../web/src/complaint/readers.ts'
import { generationsOf, makeReportKey, openBytesWith, openIdentityWith, recipientOf, sealFor, toBase64 } from '../../web/src/complaint/seal.ts'
import { openComplaint, renewalFor } from '../../web/src/oversight/opening.ts'
import { concern, conversationOf, filedReport, readAll, words, type Reporter } from '../complaint/reporter.ts'
import { documentOf, openOffice, type Office } from '../fixtures/office.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { bytes, supervisorAt } from './at-desk.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

type Desk = Awaited<ReturnType<typeof supervisorAt>>

/** A named report about 何文静, read by two; then the second turns out to be the accused's sister, and the watch takes her key. */
async function afterRemoval(): Promise<{ id: string; reporter: Reporter; stays: Desk; gone: Desk; kept: string }> {
  await office.pool.query('UPDATE relative SET ended_at = now()')
  const reporter = await filedReport(office, { concern: concern({ accused: [await idOf(office, '何文静')] }), named: true })
  const { id } = reporter.body
  const [stays, gone] = [await supervisorAt(office, '严明'), await supervisorAt(office, '石坚')]
  const kept = await gone.secretOf(await gone.look(id))
  expect((await stays.look(id)).renewal).toBe(null)
  const declared = await gone.device.post('/work/relatives', { name: '何文静', number: documentOf('1979-09-09'), kinship: 'sibling' })
  expect(declared.status).toBe(200)
  await office.watch()
  return { id, reporter, stays, gone, kept }
}

async function renew(desk: Desk, id: string): Promise<Response> {
  const complaint = await desk.look(id)
  if (!complaint.renewal) throw new Error('no other key is wanted')
  const made = await renewalFor(await openComplaint([desk.identity], complaint), complaint.renewal)
  if (!made) throw new Error('no other key could be made')
  return desk.device.post(`/oversight/complaints/${id}/acts`, { type: 'renew', version: complaint.version, ...made })
}

const sealedOf = async (id: string, number: number): Promise<Uint8Array> => {
  const { rows } = await office.pool.query<{ sealed: Buffer }>('SELECT sealed FROM complaint_message WHERE complaint_id = $1 AND number = $2', [id, number])
  return new Uint8Array(rows[0]?.sealed ?? [])
}
const lastOf = async (id: string): Promise<number> =>
  (await office.pool.query<{ n: number }>('SELECT max(number) AS n FROM complaint_message WHERE complaint_id = $1', [id])).rows[0]?.n ?? 0
const say = async ({ device, opened, body }: Reporter, secret: string, at: number, text: string): Promise<Response> =>
  device.post('/complaints/conversation/messages', {
    ...opened,
    sealed: toBase64(await sealMarked(secret, { id: body.id, by: 'reporter', at }, { version: 1, type: 'message', words: text, files: [] })),
    recipient: await recipientOf(secret),
    files: [],
  })

describe('somebody who read a report and may do so no longer', () => {
  it('opens with what she kept nothing that is said from then on; whoever may read opens all of it', async () => {
    const { id, reporter, stays, kept } = await afterRemoval()
    expect((await renew(stays, id)).status).toBe(200)
    const after = await stays.look(id)
    expect(after.renewal).toBe(null)
    expect(generationsOf(await stays.secretOf(after))).toHaveLength(2)
    expect((await stays.act(id, { type: 'accept' }, '收下了，下周去看')).status).toBe(200)
    const secret = await openIdentityWith(reporter.derived.identity, bytes((await conversationOf(reporter)).key ?? ''))
    expect((await say(reporter, secret, 2, '他今天又来过')).status).toBe(201)

    const last = await lastOf(id)
    for (const number of [last - 1, last]) await expect(openBytesWith(kept, await sealedOf(id, number))).rejects.toThrow()
    expect(await openMarked(kept, { id, by: 'reporter' }, await sealedOf(id, 1))).toMatchObject({ held: { generation: 1 } })
    const said = [words, '收下了，下周去看', '他今天又来过']
    expect((await stays.opened(id)).said.map((one) => [one.words, one.sure])).toEqual(said.map((text) => [text, true]))
    expect((await readAll(reporter)).map((one) => (one as { words: string }).words)).toEqual(said)
  })

  it('writes nothing that passes for words of those who talk: what stands under the key of before is not sure', async () => {
    const { id, stays, kept } = await afterRemoval()
    expect((await renew(stays, id)).status).toBe(200)
    expect((await stays.act(id, { type: 'accept' }, '收下了')).status).toBe(200)
    const forged = await sealFor(await recipientOf(await stays.secretOf(await stays.look(id))), await markOf(kept, { id, by: 'reporter', at: 2 }, { version: 1, type: 'message', words: '我不告了', files: [] }))
    await office.pool.query(`INSERT INTO complaint_message (complaint_id, number, county_code, by, sealed, day) SELECT $1, $2, county_code, 'reporter', $3, filed_on FROM complaint WHERE id = $1`, [id, (await lastOf(id)) + 1, Buffer.from(forged)])
    const { said } = await stays.opened(id)
    expect(said.at(-1)).toMatchObject({ words: '我不告了', sure: false })
    expect(said.at(-2)).toMatchObject({ words: '收下了', sure: true })
  })

  it('leaves the name behind it open to those who are granted it', async () => {
    const { id, stays } = await afterRemoval()
    expect((await renew(stays, id)).status).toBe(200)
    await office.pool.query(`INSERT INTO complaint_ask (id, complaint_id, county_code, what, asked_by, asked_on, state) SELECT gen_random_uuid(), id, county_code, 'identity', $2, filed_on, 'granted' FROM complaint WHERE id = $1`, [id, await idOf(office, '严明')])
    expect((await stays.opened(id)).name).toMatchObject({ name: '周素芬', sure: true })
  })
})

describe('another key in front', () => {
  it('is laid down once, by one of two who make it in the same moment, and only for exactly those who may read', async () => {
    const { id, stays } = await afterRemoval()
    const complaint = await stays.look(id)
    const opened = await openComplaint([stays.identity], complaint)
    const made = await renewalFor(opened, complaint.renewal as OpenedRoute)
    if (!made) throw new Error('none made')
    const give = (body: object) => stays.device.post(`/oversight/complaints/${id}/acts`, { type: 'renew', version: complaint.version, ...made, ...body })
    expect(await codeOf(await give({ keys: made.keys.slice(1) }))).toEqual(['not-allowed-now', 'readers-changed'])
    expect((await give({})).status).toBe(200)
    expect((await codeOf(await give({})))[0]).toBe('changed-meanwhile')
    const { version } = await stays.look(id)
    expect(await codeOf(await give({ version }))).toEqual(['not-allowed-now', 'readers-changed'])
  })

  it('is known to two of three other offices as well', async () => {
    const { id, stays } = await afterRemoval()
    expect((await renew(stays, id)).status).toBe(200)
    const secret = await stays.secretOf(await stays.look(id))
    const { rows } = await office.pool.query<{ reader: string; file: Buffer }>(`SELECT reader, file FROM complaint_key WHERE complaint_id = $1 AND reader LIKE 'recovery:%'`, [id])
    expect(rows).toHaveLength(3)
    const others = await Promise.all(['闻声', '陈实', '算盘生', '鲁直'].map((name) => supervisorAt(office, name)))
    const openedBy = async (): Promise<string | undefined> => {
      for (const { file } of rows)
        for (const outer of others) {
          const half = await openBytesWith(outer.identity, new Uint8Array(file)).catch(() => undefined)
          for (const inner of half ? others : []) {
            const found = await openIdentityWith(inner.identity, half ?? new Uint8Array()).catch(() => undefined)
            if (found !== undefined) return found
          }
        }
      return undefined
    }
    expect(await openedBy()).toBe(secret)
  })

  it('takes no words that were sealed before to the key behind it: they are sealed once more', async () => {
    const { id, reporter, stays } = await afterRemoval()
    const before = await openIdentityWith(reporter.derived.identity, bytes((await conversationOf(reporter)).key ?? ''))
    expect((await renew(stays, id)).status).toBe(200)
    expect((await codeOf(await say(reporter, before, 2, '早写好的')))[0]).toBe('changed-meanwhile')
    const now = await openIdentityWith(reporter.derived.identity, bytes((await conversationOf(reporter)).key ?? ''))
    expect((await say(reporter, now, 2, '早写好的')).status).toBe(201)
  })

  it('is refused by a supervisor’s device where whoever laid it down could not open the report', async () => {
    const { id, reporter, stays } = await afterRemoval()
    const complaint = await stays.look(id)
    const identity = [(await makeReportKey()).identity, (await makeReportKey()).identity].join('\n')
    const files = await keyFilesFor(complaint.renewal as OpenedRoute, { contents: { identity, recipient: await recipientOf(identity) }, identity: undefined, reporter: reporter.derived.recipient })
    const own = files.find(({ reader }) => reader === complaint.renewal?.readers[0]?.officerId)
    await expect(openComplaint([stays.identity], { ...complaint, key: own?.file ?? '' })).rejects.toThrow(/forged/)
  })

  it('is not made where the report does not say for whom: of an earlier day, or with words that are not its writer’s', async () => {
    const { id, stays } = await afterRemoval()
    const complaint = await stays.look(id)
    const opened = await openComplaint([stays.identity], complaint)
    if (!opened.report) throw new Error('not opened')
    const { reporter: _, ...earlier } = opened.report
    const unsure = opened.said.map((one) => ({ ...one, sure: false }))
    expect(await renewalFor({ ...opened, report: earlier }, complaint.renewal as OpenedRoute)).toBe(undefined)
    expect(await renewalFor({ ...opened, said: unsure }, complaint.renewal as OpenedRoute)).toBe(undefined)
  })

  it('is wanted, too, when somebody who read it leaves for another office', async () => {
    await office.pool.query('UPDATE relative SET ended_at = now()')
    const { body: { id } } = await filedReport(office, { concern: concern({ accused: [await idOf(office, '何文静')] }) })
    const stays = await supervisorAt(office, '严明')
    const { rows } = await office.pool.query<{ unit_id: string }>('SELECT unit_id FROM officer WHERE name = $1', ['石坚'])
    await office.pool.query(`UPDATE officer SET unit_id = (SELECT unit_id FROM officer WHERE name = '何文静') WHERE name = '石坚'`)
    await office.watch()
    const wanted = (await stays.look(id)).renewal
    await office.pool.query('UPDATE officer SET unit_id = $1 WHERE name = $2', [rows[0]?.unit_id, '石坚'])
    expect(wanted?.readers.map(({ officerId }) => officerId)).toEqual([await idOf(office, '严明')])
  })
})
