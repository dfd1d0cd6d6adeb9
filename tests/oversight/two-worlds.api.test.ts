import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concernOf } from '@yima/api/complaint/matter'
import { openKeptRoute } from '@yima/api/complaint/desk-store'
import { complaint } from '@yima/api/complaint/table'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { complaintCategories } from '@yima/shared/complaint/category'
import { Problem } from '@yima/shared/problem'
import { county, town, village } from '../complaint/demo-county.ts'
import { anApplication, apply, days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { routesOf } from '../fixtures/routes.ts'
import { runs } from '../fixtures/runs.ts'
import { declareKin, reshuffle, shuffles, takeBackKin } from './reshuffled.ts'

let office: Office
/** Every GET route of the app: those that name nothing, and those that name something. */
let lists: string[]
let records: string[]
/** Whatever an officer may do to something that has an address. */
let writes: string[]
let officers: { id: string; name: string; role: string }[]
let units: string[]
/** A request that there is, with a history. */
let request: string
const devices = new Map<string, Device>()
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  request = (await apply(office.device(), anApplication({}))).id
  const all = routesOf(office.app).filter(({ method, path }) => method === 'GET' && path.startsWith('/api/') && !path.endsWith('/live') && !path.includes('*'))
  const short = all.map(({ path }) => path.replace('/api', ''))
  // And what is published of the county, where complaints are counted.
  lists = [...short.filter((path) => !path.includes(':')), '/open/990101000000']
  records = short.filter((path) => path.includes(':'))
  writes = routesOf(office.app)
    .filter(({ method, path }) => method === 'POST' && /^\/api\/(work|oversight|admin)\/.*:/.test(path))
    .map(({ path }) => path.replace('/api', ''))
  officers = (await office.pool.query<{ id: string; name: string; role: string }>('SELECT id, name, role FROM officer ORDER BY id')).rows
  units = (await office.pool.query<{ id: string }>('SELECT id FROM unit ORDER BY id')).rows.map(({ id }) => id)
  for (const { id, name } of officers) devices.set(id, await office.officerDevice(name))
})
afterAll(() => office.close())

/** What an answer shows to whoever asked, all of it: only the number of the request and the key of the write are its own. */
const shown = async (answer: Response): Promise<unknown> => [
  answer.status,
  [...answer.headers].filter(([name]) => !['x-request-id', 'x-yima-answer'].includes(name)).sort(),
  (await answer.text()).replaceAll(/urn:yima:request:[0-9a-f-]+/g, ''),
]
const device = (id: string): Device => {
  const found = devices.get(id)
  if (!found) throw new Error('nobody')
  return found
}
const world = async (id: string): Promise<unknown[]> => {
  const seen: unknown[] = []
  for (const path of lists) seen.push([path, await shown(await device(id).get(path))])
  return seen
}

/** How many of those whom a complaint excludes ask for everything: in a soak some of each kind. */
const most = Math.min(runs(1), 4)
/** Some whom this complaint excludes, supervisors and others, drawn like everything else. */
async function excludedFrom(id: string, drawn = 0): Promise<string[]> {
  const row = (await office.deps.db.select().from(complaint)).find((one) => one.id === id)
  if (!row) throw new Error('not filed')
  const out = new Set(openKeptRoute(office.deps.vault, row).excludedOfficers)
  const all = officers.filter((one) => out.has(one.id))
  const some = (those: typeof officers): typeof officers => [...those, ...those].slice(drawn % Math.max(1, those.length)).slice(0, Math.min(most, those.length))
  return [...some(all.filter(({ role }) => role === 'supervisor')), ...some(all.filter(({ role }) => role !== 'supervisor'))].map((one) => one.id)
}

/** Asked for by its id, wherever an address can name something, and acted on: the same as what was never there. */
async function sameAsNothing(who: Device, id: string): Promise<void> {
  const nothing = randomUUID()
  for (const path of records) {
    const at = (one: string): string => path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => (name === 'part' ? '0' : one))
    expect([path, await shown(await who.get(at(id)))]).toEqual([path, await shown(await who.get(at(nothing)))])
  }
  const act = { type: 'status', version: 1, status: 'visiting' }
  const named = (one: string): (readonly [string, unknown])[] => [
    ...writes.map((path) => [path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => (name === 'part' ? '0' : one)), {}] as const),
    [`/oversight/complaints/${one}/acts`, act],
    ['/oversight/recoveries', { complaintId: one }],
    ['/oversight/keys/unopened', { complaintId: one }],
  ]
  for (const [at, [path, body]] of named(id).entries()) {
    const [other, otherBody] = named(nothing)[at] ?? ['', null]
    expect(await shown(await who.post(path, body))).toEqual(await shown(await who.post(other, otherBody)))
  }
}

/** The world in which nobody ever told anything. */
async function undo(id: string): Promise<void> {
  await office.pool.query('SELECT forget_complaint_events($1)', [id])
  await office.pool.query('DELETE FROM complaint WHERE id = $1', [id])
}

/** What the readers do with it, one act after another, and what time brings about. */
async function liveOn(id: string): Promise<void> {
  const steps = [
    `UPDATE complaint SET state = 'accepted', version = version + 1 WHERE id = '${id}'`,
    `UPDATE complaint SET state = 'decided', finding = 'upheld', version = version + 1 WHERE id = '${id}'`,
  ]
  for (const step of steps) await office.pool.query(step)
}

/** Thousands of answers in a soak, and on a machine that does much else. */
const patience = 300_000 * runs(1)

const somebody = (least: number) => fc.array(fc.nat(200), { minLength: least, maxLength: 2 })
const told = fc.record({
  place: fc.constantFrom(village, town, county),
  accused: somebody(1),
  unit: fc.option(fc.nat(60), { freq: 3 }),
  recipient: fc.boolean(),
  /** Whoever had a hand in a request that there is, by what its record says. */
  matter: fc.boolean(),
  handlers: somebody(0),
  relatives: somebody(0),
  category: fc.constantFrom(...complaintCategories),
  words: fc.string({ minLength: 2, maxLength: 200 }),
  /** Which of the excluded ask, and which of the readers is found to be related to the accused afterwards. */
  drawn: fc.nat(1000),
})
type Told = typeof told extends fc.Arbitrary<infer One> ? One : never
const pick = (at: readonly number[]): string[] => [...new Set(at.flatMap((one) => officers[one % officers.length]?.id ?? []))]

/** Files it as things stand in this county; undefined where nobody is left who could read it. */
async function file({ place, category, words, unit, recipient, matter, ...said }: Told): Promise<string | undefined> {
  const accusedUnits = unit === null ? [] : [units[unit % units.length] ?? '']
  const asked = { place, accused: pick(said.accused), accusedUnits, recipient, provider: false, unknown: false }
  const matters = matter ? [{ kind: 'request' as const, ref: request }] : []
  const found = await concernOf(office.deps, office.deps.db, office.deps.config.countyCode, { ...asked, matters })
  const concern = { ...found, handlers: [...found.handlers, ...pick(said.handlers)], relatives: [...found.relatives, ...pick(said.relatives)] }
  return fileTold(office.deps, { place, concern, category, words, accused: [], daysAgo: 0 }).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not-allowed-now') return undefined
    throw error
  })
}

/** Somebody who could read it until it was declared that they are of the accused's family; whoever is not, there is nobody. */
async function foundSince(id: string, { accused, drawn }: Told): Promise<{ who: string; kin: string } | undefined> {
  const { rows } = await office.pool.query<{ id: string }>('SELECT o.id FROM complaint_key k JOIN complaint c ON c.id = k.complaint_id JOIN officer o ON o.id::text = k.reader AND o.unit_id = c.receiving_unit WHERE c.id = $1 ORDER BY o.id', [id])
  const reader = rows[drawn % Math.max(1, rows.length)]
  const name = officers.find((one) => one.id === pick(accused)[0])?.name
  return reader && name ? { who: reader.id, kin: await declareKin(office, reader, { name }) } : undefined
}

/** Everybody who is kept out, and whoever is found to be since, sees with it what they see without it. */
async function compare(id: string, one: Told): Promise<void> {
  const since = await foundSince(id, one)
  const excluded = [...new Set([...(await excludedFrom(id, one.drawn)), ...(since ? [since.who] : [])])]
  const now = () => Promise.all(excluded.map(world))
  const there = await now()
  for (const who of excluded) await sameAsNothing(device(who), id)
  await liveOn(id)
  const decided = await now()
  await undo(id)
  const absent = await now()
  if (since) await takeBackKin(office, since.kin)
  expect(there).toEqual(absent)
  expect(decided).toEqual(absent)
}

describe('two worlds, one with a complaint and one without', () => {
  it('are the same to everybody whom it excludes, whoever sits where in the county, on every list, before and after it is worked on', async () => {
    let filed = 0
    await fc.assert(
      fc.asyncProperty(told, shuffles, async (one, shuffle) => {
        const putBack = await reshuffle(office, shuffle)
        const id = await file(one)
        if (id !== undefined) filed += 1
        try {
          if (id !== undefined) await compare(id, one)
        } finally {
          await putBack()
        }
      }),
      { numRuns: runs(1) },
    )
    expect(filed).toBeGreaterThan(0)
  }, patience)

  it('stay the same when the complaint is over its days and goes up by itself', async () => {
    const accused = officers.filter(({ name }) => ['何文静', '严明'].includes(name)).map(({ id }) => id)
    const told_ = { place: village, category: 'delay', words: '没人理', accused: [], daysAgo: 0 } as const
    const id = await fileTold(office.deps, { ...told_, concern: { accused } })
    office.clock.goOn(days(20))
    const excluded = await excludedFrom(id)
    await office.pool.query(`UPDATE complaint SET accept_by = '2099-01-01', finish_by = '2099-01-01' WHERE id = $1`, [id])
    await office.watch()
    const before = new Map<string, unknown>()
    for (const who of excluded) before.set(who, await world(who))
    await office.pool.query(`UPDATE complaint SET accept_by = '2026-03-03' WHERE id = $1`, [id])
    await office.watch()
    const { rows } = await office.pool.query<{ up: boolean }>('SELECT came_up AS up FROM complaint WHERE id = $1', [id])
    expect(rows).toEqual([{ up: true }])
    for (const who of excluded) expect(await world(who)).toEqual(before.get(who))
  })
})
