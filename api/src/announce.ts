import type { Config } from './config.ts'

/** Somebody to be in the demonstration: what they are, and how to become them. */
export type DemoPerson = { who: string; how: string }

/** Tells whoever started Yima where to look, what to know and whom to be. */
export function announce(
  config: Config, notices: readonly string[], people: readonly DemoPerson[] = [],
): void {
  const width = Math.max(0, ...people.map(({ who }) => who.length))
  const lines = [
    '',
    `  Yima 一码  ${config.publicUrl}`,
    ...notices.map((notice) => `  ${notice}`),
    ...(people.length > 0 ? ['', '  Sign in as:'] : []),
    ...people.map(({ who, how }) => `    ${who.padEnd(width)}  ${how}`),
    '',
    '  Stop with Ctrl+C; the data stays.',
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
