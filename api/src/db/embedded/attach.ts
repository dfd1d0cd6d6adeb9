import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { StopReason } from '../../stop-reason.ts'
import { isAlive, isServerOf } from './alive.ts'
import type { Place } from './place.ts'
import type { Launch, Postmaster } from './postmaster.ts'
import { findPostmaster, freePort, launchPostmaster, removeStale } from './postmaster.ts'
import { joinServer } from './presence.ts'

export type Server = { place: Place; dataDir: string; durable: boolean; password: string }
export type Joined = { presence: pg.Client; port: number }

/** Recovery after a crash may replay half a gigabyte on a slow disk. */
const deadlineMs = 10 * 60_000
const retryMs = 100

/** Of what PostgreSQL says when it ends at once, these pass by themselves; anything else needs a person. */
function refuseHopeless(said: string, logFile: string): void {
  if (/already exists|Address already in use|still in use|shutting down/.test(said)) return
  const line = said.split('\n').find((text) => /FATAL|PANIC|rror/.test(text)) ?? said
  throw new StopReason(`PostgreSQL did not start (${line.trim()}): see ${logFile}, or set DATABASE_URL.`)
}

async function tryJoin(server: Server, found: Postmaster): Promise<Joined | undefined> {
  const { place: { cluster }, password } = server
  try {
    return { presence: await joinServer(cluster, found.port, password), port: found.port }
  } catch (error) {
    const refused = (error as { code?: string }).code === '28P01'
    // On the port of a server long gone a stranger may answer: only our own server's refusal counts.
    if (!refused || !isServerOf(found.pid, cluster)) return undefined
    throw new StopReason(
      `The database refuses the password in ${server.dataDir}/keys: `
      + 'put back the keys folder that belongs to it.',
    )
  }
}

/** The running or starting server, or a launch that nobody waits for in vain. */
async function launchUnlessRunning(server: Server, launch: Launch | undefined, wanted: number | undefined) {
  const { place, dataDir, durable } = server
  const found = findPostmaster(place.cluster)
  if (found && isServerOf(found.pid, place.cluster)) return launch
  // PostgreSQL itself tells a dead number from a living one, but not whose the living one is.
  if (found && isAlive(found.pid)) removeStale(place.cluster, found)
  if (launch) {
    const said = await Promise.race([launch.ended, pause(retryMs).then(() => undefined)])
    if (said === undefined) return launch
    refuseHopeless(said, launch.logFile)
  }
  // The port of a server that was killed comes first: the pools of other apps still look for it there.
  const port = wanted ?? (launch ? undefined : found?.port) ?? await freePort()
  return launchPostmaster(place, join(dataDir, 'pg.log'), port, durable)
}

/**
 * Joins the server of this cluster, starting it if need be; others may be doing the same.
 * @param wanted the port to insist on
 */
export async function attach(server: Server, wanted?: number): Promise<Joined> {
  const deadline = performance.now() + deadlineMs
  let launch: Launch | undefined
  while (performance.now() < deadline) {
    const found = findPostmaster(server.place.cluster)
    const joined = found && await tryJoin(server, found)
    if (joined) return joined
    launch = await launchUnlessRunning(server, launch, wanted)
    await pause(retryMs)
  }
  throw new StopReason(
    `PostgreSQL in ${server.place.cluster} did not answer for ten minutes: see ${server.dataDir}/pg.log.`,
  )
}
