import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { problemStatus } from '@yima/shared/problem'
import { anApplication, apply, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { firstConsent } from '../consent/people.ts'
import { namesIn, pathWith, routesOf, type AppRoute } from '../fixtures/routes.ts'
import { runs } from '../fixtures/runs.ts'
import { marker, sentBody } from './arbitrary-body.ts'

/** Somebody of another township, of whom nobody here may learn anything. */
const secrets = {
  name: '阿依努尔·买买提·秘密',
  idNumber: idNumberOf('1961-07-09', '204'),
  phone: '19912345670',
  words: '我老伴瘫在床上，秘密的话只有镇里能看。',
  address: '秘密巷九号',
}

let office: Office
let others: { application: string; claim: string; file: string; receiptNumber: string }
let callers: Record<(typeof roles)[number], string>
let own: { application: string; claim: string; file: string }
/** Somebody listed with that request, who has not signed. */
let consent: string
let ids: string[]
let known: string[]

const pictureOf = async (device: Device): Promise<string> => {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } })
    .png()
    .toBuffer()
  return ((await (await device.postRaw('/files', bytes)).json()) as { id: string }).id
}

async function somebodyElse() {
  const device = office.device()
  const file = await pictureOf(device)
  const { id, claims, receiptNumber } = await apply(
    device,
    anApplication({
      words: secrets.words,
      address: secrets.address,
      photos: [file],
      applicant: {
        identity: 'id-number',
        name: secrets.name,
        idNumber: secrets.idNumber,
        phone: secrets.phone,
      },
    }),
  )
  return { application: id, claim: claims[0]?.id ?? '', file, receiptNumber }
}

/** Signed in, with a request of their own in 清泉镇. */
async function aResident() {
  const device = office.device()
  const phone = '19900000071'
  const applicant = await office.confirmedApplicant(device, phone)
  const file = await pictureOf(device)
  const { id, claims } = await apply(
    device,
    anApplication({ regionCode: '990101101200', applicant, photos: [file] }),
  )
  return { cookie: device.cookies(), application: id, claim: claims[0]?.id ?? '', file, phone }
}

beforeAll(async () => {
  office = await openOffice()
  others = await somebodyElse()
  const resident = await aResident()
  own = resident
  ids = [others, own].flatMap(({ application, claim, file }) => [application, claim, file])
  const officer = await office.officerDevice('唐敏')
  consent = await firstConsent(officer, own.application)
  const administrator = await office.officerDevice('秦朗')
  // Of the county: one who reads complaints and no request, one of a department to which nothing was sent.
  const [supervisor, department] = [await office.officerDevice('严明'), await office.officerDevice('夏荷')]
  ids = [...ids, consent]
  callers = {
    anonymous: '',
    resident: resident.cookie,
    officer: officer.cookies(),
    administrator: administrator.cookies(),
    supervisor: supervisor.cookies(),
    department: department.cookies(),
  }
  const { rows } = await office.pool.query<{ id: string }>('SELECT id FROM officer ORDER BY id')
  known = [
    // The secrets of an invitation and of a consent, a signature, and an item of a report.
    ...['1f', '1s'].map((what) => `${what}.990101.${'x'.repeat(22)}`),
    ...[`iVBORw0KGgo${'A'.repeat(40)}`, 'vehicles'],
    ...ids,
    rows[0]?.id ?? '',
    randomUUID(),
    '周素芬',
    idNumberOf('1974-03-12'),
    '19900000072',
    '1234',
    '123X',
    '123456',
    '12345678',
    '990101100201',
    '2026-03-02T01:00:00.000Z',
    '990101101200',
    '990101101000:window',
    'window',
    '2026-03-01',
    '2026-03-02',
    '低保',
    'm1',
    'a'.repeat(64),
    'commitment-1',
    'authorisation-1',
    'adult-1',
    'other',
    'id-card',
    '/track?way=phone',
    '0000000000000',
    '000000000000',
    'https://fcm.googleapis.com/fcm/send/a',
    'B'.repeat(87),
    'B'.repeat(86),
    `age1${'q'.repeat(58)}`,
    'recovery:990101000000:audit+990101000000:petition',
    'A'.repeat(22),
    resident.phone,
  ]
}, 60_000)
afterAll(() => office.close())

/** The demonstration's telephone shows every message to everybody, and exists nowhere else. */
const showsEverybody = new Set(['GET /api/demo/outbox'])

const text = fc.string({ unit: 'grapheme-ascii', maxLength: 30 })
/** Mostly what gets past the door, or nothing behind it would be tried. */
const mostly = <T>(right: fc.Arbitrary<T>, ...wrong: fc.Arbitrary<T>[]) =>
  fc.oneof({ weight: 8 * wrong.length, arbitrary: right }, ...wrong)

const contentTypes = [
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'text/plain',
  'image/png',
  '',
]
const origins = ['null', 'https://elsewhere.example', 'not an address']
const headers = fc.record(
  {
    'idempotency-key': mostly(fc.uuid(), text, fc.constantFrom('k'.repeat(16), 'k'.repeat(65), '')),
    'x-device-key': mostly(fc.constant('d'.repeat(43)), text),
    'content-type': mostly(fc.constant('application/json'), fc.constantFrom(...contentTypes), text),
    'accept-language': fc.oneof(fc.constantFrom('en', 'zh-CN', '*', 'x'.repeat(5000)), text),
    origin: mostly(fc.constant('http://localhost:8787'), fc.constantFrom(...origins)),
    'sec-fetch-site': mostly(fc.constant('same-origin'), fc.constantFrom('cross-site', 'none')),
    'if-none-match': text,
    range: fc.constantFrom('bytes=0-1', 'bytes=-1', 'lines=9'),
    'last-event-id': text,
    'x-forwarded-for': fc.oneof(fc.ipV6(), text),
  },
  { requiredKeys: ['idempotency-key', 'x-device-key', 'content-type'] },
)

/** What a caller's own name in a path would be. */
function ownName(path: string, name: string): string {
  if (name === 'claimId') return own.claim
  if (name === 'consentId' || path.includes('/me/consents/')) return consent
  if (name === 'id') return path.includes('/files/') ? own.file : own.application
  if (name === 'kind') return 'officers'
  return name === 'code' ? '990101000000' : '0'
}

const odd = ['990101100201', '..', '%2e%2e%2f%2e%2e', '%00', '0', '1', '%', 'a%2Fb', '__proto__', 'NaN', '-1']
const nameIn = (path: string, name: string) =>
  mostly(
    fc.constant(ownName(path, name)),
    fc.constantFrom(...ids),
    fc.constantFrom(...odd, encodeURIComponent(marker)),
    fc.string({ unit: 'binary', minLength: 1 }).map((typed) => encodeURIComponent(typed)),
  )

const roles = ['anonymous', 'resident', 'officer', 'administrator', 'supervisor', 'department'] as const
const roleOf = (path: string) =>
  path.includes('/me/')
    ? 'resident'
    : path.includes('/admin/')
      ? 'administrator'
      : path.includes('/oversight/')
        ? 'supervisor'
        : path.includes('/work/')
          ? 'officer'
          : 'anonymous'

function bodyTo({ method, contract }: AppRoute): fc.Arbitrary<Sent['body']> {
  if (method === 'GET' || method === 'HEAD') return fc.constant(undefined)
  if (contract) return sentBody(contract, known)
  return fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', marker, '{}'))
}

const requestTo = (route: AppRoute): fc.Arbitrary<Sent> =>
  fc.record({
    as: mostly<Sent['as']>(fc.constant(roleOf(route.path)), fc.constantFrom(...roles)),
    names: fc.record(Object.fromEntries(namesIn(route.path).map((one) => [one, nameIn(route.path, one)]))),
    query: fc.oneof(
      fc.constantFrom('', '?write=/files'),
      fc.webQueryParameters().map((query) => `?${query}`),
    ),
    headers,
    body: bodyTo(route),
    path: fc.constant(route.path),
    method: fc.constant(route.method === 'ALL' ? 'POST' : route.method),
  })

type Sent = {
  as: (typeof roles)[number]
  names: Record<string, string>
  query: string
  headers: Record<string, string | undefined>
  body: string | Uint8Array | undefined
  path: string
  method: string
}

async function send({ as, names, query, headers: given, body, path, method }: Sent): Promise<Response> {
  const sent = new Headers()
  for (const [key, value] of Object.entries(given)) if (value !== undefined) sent.set(key, value)
  // Signing out for good would leave the rest of the run anonymous.
  const cookie = method === 'DELETE' && /session|device|sign-?in|passkey/.test(path) ? '__Host-yima=nobody' : callers[as]
  if (cookie) sent.set('cookie', cookie)
  const init = { method, headers: sent, ...(body === undefined ? {} : { body: body as BodyInit }) }
  return office.app.request(`${pathWith(path, names)}${query}`, init)
}

/** What an answer says; of a stream that goes on for ever nothing, as nothing happens meanwhile. */
async function wordsOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text()
  await answer.body?.cancel()
  return ''
}

async function hold(sent: Sent): Promise<void> {
  const answer = await send(sent)
  const said = `${await wordsOf(answer)}\n${JSON.stringify([...answer.headers])}`
  const route = `${sent.method} ${sent.path}`
  expect(answer.status, route).toBeLessThan(500)
  if (!showsEverybody.has(route))
    for (const secret of [...Object.values(secrets), others.receiptNumber])
      expect(said, route).not.toContain(secret)
  if (answer.status < 400) return
  expect(answer.headers.get('content-type'), route).toMatch(/^application\/problem\+json/)
  const { type } = JSON.parse(said.slice(0, said.lastIndexOf('\n'))) as { type: string }
  expect(Object.keys(problemStatus), route).toContain(type.replace('urn:yima:problem:', ''))
  for (const part of [marker, encodeURIComponent(marker), '19900009999', '周素芬'])
    expect(said, route).not.toContain(part)
}

// Thousands of requests, and on a busy machine each waits its turn: the limit only catches one that hangs.
const patience = 300_000 * Math.max(1, Number(process.env['YIMA_RUNS'] ?? '1'))

it(
  'whatever is sent to any route, by whomever, is answered: never a failure, never of another, never repeated',
  async () => {
    const routes = routesOf(office.app)
    expect(routes.length).toBeGreaterThan(25)
    for (const route of routes)
      await fc.assert(fc.asyncProperty(requestTo(route), hold), { numRuns: runs(8) })
  },
  patience,
)
