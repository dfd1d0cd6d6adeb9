import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../api/boot/places.mjs'

/** A command as an operator types it, in a process of its own. */
export function operate(args: readonly string[], settings: Record<string, string>, shell?: string) {
  const program = ['--import', 'tsx', join(root, 'api', 'src', 'operate.ts'), ...args]
  const [command, words] = shell === undefined
    ? [process.execPath, program]
    : ['/bin/sh', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...program]]
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings }
  const child = spawn(command, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { said += text.toString('utf8') })
  const ended = new Promise<number | null>((done) => { child.on('close', (code) => { done(code) }) })
  return {
    said: () => said,
    ended,
    /** As a power cut would. */
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}
