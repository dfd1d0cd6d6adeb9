// @ts-check
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './places.mjs'

const pauseMs = 300
const tooOldMs = 30 * 60_000

/** @param {string} file */
function take(file) {
  try {
    const handle = openSync(file, 'wx')
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file */
function holderIsGone(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > tooOldMs) return true
    const pid = Number(readFileSync(file, 'utf8'))
    // Made a moment ago and not yet written.
    if (pid === 0) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH'
  }
}

/**
 * Lets one process at a time install and build in this folder; others wait and then find it done.
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function alone(work) {
  const file = join(cacheFolder(), 'boot.lock')
  let told = false
  while (!take(file)) {
    if (holderIsGone(file)) {
      // Renamed first: of two that find it abandoned only one gets it.
      const aside = `${file}.${process.pid}`
      try {
        renameSync(file, aside)
        rmSync(aside)
      } catch {
        continue
      }
    } else {
      if (!told) process.stdout.write('Another start is preparing this folder; waiting for it …\n')
      told = true
      await new Promise((done) => setTimeout(done, pauseMs))
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
