import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '@yima/shared/family/mandate'
import { guardianScopes } from '@yima/shared/family/acting'
import { issueCard } from '@yima/api/code/card'
import { freshSecret } from '@yima/api/code/secret'
import { openDatabase } from '@yima/api/db/connection'
import { inTransaction } from '@yima/api/db/transaction'
import { prove } from '@yima/api/identity/prove'
import { ownCodeOf, officerId, signingPhone } from '../code/people.ts'
import { firstConsent } from '../consent/people.ts'
import { json, villagers, type Somebody } from '../family/people.ts'
import { days, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { pathWith } from '../fixtures/routes.ts'
import { bodies } from '../http/known-routes.ts'
import { needs } from './needs.ts'
import { looksLike, request } from './world.ts'

/** Somebody with a phone, and what they hold of her today. */
type Caller = { who: string; device: Device; scopes: readonly Scope[] }

let office: Office
let who: ReturnType<typeof villagers>
let gran: Awaited<ReturnType<typeof request>>
let person: string
let callers: Caller[]
/** What is hers, by what an address may name. */
let hers: Record<string, string>
beforeAll(async () => {
  office = await openOffice()
  who = villagers(office)
  gran = await request(office, '许兰芝', '1946-06-06', '老伴脑梗住院，借了三万多。')
  person = await who.idOf(gran)
  const number = { kind: 'id-number', value: gran.idNumber } as const
  await inTransaction(office.deps.db, (tx) =>
    prove(tx, office.deps, { number, name: gran.name, how: 'window' }, person),
  )
  const all = await everybody()
  callers = all.callers
  hers = { ...(await belongings()), guardianship: all.guardianship, mandate: all.mandate }
})
afterAll(() => office.close())

async function helper(name: string, born: string, scopes: Scope[]): Promise<Caller & { mandate: string }> {
  const somebody = await who.somebody(name, born)
  const mandate = await who.helps(gran, somebody, scopes)
  return { who: `helper with ${scopes.join(', ')}`, device: somebody.device, scopes, mandate }
}

async function everybody() {
  const helpers = [
    await helper('许看', '1970-01-01', ['see-progress']),
    await helper('许交', '1970-01-02', ['send-papers']),
    await helper('许撤', '1970-01-03', ['withdraw']),
    await helper('许报', '1970-01-04', ['apply']),
  ]
  const [late, gone] = [
    await helper('许迟', '1970-01-05', ['see-progress', 'send-papers', 'withdraw', 'apply']),
    await helper('许停', '1970-01-06', ['see-progress', 'send-papers', 'withdraw', 'apply']),
  ]
  const owner = openDatabase(office.adminUrl, { max: 1 })
  await owner.pool.query(`UPDATE mandate SET from_on = '2026-02-01', until_on = '2026-03-01' WHERE id = $1`, [
    late.mandate,
  ])
  await owner.close()
  await gran.device.post(`/me/mandates/${gone.mandate}/end`, {})
  const [son, daughter] = [await who.somebody('许刚', '1975-07-07'), await who.somebody('许红', '1977-07-07')]
  await who.joins(gran, (await who.invite(son, '妈', 'parent')).token)
  await who.joins(daughter, (await who.invite(son, '妹', 'sibling')).token)
  const ward = { who: 'member', person, kind: 'incapable', birthDate: null }
  const guardianship = await claimed(son, ward)
  await claimed(daughter, ward)
  const clerk = await office.officerDevice('何文静')
  await clerk.post(`/work/guardianships/${guardianship}/confirmation`, { basis: 'court-decision' })
  const twin = await request(office, '许兰芝', '1946-06-06')
  const plain = (name: string, { device }: { device: Device }, scopes: readonly Scope[] = []): Caller => ({
    who: name,
    device,
    scopes,
  })
  return {
    guardianship,
    mandate: helpers[0]?.mandate ?? '',
    callers: [
      plain('herself', gran),
      ...helpers,
      plain('guardian', son, guardianScopes),
      { ...late, who: 'helper until yesterday', scopes: [] },
      { ...gone, who: 'helper who was stopped', scopes: [] },
      plain('guardian whom nobody confirmed', daughter),
      plain('another phone with her number', twin),
      plain('stranger', await who.somebody('路人', '1980-01-01')),
    ],
  }
}

const claimed = async (by: Somebody, body: object): Promise<string> =>
  (await json<{ id: string }>(by.device.post('/me/family/wards', body))).id

async function belongings(): Promise<Record<string, string>> {
  const { pool, deps } = office
  const { vault, clock } = deps
  const entitlement = randomUUID()
  await pool.query(
    `INSERT INTO entitlement (id, county_code, number_index, status, source) VALUES ($1, '990101', $2, 'dibao', 'demo')`,
    [entitlement, vault.index('id-number', gran.idNumber)],
  )
  const clerk = await office.officerDevice('何文静')
  const { text } = await ownCodeOf(gran.device)
  const scan = await json<{ occasion: { id: string } }>(
    clerk.post('/work/scans', { text, purpose: 'progress' }),
  )
  const card = await inTransaction(deps.db, async (tx) =>
    issueCard(tx, deps, {
      identityId: person,
      officerId: await officerId(office, '何文静'),
      secret: freshSecret(),
      pin: null,
    }),
  )
  const { lines } = await json<{ lines: { id: string }[] }>(gran.device.get('/me/access'))
  const { sessions } = await json<{ sessions: { id: string }[] }>(gran.device.get('/me/sessions'))
  expect(clock.today()).toBe('2026-03-02')
  return {
    ...{
      application: gran.receipt.id,
      picture: gran.picture,
      entitlement,
      occasion: scan.occasion.id,
      card: card.id,
    },
    ...{ look: lines[0]?.id ?? '', session: sessions[0]?.id ?? '' },
    phone: (await signingPhone(gran.device)).known.id,
    invitation: (await who.invite(gran, '侄子', 'other')).id,
    consent: await firstConsent(clerk, gran.receipt.id),
  }
}

async function ask({ device }: Caller, name: string, id: string, behalf: string): Promise<Response> {
  const [method = '', path = ''] = name.split(' ')
  const known = bodies[path] ?? {}
  const body = needs[name] && 'scopes' in needs[name] ? { ...known, onBehalfOf: behalf } : known
  return office.app.request(pathWith(path, { id, claimId: gran.receipt.claims[0]?.id ?? '' }), {
    method,
    headers: {
      ...{ cookie: device.cookies(), 'content-type': 'application/json', 'x-on-behalf-of': behalf },
      ...{ 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) },
    },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  })
}

const isFound = ({ status }: Response) => status < 500 && ![401, 403, 404].includes(status)

/** Those who may come first, as what they do may end what the next one needs. */
const holders = (name: string): Caller[] => {
  const need = needs[name]
  if (!need || 'may' in need || 'own' in need) return []
  if ('scopes' in need)
    return callers.filter((one) => one.scopes.some((scope) => need.scopes.includes(scope)))
  const also: Record<string, string> = { guardianship: 'guardian', mandate: 'helper with see-progress' }
  return callers.filter((one) => one.who === 'herself' || one.who === also[need.mine])
}

const staffs = /\/(work|admin|oversight)\//
const routes = Object.keys(needs).filter((name) => !staffs.test(name))
const named = routes.filter((name) => /:(id|claimId)/.test(name) || 'scopes' in (needs[name] ?? {}))
const lists = routes.filter(
  (name) => name.startsWith('GET') && 'own' in (needs[name] ?? {}) && !name.endsWith('/live'),
)

describe('what is one’s own', () => {
  it.each(lists)('%s: shows nobody anything of her, whomever they name', async (name) => {
    const marks = ['脑梗', gran.phone, gran.receipt.receiptNumber]
    for (const one of callers.slice(1)) {
      const answer = await ask(one, name, '', person)
      const said = await answer.text()
      expect([one.who, answer.status]).toEqual([one.who, 200])
      for (const mark of marks) expect([one.who, mark, said.includes(mark)]).toEqual([one.who, mark, false])
    }
  })

  it.each([
    ['/me/family/leaving', { reason: 'moved', founding: false }],
    ['/me/family/relations', { relation: 'other' }],
  ])(
    '%s: does nothing to somebody whom the body names and who is not of the household',
    async (path, more) => {
      const stranger = callers.at(-1)
      const post = async (id: string) => {
        const answer = await stranger?.device.post(path, { person: id, ...more })
        return [answer?.status, await answer?.text()]
      }
      const [of, none] = [await post(person), await post(randomUUID())]
      expect(of).toEqual(none)
      expect(of[0]).toBeGreaterThanOrEqual(400)
    },
  )
})

describe('an application in her place', () => {
  it('POST /api/applications: in her place by who was asked to apply, and by nobody else', async () => {
    const said = {
      ...{ forWhom: 'self', words: '屋顶漏雨，没钱修。', regionCode: '990101100201', photos: [], added: [] },
      ...{ answers: { household: {}, members: [] }, consent: { method: 'at-visit' } },
      applicant: { identity: 'id-number', name: '许兰芝', idNumber: idNumberOf('1946-06-06') },
    }
    const may = callers.filter(({ scopes }) => scopes.includes('apply'))
    expect(may).toHaveLength(2)
    for (const one of callers.filter((caller) => !may.includes(caller) && caller.who !== 'herself')) {
      const [of, none] = [
        await one.device.post('/applications', { ...said, onBehalfOf: person }),
        await one.device.post('/applications', { ...said, onBehalfOf: randomUUID() }),
      ]
      expect([one.who, of.status]).toEqual([one.who, 404])
      expect(await looksLike(of)).toEqual(await looksLike(none))
    }
    for (const one of may)
      expect((await one.device.post('/applications', { ...said, onBehalfOf: person })).status).toBe(201)
  })
})

describe('one record of hers, for everybody who has a phone', () => {
  it.each(named)('%s: found by whom the table names, absent for all others', async (name) => {
    const need = needs[name]
    const id = hers[need && 'mine' in need ? need.mine : 'application'] ?? ''
    expect(id).not.toBe('')
    const may = holders(name)
    for (const one of callers.filter((caller) => caller.who !== 'herself' && !may.includes(caller))) {
      const answer = await ask(one, name, id, person)
      expect([one.who, answer.status]).toEqual([one.who, 404])
      expect(await looksLike(answer)).toEqual(
        await looksLike(await ask(one, name, randomUUID(), randomUUID())),
      )
    }
    for (const one of may) {
      const answer = await ask(one, name, id, person)
      expect([one.who, answer.status, isFound(answer)]).toEqual([one.who, answer.status, true])
    }
  })
})

describe('a child who has come of age', () => {
  it('is nobody’s ward from that morning on, on any route', async () => {
    const mother = await who.somebody('邓玉', '1975-01-01')
    const child = {
      who: 'new',
      name: '邓小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2008-03-03',
      relation: 'child',
    }
    await claimed(mother, child)
    const [ward] = (await json<{ people: { person: string }[] }>(mother.device.get('/me/acting'))).people
    const one: Caller = { who: 'mother', device: mother.device, scopes: guardianScopes }
    const acting = routes.filter((name) => 'scopes' in (needs[name] ?? {}))
    const statuses = async (behalf: string) =>
      Promise.all(acting.map(async (name) => (await ask(one, name, gran.receipt.id, behalf)).status))
    expect(await statuses(ward?.person ?? '')).toContain(200)
    office.clock.goOn(days(1))
    expect(await statuses(ward?.person ?? '')).toEqual(acting.map(() => 404))
  })
})
