import pino, { type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'
import { errorFacts } from './error-facts.ts'

/** Says what happens, in facts that are nobody's: route patterns, codes, figures. */
export type Log = Logger

/** Whoever hands one of these to the log did not mean to: they hold what people typed. */
const neverLogged = [
  'headers',
  'body',
  'params',
  'parameters',
  'query',
  'detail',
  'words',
  'name',
  'phone',
  'cookie',
]
const redact = { paths: neverLogged.flatMap((name) => [name, `*.${name}`]), remove: true }

type Line = { level: number; time: number; msg?: string; request?: string; err?: unknown }

/** For a person at a terminal: the time of day, what happened, and for a fault where. */
function sentence({ time, msg = '', request, err }: Line): string {
  const clock = new Date(time).toTimeString().slice(0, 8)
  const fault = err === undefined ? '' : `\n${JSON.stringify(err, null, 2)}`
  return `  ${clock}  ${msg}${request === undefined ? '' : ` (${request})`}${fault}\n`
}

const forPeople = (out: DestinationStream): DestinationStream => ({
  write: (line) => {
    out.write(sentence(JSON.parse(line) as Line))
  },
})

/**
 * The log of this process. JSON lines where a machine reads them: with `YIMA_LOG`, or in real work
 * without a terminal. A person at a terminal, or trying the demonstration, sees only what went wrong.
 */
export function openLog(
  { log, demo }: Pick<Config, 'log' | 'demo'>,
  out: DestinationStream & { isTTY?: boolean } = process.stdout,
): { log: Log; json: boolean } {
  const json = log !== undefined || !(demo || out.isTTY === true)
  const options = {
    level: log ?? (json ? 'info' : 'warn'),
    base: null,
    redact,
    serializers: { err: (error: unknown) => errorFacts(error) },
    formatters: json ? { level: (label: string) => ({ level: label }) } : {},
  }
  return { log: pino(options, json ? out : forPeople(out)), json }
}

/** For tests that look elsewhere. */
export const silentLog: Log = pino({ level: 'silent' })
