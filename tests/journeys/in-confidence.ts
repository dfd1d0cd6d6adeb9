import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the app of the journeys keeps its data, what it says, and what people told in confidence: outside its folder. */
export type Traces = { dataDir: string; said: string; told: string }

const names = ['YIMA_JOURNEY_DATA', 'YIMA_JOURNEY_BESIDE'] as const

/** Tells the journeys, which run in processes of their own, where to look; answers the file of what the app says. */
export function tellWhere(dataDir: string, beside: string): string {
  for (const [at, folder] of [dataDir, beside].entries()) process.env[names[at] ?? ''] = folder
  const { said } = traces()
  writeFileSync(said, '')
  return said
}

/** Throws where no app of the journeys runs. */
export function traces(): Traces {
  const [dataDir, beside] = names.map((name) => process.env[name])
  if (!dataDir || !beside) throw new Error('No app of the journeys runs here.')
  return { dataDir, said: join(beside, 'said.log'), told: join(beside, 'told.jsonl') }
}

/** What nobody but reporter and supervisors may ever read: looked for at the end in all that the server leaves (nothing-left.spec.ts). */
export function inConfidence(...secrets: readonly string[]): void {
  appendFileSync(traces().told, secrets.map((secret) => `${JSON.stringify(secret)}\n`).join(''))
}

/** All of it, once. */
export function toldInConfidence(): string[] {
  const { told } = traces()
  const lines = existsSync(told) ? readFileSync(told, 'utf8').split('\n').filter(Boolean) : []
  return [...new Set(lines.map((line) => JSON.parse(line) as string))]
}

/** A receipt as somebody may have written it down, and the part of it that never leaves the phone. */
export const waysToWrite = (receipt: string): string[] =>
  [receipt, receipt.replace(/(\d{4})(?=\d)/g, '$1 '), receipt.replace(/(\d{5})(?=\d)/g, '$1 '), receipt.slice(8)]
