import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { largestJson } from '@yima/api/http/body'
import { maxPictureBytes } from '@yima/api/file/picture'
import { anApplication, apply, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { pathWith, routesOf, type AppRoute } from '../fixtures/routes.ts'
import { bodies, everybodys, askedAgain, inParts, keepable, questions, reports, withoutWork } from './known-routes.ts'

let office: Office
let routes: AppRoute[]
let resident: Device
let clerk: Device
let administrator: Device
let supervisor: Device
beforeAll(async () => {
  office = await openOffice()
  routes = routesOf(office.app).filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL')
  clerk = await office.officerDevice('何文静')
  administrator = await office.officerDevice('秦朗')
  supervisor = await office.officerDevice('严明')
  resident = await signIn('19900000055')
})
afterAll(() => office.close())

async function signIn(phone: string): Promise<Device> {
  const device = office.device()
  await apply(device, anApplication({ applicant: await office.confirmedApplicant(device, phone) }))
  return device
}

const nameOf = ({ method, path }: AppRoute) => `${method} ${path}`
const isWrite = ({ method }: AppRoute) => method !== 'GET' && method !== 'HEAD'
const isPrivate = (route: AppRoute) => !everybodys.includes(nameOf(route))
const isStaffs = ({ path }: AppRoute) => /^\/api\/(work|admin|oversight)\//.test(path)
/** Somebody of those whose route it is. */
function deviceFor(route: AppRoute): Device {
  if (route.path.startsWith('/api/admin')) return administrator
  if (route.path.startsWith('/api/oversight')) return supervisor
  return isStaffs(route) ? clerk : resident
}
const idOf = randomUUID()
const address = ({ path }: AppRoute, id: string = idOf) =>
  pathWith(path, { id, claimId: randomUUID(), consentId: randomUUID(), fileId: randomUUID(), file: randomUUID(), code: '990101100000', part: '0', kind: 'officers', quarter: 'latest' })

type Sent = { headers?: Record<string, string>; body?: string; method?: string; id?: string; as?: Device }
const ask = async (
  route: AppRoute,
  { headers = {}, body, method = route.method, id, as }: Sent = {},
): Promise<Response> => {
  const cookie: Record<string, string> = as ? { cookie: as.cookies() } : {}
  const sent = { method, headers: { ...cookie, ...headers }, ...(body === undefined ? {} : { body }) }
  return office.app.request(address(route, id), sent)
}
const keys = () => ({ 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) })
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { type: string }).type.replace('urn:yima:problem:', '')

describe('every route', () => {
  it('is known to be everybody’s, or asks for the right session', async () => {
    expect(routes.length).toBeGreaterThan(20)
    const missing = everybodys.filter((name) => !routes.some((route) => nameOf(route) === name))
    expect(missing).toEqual([])
    for (const route of routes.filter(isPrivate)) {
      for (const as of [undefined, isStaffs(route) ? resident : clerk]) {
        const answer = await ask(route, { ...(as ? { as } : {}), headers: keys() })
        expect([nameOf(route), answer.status, await codeOf(answer)]).toEqual([
          nameOf(route),
          401,
          'sign-in-needed',
        ])
      }
    }
  })

  it('answers with headers that let nobody guess, frame, keep or read it from elsewhere', async () => {
    for (const route of routes) {
      const answer = await ask(route, {
        headers: { origin: isWrite(route) ? 'http://localhost' : 'https://evil.example' },
      })
      const header = (name: string) => answer.headers.get(name)
      const name = nameOf(route)
      expect([name, header('x-content-type-options')]).toEqual([name, 'nosniff'])
      expect([name, header('referrer-policy')]).toEqual([name, 'no-referrer'])
      expect([name, header('content-security-policy')]).toEqual([
        name,
        "default-src 'none'; frame-ancestors 'none'",
      ])
      expect([name, header('cross-origin-resource-policy')]).toEqual([name, 'same-origin'])
      expect([name, /^[0-9a-f]{8}-[0-9a-f]{4}$/.test(header('x-request-id') ?? '')]).toEqual([name, true])
      const kept = askedAgain.includes(route.path) ? 'public, no-cache' : keepable.includes(route.path) ? 'public, max-age=300' : 'no-store'
      expect([name, header('cache-control')?.split(', no-t')[0]]).toEqual([
        name,
        answer.status < 400 ? kept : 'no-store',
      ])
      if (answer.status !== 204)
        expect([name, header('content-type')]).toEqual([
          name,
          expect.stringMatching(/^(application\/(problem\+)?json|text\/event-stream)\b/),
        ])
      for (const banner of [
        'server',
        'x-powered-by',
        'access-control-allow-origin',
        'access-control-allow-credentials',
      ])
        expect([name, banner, header(banner)]).toEqual([name, banner, null])
    }
  })

  it('keeps personal answers nowhere', async () => {
    for (const route of routes.filter((one) => isPrivate(one) && one.method === 'GET')) {
      const answer = await ask(route, { as: deviceFor(route) })
      expect([nameOf(route), answer.headers.get('cache-control')]).toEqual([
        nameOf(route),
        expect.stringContaining('no-store'),
      ])
      await answer.body?.cancel()
    }
  })

  it('is not there, or not with this method, and says which ones there are', async () => {
    for (const route of routes) {
      const answer = await ask(route, {
        method: 'PATCH',
        as: deviceFor(route),
        headers: keys(),
      })
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 405])
      expect(answer.headers.get('allow')?.split(', ')).toContain(route.method)
    }
    const nowhere = ['/api', '/api/', '/api/nothing', '/api/applications/x', '/api/health/', '/api/../health']
    for (const path of nowhere) expect([path, (await office.app.request(path)).status]).toEqual([path, 404])
  })
})

describe('every write', () => {
  const writes = () => routes.filter(isWrite)

  it('comes from our own pages', async () => {
    for (const route of writes()) {
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://localhost.evil.example' },
        { origin: 'http://localhost:1234' },
        { 'sec-fetch-site': 'cross-site' },
      ]
      for (const headers of foreign) {
        const answer = await ask(route, { headers: { ...headers, host: 'localhost', ...keys() } })
        expect([nameOf(route), headers, answer.status, await codeOf(answer)]).toEqual([
          nameOf(route),
          headers,
          403,
          'foreign-origin',
        ])
      }
    }
  })

  it('comes from our own pages, whatever name somebody points at this machine', async () => {
    const write = (host: string, origin: string) =>
      office.app.request('/api/phone-codes/confirm', { method: 'POST', headers: { host, origin, ...keys() } })
    const isForeign = async (host: string, origin: string) =>
      (await codeOf(await write(host, origin))) === 'foreign-origin'
    for (const host of [
      'evil.example',
      'evil.example:8787',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ])
      expect([host, await isForeign(host, `http://${host}`)]).toEqual([host, true])
    for (const host of [
      'localhost:5173',
      '127.0.0.1:9000',
      '[::1]:9000',
      new URL(office.deps.config.publicUrl).host,
    ])
      expect([host, await isForeign(host, `http://${host}`)]).toEqual([host, false])
  })

  it('asks a stranger for work first, unless there is a reason not to', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const guarded = createApp({ ...office.deps, config }, new Map())
    const strangers = writes().filter((route) => !isPrivate(route) && !(nameOf(route) in withoutWork))
    expect(strangers.length).toBeGreaterThan(5)
    for (const route of strangers) {
      const answer = await guarded.request(address(route), {
        method: route.method,
        headers: keys(),
        body: 'x',
      })
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 428])
    }
    const known = writes().map(nameOf)
    expect(Object.keys(withoutWork).filter((name) => !known.includes(name))).toEqual([])
  })

  it('carries its key and its device', async () => {
    const keyed = writes().filter(({ path, method }) => method !== 'DELETE' && ![...questions, ...reports].includes(path))
    expect(keyed.length).toBeGreaterThan(10)
    for (const route of keyed) {
      for (const missing of inParts.includes(route.path)
        ? ['x-device-key']
        : ['idempotency-key', 'x-device-key']) {
        for (const value of ['', 'short', 'with space and 周素芬'.slice(0, 15), 'x'.repeat(200)]) {
          const headers = { ...keys(), 'content-type': 'application/json', [missing]: value }
          const answer = await ask(route, {
            as: deviceFor(route),
            headers,
            body: '{}',
          }).catch(() => undefined)
          // A header that HTTP itself does not know never leaves the phone.
          if (!answer) continue
          expect([nameOf(route), value, answer.status, await codeOf(answer)]).toEqual([
            nameOf(route),
            value,
            400,
            'key-missing',
          ])
        }
      }
    }
  })

  it('has a largest body', async () => {
    for (const route of writes().filter(({ method }) => method !== 'DELETE')) {
      const body = ' '.repeat((route.contract ? largestJson : maxPictureBytes) + 1)
      const headers = { ...keys(), 'content-type': 'application/json' }
      const answer = await ask(route, { as: deviceFor(route), headers, body })
      expect([nameOf(route), answer.status, await codeOf(answer)]).toEqual([
        nameOf(route),
        413,
        'body-too-large',
      ])
    }
  })
})

describe('what one may not see', () => {
  it('is answered like what does not exist, to the byte', async () => {
    const other = await signIn('19900000077')
    const [theirs] = (
      (await (await other.get('/me/applications')).json()) as { applications: { id: string }[] }
    ).applications
    const stranger = await office.officerDevice('唐敏')
    const named = routes.filter(
      (route) => isPrivate(route) && route.path.includes(':id') && !route.path.includes('/files/'),
    )
    expect(named.length).toBeGreaterThan(6)
    for (const route of named) {
      const as = deviceFor(route) === clerk ? stranger : deviceFor(route)
      const answers = []
      for (const id of [theirs?.id ?? '', randomUUID()]) {
        if (isWrite(route) && !bodies[route.path]) throw new Error(`Say what a body of ${nameOf(route)} is`)
        const sent = isWrite(route) ? { body: JSON.stringify(bodies[route.path]) } : {}
        const answer = await ask(route, {
          as,
          id,
          headers: { ...keys(), 'content-type': 'application/json' },
          ...sent,
        })
        answers.push([nameOf(route), answer.status, await answer.text()])
      }
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]?.[1]).toBe(404)
    }
  })
})
