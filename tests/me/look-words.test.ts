import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { purposes } from '@yima/shared/window/occasion'
import en from '../../web/src/locales/en/mine.json' with { type: 'json' }
import zh from '../../web/src/locales/zh-CN/mine.json' with { type: 'json' }

const folder = fileURLToPath(new URL('../../api/src/', import.meta.url))
/** Everything that writes down that an officer looked. */
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
  .filter((text) => /access_log|accessLog|noteLooks|noteSeen|noteDeskLook|openedFor|wrongPapers/.test(text))

const found = (pattern: RegExp, at: number): string[] =>
  sources.flatMap((text) => [...text.matchAll(pattern)].flatMap((match) => match[at] ?? []))
const statement = /'officer',\s*\$\{[^}]+\},\s*'([a-z-]+)',\s*'([a-z-]+)'/g
const whats = new Set([
  ...found(statement, 2),
  ...found(/what: '([a-z-]+)'/g, 1),
  ...found(/openedFor\(deps, reader, id, '([a-z-]+)'\)/g, 1),
  ...found(/'officer', (?:\$\d|found\.\w+), \$\d, '([a-z-]+)'/g, 1),
])
const why = new Set([...found(statement, 1), ...purposes])

describe('whoever reads who looked', () => {
  it.each([
    ['zh-CN', zh],
    ['en', en],
  ] as const)('is told in words what was seen and what for (%s)', (_language, words) => {
    const names = Object.keys(words)
    expect(whats.size).toBeGreaterThan(14)
    expect([...whats].filter((what) => !names.includes(`mine.what.${what}`))).toEqual([])
    expect([...why].filter((purpose) => !names.includes(`mine.purpose.${purpose}`))).toEqual([])
  })
})
