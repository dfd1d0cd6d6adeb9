import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StopReason } from '../../stop-reason.ts'
import type { ServerUser } from './server-user.ts'
import { canEnter } from './server-user.ts'

/** Whoever made the folder first, in a parent open to all, could read the data or swap the programs. */
function isOurs(folder: string): boolean {
  const entry = lstatSync(folder)
  return entry.isDirectory() && entry.uid === process.getuid?.()
}

/**
 * A folder that PostgreSQL's user can enter, standing in for `original`, which it cannot; always the
 * same one for the same original.
 * @throws StopReason when this machine has no such place
 */
export function makeShelter(kind: 'data' | 'postgresql', original: string, user: ServerUser): string {
  const mark = createHash('sha256').update(realpathSync(original)).digest('hex').slice(0, 12)
  // The temporary folder comes last: some machines empty it when they start.
  for (const parent of ['/var/lib', '/var/tmp', tmpdir()]) {
    const shelter = join(parent, `yima-${kind}-${mark}`)
    try {
      mkdirSync(shelter, { recursive: true, mode: 0o711 })
      if (isOurs(shelter) && canEnter(user, shelter)) return shelter
    } catch {
      continue
    }
  }
  throw new StopReason(
    `PostgreSQL's user (${user.name}) may enter neither ${original} nor /var/lib, /var/tmp `
    + 'or the temporary folder: set YIMA_DATA to a folder that it may enter, or set DATABASE_URL and DATABASE_ADMIN_URL.',
  )
}
