import fc from 'fast-check'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { openDatabase } from '@yima/api/db/connection'
import { inTransaction } from '@yima/api/db/transaction'
import { errorFacts } from '@yima/api/error-facts'
import { folderStore } from '@yima/api/file/store'
import { watchDeadlines } from '@yima/api/jobs'
import { openLog } from '@yima/api/log'
import { region } from '@yima/api/region/table'
import { anApplication, apply, days, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'
import { routesOf } from '../fixtures/routes.ts'
import { runs } from '../fixtures/runs.ts'

let office: Office
let said: string[]
let app: Office['app']
beforeAll(async () => {
  office = await openOffice()
  const { log } = openLog({ log: 'debug', demo: false }, { write: (line) => said.push(line) })
  const files = folderStore(join(office.deps.config.dataDir, 'keys', 'no-folder\0'))
  app = createApp({ ...office.deps, log, files }, new Map())
})
afterAll(() => office.close())

const fails = async (act: () => Promise<unknown>): Promise<unknown> => {
  try {
    await act()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

/** Lives for a while without a table, as after a migration that went wrong. */
async function without(table: string, act: () => Promise<void>): Promise<void> {
  const owner = openDatabase(office.adminUrl, { max: 1 })
  await owner.pool.query(`ALTER TABLE ${table} RENAME TO gone`)
  try {
    await act()
  } finally {
    await owner.pool.query(`ALTER TABLE gone RENAME TO ${table}`)
    await owner.close()
  }
}

describe('an error that nobody expected', () => {
  it('is told without the name that a failed query carried', async () => {
    const values = {
      code: '990101100201',
      name: '周素芬',
      level: 'village' as const,
      validFrom: '2026-01-01',
    }
    const error = await fails(() =>
      inTransaction(office.deps.db, async (tx) => tx.insert(region).values(values)),
    )
    expect(String(error)).toContain('周素芬')
    const facts = errorFacts(error)
    expect(JSON.stringify(facts)).not.toContain('周素芬')
    expect(facts.cause?.code).toMatch(/^(42501|23505)$/)
    // Frames of a folder with a space in its name are left out with all else that looks like words.
    expect(facts.at.join()).toMatch(/log\.api\.test\.ts|pg-core\/session\.js/)
  })

  it('is told without what a database, a parser or a message quotes', async () => {
    const made = new Error('周素芬\n    at 周素芬 (/周素芬:1:1)\n    at secret (/secret:1:1)')
    const errors = [
      await fails(() => office.pool.query(`SELECT '周素芬'::uuid`)),
      await fails(() => office.pool.query('SELECT $1::int', ['周素芬'])),
      await fails(async () => JSON.parse('{"name": 周素芬}') as unknown),
      await fails(async () => new URL('周素芬')),
      made,
      new Error('outer', { cause: made }),
      Object.assign(new Error('x'), { code: '周素芬', constraint: '周素芬', table: '周素芬' }),
      '周素芬',
      { message: '周素芬' },
    ]
    for (const error of errors) expect(JSON.stringify(errorFacts(error))).not.toMatch(/周素芬|secret/)
    const looped = new Error('a')
    looped.cause = looped
    expect(JSON.stringify(errorFacts(looped)).length).toBeLessThan(20_000)
  })
})

describe('the log', () => {
  it('holds one line for each request: its number, its route, never its address', async () => {
    said = []
    const device = office.device(app)
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    const answer = await device.get(`/me/applications/${id}?name=周素芬`)
    expect(said).toHaveLength(1)
    expect(JSON.parse(said[0] ?? '')).toMatchObject({
      level: 'info',
      request: answer.headers.get('x-request-id'),
      method: 'GET',
      route: '/api/me/applications/:id',
      status: 401,
    })
    await app.request('/api/nothing/周素芬')
    await app.request('/周素芬')
    expect(said.slice(1).map((line) => (JSON.parse(line) as { route: string }).route)).toEqual([
      '/api/*',
      '/*',
    ])
    expect(said.join()).not.toContain(id)
  })

  it('names a failed request as its answer does, so that a person can read the number out', async () => {
    said = []
    const { receiptNumber } = await apply(office.device())
    await without('application', async () => {
      const answer = await office.device(app).post('/tracking', { receiptNumber, lastFour: '1234' })
      expect(answer.status).toBe(500)
      const body = (await answer.json()) as { instance: string }
      const line = JSON.parse(said[0] ?? '') as {
        level: string
        request: string
        err: { code: string }
      }
      expect(line).toMatchObject({ level: 'error', err: { code: '42P01' } })
      expect(body.instance).toBe(`urn:yima:request:${line.request}`)
      expect(said.join()).not.toContain(receiptNumber)
    })
  })

  it('names the due work that failed, which keeps nothing of the rest from being done', async () => {
    said = []
    await office.officerDevice('何文静')
    const sessions = async () => (await office.pool.query('SELECT FROM session')).rowCount
    expect(await sessions()).toBeGreaterThan(0)
    office.clock.sleep(days(400))
    const { log } = openLog({ log: 'debug', demo: false }, { write: (line) => said.push(line) })
    // An early part of the minute's work; who was signed in is forgotten by its last.
    await without('file', () =>
      expect(watchDeadlines({ ...office.deps, log })).rejects.toThrow('removeUnusedPictures'),
    )
    expect(await sessions()).toBe(0)
    const [line] = said.map((one) => JSON.parse(one) as { part: string; err: { cause: { code: string } } })
    expect(line).toMatchObject({ part: 'removeUnusedPictures', err: { cause: { code: '42P01' } } })
  })

  const toSupervisors = /^\/api\/(complaints|oversight\/(complaints|recoveries|keys\/unopened))/

  it('says nothing at all of what is told to supervisors and of what they do with it: that something is there, and when, is told by no line', async () => {
    const supervisor = await office.officerDevice('严明', app)
    const told = routesOf(app).filter(({ path, method }) => toSupervisors.test(path) && method !== 'ALL')
    expect(told.map(({ path }) => path)).toContain('/api/oversight/keys/unopened')
    said = []
    for (const { method, path } of told) {
      const at = path.replace('/api', '').replace(/:part(\{[^}]*\})?/, '0').replace(/:\w+(\{[^}]*\})?/g, '01890a5d-ac96-774b-bcce-b302099a8057')
      await (method === 'GET' ? supervisor.get(at) : supervisor.post(at, { complaintId: '01890a5d-ac96-774b-bcce-b302099a8057' }))
    }
    // A part of evidence is put, not posted: what is asked in another way is no route of theirs.
    const lines = said.map((line) => JSON.parse(line) as { route: string; status: number })
    expect(lines.filter(({ route }) => route !== '/api/*')).toEqual([])
  })

  it('holds nothing of what people send, wherever they send it and whatever fails', async () => {
    const routes = routesOf(app).filter(({ path }) => path.startsWith('/api/'))
    const applying = { method: 'POST', path: '/api/applications' }
    const nowhere = { method: 'GET', path: '/api/nothing' }
    const statuses = new Set<number>()
    const property = fc.asyncProperty(
      fc.oneof(fc.constantFrom(...routes), fc.constantFrom(applying, nowhere)),
      fc.stringMatching(/^[A-Za-z0-9]{12,20}$/),
      fc.constantFrom('周素芬', '卓玛·央金', '阿卜杜拉'),
      fc.boolean(),
      async (route, secret, name, whole) => {
        said = []
        const body = whole ? bodyOf(secret, name) : { ...bodyOf(secret, name), [secret]: name }
        for (const path of addressesOf(route.path, [secret, encodeURIComponent(name)])) {
          const answer = await app.request(`${path}?${secret}=${encodeURIComponent(name)}`, {
            method: route.method === 'ALL' ? 'POST' : route.method,
            headers: headersOf(secret),
            ...(route.method === 'GET' ? {} : { body: JSON.stringify(body) }),
          })
          statuses.add(answer.status)
        }
        const everything = said.join('\n')
        // Of what goes to supervisors not even that it was asked is said.
        if (!toSupervisors.test(route.path)) expect(said.length).toBeGreaterThan(0)
        for (const word of [secret, name, '没米下锅', idNumberOf('1974-03-12'), '19900000001'])
          expect(everything).not.toContain(word)
      },
    )
    await fc.assert(property, { numRuns: runs(60) })
    for (const table of ['idempotency', 'message', 'session', 'person'])
      await without(table, () => fc.assert(property, { numRuns: runs(30) }))
    // Otherwise nothing failed, and nothing was shown.
    expect([...statuses]).toEqual(expect.arrayContaining([201, 401, 404, 422, 500]))
  })
})

const bodyOf = (secret: string, name: string) => {
  const own = anApplication()
  return { ...own, words: `${secret}家里没米下锅了`, applicant: { ...own.applicant, name } }
}

/** The address of a route with each of these in place of its names. */
const addressesOf = (path: string, words: readonly string[]): string[] =>
  words.map((word) => path.replace(/:\w+(\{[^}]*\})?/g, word))

const headersOf = (secret: string): Record<string, string> => ({
  'content-type': 'application/json',
  'idempotency-key': secret.padEnd(20, 'x'),
  'x-device-key': secret.padEnd(43, 'x'),
  'accept-language': secret,
  'user-agent': secret,
  cookie: `__Host-yima=${secret}; __Host-yima-staff=${secret}`,
  'x-request-id': secret,
  'x-forwarded-for': secret,
  'x-proof': secret,
})
