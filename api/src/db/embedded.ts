import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { loadOrMakeSecret } from '../secrets.ts'
import { StopReason } from '../stop-reason.ts'
import { findText, writeOnce } from '../write-once.ts'
import { attach } from './embedded/attach.ts'
import { ensureCluster } from './embedded/cluster.ts'
import { Keeper } from './embedded/keeper.ts'
import { findPlace } from './embedded/place.ts'
import { appRole, databaseName, ensureRoles, ownerRole } from './embedded/roles.ts'

export type EmbeddedOptions = {
  /** The data folder (`YIMA_DATA`), absolute. */
  dataDir: string
  /** False only in tests: a power cut may then lose what was acknowledged. */
  durable?: boolean
}

export type EmbeddedDatabase = {
  /** For the run-time role. */
  url: string
  /** For the owner: migrations. */
  adminUrl: string
  /** For the server's superuser: making databases for tests. */
  superUrl: string
  /** A sentence on where the data lies, when that is not the data folder. */
  notice?: string
  /** Leaves, and stops the server if nobody else is connected. Resolves with whether it was stopped. */
  leave(): Promise<boolean>
}

const passwordBytes = 24

/** Whether the data folder has a database, running or not. */
export const hasEmbedded = (dataDir: string): boolean => existsSync(join(dataDir, 'pg-made'))

/** An empty database in place of a vanished one would look like data loss that nobody noticed. */
function refuseVanished(dataDir: string, cluster: string): void {
  const marker = join(dataDir, 'pg-made')
  const made = findText(marker)?.trim()
  if (made === undefined || existsSync(cluster)) return
  throw new StopReason(
    `The database of this folder was kept in ${made}, which is gone: put it back, `
    + `or remove ${marker} to begin with an empty one.`,
  )
}

/** Resolves once the server of the data folder runs and holds the database with its two roles. */
export async function startEmbedded({ dataDir, durable = true }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = findPlace(dataDir)
  refuseVanished(dataDir, place.cluster)
  const password = (name: string) => loadOrMakeSecret(dataDir, name, passwordBytes).toString('base64url')
  const [superuser, owner, app] = [password('pg-superuser'), password('pg-owner'), password('pg-app')]
  await ensureCluster(place, superuser, durable)
  writeOnce(join(dataDir, 'pg-made'), `${place.cluster}\n`)
  const cluster = realpathSync(place.cluster)
  const server = { place: { ...place, cluster }, dataDir, durable, password: superuser }
  const joined = await attach(server)
  await ensureRoles(joined.presence, { owner, app })
  const keeper = new Keeper(server, joined)
  const at = (login: string, database: string) => `postgres://${login}@127.0.0.1:${joined.port}/${database}`
  return {
    url: at(`${appRole}:${app}`, databaseName),
    adminUrl: at(`${ownerRole}:${owner}`, databaseName),
    superUrl: at(`postgres:${superuser}`, 'postgres'),
    ...(place.notice === undefined ? {} : { notice: place.notice }),
    leave: () => keeper.leave(),
  }
}
