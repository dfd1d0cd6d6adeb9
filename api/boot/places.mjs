// @ts-check
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stop } from './stop.mjs'

/** The top folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * A folder below `.cache`, for what can be made again.
 * @param {...string} names
 */
export function cacheFolder(...names) {
  const folder = join(root, '.cache', ...names)
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    throw new Stop(`${root} is not writable for you: start Yima in a folder of your own, or as its owner.`)
  }
  return folder
}
