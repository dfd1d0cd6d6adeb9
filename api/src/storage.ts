import { refuseUnfinishedDatabase, refuseUnfinishedFolder } from './backup/unfinished.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './db/connection.ts'
import { openDatabase } from './db/connection.ts'
import { startEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { refuseTooManyRights } from './db/run-time-rights.ts'
import { StopReason } from './stop-reason.ts'

export type Storage = OpenDatabase & {
  /** What the operator should know about where the data lies. */
  notice?: string
}

/** Where the database is; `leave` when it is no longer needed. */
export type Source = { url: string; adminUrl: string; notice?: string; leave(): Promise<unknown> }

export async function findSource({ database, dataDir }: Config): Promise<Source> {
  if (database.kind === 'embedded') return startEmbedded({ dataDir })
  return { ...database, leave: async () => undefined }
}

const unreachable = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', '28P01', '28000', '3D000',
])

/** A sentence instead of what the driver says; its own words may hold the password, hence only its code. */
export function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!unreachable.has(code)) return error
  return new StopReason(`The database cannot be used (${code}): check DATABASE_URL and DATABASE_ADMIN_URL.`)
}

/**
 * The database of this installation, up to date and open for the run-time role. `close` leaves it.
 * @throws StopReason when it cannot be reached, brought up to date, or would let us rewrite the trail
 */
export async function openStorage(config: Config): Promise<Storage> {
  refuseUnfinishedFolder(config.dataDir)
  const source = await findSource(config)
  const open = openDatabase(source.url)
  const close = async () => {
    await open.close()
    await source.leave()
  }
  try {
    await refuseUnfinishedDatabase(open.pool)
    await migrate(source.adminUrl)
    await refuseTooManyRights(open.pool)
  } catch (error) {
    await close()
    throw explain(error)
  }
  return { ...open, close, ...(source.notice === undefined ? {} : { notice: source.notice }) }
}
