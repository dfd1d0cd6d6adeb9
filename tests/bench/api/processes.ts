// The processes of the benchmark: each contestant and the client has one of its own.
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { root } from '../../../api/boot/places.mjs'

export type Child = { pid: number; stop(): Promise<void> }

const ended = (child: ChildProcess) => new Promise<void>((done) => child.once('exit', () => done()))

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = ended(child)
  child.kill('SIGTERM')
  await end
}

/** A script of this folder; resolves once it says `ready`. */
export async function forkScript(
  name: string,
  args: readonly string[],
): Promise<Child & { ask<T>(job: unknown): Promise<T> }> {
  const script = fileURLToPath(new URL(name, import.meta.url))
  const child = fork(script, args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const heard = <T>() =>
    new Promise<T>((done, fail) => {
      const gone = () => fail(new Error(`${name} ended`))
      child.once('exit', gone)
      child.once('message', (said) => {
        child.off('exit', gone)
        if (typeof said === 'object' && said !== null && 'failed' in said)
          fail(new Error(`${name}: ${String(said.failed)}`))
        else done(said as T)
      })
    })
  await heard()
  return {
    pid: child.pid ?? 0,
    stop: () => stop(child),
    ask: (job) => {
      const answer = heard()
      child.send(job as object)
      return answer as Promise<never>
    },
  }
}

/** Whether the app answers its health with 200 now. */
function healthy(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () =>
      socket.write('GET /api/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'),
    )
    socket.once('data', (chunk) => {
      done(chunk.toString('latin1', 9, 12) === '200')
      socket.destroy()
    })
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
  })
}

/** The built app as people run it, and the milliseconds from its process to its first good answer. */
export async function startYima(port: number, dataDir: string): Promise<Child & { startMs: number }> {
  const env = { ...process.env, PORT: String(port), YIMA_DATA: dataDir, YIMA_WITHOUT_BUDGETS: '1' }
  const begin = performance.now()
  const server = join(root, 'api', 'dist', 'server.mjs')
  const child = spawn(process.execPath, [server], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  while (!(await healthy(port))) {
    if (child.exitCode !== null) throw new Error('The app did not start')
    await pause(5)
  }
  return { pid: child.pid ?? 0, startMs: performance.now() - begin, stop: () => stop(child) }
}

/** Resident memory of a process in MB; unknown where /proc is not. */
export function residentMb(pid: number): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return NaN
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024
}
