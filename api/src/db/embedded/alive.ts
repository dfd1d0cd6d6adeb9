import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'

/** Whether a process with that number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whether process `pid` is a PostgreSQL server working in `cluster`. After a restart of the machine
 * the number in an old `postmaster.pid` may belong to anybody, and PostgreSQL would then refuse to start.
 */
export function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (existsSync('/proc/self/comm')) return isServerByProc(pid, cluster)
  const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
  return typeof stdout !== 'string' || stdout.includes('postgres')
}

function isServerByProc(pid: number, cluster: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') return false
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    // Its folder is hidden from us: better to wait for it than to start a second server.
    return isAlive(pid)
  }
}
