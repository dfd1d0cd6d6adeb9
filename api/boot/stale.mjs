// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.mjs'

const made = new Set(['node_modules', 'dist', 'test-results', 'screenshots'])

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).sort().filter((name) => !made.has(name))
  return names.flatMap((name) => filesBelow(join(path, name)))
}

/**
 * The fingerprint of everything below these places (relative to the repository): names and contents,
 * because times change with every clone.
 * @param {readonly string[]} places
 */
export function fingerprint(places) {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const file of filesBelow(join(root, place))) {
      const content = readFileSync(file)
      hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

/**
 * Whether `dist` was built from these very sources.
 * @param {string} dist
 * @param {string} print
 */
export function isBuiltFrom(dist, print) {
  const mark = join(dist, '.built')
  return existsSync(mark) && readFileSync(mark, 'utf8') === print
}
