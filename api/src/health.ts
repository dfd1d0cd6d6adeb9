import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Config } from './config.ts'
import { findSheltered } from './db/embedded/place.ts'
import { freeBytes, isReserved } from './disk.ts'
import type { Deps, Env } from './http/context.ts'
import { describe } from './http/describe.ts'
import { titleOf } from './http/problem.ts'
import { productVersion } from './places.ts'

/** Everything people send can be kept; or all but large pictures, which wait on their phones meanwhile. */
const keeping = ['ok', 'disk-low'] as const
/** Whether what people send can be kept, or why nothing (`disk-low`: no large picture) can at this moment. */
const healthStatuses = [...keeping, 'starting', 'database-away', 'database-read-only', 'disk-full'] as const
export type HealthStatus = (typeof healthStatuses)[number]

const health = v.object({
  status: v.picklist(healthStatuses),
  database: v.picklist(['embedded', 'external', 'unknown']),
  version: v.string(),
})

/** Two segments of the database's log: with less the next writes may find no room. */
const leastBytes = 32 * 1024 * 1024

/** Where pictures and the embedded database lie, which may have moved to another disk. */
function foldersOf({ database, dataDir }: Config): string[] {
  const elsewhere = database.kind === 'embedded' ? findSheltered(dataDir) : undefined
  return elsewhere === undefined ? [dataDir] : [dataDir, elsewhere]
}

async function askDatabase({ db }: Deps): Promise<HealthStatus> {
  try {
    const { rows } = await db.execute<{ readonly: string }>(
      sql`SELECT current_setting('transaction_read_only') AS readonly`,
    )
    return rows[0]?.readonly === 'off' ? 'ok' : 'database-read-only'
  } catch {
    return 'database-away'
  }
}

/** A network that swallows everything gives no answer: whoever asks for health waits no longer than this. */
const patienceMs = 3000

const databaseStatus = (deps: Deps): Promise<HealthStatus> =>
  Promise.race([askDatabase(deps), pause(patienceMs, 'database-away' as const, { ref: false })])

async function statusOf(deps: Deps, foundNoRoom: boolean): Promise<HealthStatus> {
  const database = await databaseStatus(deps)
  if (database !== 'ok') return database
  const free = await freeBytes(foldersOf(deps.config))
  if (foundNoRoom || (free !== undefined && free < leastBytes)) return 'disk-full'
  return (await isReserved(deps.config.dataDir)) ? 'disk-low' : 'ok'
}

/**
 * Whether Yima can keep what it is told: 200 only if it can. Asks the database, the disk and the last write.
 * `disk-low` is 200, too (nobody is sent away for it), and the hour in which an operator has to make room.
 */
export function healthRoutes(deps: Deps) {
  return new Hono<Env>().get(
    '/health',
    describe({
      tag: 'health',
      summary: 'Whether Yima can keep what it is told; 503 when it cannot',
      answer: health,
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      const status = await statusOf(deps, c.get('room')?.foundNone() ?? false)
      return c.json(
        { status, database: deps.config.database.kind, version: productVersion },
        v.is(v.picklist(keeping), status) ? 200 : 503,
      )
    },
  )
}

/** While the app gets ready: whoever asks for health hears so, everybody else is asked to come back. */
export function startingAnswer(request: Request): Response {
  const headers = { 'retry-after': '1', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  const { pathname } = new URL(request.url)
  if (pathname === '/api/health') {
    const body = { status: 'starting', database: 'unknown', version: productVersion } satisfies v.InferOutput<
      typeof health
    >
    return Response.json(body, { status: 503, headers })
  }
  const title = titleOf('unavailable', request.headers.get('accept-language') ?? undefined)
  if (pathname.startsWith('/api/')) {
    const body = { type: 'urn:yima:problem:unavailable', title, status: 503 }
    return new Response(JSON.stringify(body), {
      status: 503,
      headers: { ...headers, 'content-type': 'application/problem+json; charset=utf-8' },
    })
  }
  // A page that somebody opened in this second comes by itself once it is there.
  return new Response(title, {
    status: 503,
    headers: { ...headers, refresh: '1', 'content-type': 'text/plain; charset=utf-8' },
  })
}
