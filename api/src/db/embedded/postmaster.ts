import { spawn } from 'node:child_process'
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { findText } from '../../write-once.ts'
import { program } from './binaries.ts'
import type { Place } from './place.ts'

/** Small machines: little shared memory, few background processes, no compilation of queries. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  autovacuum_max_workers: '2',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Statements and the values they failed on are personal data: the log knows of starts and crashes only.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  client_connection_check_interval: '10s',
}
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export type Postmaster = { pid: number; port: number }

const pidFile = (cluster: string): string => join(cluster, 'postmaster.pid')

/** What `postmaster.pid` says; the server behind it may be long gone. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = findText(pidFile(cluster))?.split('\n')
  const [pid, port] = [Number(lines?.[0]), Number(lines?.[3])]
  return pid > 0 && port > 0 ? { pid, port } : undefined
}

/** Takes away a `postmaster.pid` whose number now belongs to another program. Puts back a newer one. */
export function removeStale(cluster: string, stale: Postmaster): void {
  const aside = `${pidFile(cluster)}.${process.pid}`
  try {
    renameSync(pidFile(cluster), aside)
  } catch {
    return
  }
  const text = findText(aside)
  const isNewer = text !== undefined && Number(text.split('\n')[0]) !== stale.pid
  if (isNewer) writeFileSync(pidFile(cluster), text, { mode: 0o600 })
  rmSync(aside, { force: true })
}

/** A loopback port that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => { done(typeof address === 'object' && address ? address.port : 0) })
    })
  })
}

export type Launch = {
  /** The server's exit, with what it wrote; never settles while it runs. */
  ended: Promise<string>
  logFile: string
}

/** Starts the server detached: it outlives this process, so that other apps can stay with it. */
export function launchPostmaster(place: Place, logFile: string, port: number, durable: boolean): Launch {
  const log = openSync(logFile, 'w', 0o600)
  const all = { ...settings, ...(durable ? {} : forgetful), port: String(port) }
  const set = Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const args = ['-D', place.cluster, ...set]
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', SystemRoot: process.env['SystemRoot'] }
  const options = { ...place.user.ids, cwd: '/', env, detached: true }
  const child = spawn(program(place.native, 'postgres'), args, { ...options, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => { done(error.message) })
    child.on('exit', () => { done(findText(logFile) ?? '') })
  })
  child.unref()
  return { ended, logFile }
}
