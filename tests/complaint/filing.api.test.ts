import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { makeReportKey, openWith, fromBase64, sealFor, sealIdentityFor, toBase64 } from '../../web/src/complaint/seal.ts'
import { proofHeader, type Challenge } from '@yima/shared/proof/contract'
import { proofText, workOnPage } from '../../web/src/proof/work.ts'
import { openOffice, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { codeOf as codesOf, idOf } from '../organisation/people.ts'
import {
  concern, conversationOf, file, filedReport, hexOf, json, peopleOf, putPart, readAll, receiptOf, sealedReport, words,
} from './reporter.ts'

let office: Office
const codeOf = async (answer: Response) => [await codesOf(answer)].flat()[0]
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

describe('somebody who tells a supervisor', () => {
  it('picks from the officers of the own village, township and county, without a sign-in', async () => {
    const { groups } = await peopleOf(office.device())
    const named = groups.flatMap(({ level, officers }) => officers.map(({ name }) => `${level} ${name}`))
    expect(named).toEqual(expect.arrayContaining(['town 何文静', 'county 周立新']))
    expect(named.every((one) => !one.includes('唐敏'))).toBe(true)
  })

  it('is told by which day there is an answer, and reads it again on any phone with the twenty digits alone', async () => {
    const reporter = await filedReport(office)
    expect(await conversationOf(reporter)).toMatchObject({
      ...{ filedOn: '2026-03-02', state: 'filed', late: false, named: false, allowed: ['add-message'] },
      ...{ acceptBy: { date: '2026-03-23' }, finishBy: { date: '2026-05-06' } },
    })
    expect(await readAll({ ...reporter, device: office.device() })).toMatchObject([{ type: 'report', words }])
  })

  it('sends the same again over a bad line and has told it once', async () => {
    const reporter = await sealedReport(office)
    const key = randomUUID()
    const [first, again] = [await file(reporter, key), await file(reporter, key)]
    expect([first.status, again.status, await again.json()]).toEqual([201, 201, await first.json()])
    expect((await conversationOf(reporter)).messages).toHaveLength(1)
  })

  it('hands in evidence in parts, some of them twice, and gets the very bytes back', async () => {
    const reporter = await filedReport(office, { evidence: [new Uint8Array(5000).fill(7)] })
    const [{ id } = { id: '' }] = reporter.body.files
    const asked = { ...reporter.opened, file: id, part: 0 }
    const { sealed } = await json<{ sealed: string }>(await reporter.device.post('/complaints/conversation/parts', asked))
    expect((await putPart(office, id, 0, fromBase64(sealed))).status).toBe(200)
    expect(await codeOf(await putPart(office, id, 0, new Uint8Array([1])))).toBe('key-reused')
    expect(await codeOf(await reporter.device.post('/complaints/conversation/parts', { ...asked, part: 1 }))).toBe('not-found')
  })

  it('whose evidence did not arrive whole is told so, and nothing is taken in', async () => {
    const reporter = await sealedReport(office)
    reporter.body.files = [{ id: randomUUID(), parts: 2 }]
    expect(await codeOf(await file(reporter))).toBe('invalid-input')
    expect(await codeOf(await reporter.device.post('/complaints/conversation', reporter.opened))).toBe('not-found')
  })

  it('gets it in only for those who may read it: no key of somebody else, none left out', async () => {
    const accused = await idOf(office, '何文静')
    const reporter = await sealedReport(office, { concern: concern({ accused: [accused] }) })
    const { recipient } = await makeReportKey()
    const one = { opens: 'contents' as const, reader: accused, file: toBase64(await sealIdentityFor(recipient, reporter.pair.identity)) }
    const { keys } = reporter.body
    expect(keys.map(({ reader }) => reader)).not.toContain(accused)
    for (const wrong of [[...keys, one], keys.slice(1), keys.filter(({ reader }) => reader !== 'reporter')])
      expect(await codeOf(await file({ ...reporter, body: { ...reporter.body, keys: wrong } }))).toBe('not-allowed-now')
    expect((await file(reporter)).status).toBe(201)
  })

  it('is answered the same whether signed in or not', async () => {
    const clerk = await office.officerDevice('何文静')
    const stranger = office.device()
    for (const path of ['/complaints/routes', '/complaints/people', '/complaints/salts']) {
      const body = path.endsWith('salts') ? { handle: '12345678' } : path.endsWith('people') ? { place: concern().place } : concern({ unknown: true })
      expect(await (await clerk.post(path, body)).text()).toBe(await (await stranger.post(path, body)).text())
    }
  })
})

/** The work that an answer asked for, done. */
async function proofFor(answer: Response): Promise<Record<string, string>> {
  const { challenge } = await json<{ challenge: Challenge }>(answer)
  const solution = await workOnPage(challenge)
  if (!solution) throw new Error('not solved')
  return { [proofHeader]: proofText(challenge, solution) }
}

describe('a receipt', () => {
  it('that is wrong in a digit, or nobody’s, is answered alike', async () => {
    const { device, opened } = await filedReport(office)
    const nobodys = await receiptOf(device)
    const wrong = await device.post('/complaints/conversation', { ...opened, proof: hexOf(nobodys.derived.proof) })
    const none = await device.post('/complaints/conversation', { handle: '00000000', proof: opened.proof })
    expect([wrong.status, await wrong.text()]).toEqual([none.status, await none.text()])
  })

  it('has a salt whether it is in use or not, the same each time', async () => {
    const { device, opened } = await filedReport(office)
    const saltOf = async (handle: string) => (await json<{ salt: string }>(await device.post('/complaints/salts', { handle }))).salt
    const [used, unused] = [await saltOf(opened.handle), await saltOf('00000001')]
    expect([used.length, unused.length, await saltOf(opened.handle)]).toEqual([64, 64, used])
    expect(used).not.toBe(unused)
  })

  it('is guessed by nobody, and nobody is silenced by guesses: past twenty each does some work, and is heard', async () => {
    const reporter = await filedReport(office)
    const config = { ...office.deps.config, withoutBudgets: false, demo: false }
    const village = createApp({ ...office.deps, config }, new Map())
    const phone = office.device(village)
    const tried = (path: string, body: object, key: string, headers: Record<string, string> = {}) => phone.post(`/complaints${path}`, body, { key, headers })
    const guess = (at: number) => ({ handle: String(10_000_000 + at), proof: 'ab'.repeat(32) })
    const statuses = []
    for (let at = 0; at < 30; at += 1) statuses.push((await tried('/conversation', guess(at), randomUUID())).status)
    expect([statuses.indexOf(428), new Set(statuses.slice(0, 21)), new Set(statuses.slice(21))]).toEqual([21, new Set([404]), new Set([428])])
    /** As a phone does it: whatever work is asked for is done, and the same goes again. */
    const heard = async (path: string, body: object): Promise<number> => {
      const key = randomUUID()
      let answer = await tried(path, body, key)
      for (let left = 3; answer.status === 428 && left > 0; left -= 1) answer = await tried(path, body, key, await proofFor(answer))
      return answer.status
    }
    expect(await heard('/conversation', reporter.opened)).toBe(200)
    expect(await heard('/routes', concern({ unknown: true }))).toBe(200)
    expect(await heard('', (await sealedReport(office)).body)).toBe(201)
    // Work that was done for one guess opens no second one.
    const key = randomUUID()
    const proof = await proofFor(await tried('/conversation', guess(40), key))
    expect((await tried('/conversation', guess(40), key, proof)).status).toBe(404)
    expect((await tried('/conversation', guess(41), key, proof)).status).toBe(428)
  })

  it('opens to none of thousands of guesses, of which none is answered otherwise than for a complaint that is not there', async () => {
    const reporter = await filedReport(office)
    const answered = async (handle: string) => {
      const answer = await reporter.device.post('/complaints/conversation', { handle, proof: randomBytes(32).toString('hex') })
      return `${answer.status} ${await answer.text()}`
    }
    const nobodys = await answered('00000003')
    expect(nobodys).toContain('not-found')
    const guesses = Math.min(10_000, runs(100))
    for (let at = 0; at < guesses; at += 50) {
      const some = await Promise.all(Array.from({ length: 50 }, () => answered(reporter.opened.handle)))
      expect(new Set(some)).toEqual(new Set([nobodys]))
    }
    expect(await readAll(reporter)).toMatchObject([{ type: 'report', words }])
  })

  it('costs each phone some work, however many of its network asked before: no count that they share tells one of another', async () => {
    const config = { ...office.deps.config, withoutBudgets: false, demo: false }
    const village = createApp({ ...office.deps, config }, new Map())
    const ask = (handle: number, headers: Record<string, string> = {}) => office.device(village).post('/complaints/salts', { handle: String(20_000_000 + handle) }, { headers })
    const statuses = []
    for (let at = 0; at < 12; at += 1) statuses.push((await ask(at)).status)
    expect(new Set(statuses)).toEqual(new Set([428]))
    const proof = await proofFor(await ask(30))
    expect((await ask(31, proof)).status).toBe(428)
    expect((await ask(30, proof)).status).toBe(200)
    expect((await ask(30, proof)).status).toBe(428)
  })

  it('is not told by a report of another phone of the same network: the next asks for the same work as the first', async () => {
    const config = { ...office.deps.config, withoutBudgets: false, demo: false }
    const village = createApp({ ...office.deps, config }, new Map())
    const told = async (): Promise<number[]> => {
      const [phone, key, { body }] = [office.device(village), randomUUID(), await sealedReport(office)]
      const statuses = []
      let headers = {}
      for (let left = 4; left > 0; left -= 1) {
        const answer = await phone.post('/complaints', body, { key, headers })
        statuses.push(answer.status)
        if (answer.status !== 428) break
        headers = await proofFor(answer)
      }
      return statuses
    }
    expect(await told()).toEqual([428, 428, 201])
    expect(await told()).toEqual([428, 428, 201])
  })
})

describe('the talk', () => {
  it('goes on without a name: more is said, and what was sealed for others is never shown', async () => {
    const reporter = await filedReport(office, { named: true })
    const sealed = toBase64(await sealFor(reporter.pair.recipient, { version: 1, type: 'message', words: '那天是三月一号上午', files: [] }))
    const key = randomUUID()
    const say = () => reporter.device.post('/complaints/conversation/messages', { ...reporter.opened, sealed, files: [] }, { key })
    expect([(await say()).status, (await say()).status]).toEqual([201, 201])
    expect(await readAll(reporter)).toMatchObject([{ type: 'report' }, { words: '那天是三月一号上午' }])
  })

  it('is rated and looked at anew only once something was decided', async () => {
    const reporter = await filedReport(office)
    const sealed = toBase64(await sealFor(reporter.pair.recipient, { version: 1, type: 'message', words: '没查', files: [] }))
    const act = (path: string, body: object) => reporter.device.post(`/complaints/conversation/${path}`, { ...reporter.opened, ...body })
    expect(await codeOf(await act('ratings', { rating: 'no' }))).toBe('not-allowed-now')
    await office.pool.query(`UPDATE complaint SET state = 'decided', finding = 'not' WHERE id = $1`, [reporter.body.id])
    expect((await act('ratings', { rating: 'no' })).status).toBe(200)
    expect((await conversationOf(reporter)).allowed).toEqual(['add-message', 'ask-reopen'])
    expect((await act('reopenings', { sealed })).status).toBe(200)
    expect(await conversationOf(reporter)).toMatchObject({ state: 'filed', rating: null, messages: [{}, {}] })
  })
})

it('what lies in the database says nothing of what was told, by whom, or which receipt opens it', async () => {
  const reporter = await filedReport(office, { named: true })
  const { rows } = await office.pool.query<{ table: string }>(`SELECT tablename AS "table" FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE 'complaint%' OR tablename = 'idempotency')`)
  const secrets = [words.slice(0, 8), '13900001111', reporter.receipt, reporter.receipt.slice(8), reporter.opened.proof, reporter.opened.handle, hexOf(Buffer.from(reporter.opened.handle))]
  for (const { table } of rows) {
    const { rows: all } = await office.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${table}" t`)
    const text = all.map(({ row }) => row).join('\n')
    const hidden = [...secrets, ...[words.slice(0, 8), '周素芬'].map((one) => hexOf(Buffer.from(one)))]
    expect([table, hidden.filter((secret) => text.includes(secret))]).toEqual([table, []])
  }
  await expect(openWith((await makeReportKey()).identity, fromBase64(reporter.body.message))).rejects.toThrow()
})
