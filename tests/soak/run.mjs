// npm run soak: the random tests at their full counts. YIMA_RUNS sets another factor.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const vitest = here('../../node_modules/vitest/vitest.mjs')
const tsx = here('../../node_modules/tsx/dist/cli.mjs')
const runs = process.env['YIMA_RUNS'] ?? '100'

/** More of chance; more people who write while a backup is made; more kills of app, database and network. */
const tests = [
  ['--project', 'pure'],
  ['--project', 'dom', 'visit/killed'],
  ['--project', 'api', 'backup/under-load', 'outbox/office', 'visit/bad-line', 'notice/nothing-told', 'hostile/every-route', 'faults/', 'verification/many'],
]
/** Too large a machinery for `npm test`: a primary lost with its standby following, a disk that runs full. */
const scenes = ['standby.ts', 'full-disk.ts']

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
function run(args) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, YIMA_RUNS: runs } })
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)))
}

const stages = [
  ...tests.map((some) => [vitest, 'run', '--config', here('../vitest.config.ts'), ...some]),
  ...scenes.map((scene) => [tsx, here(scene)]),
]
for (const stage of stages) process.exitCode = (await run(stage)) || process.exitCode
