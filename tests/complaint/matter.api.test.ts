import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeptRoute, type KeptRoute } from '@yima/api/complaint/desk-store'
import { complaint } from '@yima/api/complaint/table'
import { loadDemoKeys } from '@yima/api/demo/keys'
import type { Matter } from '@yima/shared/complaint/contract'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { anApplication, apply, documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { routesOf } from '../fixtures/routes.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { accept, asked, done, give, said } from '../process/asked.ts'
import { concern, file, filedReport, json, sealedReport, village } from './reporter.ts'

let office: Office
let request: Matter
/** One look at the data of whoever asked for help, by the head of the very office that would receive it. */
let look: Matter
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  const { id } = await apply(office.device(), anApplication({}))
  const clerk = await office.officerDevice('何文静')
  const { claims } = await json<{ claims: { id: string }[] }>(await clerk.get(`/work/applications/${id}`))
  const accepted = await clerk.post(`/work/applications/${id}/claims/${claims[0]?.id}/acceptance`, {})
  if (accepted.status !== 200) throw new Error(`not accepted: ${await accepted.text()}`)
  request = { kind: 'request', ref: id }
  look = { kind: 'look', ref: randomUUID() }
  await office.pool.query(
    `INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
     SELECT $1, person_id, county_code, 'officer', $2, 'handling', 'application', now() FROM application WHERE id = $3`,
    [look.ref, await idOf(office, '鲁直'), id],
  )
})
afterAll(() => office.close())

const clerkIsMeant = async () => concern({ accused: [await idOf(office, '何文静')] })
const routeOf = async (asked: object, device: Device = office.device()): Promise<OpenedRoute> =>
  json<OpenedRoute>(await device.post('/complaints/routes', asked))
const readersOf = ({ readers, above, recovery }: OpenedRoute): string[] =>
  [readers, above?.readers ?? [], ...recovery.map((one) => one.readers)].flat().map(({ officerId }) => officerId)
async function keptOf(id: string): Promise<KeptRoute> {
  const row = (await office.deps.db.select().from(complaint)).find((one) => one.id === id)
  if (!row) throw new Error('not filed')
  return openKeptRoute(office.deps.vault, row)
}

describe('what a complaint is about', () => {
  it('keeps everybody out who acted on that request, though nobody named them', async () => {
    const reporter = await filedReport(office, { concern: concern({ unknown: true, matters: [request] }) })
    const { concern: kept, excludedOfficers } = await keptOf(reporter.body.id)
    expect(kept.handlers).toContain(await idOf(office, '何文静'))
    expect(excludedOfficers).toContain(await idOf(office, '何文静'))
  })

  it('keeps out whoever only came along to the home as well', async () => {
    const clerk = await office.officerDevice('何文静')
    const claim = await asked(office, '1961-05-05')
    await done(accept(clerk, claim))
    const along = await idOf(office, '刘小勤')
    await done(give(clerk, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [along] }))
    const reporter = await filedReport(office, { concern: concern({ unknown: true, matters: [{ kind: 'request', ref: claim.id }] }) })
    expect((await keptOf(reporter.body.id)).concern.handlers).toContain(along)
  })

  it('is kept nowhere: of the request only who is kept out is left, and that sealed', async () => {
    const reporter = await filedReport(office, { concern: concern({ unknown: true, matters: [request] }) })
    expect(JSON.stringify(await keptOf(reporter.body.id))).not.toContain(request.ref)
    const { rows } = await office.pool.query<{ table: string }>(`SELECT tablename AS "table" FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'complaint%'`)
    for (const { table } of rows) {
      const { rows: all } = await office.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${table}" t`)
      expect([table, all.some(({ row }) => row.includes(request.ref))]).toEqual([table, false])
    }
  })

  it('goes past the supervisor whose look at the own data it is about, to whoever stands above', async () => {
    const asked = concern({ unknown: true, matters: [look] })
    const looked = await idOf(office, '鲁直')
    const [without, past] = [await routeOf(concern({ unknown: true })), await routeOf(asked)]
    expect([readersOf(without).includes(looked), readersOf(past).includes(looked)]).toEqual([true, false])
    expect(past.office.id).not.toBe(without.office.id)
  })

  it('that nobody has is refused, so that nobody believes somebody kept out who was not', async () => {
    for (const kind of ['request', 'notice', 'look'] as const) {
      const answer = await office.device().post('/complaints/routes', concern({ unknown: true, matters: [{ kind, ref: randomUUID() }] }))
      expect(await codeOf(answer)).toEqual(['not-found', 'matter-unknown'])
    }
  })

  it('is asked the same whether its writer is signed in or not', async () => {
    const asked = concern({ unknown: true, matters: [request] })
    const signedIn = await office.officerDevice('余桂芳')
    const [one, other] = [await signedIn.post('/complaints/routes', asked), await office.device().post('/complaints/routes', asked)]
    expect(await one.text()).toBe(await other.text())
  })
})

describe('relatives of whom it is about', () => {
  const declares = async (name: string, said: object) => {
    const device = await office.officerDevice(name)
    const answer = await device.post('/work/relatives', { number: documentOf('1981-05-05'), kinship: 'sibling', ...said })
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
  }

  it('read nothing of it, whichever of the two declared the other', async () => {
    const before = readersOf(await routeOf(await clerkIsMeant()))
    const related = await idOf(office, '石坚')
    expect(before).toContain(related)
    await declares('石坚', { name: '何文静' })
    expect(readersOf(await routeOf(await clerkIsMeant()))).not.toContain(related)
    const reporter = await filedReport(office, { concern: await clerkIsMeant() })
    expect((await keptOf(reporter.body.id)).excludedOfficers).toContain(related)
  })
})

describe('two worlds, one with a complaint about a request and one without', () => {
  it('are the same to everybody who acted on it, who is meant, and who is their relative', async () => {
    const names = ['何文静', '石坚', '谭志远', '贺成刚', '余桂芳', '唐敏']
    const devices = await Promise.all(names.map((name) => office.officerDevice(name)))
    const lists = routesOf(office.app)
      .filter(({ method, path }) => method === 'GET' && /^\/api\/(work|admin|oversight)\//.test(path) && !path.includes(':') && !path.endsWith('/live'))
      .map(({ path }) => path.replace('/api', ''))
    const pages = [...lists, `/work/applications/${request.ref}`]
    const shown = async (device: Device, path: string): Promise<unknown> => {
      const answer = await device.get(path)
      const headers = [...answer.headers].filter(([name]) => !['x-request-id', 'x-yima-answer'].includes(name)).sort()
      return [path, answer.status, headers, (await answer.text()).replaceAll(/urn:yima:request:[0-9a-f-]+/g, '')]
    }
    const world = async (): Promise<unknown[]> => {
      const seen: unknown[] = []
      for (const [at, device] of devices.entries()) for (const path of pages) seen.push([names[at], await shown(device, path)])
      return seen
    }
    await world() // looks are noted once: the second world reads what the first has left
    const before = await world()
    const asked = { ...(await clerkIsMeant()), matters: [request], place: village }
    const reporter = await sealedReport(office, { concern: asked, named: true })
    expect((await file(reporter)).status).toBe(201)
    expect(await world()).toEqual(before)
    for (const [at, device] of devices.entries()) {
      const [there, nowhere] = [await shown(device, `/oversight/complaints/${reporter.body.id}`), await shown(device, `/oversight/complaints/${randomUUID()}`)]
      expect([names[at], there]).toEqual([names[at], [expect.any(String), ...(nowhere as unknown[]).slice(1)]])
    }
  })
})
