import { sql } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import type { Deps } from '../http/context.ts'
import { watchDeadlines } from '../jobs.ts'
import { StopReason } from '../stop-reason.ts'
import { loadDemoChecks } from './checks.ts'
import { loadDemoComplaints } from './complaints.ts'
import { loadDemoEntitlements } from './entitlements.ts'
import { loadDemoClosed, loadDemoFigures } from './figures.ts'
import { loadDemoHouse } from './house.ts'
import { loadDemoKeys } from './keys.ts'
import { loadDemoNotices } from './notices.ts'
import { loadDemoObjections } from './objections.ts'
import { loadDemoOrganisation } from './organisation.ts'
import { loadDemoPeople } from './people.ts'
import { loadDemoReserves } from './reserve.ts'
import { loadDemoSpotChecks } from './spot-checks.ts'

/** `fresh`: nothing in it; `demo`: a demonstration; `people`: somebody's real work. */
export async function whatIsIn(db: Database): Promise<'fresh' | 'demo' | 'people'> {
  const { rows } = await db.execute<{ demo: boolean; used: boolean }>(sql`
    SELECT EXISTS (SELECT 1 FROM demo_clock) AS demo, EXISTS (SELECT 1 FROM region) AS used`)
  if (rows[0]?.demo) return 'demo'
  return rows[0]?.used ? 'people' : 'fresh'
}

/** Any number that no other part locks. */
const lock = 990_101

/** Runs `fn` while no other app on this database is inside: several may start at the same instant. */
async function alone(db: Database, fn: () => Promise<void>): Promise<void> {
  const client = await db.$client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await fn()
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lock]).catch(() => undefined)
    client.release()
  }
}

/**
 * Makes the database a demonstration if it is empty, and finishes one that was begun and cut off.
 * @throws StopReason when the database holds other people
 */
export const loadDemo = (deps: Deps): Promise<void> =>
  alone(deps.db, async () => {
    const state = await whatIsIn(deps.db)
    if (state === 'people') {
      throw new StopReason(
        'This database holds real people: a demonstration would mix with them. Set YIMA_DEMO=0, or use an empty database.',
      )
    }
    if (state === 'fresh') await loadDemoOrganisation(deps)
    await loadDemoEntitlements(deps)
    await loadDemoKeys(deps)
    await loadDemoComplaints(deps)
    const { rows } = await deps.db.execute<{ people_loaded: boolean }>(
      sql`SELECT people_loaded FROM demo_clock`,
    )
    if (rows[0]?.people_loaded) return
    await loadDemoHouse(deps)
    await loadDemoPeople(deps)
    await loadDemoChecks(deps)
    await loadDemoNotices(deps)
    await loadDemoFigures(deps)
    await loadDemoClosed(deps)
    await loadDemoSpotChecks(deps)
    await watchDeadlines(deps)
    await loadDemoObjections(deps)
    await loadDemoReserves(deps)
    await deps.db.execute(sql`UPDATE demo_clock SET people_loaded = true`)
  })

/**
 * Refuses real work on a demonstration's database: its invented officers have sessions and its invented
 * people would stand in the lists.
 * @throws StopReason
 */
export async function refuseDemoData(db: Database): Promise<void> {
  if ((await whatIsIn(db)) !== 'demo') return
  throw new StopReason(
    'This database holds the demonstration: real work needs an empty one. Set YIMA_DATA to another folder or DATABASE_URL to another database, or leave YIMA_DEMO on.',
  )
}
