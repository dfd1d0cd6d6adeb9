import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { StopReason } from '../../stop-reason.ts'

/** Who runs PostgreSQL: ourselves (no ids), or, as it refuses root, an unprivileged user of this machine. */
export type ServerUser = { name: string; ids?: { uid: number; gid: number } }

export const isRoot = (): boolean => process.getuid?.() === 0

function findUser(name: string): ServerUser | undefined {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  if (uid.status !== 0 || gid.status !== 0) return undefined
  return { name, ids: { uid: Number(uid.stdout), gid: Number(gid.stdout) } }
}

function ownerOf(cluster: string): { uid: number; gid: number } | undefined {
  try {
    return statSync(cluster)
  } catch {
    return undefined
  }
}

/**
 * The user under whom PostgreSQL runs on `cluster`. An existing cluster stays with its owner.
 * @throws StopReason when the cluster belongs to somebody else, or root finds no unprivileged user
 */
export function chooseServerUser(cluster: string): ServerUser {
  const owner = ownerOf(cluster)
  if (!isRoot()) {
    const isMine = owner?.uid === process.getuid?.() || process.getuid === undefined
    if (owner === undefined || isMine) return { name: 'you' }
    throw new StopReason(
      `The database in ${cluster} belongs to user number ${owner.uid}: start as that user or as root, `
      + 'or set YIMA_DATA to a folder of your own.',
    )
  }
  if (owner !== undefined && owner.uid !== 0) {
    return { name: `user number ${owner.uid}`, ids: { uid: owner.uid, gid: owner.gid } }
  }
  const user = findUser('postgres') ?? findUser('nobody')
  if (user) return user
  throw new StopReason(
    'PostgreSQL refuses to run as root and this machine has neither a user "postgres" nor "nobody": '
    + 'start as an ordinary user, or set DATABASE_URL and DATABASE_ADMIN_URL.',
  )
}

/** Whether that user gets into the folder: asked of the machine, as modes alone do not say (ACLs, mounts). */
export function canEnter(user: ServerUser, folder: string): boolean {
  if (!user.ids) return true
  const test = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...user.ids, cwd: '/' })
  return test.status === 0
}
