import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as v from 'valibot'
import { complaintRoot, type ComplaintRoot } from '@yima/shared/complaint/reported'
import { trailRoot, type TrailRoot } from '@yima/shared/trail/contract'
import { existing, inWords, typed } from '../backup/commands.ts'
import { verify, type Wrong } from '../backup/verify.ts'
import { verifyComplaintDays, type ComplaintDayFault } from '../complaint/verify-days.ts'
import { readConfig, type Config } from '../config.ts'
import { folderStore } from '../file/store.ts'
import { openVault } from '../keys.ts'
import { StopReason } from '../stop-reason.ts'
import { trailKeyOf } from './sign.ts'
import { verifyRoots, type TrailFault, type TrailFindings } from './verify.ts'

type Tell = (sentence: string) => void

const usage = 'npm run verify-trail [-- --roots FILE]'

type Published = { roots: readonly TrailRoot[]; complaints: readonly ComplaintRoot[] }

/**
 * Days as somebody outside kept them: what GET /api/trail/roots answered, with those of complaints where they were kept, or a
 * list of such days.
 */
const kept = v.pipe(
  v.union([v.array(trailRoot), v.object({ roots: v.array(trailRoot), complaints: v.optional(v.array(complaintRoot), []) })]),
  v.transform((read): Published => ('roots' in read ? read : { roots: read, complaints: [] })),
)

function publishedIn(args: readonly string[]): Published {
  const options = { roots: { type: 'string' } } as const
  let file: string | undefined
  try {
    file = parseArgs({ args: [...args], options }).values.roots
  } catch {
    throw new StopReason(`Say it like this: ${usage}`)
  }
  if (file === undefined) return { roots: [], complaints: [] }
  try {
    return v.parse(kept, JSON.parse(readFileSync(typed(file), 'utf8')))
  } catch {
    throw new StopReason(
      `${file} holds no signed days: save what /api/trail/roots answers, and give that file.`,
    )
  }
}

/** A fault in words for whoever looks after the server. */
function sentenceOf({ kind, number }: TrailFault | ComplaintDayFault): string {
  switch (kind) {
    case 'organisation-changed':
      return `Change ${number} of the organisation does not follow from the one before: it was altered, or one was taken out.`
    case 'organisation-missing':
      return `Signed day ${number}: the organisation does not stand as it was signed.`
    case 'root-missing':
      return `Signed day ${number} does not follow from the one before: a day was altered or taken out.`
    case 'root-forged':
      return `Signed day ${number} was not signed with this county's key.`
    case 'events-changed':
      return `Signed day ${number}: events were changed, taken out or put in after it was signed.`
    case 'looks-changed':
      return `Signed day ${number}: the record of who looked was changed after it was signed.`
    case 'event-before-trail':
      return `${number} events bear a date before the first signed day: they were put in later.`
    case 'published-missing':
      return `Signed day ${number} left the house and is not here: this is older, or it was taken out.`
    case 'published-differs':
      return `Signed day ${number} is another here than the one that left the house.`
    case 'complaint-day-missing':
      return `Signed day ${number} of complaints does not follow from the one before: a day was altered or taken out.`
    case 'complaint-day-forged':
      return `Signed day ${number} of complaints was not signed with this county's key.`
    case 'complaint-leaves-changed':
      return `Signed day ${number} of complaints: its leaves were changed after it was signed.`
    case 'complaint-published-missing':
      return `Signed day ${number} of complaints left the house and is not here: this is older, or it was taken out.`
    case 'complaint-published-differs':
      return `Signed day ${number} of complaints is another here than the one that left the house.`
    default:
      return kind satisfies never
  }
}

async function lookAtAll(config: Config, adminUrl: string, published: Published) {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 2, application_name: 'yima trail' })
  pool.on('error', () => undefined)
  const client = await pool.connect()
  try {
    // One view for all of it while the app goes on; nothing is written.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
    const vault = await openVault(config, pool)
    const findings = await verify(client, vault, folderStore(join(config.dataDir, 'files')))
    const key = trailKeyOf({ vault, config })
    const [db, { countyCode }] = [drizzle(client), config]
    const trail = await verifyRoots(db, { countyCode, key, published: published.roots })
    const complaints = await verifyComplaintDays(db, { countyCode, key, published: published.complaints })
    return { findings, trail, complaints }
  } finally {
    client.release(true)
    await pool.end()
  }
}

function tellTrail({ roots, until, faults }: TrailFindings, tell: Tell): void {
  tell(
    until
      ? `${roots} signed days, until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
      : 'No day was signed yet: the first is signed after its midnight.',
  )
  for (const fault of faults) tell(sentenceOf(fault))
}

/**
 * `verify-trail [--roots FILE]`: looks at every chain, payload, picture and signed day, and at days somebody outside
 * kept. 0 where all is as it was signed, 2 where something is not. The app may go on meanwhile.
 */
export async function verifyTrail(args: readonly string[], tell: Tell): Promise<0 | 2> {
  const published = publishedIn(args)
  const config = readConfig(process.env)
  const source = await existing(config)
  try {
    const { findings, trail, complaints } = await lookAtAll(config, source.adminUrl, published)
    const { applications, claims, events, pictures } = findings
    tell(`Looked at ${applications} applications, ${claims} claims, ${events} events, ${pictures} pictures.`)
    tellTrail(trail, tell)
    tell(`${complaints.days} signed days of complaints.`)
    for (const fault of complaints.faults) tell(sentenceOf(fault))
    const wrong = Object.entries(findings.wrong) as [Wrong, number][]
    for (const [kind, count] of wrong) tell(`${count} ${inWords[kind]}.`)
    if (wrong.length > 0 || trail.faults.length > 0 || complaints.faults.length > 0) return 2
    tell('Everything is as it was written and signed.')
    return 0
  } finally {
    await source.leave()
  }
}
