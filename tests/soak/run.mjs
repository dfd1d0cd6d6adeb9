// npm run soak: the random tests at their full counts. YIMA_RUNS sets another factor.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const vitest = here('../../node_modules/vitest/vitest.mjs')
const runs = process.env['YIMA_RUNS'] ?? '100'

/** What is run, one after the other: more of chance, and more people who write while a backup is made. */
const stages = [['--project', 'pure'], ['--project', 'api', 'backup/under-load', 'outbox/office', 'hostile/every-route']]

/**
 * @param {string[]} stage
 * @returns {Promise<number>} the exit code
 */
function run(stage) {
  const args = [vitest, 'run', '--config', here('../vitest.config.ts'), ...stage]
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, YIMA_RUNS: runs } })
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)))
}

for (const stage of stages) process.exitCode = (await run(stage)) || process.exitCode
