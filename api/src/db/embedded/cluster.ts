import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StopReason } from '../../stop-reason.ts'
import { findText } from '../../write-once.ts'
import { isAlive } from './alive.ts'
import { program } from './binaries.ts'
import type { Place } from './place.ts'

const majorVersion = '18'
const draftMark = '.making-'

/** Runs one of PostgreSQL's programs as its user. Resolves with the exit code and what it said. */
export function runProgram(
  place: Place, name: 'initdb' | 'pg_ctl', args: readonly string[],
): Promise<{ code: number | null; said: string }> {
  return new Promise((done, fail) => {
    // English messages, because some are recognised; nothing of our environment is its business.
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', SystemRoot: process.env['SystemRoot'] }
    const options = { ...place.user.ids, cwd: '/', env }
    const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe']
    const child = spawn(program(place.native, name), args, { ...options, stdio })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString('utf8') })
    child.on('error', fail)
    child.on('close', (code) => { done({ code, said: said.trim() }) })
  })
}

/** A cluster copied by root belongs to root, whom PostgreSQL refuses. */
function takeBack(folder: string, ids: { uid: number; gid: number }): void {
  chownSync(folder, ids.uid, ids.gid)
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const entry = lstatSync(path)
    if (entry.isSymbolicLink()) continue
    if (entry.isDirectory()) takeBack(path, ids)
    else chownSync(path, ids.uid, ids.gid)
  }
}

function checkCluster({ cluster, user }: Place): void {
  const version = findText(join(cluster, 'PG_VERSION'))?.trim()
  if (version !== majorVersion) {
    throw new StopReason(
      `The database in ${cluster} was written by PostgreSQL ${version ?? '?'}, Yima brings ${majorVersion}: `
      + 'restore a backup into a new data folder (YIMA_DATA).',
    )
  }
  if (user.ids && lstatSync(cluster).uid === 0) takeBack(cluster, user.ids)
  if (process.platform !== 'win32') chmodSync(cluster, 0o700)
}

/** What interrupted starts left behind. */
function sweepDrafts(cluster: string): void {
  const parent = dirname(cluster)
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(basename(cluster) + draftMark)) continue
    const pid = Number(name.slice((basename(cluster) + draftMark).length).split('.')[0])
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

async function initialise(place: Place, draft: string, password: string, durable: boolean): Promise<void> {
  const passwordFile = `${draft}.password`
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  const { ids } = place.user
  if (ids) for (const path of [draft, passwordFile]) chownSync(path, ids.uid, ids.gid)
  const { code, said } = await runProgram(place, 'initdb', [
    `--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync']),
  ])
  rmSync(passwordFile)
  if (code !== 0) {
    const reason = said.split('\n').filter((line) => line.includes('error:')).join(' ') || said
    throw new StopReason(
      `PostgreSQL could not prepare ${draft} (${reason}): set DATABASE_URL to use another server.`,
    )
  }
}

/**
 * Makes the cluster unless it is there. It appears whole under its name or not at all, so a start
 * that was interrupted, or two at the same instant, leave nothing half done.
 * @returns whether this call made it
 */
export async function ensureCluster(place: Place, password: string, durable: boolean): Promise<boolean> {
  if (existsSync(place.cluster)) {
    checkCluster(place)
    return false
  }
  sweepDrafts(place.cluster)
  const draft = `${place.cluster}${draftMark}${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await initialise(place, draft, password, durable)
    renameSync(draft, place.cluster)
    return true
  } catch (error) {
    if (existsSync(place.cluster)) return false
    throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(`${draft}.password`, { force: true })
  }
}
