import { createHash, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StopReason } from '../../stop-reason.ts'
import { findText, writeOnce } from '../../write-once.ts'
import { findBinaries, reachableBinaries } from './binaries.ts'
import type { ServerUser } from './server-user.ts'
import { canEnter, chooseServerUser, isRoot } from './server-user.ts'

export type Place = {
  /** The folder of the database cluster; PostgreSQL's user owns it. */
  cluster: string
  /** PostgreSQL's own `bin`, `lib` and `share`. */
  native: string
  user: ServerUser
  /** A sentence for the operator when the data does not lie in the data folder. */
  notice?: string
}

/** A folder which that user can enter, told apart by where the data folder lies. */
function makeShelter(dataDir: string, user: ServerUser): string {
  const mark = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12)
  // The temporary folder comes last: some machines empty it when they start.
  for (const parent of ['/var/lib', '/var/tmp', tmpdir()]) {
    const shelter = join(parent, `yima-${mark}`)
    try {
      mkdirSync(shelter, { recursive: true, mode: 0o711 })
      const { uid } = lstatSync(shelter)
      // Whoever made this folder first in a folder open to all could read the data or swap the programs.
      if (lstatSync(shelter).isDirectory() && uid === process.getuid?.() && canEnter(user, shelter)) return shelter
    } catch {
      continue
    }
  }
  throw new StopReason(
    `PostgreSQL's user (${user.name}) may enter neither ${dataDir} nor /var/lib, /var/tmp or the temporary folder: `
    + 'set YIMA_DATA to a folder that it may enter, or set DATABASE_URL and DATABASE_ADMIN_URL.',
  )
}

/** The cluster outside the data folder, if one was promised there. */
function findSheltered(dataDir: string): string | undefined {
  return findText(join(dataDir, 'pg-place'))?.trim()
}

function shelteredCluster(dataDir: string, shelter: string): string {
  const free = existsSync(join(shelter, 'pg')) ? `pg-${randomBytes(4).toString('hex')}` : 'pg'
  return writeOnce(join(dataDir, 'pg-place'), `${join(shelter, free)}\n`).trim()
}

/**
 * Where the cluster of `dataDir` lies or will lie, and with which programs. As root in a folder
 * that others may not enter both move where PostgreSQL's user can reach them; the file `pg-place`
 * in the data folder remembers it.
 */
export function findPlace(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 })
  const own = join(dataDir, 'pg')
  const known = findSheltered(dataDir) ?? own
  const user = chooseServerUser(known)
  const shelter = () => makeShelter(dataDir, user)
  const native = reachableBinaries(findBinaries(), user, shelter)
  if (known !== own || canEnter(user, dataDir)) return withNotice({ cluster: known, native, user }, dataDir)
  if (!existsSync(own)) return withNotice({ cluster: shelteredCluster(dataDir, shelter()), native, user }, dataDir)
  throw new StopReason(
    `PostgreSQL's user (${user.name}) may no longer enter ${dataDir}, where its database lies: `
    + 'allow others to pass that folder and those above it (chmod o+x), and start again.',
  )
}

function withNotice(place: Place, dataDir: string): Place {
  if (place.cluster.startsWith(dataDir)) return place
  const why = `${dataDir} lies where PostgreSQL's user (${place.user.name}) may not enter`
  return { ...place, notice: `The database is kept in ${place.cluster}, because ${why}.` }
}
