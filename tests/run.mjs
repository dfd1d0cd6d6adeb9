// @ts-check
// What `npm test` does: every check and test of the house, then one line that counts them.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../api/boot/build.mjs'
import { check } from '../api/boot/check.mjs'
import { cacheFolder, root } from '../api/boot/places.mjs'
import { runProgram } from '../api/boot/run-program.mjs'
import { Stop } from '../api/boot/stop.mjs'
import { findBrowser } from './journeys/browser.mjs'

/** @typedef {{ passed: number, failed: number }} Count */

/** What failed, in words: said once more at the very end, as thousands of lines lie between. @type {string[]} */
const failures = []

const heading = (/** @type {string} */ text) => process.stdout.write(`\n== ${text}\n`)

/**
 * Reads a report; a run that ended badly without naming a failed test counts as one failure, and
 * so does a run of no tests: silence must not look like success.
 * @param {string} file
 * @param {number} code
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function count(file, code, read) {
  const written = existsSync(file)
  const { passed, failed } = written ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 }
  const silent = failed === 0 && (code !== 0 || passed === 0)
  if (silent) failures.push(`${file}: no test failed, and yet the run ended with ${code} after ${passed} tests`)
  return { passed, failed: silent ? 1 : failed }
}

/** @param {string} name */
function reportFile(name) {
  const file = join(cacheFolder('reports'), `${name}.json`)
  rmSync(file, { force: true })
  return file
}

/**
 * The app is built meanwhile, as tests and journeys start it: the first of them would have the others wait for it.
 * @returns {Promise<Count>} lint and types; only failures count, as none of them is a test
 */
async function checks() {
  heading('House rules and types')
  const built = build().catch(() => undefined) // told by the journeys, which cannot do without
  const failed = await check()
  await built
  failures.push(...failed)
  return { passed: 0, failed: failed.length }
}

/** @returns {Promise<Count>} */
async function tests() {
  heading('Tests')
  const file = reportFile('tests')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = [vitest, 'run', '--config', 'tests/vitest.config.ts', ...reports]
  const { code } = await runProgram(process.execPath, args, { cwd: root })
  return count(file, code, (report) => {
    failures.push(...failedTests(report))
    return { passed: report.numPassedTests, failed: report.numFailedTests }
  })
}

/**
 * @param {any} report what the unit tests leave
 * @returns {string[]} each failed test, with what it says
 */
function failedTests({ testResults }) {
  return testResults.flatMap((/** @type {any} */ file) => {
    const tests = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed')
    if (tests.length === 0) return file.status === 'failed' ? [`${file.name}\n${file.message}`] : []
    return tests.map((/** @type {any} */ test) => [`${file.name} › ${test.fullName}`, ...test.failureMessages].join('\n'))
  })
}

/**
 * The page on which a journey ended, in words: pictures stay behind where the machine is thrown away.
 * @param {any} result
 * @returns {string[]}
 */
function pageOf({ attachments = [] }) {
  const kept = attachments.filter((/** @type {any} */ one) => one.name === 'error-context' && existsSync(one.path ?? ''))
  return kept.map((/** @type {any} */ one) => (readFileSync(one.path, 'utf8').split('# Page snapshot')[1] ?? '').slice(0, 6000))
}

/**
 * @param {any} suite what the journeys leave, folders in folders
 * @returns {string[]} each failed journey, with what it says
 */
function failedJourneys({ suites = [], specs = [] }) {
  const failed = specs.filter((/** @type {any} */ spec) => !spec.ok)
  return [
    ...failed.map((/** @type {any} */ spec) => {
      const results = spec.tests.flatMap((/** @type {any} */ test) => test.results)
      const said = results.map((/** @type {any} */ result) => result.error?.message)
      return [`${spec.file} › ${spec.title}`, ...said, ...results.flatMap(pageOf)].join('\n')
    }),
    ...suites.flatMap(failedJourneys),
  ]
}

/** @returns {Promise<Count>} */
async function journeys() {
  heading('Journeys in the browser, on the built app')
  try {
    await build()
    // Asked here first, so that a missing browser is one sentence and not one per worker.
    await findBrowser()
  } catch (error) {
    const text = error instanceof Error && !(error instanceof Stop) ? error.stack : error
    process.stdout.write(`${text}\n`)
    return { passed: 0, failed: 1 }
  }
  const file = reportFile('journeys')
  const playwright = join(root, 'tests', 'node_modules', '@playwright', 'test', 'cli.js')
  const env = { ...process.env, YIMA_JOURNEY_REPORT: file }
  const args = [playwright, 'test', '--config', 'tests/journeys/playwright.config.ts']
  const { code } = await runProgram(process.execPath, args, { cwd: root, env })
  return count(file, code, ({ stats, suites }) => {
    failures.push(...failedJourneys({ suites }))
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
  })
}

const began = performance.now()
const total = { passed: 0, failed: 0 }
for (const stage of [checks, tests, journeys]) {
  const { passed, failed } = await stage()
  total.passed += passed
  total.failed += failed
}
const minutes = ((performance.now() - began) / 60_000).toFixed(1)
for (const failure of failures) process.stdout.write(`\nFAILED ${failure}\n`)
process.stdout.write(`\nin ${minutes} minutes\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1
