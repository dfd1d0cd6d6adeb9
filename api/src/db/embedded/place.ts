import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StopReason } from '../../stop-reason.ts'
import { findText, writeOnce } from '../../write-once.ts'
import { findBinaries, reachableBinaries } from './binaries.ts'
import type { ServerUser } from './server-user.ts'
import { canEnter, chooseServerUser, isRoot } from './server-user.ts'
import { makeShelter } from './shelter.ts'

export type Place = {
  /** The folder of the database cluster; PostgreSQL's user owns it. */
  cluster: string
  /** PostgreSQL's own `bin`, `lib` and `share`. */
  native: string
  user: ServerUser
  /** A sentence for the operator when the data does not lie in the data folder. */
  notice?: string
}

/** The cluster outside the data folder, if one was promised there. */
export function findSheltered(dataDir: string): string | undefined {
  return findText(join(dataDir, 'pg-place'))?.trim()
}

function shelterCluster(dataDir: string, user: ServerUser): string {
  const shelter = makeShelter('data', dataDir, user)
  const free = existsSync(join(shelter, 'pg')) ? `pg-${randomBytes(4).toString('hex')}` : 'pg'
  return writeOnce(join(dataDir, 'pg-place'), `${join(shelter, free)}\n`).trim()
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch {
    throw new StopReason(`The data folder ${dataDir} cannot be written: set YIMA_DATA to a folder of yours.`)
  }
}

/**
 * Where the cluster of `dataDir` lies or will lie, and with which programs. As root in a folder
 * that others may not enter both move where PostgreSQL's user can reach them; the file `pg-place`
 * in the data folder remembers it.
 */
export function findPlace(dataDir: string): Place {
  makeDataDir(dataDir)
  const own = join(dataDir, 'pg')
  const known = findSheltered(dataDir) ?? own
  const user = chooseServerUser(known)
  const native = reachableBinaries(findBinaries(), user)
  if (known !== own) mkdirSync(dirname(known), { recursive: true, mode: 0o711 })
  if (known !== own || canEnter(user, dataDir)) return withNotice({ cluster: known, native, user }, dataDir)
  if (!existsSync(own)) return withNotice({ cluster: shelterCluster(dataDir, user), native, user }, dataDir)
  throw new StopReason(
    `PostgreSQL's user (${user.name}) may no longer enter ${dataDir}, where its database lies: `
    + 'allow others to pass that folder and those above it (chmod o+x), and start again.',
  )
}

function withNotice(place: Place, dataDir: string): Place {
  if (place.cluster.startsWith(dataDir)) return place
  const why = `PostgreSQL does not run as root and its user may not enter ${dataDir}`
  return { ...place, notice: `The database is kept in ${place.cluster}: ${why}.` }
}
