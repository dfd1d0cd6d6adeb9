import { backup, restore, rotate } from './backup/commands.ts'
import { StopReason } from './stop-reason.ts'
import { explain } from './storage.ts'
import { verifyTrail } from './trail/command.ts'

/** 0 done; 1 not done, and why; 2 done, but something of it was lost or damaged before. */
type Command = (args: readonly string[], tell: (sentence: string) => void) => Promise<0 | 2>

const commands: Record<string, Command> = { backup, restore, 'rotate-keys': rotate, 'verify-trail': verifyTrail }

const noRoom = new Set(['ENOSPC', 'EDQUOT', '53100'])

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (noRoom.has(code)) return 'There is no room left on the disk: make room, or choose another place.'
  const known = explain(error)
  if (known instanceof StopReason) return known.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const [name = '', ...args] = process.argv.slice(2)
const tell = (sentence: string) => void process.stdout.write(`${sentence}\n`)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.stderr.write('yima: Stopped before the end. Run the same command again when it suits.\n')
    process.exit(1)
  })
}

try {
  const command = commands[name]
  if (!command) throw new StopReason(`Say what to do: ${Object.keys(commands).join(' | ')}.`)
  process.exitCode = await command(args, tell)
} catch (error) {
  process.stderr.write(`yima: ${sentenceOf(error)}\n`)
  process.exitCode = 1
}
