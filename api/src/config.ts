import { isIP } from 'node:net'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { readOidc, usualNumberClaim, type OidcProviders } from './identity/oidc-config.ts'
import { repositoryRoot } from './places.ts'
import { departmentLines, readLines } from './verification/lines.ts'
import type { Lines } from './verification/departments.ts'
import { StopReason } from './stop-reason.ts'

export type Config = {
  port: number
  /** The address that is listened on; 127.0.0.1 unless a proxy stands before the app. */
  host: string
  /** Absolute. */
  dataDir: string
  /** How people reach the app, without a slash at the end. Passkeys and cookies are bound to it. */
  publicUrl: string
  database: { kind: 'embedded' } | { kind: 'external'; url: string; adminUrl: string }
  /** The county that this installation serves: six digits. */
  countyCode: string
  /** Whether a demonstration is wanted; it is refused later if the database holds other people. */
  demo: boolean
  /** `YIMA_KEYS`: 32 bytes or more of master key material; the embedded shape makes its own. */
  keyMaterial: Buffer | undefined
  /** `YIMA_KEYS_OLD`: what `YIMA_KEYS` was before, newest first; these only open. */
  oldKeyMaterials: readonly Buffer[]
  /** The gateway that sends text messages; a demonstration shows them on a page instead. */
  sms: { url: string; token: string } | undefined
  /** `YIMA_VAPID_KEY`: what names this installation to push services; without it one is made and kept. */
  vapidKey: Buffer | undefined
  /** `YIMA_PUSH_SERVICES`: origins of push services beyond those of known browsers. */
  pushServices: readonly string[]
  /** Identity services of residents and of staff. */
  oidc: OidcProviders
  /** Departments that are asked about means; a demonstration has its own, the others are written to. */
  departments: Lines | undefined
  /** Only for tests and benchmarks: no limit on how often anybody may ask, no proof of work. */
  withoutBudgets: boolean
  /** Addresses and networks (CIDR) of the proxies whose word on the caller's address is taken. */
  proxies: readonly string[]
  /** `YIMA_LOG`: JSON lines from this level up; without it the place decides (log.ts). */
  log: LogLevel | undefined
  /** Where `/metrics` is answered on loopback; nowhere unless set. */
  metricsPort: number | undefined
}

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

const loopbackHosts = ['127.0.0.1', 'localhost', '::1']

const empty = (value: unknown) => (value === '' ? undefined : value)
const optional = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(v.unknown(), v.transform(empty), v.optional(schema))

const flag = v.pipe(v.picklist(['0', '1', 'false', 'true']), v.transform((text) => /1|true/.test(text)))
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535))
const webAddress = v.pipe(v.string(), v.url(), v.regex(/^https?:/))
const masterKey = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => Buffer.from(text, 'base64')),
  v.check((key) => key.length >= 32),
)
const masterKeys = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.array(masterKey),
)

/** `10.0.0.7`, `10.0.0.0/8` or `fd00::/8`. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}
const networks = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.array(v.pipe(v.string(), v.check(isNetwork))),
)
const vapidKey = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{43}$/),
  v.transform((text) => Buffer.from(text, 'base64url')),
)
const origins = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.array(v.pipe(webAddress, v.transform((address) => new URL(address).origin))),
)
const databaseUrl = v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\/.+/))

/** Every setting, with what to tell whoever got it wrong. Values are never repeated: they may be secrets. */
const settings = {
  PORT: [optional(port), 'a port number such as 8787'],
  HOST: [optional(v.pipe(v.string(), v.regex(/^[\w.:-]+$/))), 'an address to listen on such as 127.0.0.1'],
  YIMA_DATA: [optional(v.string()), 'a folder'],
  YIMA_PUBLIC_URL: [optional(webAddress), 'an address such as https://yima.example.cn'],
  DATABASE_URL: [optional(databaseUrl), 'postgres://yima_app:password@host:5432/yima'],
  DATABASE_ADMIN_URL: [optional(databaseUrl), 'postgres://yima_owner:password@host:5432/yima'],
  YIMA_COUNTY: [optional(v.pipe(v.string(), v.regex(/^\d{6}$/))), 'six digits of a county such as 990101'],
  YIMA_DEMO: [optional(flag), '1 or 0'],
  YIMA_WITHOUT_BUDGETS: [optional(flag), '1 or 0'],
  YIMA_SMS_URL: [optional(webAddress), 'the address of your SMS gateway'],
  YIMA_SMS_TOKEN: [optional(v.string()), 'the token of your SMS gateway'],
  YIMA_VAPID_KEY: [optional(vapidKey), '32 bytes in base64url: a private key of P-256'],
  YIMA_PUSH_SERVICES: [optional(origins), 'addresses of push services such as https://push.example.cn'],
  YIMA_OIDC_RESIDENT_ISSUER: [optional(webAddress), 'the address of the identity service of residents'],
  YIMA_OIDC_RESIDENT_CLIENT: [optional(v.string()), 'the name under which that service knows Yima'],
  YIMA_OIDC_RESIDENT_SECRET: [optional(v.string()), 'the secret that goes with it'],
  YIMA_OIDC_RESIDENT_NAME: [optional(v.pipe(v.string(), v.maxLength(40))), 'what people call it, in 40 characters'],
  YIMA_OIDC_RESIDENT_CLAIM: [optional(v.string()), 'the claim that holds the ID number'],
  YIMA_OIDC_STAFF_ISSUER: [optional(webAddress), 'the address of the identity service of staff'],
  YIMA_OIDC_STAFF_CLIENT: [optional(v.string()), 'the name under which that service knows Yima'],
  YIMA_OIDC_STAFF_SECRET: [optional(v.string()), 'the secret that goes with it'],
  YIMA_OIDC_STAFF_NAME: [optional(v.pipe(v.string(), v.maxLength(40))), 'what people call it, in 40 characters'],
  YIMA_OIDC_STAFF_CLAIM: [optional(v.string()), 'the claim that holds an officer’s id'],
  YIMA_DEPARTMENTS: [optional(departmentLines), 'lines such as police=https://police.example.cn/yima, tax=https://tax.example.cn/yima'],
  YIMA_DEPARTMENTS_SECRET: [
    optional(v.pipe(v.string(), v.minLength(32))), 'a secret of 32 characters or more, shared with those departments',
  ],
  YIMA_PROXIES: [optional(networks), 'addresses or networks such as 10.0.0.7, 10.0.0.0/8'],
  YIMA_LOG: [optional(v.picklist(logLevels)), logLevels.join(', ')],
  YIMA_METRICS_PORT: [optional(port), 'a port number such as 9464'],
  YIMA_KEYS: [optional(masterKey), 'at least 32 random bytes in base64 (openssl rand -base64 32)'],
  YIMA_KEYS_OLD: [optional(masterKeys), 'earlier values of YIMA_KEYS, newest first, with commas between'],
} as const

type Settings = { [Name in keyof typeof settings]: v.InferOutput<(typeof settings)[Name][0]> }

function read(environment: NodeJS.ProcessEnv): Settings {
  const wrong: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, [schema, hint]] of Object.entries(settings)) {
    const result = v.safeParse(schema, environment[name])
    if (result.success) values[name] = result.output
    else wrong.push(`${name} must be ${hint}`)
  }
  if (wrong.length > 0) throw new StopReason(`The settings are wrong: ${wrong.join('; ')}.`)
  return values as Settings
}

function readDatabase(given: Settings): Config['database'] {
  const { DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl } = given
  if (url === undefined && adminUrl === undefined) return { kind: 'embedded' }
  if (url === undefined || adminUrl === undefined) {
    const missing = url === undefined ? 'DATABASE_URL too (role yima_app)' : 'DATABASE_ADMIN_URL too (role yima_owner)'
    throw new StopReason(`DATABASE_URL and DATABASE_ADMIN_URL belong together: set ${missing}, or neither.`)
  }
  if (given.YIMA_KEYS === undefined) {
    throw new StopReason(
      'With DATABASE_URL the keys must come from you: set YIMA_KEYS (openssl rand -base64 32), keep a copy.',
    )
  }
  return { kind: 'external', url, adminUrl }
}

function readSms({ YIMA_SMS_URL: url, YIMA_SMS_TOKEN: token }: Settings): Config['sms'] {
  if (url === undefined && token === undefined) return undefined
  if (url !== undefined && token !== undefined) return { url, token }
  throw new StopReason('YIMA_SMS_URL and YIMA_SMS_TOKEN belong together: set both, or neither.')
}

const readProviders = (given: Settings): OidcProviders => ({
  residents: readOidc('YIMA_OIDC_RESIDENT', {
    issuer: given.YIMA_OIDC_RESIDENT_ISSUER,
    client: given.YIMA_OIDC_RESIDENT_CLIENT,
    secret: given.YIMA_OIDC_RESIDENT_SECRET,
    name: given.YIMA_OIDC_RESIDENT_NAME,
    claim: given.YIMA_OIDC_RESIDENT_CLAIM ?? usualNumberClaim,
  }),
  staff: readOidc('YIMA_OIDC_STAFF', {
    issuer: given.YIMA_OIDC_STAFF_ISSUER,
    client: given.YIMA_OIDC_STAFF_CLIENT,
    secret: given.YIMA_OIDC_STAFF_SECRET,
    name: given.YIMA_OIDC_STAFF_NAME,
    claim: given.YIMA_OIDC_STAFF_CLAIM,
  }),
})

/** Whether only this machine can reach the app. */
export const isLoopback = (host: string): boolean => loopbackHosts.includes(host)

const hostOf = (address: string): string => new URL(address).hostname.replace(/^\[|\]$/g, '')

/** Our cookies are `__Host-` cookies, which browsers keep from https addresses and this machine alone. */
function readPublicUrl(given: Settings, port: number): string {
  const address = given.YIMA_PUBLIC_URL ?? `http://localhost:${port}`
  if (new URL(address).protocol !== 'https:' && !isLoopback(hostOf(address))) {
    throw new StopReason(
      'YIMA_PUBLIC_URL must begin with https:// unless it is this machine: '
      + 'over http browsers keep no sign-in. Let a proxy with a certificate stand before the app.',
    )
  }
  return address.replace(/\/+$/, '')
}

/** Where others come in, budgets and proof of work are what keeps a stranger from flooding the office. */
function readWithoutBudgets(given: Settings, host: string, publicUrl: string): boolean {
  if (given.YIMA_WITHOUT_BUDGETS !== true) return false
  if (isLoopback(host) && isLoopback(hostOf(publicUrl))) return true
  throw new StopReason(
    'YIMA_WITHOUT_BUDGETS=1 is for tests on this machine alone: others can reach this app. Take it away.',
  )
}

/**
 * The settings of this process from its environment; what is not set has the default of README.md.
 * @throws StopReason naming each setting that is missing or malformed and what it should be
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = read(environment)
  const database = readDatabase(given)
  const host = given.HOST ?? '127.0.0.1'
  const port = given.PORT ?? 8787
  const publicUrl = readPublicUrl(given, port)
  return {
    port,
    host,
    dataDir: resolve(repositoryRoot, given.YIMA_DATA ?? '.data'),
    publicUrl,
    database,
    countyCode: given.YIMA_COUNTY ?? '990101',
    demo: given.YIMA_DEMO ?? (database.kind === 'embedded' && isLoopback(host)),
    keyMaterial: given.YIMA_KEYS,
    oldKeyMaterials: given.YIMA_KEYS_OLD ?? [],
    sms: readSms(given),
    vapidKey: given.YIMA_VAPID_KEY,
    pushServices: given.YIMA_PUSH_SERVICES ?? [],
    oidc: readProviders(given),
    departments: readLines(given.YIMA_DEPARTMENTS, given.YIMA_DEPARTMENTS_SECRET),
    withoutBudgets: readWithoutBudgets(given, host, publicUrl),
    proxies: given.YIMA_PROXIES ?? [],
    log: given.YIMA_LOG,
    metricsPort: given.YIMA_METRICS_PORT,
  }
}
