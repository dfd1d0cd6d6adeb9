import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@yima/api/db/connection'
import type { Env } from '@yima/api/http/context'
import { may, type Action } from '@yima/shared/access/table'
import type { WorkVerification } from '@yima/shared/verification/contract'
import { firstConsent } from '../consent/people.ts'
import { json } from '../family/people.ts'
import { openOffice, type Office } from '../fixtures/office.ts'
import { pathWith, routesOf, type AppRoute } from '../fixtures/routes.ts'
import { bodies, everybodys } from '../http/known-routes.ts'
import { accept, asked } from '../process/asked.ts'
import { needs, type About, type Need } from './needs.ts'
import { aComplaint, aNotice, anObjection, anOutreach, aHouse, aPayment, aReaderKey, asItWas, aSpotCheck, cityDiscipline, openSlips } from './records.ts'
import { county, employAll, looksLike, openWorld, papersOf, town, village, type Hat, type Staff, type World } from './world.ts'

const visited = [
  'clerk of the next town',
  'county-officer of her county',
  'leader of her desk',
  'deputy of that clerk',
]

let office: Office
let owner: ReturnType<typeof openDatabase>
let world: World
let staff: Staff[]
let consent: string
let hanging: string
let check: { id: string; claim: string; query: string }
let objection: { id: string; file: string }
let [payment, house] = ['', '']
/** Everybody has that grandmother’s slip open; who may, the table says. */
let assists: ReadonlyMap<string, string>
let outreach: { id: string; file: string }
/** The key of somebody in the city’s discipline office, and what lies there for whoever is employed in it. */
let readerKey: string
let complaint: string, spotCheck: { id: string; officer: string }
beforeAll(async () => {
  office = await openOffice()
  owner = openDatabase(office.adminUrl, { max: 1 })
  world = await openWorld(office)
  staff = [...(await employAll(office, world.numbers)), ...world.scanners]
  check = await aCheck()
  hanging = await aNotice(office, world)
  objection = await anObjection(office, check)
  // One picture of that name lies with the board of the notice, too.
  await office.pool.query(
    `INSERT INTO notice_day (notice_id, day, county_code, probes, right_count, file_id) VALUES ($1, '2026-03-02', '990101', 0, 0, $2)`, [hanging, objection.file])
  readerKey = await aReaderKey(office)
  outreach = await anOutreach(office)
  complaint = await aComplaint(office, staff, objection.file)
  payment = await aPayment(office, world)
  house = await aHouse(office, world, objection.file)
  spotCheck = await aSpotCheck(office, staff, world)
  // Whoever looks again has lent nobody a phone.
  assists = await openSlips(office, world, staff.filter(({ id }) => id !== spotCheck.officer))
  consent = await firstConsent(await office.officerDevice('何文静'), world.gran.receipt.id)
  // She was at these windows too; whether one of them may act for her the table says.
  for (const one of staff.filter(({ who }) => visited.includes(who))) await world.visit(one)
})
afterAll(async () => {
  await owner.close()
  await office.close()
})

/** Somebody's means, of which the departments are being asked. */
async function aCheck(): Promise<typeof check> {
  const claim = await asked(office, '1961-01-01')
  await accept(await office.officerDevice('何文静'), claim)
  const centre = await office.officerDevice('梁波')
  const path = `/work/applications/${claim.id}/verification`
  await centre.post(path, {})
  const { queries } = await json<WorkVerification>(centre.get(path))
  return { id: claim.id, claim: claim.claimId, query: queries[0]?.id ?? '' }
}

const nameOf = ({ method, path }: Pick<AppRoute, 'method' | 'path'>) => `${method} ${path}`
const unlisted = (routes: readonly AppRoute[]) =>
  routes
    .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
    .map(nameOf)
    .filter((name) => !everybodys.includes(name) && !Object.hasOwn(needs, name))

describe('the list of what routes need', () => {
  it('names every route that asks for a session, and nothing besides', () => {
    const routes = routesOf(office.app)
    expect(unlisted(routes)).toEqual([])
    const there = routes.map(nameOf)
    expect(Object.keys(needs).filter((name) => !there.includes(name))).toEqual([])
    expect(Object.keys(needs).filter((name) => everybodys.includes(name))).toEqual([])
  })

  it('finds a route that somebody added and listed nowhere', () => {
    const grown = new Hono<Env>().route('/', office.app).get('/api/work/everything', (c) => c.json({}))
    expect(unlisted(routesOf(grown))).toContain('GET /api/work/everything')
  })
})

type Record = { id: string; region: string; unit?: string; called?: string }
/** Where each record lies. */
function recordOf(about: About, { world, who }: { world: World; who: string }): Record {
  const desk = `${town}:window`
  const { gran, guardianship, task, twins, question, change, tang } = world
  switch (about) {
    case 'picture':
      return { id: gran.picture, region: village, unit: desk }
    case 'application':
    case 'hall':
    case 'call':
      return { id: gran.receipt.id, region: village, unit: desk }
    case 'task':
      return { id: task, region: village, unit: desk }
    case 'guardianship':
      return { id: guardianship, region: village }
    case 'name':
      return { id: world.correction, region: village }
    // Of somebody who never applied: where the card was given.
    case 'loss':
      return { id: world.loss, region: town }
    case 'duplicate':
      return { id: twins[0] ?? '', region: county }
    case 'slip':
    case 'visit':
      return { id: world.slip, region: village }
    case 'check':
      return { id: check.id, region: village }
    case 'notice':
      return { id: hanging, region: village }
    case 'objection':
      return { id: objection.id, region: village }
    case 'payment':
      return { id: payment, region: village }
    case 'house':
      return { id: house, region: village, unit: `${county}:housing` }
    case 'reserve':
      return { id: town, region: town }
    case 'outreach':
      return { id: outreach.id, region: village, unit: desk }
    case 'reader-key':
      return { id: readerKey, region: county, unit: cityDiscipline }
    case 'complaint':
      return { id: complaint, region: county, unit: cityDiscipline }
    case 'spot-check':
      return { id: spotCheck.id, region: village }
    // Somebody else's where one has none oneself.
    case 'occasion':
      return { id: world.occasions.get(who) ?? world.occasions.get('何文静') ?? '', region: village }
    case 'assist':
      return { id: assists.get(who) ?? '', region: village }
    case 'brought':
      return { id: gran.receipt.receiptNumber, region: village }
    case 'writing':
      return { id: randomUUID(), region: village }
    case 'question':
      return { id: question.id, region: county, unit: question.unit }
    case 'change':
      return { id: change, region: county }
    case 'officer':
      return { id: tang.id, region: county }
    case 'office':
      return { id: `${town}:window`, region: county }
    default:
      return about satisfies never
  }
}

/** Everybody of the office that the roster called is called; the table says of whom that is enough. */
const actorIn = ({ id }: Staff, { role, region }: Hat) => ({ kind: 'officer', id, role, region }) as const
/** Whether the own office or one of those one stands in for has such work at all. */
const hasWork = (one: Staff, action: Action, hats = one.hats) =>
  hats.some((hat) => may(actorIn(one, hat), action, { region: hat.region, assigned: [one.id] }))

/** What the table says of this officer and this record, with the desk on which it lies. */
function mayHave(one: Staff, { may: action, also, of }: Extract<Need, { may: Action }>): boolean {
  if (of === undefined) return hasWork(one, action)
  const { region, unit } = recordOf(of, { world, who: one.who })
  const excluded = one.cousin ? [one.id] : []
  const in_ = (hats: readonly Hat[], which: Action) =>
    hats.some((hat) => may(actorIn(one, hat), which, { region, excluded, assigned: [one.id] }))
  switch (of) {
    // A village's worker has it only while a meeting is waited for there; here none is.
    case 'hall':
      return in_(one.hats.filter((hat) => hat.unit === unit && !/verification|department|village/.test(hat.role)), action)
    case 'application':
    case 'picture':
    case 'call':
      // To the centre and to departments a claim comes by its process; here none has begun.
      return in_(one.hats.filter((hat) => hat.unit === unit && !/verification|department/.test(hat.role)), action)
    case 'task':
      return in_(one.hats.filter((hat) => hat.region === village || hat.unit === unit), action)
    case 'guardianship':
    case 'name':
    case 'notice':
    case 'payment':
    case 'reserve':
    case 'duplicate':
    case 'assist':
    case 'brought':
      return in_(one.hats, action)
    case 'house':
      return in_(one.hats.filter((hat) => hat.role !== 'department-officer' || hat.unit === unit), action)
    // Nobody is a declared relative of somebody without papers, nor of him who is written down for the first time.
    case 'writing':
    case 'loss':
      return one.hats.some((hat) => may(actorIn(one, hat), action, { region }))
    // Nor is anybody of this family’s, in whose claim the centre alone had a hand; who is away looks into nothing.
    case 'objection':
      return one.who !== 'clerk who is away' && one.hats.some((hat) => may(actorIn(one, hat), action, { region }))
    // Nobody’s relative, as far as anybody knows; near are the worker of the village and the township.
    case 'outreach':
      return one.hats.some((hat) => (hat.region === village || hat.unit === unit) && may(actorIn(one, hat), action, { region }))
    case 'slip':
      return one.who === '何文静'
    // In the place of whoever stands there, whose code this officer has scanned.
    case 'visit':
      return world.occasions.has(one.who) && in_(one.hats, action)
    // The centre's and the county's, while the claim waits there.
    case 'check':
      return in_(one.hats.filter((hat) => hat.region.startsWith(county.slice(0, 6))), action)
    case 'occasion':
      if (also === 'apply-for-person') return world.occasions.has(one.who) && in_(one.hats, also)
      return world.occasions.has(one.who) && hasWork(one, action) && (!also || hasWork(one, also))
    case 'question':
      // Its own looks an office does not judge, and a deputy judges and governs nothing.
      return in_(one.hats.slice(0, 1).filter((hat) => hat.unit !== unit), action)
    // Of the own office alone, in one’s own place: no deputy reads what was sealed for a colleague.
    case 'reader-key':
    case 'complaint':
      return in_(one.hats.slice(0, 1).filter((hat) => hat.unit === unit), action)
    // The very officer to whom it was given.
    case 'spot-check':
      return one.id === spotCheck.officer && in_(one.hats.slice(0, 1), action)
    case 'change':
    case 'officer':
    case 'office':
      return in_(one.hats.slice(0, 1), action) && (also === undefined || in_(one.hats.slice(0, 1), also))
    default:
      return of satisfies never
  }
}

/** What is sent where the body says whom it is about. */
function bodyFor(path: string, id: string, who: string): unknown {
  if (path.includes('/mandates')) {
    const occasion = id === world.slip ? recordOf('occasion', { world, who }).id : id
    const seen = { seen: true, seenAt: 'window', witness: '李村长' }
    const giver = { by: 'occasion', occasion }
    if (path.endsWith('/look')) return { giver, seen: true }
    const gift = { helper: papersOf(world.mother), scopes: ['see-progress'], until: '2026-04-01' }
    return path.endsWith('/end') ? { giver, ...seen } : { giver, ...gift, ...seen }
  }
  if (path.endsWith('/name-corrections')) {
    const occasion = id === world.slip ? recordOf('occasion', { world, who }).id : id
    return { who: { by: 'occasion', occasion }, name: '许兰枝', paper: 'id-card', seen: true }
  }
  if (path === '/api/work/assists') return { receiptNumber: id, lastFour: world.gran.idNumber.slice(-4) }
  if (path === '/api/work/assists/:id/applications')
    return { ...(bodies[path] as object), regionCode: village }
  if (path.endsWith('/decision'))
    return { one: id, other: world.twins[1], verdict: 'different', reason: '两个人' }
  if (/verification\/(letters|giving-up)$/.test(path)) return { ...(bodies[path] as object), query: check.query }
  if (path.endsWith('/occasions/:id/applications'))
    return { ...(bodies[path] as object), regionCode: village }
  return bodies[path] ?? {}
}

async function ask(one: Staff, name: string, id: string): Promise<Response> {
  const [method = '', path = ''] = name.split(' ')
  const fileId = path.includes('/outreach/') ? outreach.file : objection.file
  const names = { id, claimId: world.gran.receipt.claims[0]?.id ?? '', consentId: consent, fileId, file: objection.file, part: '0', kind: 'officers', code: id }
  const headers = {
    ...{ cookie: one.cookie, 'content-type': 'application/json' },
    ...{ 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) },
  }
  const body = method === 'GET' ? {} : { body: JSON.stringify(bodyFor(path, id, one.who)) }
  return office.app.request(pathWith(path, names), { method, headers, ...body })
}

const again = () => asItWas(owner.pool, check.id)

const records = Object.entries(needs).flatMap(([name, need]) =>
  'may' in need && need.of ? [{ name, need }] : [],
)
const whole = Object.entries(needs).flatMap(([name, need]) =>
  'may' in need && !need.of ? [{ name, need }] : [],
)

describe('one record, for every office, role and place', () => {
  it.each(records)('$name: found by whom the table names, absent for all others', async ({ name, need }) => {
    const about = need.of ?? 'application'
    const [named, others] = [
      staff.filter((one) => mayHave(one, need)),
      staff.filter((one) => !mayHave(one, need)),
    ]
    expect([named.length > 0, others.length > named.length]).toEqual([true, true])
    const absent = about === 'office' ? 'nowhere:window' : about === 'reserve' ? '990101999000' : randomUUID()
    const forbidden = new Set<string>()
    const denied = async (one: Staff) => {
      const answer = await ask(one, name, recordOf(about, { world, who: one.who }).id)
      expect([one.who, [403, 404].includes(answer.status)]).toEqual([one.who, true])
      const seen = await looksLike(answer)
      // Of a role that has no such work every answer is the same: one of them is held against nothing at all.
      const said = JSON.stringify(seen)
      if (answer.status === 403 && forbidden.has(said)) return
      forbidden.add(said)
      expect(seen).toEqual(await looksLike(await ask(one, name, absent)))
    }
    await Promise.all(others.map(denied))
    // One after the other: what one of them did is undone before the next one comes.
    for (const one of named) {
      const answer = await ask(one, name, recordOf(about, { world, who: one.who }).id)
      expect([one.who, answer.status < 500 && ![401, 403, 404, 423].includes(answer.status)]).toEqual([
        one.who,
        true,
      ])
      await answer.body?.cancel()
      await again()
    }
  })
})

describe('work without one record', () => {
  it.each(whole)('$name: of whom the table names, forbidden to all others', async ({ name, need }) => {
    const look = async (one: Staff) => {
      const hats = name.includes('/admin/') || name.includes('/oversight/') ? one.hats.slice(0, 1) : one.hats
      const answer = await ask(one, name, '')
      const isOpen = hasWork(one, need.may, hats)
      expect([one.who, answer.status === 403, answer.status < 500]).toEqual([one.who, !isOpen, true])
      await answer.body?.cancel()
    }
    await Promise.all(staff.map(look))
  })
})
