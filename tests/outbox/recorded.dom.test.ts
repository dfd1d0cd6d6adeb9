import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { version } from '../../package.json'
import { bodiesMadeToday, type Recording } from './bodies.ts'

const folder = join(import.meta.dirname, 'recorded', version)

// YIMA_RECORD=1 writes the recordings of this version. Those of released versions are never touched again.
if (process.env['YIMA_RECORD']) {
  mkdirSync(folder, { recursive: true })
  for (const [name, recording] of Object.entries(bodiesMadeToday()))
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recording, null, 2)}\n`)
}

const recorded = (): Recording[] =>
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording)

/** Every name and every kind of value in a body, by its place. */
function shapeOf(part: unknown, at = ''): string[] {
  if (typeof part !== 'object' || part === null) return [`${at}: ${part === null ? 'null' : typeof part}`]
  if (Array.isArray(part)) return part.flatMap((one) => shapeOf(one, `${at}[]`))
  return Object.entries(part).flatMap(([name, value]) => shapeOf(value, `${at}.${name}`))
}

it('every body that the pages make is recorded for this version: old ones stay acceptable for ever', () => {
  const known = new Set(recorded().flatMap(({ path, body }) => shapeOf(body, path)))
  for (const [name, { path, body }] of Object.entries(bodiesMadeToday()))
    for (const shape of shapeOf(body, path))
      expect([name, known.has(shape) ? shape : `not recorded: ${shape}`]).toEqual([name, shape])
})

it('every kind of write that waits in the outbox is among them', () => {
  const root = join(import.meta.dirname, '../../web/src')
  const sources = (readdirSync(root, { recursive: true }) as string[]).filter((file) =>
    /\.(ts|vue)$/.test(file),
  )
  const handed = sources
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .filter((source) => /from '.*\/(outbox|hand-over)\.ts'/.test(source) && /\b(enqueue|write|handOver)\b|NewEntry/.test(source))
    .flatMap((source) =>
      [...source.matchAll(/\bkind: '([a-z-]+)',\s*(?:\n\s*)?path\b/g)].map(([, kind = '']) => kind),
    )
  const kinds = new Set(recorded().map(({ kind }) => kind))
  expect(handed.length).toBeGreaterThan(3)
  expect(handed.filter((kind) => kind !== 'file' && !kinds.has(kind))).toEqual([])
})
