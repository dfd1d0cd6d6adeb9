import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findText } from '@yima/api/write-once'

/** The process number of the server on a cluster; 0 when none is running. */
export function serverPid(cluster: string): number {
  const text = findText(join(cluster, 'postmaster.pid'))
  return Number(text?.split('\n')[0] ?? 0)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone before.
  }
}

/** Kills the server and every process it began, as when the machine's power fails: none may tidy up after it. */
export function killServer(cluster: string): void {
  const pid = serverPid(cluster)
  if (pid === 0) return
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  kill(pid)
  for (const child of stdout.split('\n').map(Number)) if (child > 0) kill(child)
}

/** Where the cluster of a data folder lies (`pg-place` names it where it is not inside). */
export const clusterOf = (dataDir: string): string => {
  const elsewhere = findText(join(dataDir, 'pg-place'))?.trim()
  return elsewhere ?? join(dataDir, 'pg')
}
