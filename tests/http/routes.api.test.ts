import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { largestJson } from '@yima/api/http/body'
import { maxPictureBytes } from '@yima/api/file/picture'
import { anApplication, apply, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { pathWith, routesOf, type AppRoute } from '../fixtures/routes.ts'

/** What anybody may call. Whatever is not here must ask for a session, or this test fails. */
const everybodys = [
  'GET /api/challenges',
  'GET /api/codes/keys',
  'POST /api/family/invitations/look',
  'GET /api/health',
  'GET /api/openapi.json',
  'GET /api/places/:code',
  'GET /api/regions',
  'GET /api/regions/:code',
  'GET /api/regions/all',
  'GET /api/session',
  'POST /api/applications',
  'POST /api/assessments',
  'POST /api/files',
  'GET /api/files/:id/parts',
  'POST /api/files/:id',
  'PUT /api/files/:id/parts/:part',
  'POST /api/phone-codes',
  'POST /api/phone-codes/confirm',
  'POST /api/push/shown',
  'POST /api/readings',
  'POST /api/sessions',
  'POST /api/sms/reports',
  'GET /api/oidc/residents/callback',
  'GET /api/oidc/staff/callback',
  'POST /api/oidc/residents',
  'POST /api/oidc/staff',
  'POST /api/staff/invitations/acceptance',
  'POST /api/staff/invitations/look',
  'POST /api/staff/invitations/options',
  'POST /api/staff/passkeys/options',
  'POST /api/staff/passkeys/sessions',
  'POST /api/tracking',
  'POST /api/tracking/live',
  'DELETE /api/sessions/current',
  'DELETE /api/staff/sessions/current',
  // Only in the demonstration; outside it they are not there.
  'GET /api/demo/outbox',
  'POST /api/demo/time',
  'GET /api/staff/officers',
  'POST /api/staff/sessions',
]
/** Posts that write nothing: what is asked does not fit into an address, or must not stand there. */
const questions = [
  '/api/admin/imports/preview', '/api/assessments', '/api/family/invitations/look', '/api/readings',
  '/api/tracking', '/api/tracking/live',
  // Ceremonies that begin: what they need at their end the browser keeps itself.
  '/api/oidc/residents', '/api/oidc/staff', '/api/staff/invitations/look', '/api/staff/invitations/options',
  '/api/staff/passkeys/options', '/api/work/passkeys/options',
]
/** Said by machines of a message that left, with a token or a signature; said twice it is the same. */
const reports = ['/api/push/shown', '/api/sms/reports']
/** Writes of anybody that ask for no work, and why. */
const withoutWork: Record<string, string> = {
  ...Object.fromEntries(questions.map((path) => [`POST ${path}`, 'writes nothing'])),
  ...Object.fromEntries(reports.map((path) => [`POST ${path}`, 'changes nothing without what we gave out'])),
  'DELETE /api/sessions/current': 'ends what its own cookie names',
  'DELETE /api/staff/sessions/current': 'ends what its own cookie names',
  'POST /api/demo/time': 'only in the demonstration',
  'POST /api/staff/sessions': 'only in the demonstration',
}
/** What a part of a picture is, its address says: sent twice it is the same. */
const partOfPicture = '/api/files/:id/parts/:part'
/** Bytes may be kept by phones and proxies only where they are everybody's. */
const keepable = ['/api/codes/keys', '/api/places/:code', '/api/regions', '/api/regions/:code', '/api/regions/all']
/** A body that gets past the contract, so that the answer speaks of the record. */
const bodies: Record<string, unknown> = {
  '/api/me/cards/:id': {},
  '/api/me/code-devices/:id': {},
  '/api/me/entitlements/:id/codes': {},
  '/api/admin/officers/:id/invitations': {},
  '/api/me/sessions/:id': {},
  '/api/work/passkeys/:id': {},
  '/api/work/sessions/:id': {},
  '/api/me/applications/:id/papers': {
    claimId: randomUUID(),
    papers: [{ id: randomUUID(), files: [randomUUID()] }],
  },
  '/api/me/access/:id/question': {},
  '/api/me/applications/:id/corrections': { answers: { household: { householdSize: 3 }, members: [] } },
  '/api/me/occasions/:id/given': { scopes: ['name'] },
  '/api/me/occasions/:id/close': {},
  '/api/oversight/questions/:id/answer': { words: '是您的经办人' },
  '/api/work/occasions/:id/ask': { scopes: ['name'] },
  '/api/work/occasions/:id/agreement': { scopes: ['name'], reason: '没带手机' },
  '/api/work/occasions/:id/proof': { name: '周素芬', idNumber: idNumberOf('1974-03-12'), seen: true },
  '/api/work/occasions/:id/applications': {
    words: '房子漏雨',
    regionCode: '990101101001',
    photos: [],
    answers: { household: {}, members: [] },
    consent: { method: 'at-visit' },
  },
  '/api/work/occasions/:id/close': {},
  '/api/me/applications/:id/withdrawal': { reason: '家里缓过来了' },
  '/api/me/family/invitations/:id/end': {},
  '/api/me/guardianships/:id/end': {},
  '/api/me/mandates/:id/narrowing': { scopes: ['see-progress'], until: '2026-04-01' },
  '/api/me/mandates/:id/end': {},
  '/api/work/guardianships/:id/confirmation': { basis: 'household-register' },
  '/api/work/guardianships/:id/refusal': { reason: '户口簿上不是' },
  '/api/work/call-tasks/:id/telling': { how: 'visit' },
  '/api/admin/changes/:id/confirmation': {},
  '/api/admin/changes/:id/refusal': { reason: '编制满了' },
  '/api/admin/changes/:id/withdrawal': {},
  '/api/admin/officers/:id/relatives': {
    name: '表哥',
    idNumber: idNumberOf('1974-03-12'),
    kinship: 'other',
  },
  '/api/work/applications/:id/acknowledgement': {},
  '/api/work/applications/:id/agreement': {
    how: 'in-person',
    on: '2026-03-01',
    witness: '李村长',
    name: '卓玛',
  },
  '/api/work/applications/:id/claims': { programme: 'dibao', reason: '邻居说起' },
  '/api/work/applications/:id/claims/:claimId/acceptance': {},
  '/api/work/applications/:id/claims/:claimId/drop': { reason: '本人不愿意' },
  '/api/work/applications/:id/claims/:claimId/papers': { papers: [{ paper: 'id-card' }] },
}

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
  pathWith(path, { id, claimId: randomUUID(), code: '990101100000', part: '0', kind: 'officers' })

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
      const kept = keepable.includes(route.path) ? 'public, max-age=300' : 'no-store'
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
      for (const missing of route.path === partOfPicture
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
