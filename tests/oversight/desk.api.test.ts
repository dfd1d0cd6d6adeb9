import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeptRoute } from '@yima/api/complaint/desk-store'
import { complaint } from '@yima/api/complaint/table'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { foundAs } from '@yima/shared/complaint/mark'
import { openMarked, readMarked } from '../../web/src/complaint/mark.ts'
import { openIdentityWith, openWith } from '../../web/src/complaint/seal.ts'
import { city, county, town, village } from '../complaint/demo-county.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { bytes, supervisorAt } from './at-desk.ts'

let office: Office
let chief: Awaited<ReturnType<typeof supervisorAt>>
let second: Awaited<ReturnType<typeof supervisorAt>>
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  ;[chief, second] = [await supervisorAt(office, '严明'), await supervisorAt(office, '石坚')]
})
afterAll(() => office.close())

const told = { place: village, category: 'bribe', accused: [], daysAgo: 0 } as const
const aboutClerk = async (words: string, more: { named?: { name: string; phone: string } } = {}): Promise<string> =>
  fileTold(office.deps, { ...told, words, concern: { accused: [await idOf(office, '何文静')] }, ...more })

/** How many are left of these in the end, and what is counted of those that are gone. */
async function leftOf(id: string): Promise<unknown[]> {
  const { rows } = await office.pool.query<{ left: string; counted: unknown[] }>(
    `SELECT (SELECT count(*) FROM complaint WHERE id = $1) AS left, (SELECT json_agg(t) FROM (SELECT county_code, kind, finding FROM complaint_tombstone) t) AS counted`,
    [id],
  )
  return [Number(rows[0]?.left), rows[0]?.counted]
}

const closed = { state: 'closed', finding: null, left: 0, people: [], decidedBy: null, joinedWith: null, status: null, recipient: '', named: false, acceptBy: null }
/** What is left of a complaint: rows of its own in other tables, and everybody whom its row names, sealed or not. */
async function tombstone(id: string) {
  const row = (await office.deps.db.select().from(complaint)).find((one) => one.id === id)
  if (!row) throw new Error('not filed')
  const { concern, excludedOfficers, excludedUnits } = openKeptRoute(office.deps.vault, row)
  const people = [...concern.accused, ...concern.accusedUnits, ...concern.handlers, ...concern.relatives, ...excludedOfficers, ...excludedUnits]
  const tables = ['message', 'key', 'part', 'ask', 'recovery', 'event'].map((one) => `(SELECT count(*) FROM complaint_${one} WHERE complaint_id = $1)`)
  const { rows } = await office.pool.query<{ left: string }>(`SELECT ${tables.join(' + ')} AS left`, [id])
  const { state, finding, decidedBy, joinedWith, status, recipient, named, acceptBy } = row
  return { state, finding, left: Number(rows[0]?.left), people, decidedBy, joinedWith, status, recipient, named, acceptBy }
}

describe('the desk of a supervisor', () => {
  it('opens with the own key what was told about a clerk, and shows it to nobody whom it excludes', async () => {
    const id = await aboutClerk('叫我拿两条烟')
    expect((await chief.inbox()).map((one) => one.id)).toContain(id)
    expect(await chief.words(id)).toEqual(['叫我拿两条烟'])
    for (const name of ['贺成刚', '宋佳', '鲁直', '纪云']) {
      const other = await supervisorAt(office, name)
      expect(await other.inbox()).toEqual([])
      expect((await other.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    }
    expect((await (await office.officerDevice('何文静')).get('/oversight/complaints')).status).toBe(403)
    const { rows } = await office.pool.query<{ line: string }>(
      `SELECT row_to_json(c)::text || coalesce((SELECT string_agg(row_to_json(m)::text, '') FROM complaint_message m), '') AS line FROM complaint c`,
    )
    expect(rows.map(({ line }) => line).join('')).not.toContain('两条烟')
  })

  it('takes it up, asks, notes and decides; every act and every look stands in its history', async () => {
    const id = await aboutClerk('一直说材料不齐')
    expect((await chief.act(id, { type: 'accept' }, '收到了，我们来查')).status).toBe(200)
    expect((await chief.act(id, { type: 'ask' }, '哪一天去的窗口？')).status).toBe(200)
    expect((await second.act(id, { type: 'note' }, '先看监控')).status).toBe(200)
    expect((await chief.act(id, { type: 'decide', finding: 'upheld' }, '属实，已处理')).status).toBe(200)
    const now = await chief.look(id)
    expect([now.state, now.finding, now.due]).toEqual(['decided', 'upheld', null])
    const { said } = await chief.opened(id)
    // Whoever runs the server may write another result beside it: it is not the one that was sealed.
    expect([foundAs(now.finding, said), foundAs('not', said)]).toEqual(['same', 'other'])
    expect(now.messages.map(({ by }) => by)).toEqual(['reporter', 'office', 'office', 'note', 'office'])
    const types = now.history.map(({ type, by }) => [type, by])
    expect(types).toEqual(expect.arrayContaining([['decided', '严明'], ['noted', '石坚'], ['opened', '石坚'], ['filed', null]]))
    expect(await codeOf(await chief.act(id, { type: 'accept' }, '再来'))).toEqual(['not-allowed-now', 'complaint-state'])
  })

  it('refuses whoever saw it as it was before', async () => {
    const id = await aboutClerk('两个人同时看')
    const { version } = await second.look(id)
    await chief.act(id, { type: 'accept' }, '收到')
    const late = await second.device.post(`/oversight/complaints/${id}/acts`, { type: 'status', version, status: 'visiting' })
    expect(await codeOf(late)).toEqual(['changed-meanwhile'])
  })

  it('gives the name of whoever reported only once a second person has granted it', async () => {
    const id = await aboutClerk('实名说', { named: { name: '冉秀兰', phone: '19900000911' } })
    const hidden = await chief.look(id)
    expect([hidden.identityKey, hidden.messages.some(({ by }) => by === 'identity')]).toEqual([null, false])
    await chief.act(id, { type: 'ask-second', what: 'identity', category: null }, '要去家里核实')
    const [ask] = (await chief.look(id)).asks
    const mine = await chief.act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true }, '自己批')
    expect(await codeOf(mine)).toEqual(['not-allowed-now', 'second-person'])
    expect((await second.act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true }, '同意')).status).toBe(200)
    const shown = await chief.look(id)
    const secret = await openIdentityWith(await chief.secretOf(shown), bytes(shown.identityKey ?? ''))
    const name = shown.messages.find(({ by }) => by === 'identity')
    expect((await openMarked(await chief.secretOf(shown), { id, by: 'identity' }, bytes(name?.sealed ?? ''))).value).toBeUndefined()
    expect(await readMarked(await chief.secretOf(shown), { id, by: 'identity' }, await openWith(secret, bytes(name?.sealed ?? '')))).toMatchObject({ held: { at: 1 }, value: { name: '冉秀兰' } })
    expect((await chief.opened(id)).name).toMatchObject({ name: '冉秀兰', sure: true })
    expect(shown.asks).toMatchObject([{ what: 'identity', by: '严明', answeredBy: '石坚', state: 'granted' }])
  })

  it('deletes what it holds only by two, and leaves that it was', async () => {
    const id = await aboutClerk('误发的')
    await office.pool.query(
      `INSERT INTO complaint_recovery (id, complaint_id, county_code, asked_by, asked_on, pair, half, half_by)
       SELECT gen_random_uuid(), id, county_code, $2, filed_on, 'recovery:a+b', 'half', $2 FROM complaint WHERE id = $1`,
      [id, await idOf(office, '严明')],
    )
    await chief.act(id, { type: 'ask-second', what: 'deletion', category: null }, '重复了')
    const [ask] = (await second.look(id)).asks
    expect((await second.act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true }, '同意')).status).toBe(200)
    expect((await chief.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    expect(await tombstone(id)).toEqual(closed)
    const misconduct = { county_code: '990101', kind: 'misconduct', finding: null }
    expect(await leftOf(id)).toEqual([1, [misconduct]])
  })

  it('forgets whom it was about, who decided and how it is found once its days are over', async () => {
    const [id, other] = [await aboutClerk('查过了'), await aboutClerk('又一件')]
    await chief.act(id, { type: 'accept' }, '收到')
    await chief.act(id, { type: 'join', with: other }, '一起办')
    await chief.act(id, { type: 'ask-second', what: 'identity', category: null }, '要去家里核实')
    expect((await chief.act(id, { type: 'decide', finding: 'not' }, '不属实')).status).toBe(200)
    await office.pool.query(`UPDATE complaint SET decided_on = '2016-01-04' WHERE id = $1`, [id])
    await office.watch()
    expect(await tombstone(id)).toEqual({ ...closed, finding: 'not' })
    // Its receipt finds for a quarter that it is closed; then nothing is left but a count.
    await office.pool.query(`UPDATE complaint SET forget_on = '2016-01-04' WHERE id = $1`, [id])
    await office.watch()
    const misconduct = { county_code: '990101', kind: 'misconduct', finding: null }
    expect(await leftOf(id)).toEqual([0, [misconduct, { ...misconduct, finding: 'not' }]])
  })

  it('goes to another office with its key, never to one that is excluded, and from then on is not here', async () => {
    const id = await aboutClerk('该由监督组办')
    const { offices } = await chief.look(id)
    expect(offices.map(({ office: one }) => one.id)).not.toContain(`${town}:discipline`)
    const to = offices.find(({ office: one }) => one.id === `${county}:oversight`)
    const keys = await chief.keysFor(id, to?.readers ?? [])
    const body = { type: 'transfer', to: `${county}:oversight` } as const
    expect(await codeOf(await chief.act(id, { ...body, keys: keys.slice(1) }, '转'))).toEqual(['not-allowed-now', 'readers-changed'])
    expect(await codeOf(await chief.act(id, { ...body, to: `${town}:discipline`, keys }, '转'))).toEqual(['not-allowed-now', 'not-an-office-that-may'])
    expect((await chief.act(id, { ...body, keys }, '归你们')).status).toBe(200)
    expect((await chief.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    expect(await (await supervisorAt(office, '路平')).words(id)).toEqual(['该由监督组办', '归你们'])
  })

  it('never keeps anybody for want of a second person: when the last steps out, the office above has it', async () => {
    const id = await aboutClerk('我认识这个人')
    expect((await second.act(id, { type: 'step-out' }, '是我表妹')).status).toBe(200)
    expect((await second.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    expect((await chief.look(id)).colleagues).toBe(null)
    expect((await chief.act(id, { type: 'step-out' }, '也认识')).status).toBe(200)
    const above = await supervisorAt(office, '纪云')
    expect((await above.look(id)).office.id).toBe(`${city}:discipline`)
    expect(await above.words(id)).toEqual(['我认识这个人', '是我表妹', '也认识'])
  })

  it('hands it on to a colleague who has made a key since', async () => {
    const id = await aboutClerk('后来的同事')
    await office.pool.query(`DELETE FROM complaint_key WHERE complaint_id = $1 AND reader = $2`, [id, await idOf(office, '石坚')])
    expect((await second.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    const { colleagues } = await chief.look(id)
    expect(colleagues?.readers.map(({ name }) => name)).toEqual(['石坚'])
    expect((await chief.act(id, { type: 'share', keys: await chief.keysFor(id, colleagues?.readers ?? []) })).status).toBe(200)
    expect(await second.words(id)).toEqual(['后来的同事'])
    const stranger = { officerId: await idOf(office, '鲁直'), recipient: colleagues?.readers[0]?.recipient ?? '' }
    const other = await chief.act(id, { type: 'share', keys: await chief.keysFor(id, [stranger]) })
    expect(await codeOf(other)).toEqual(['not-allowed-now', 'readers-changed'])
  })

  it('lets the level above have by itself what is over its days, and tells nobody else', async () => {
    const id = await aboutClerk('没人理')
    office.clock.goOn(days(40))
    await office.watch()
    expect((await chief.device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    const above = await supervisorAt(office, '纪云')
    const item = (await above.inbox()).find((one) => one.id === id)
    expect([item?.cameUp, item?.late]).toEqual([true, false])
    // Sealed for the office above that one ahead of time, as far as it had keys then.
    await office.pool.query('DELETE FROM complaint_key WHERE complaint_id = $1 AND reader = $2', [id, await idOf(office, '郑省')])
    const { next } = await above.look(id)
    expect(next?.office.id.slice(0, 2)).toBe('99')
    expect((await above.act(id, { type: 'share', keys: await above.keysFor(id, next?.readers ?? []) })).status).toBe(200)
    expect((await above.look(id)).next).toBe(null)
  })

  it('shows with which other it goes on only to whoever can open that one, and joins nobody to what they cannot open', async () => {
    const [id, other, hidden] = [await aboutClerk('第一件'), await aboutClerk('第二件'), await aboutClerk('第三件')]
    await office.pool.query('DELETE FROM complaint_key WHERE complaint_id = ANY ($1) AND reader = $2', [[other, hidden], await idOf(office, '石坚')])
    expect((await second.act(id, { type: 'join', with: hidden }, '一起办')).status).toBe(404)
    expect((await second.act(id, { type: 'join', with: randomUUID() }, '一起办')).status).toBe(404)
    expect((await chief.look(id)).messages).toHaveLength(1)
    expect((await chief.act(id, { type: 'join', with: other }, '一起办')).status).toBe(200)
    const [seen, unseen] = [await chief.look(id), await second.look(id)]
    expect([seen.joinedWith, seen.history.some(({ type }) => type === 'joined')]).toEqual([other, true])
    expect([unseen.joinedWith, unseen.history.some(({ type }) => type === 'joined')]).toEqual([null, false])
    expect(JSON.stringify(unseen)).not.toContain(other)
  })

  it('is for nobody without a key, whatever the id', async () => {
    const nowhere = await second.device.get(`/oversight/complaints/${randomUUID()}`)
    expect([nowhere.status, (await codeOf(nowhere))[0]]).toEqual([404, 'not-found'])
  })

  it('leaves of what is written to it neither an address nor a moment beside the answers of writes', async () => {
    const id = await aboutClerk('什么时候写的')
    await office.pool.query('DELETE FROM idempotency')
    expect((await chief.act(id, { type: 'accept' }, '收到')).status).toBe(200)
    const { rows } = await office.pool.query<{ line: string; moment: string }>(
      `SELECT row_to_json(i)::text AS line, (extract(epoch FROM created_at)::bigint % 86400)::text AS moment FROM idempotency i`,
    )
    expect(rows.map(({ moment }) => moment)).toEqual(['0'])
    expect(rows[0]?.line).not.toContain(id)
  })
})
