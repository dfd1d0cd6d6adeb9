// @ts-check
// node api/boot/run.mjs <task>: everything that package.json offers starts here, on a bare clone too.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { root } from './places.mjs'
import { runProgram } from './run-program.mjs'
import { Stop, stopWith } from './stop.mjs'

const [leastMajor, leastMinor] = [20, 19]

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  throw new Stop(`Yima needs Node.js ${leastMajor}.${leastMinor} or newer; this is ${process.versions.node}.`)
}

const build = async () => (await import('./build.mjs')).build()
const load = (/** @type {string[]} */ ...path) => import(pathToFileURL(join(root, ...path)).href)

/**
 * A longer job that lies with the tests as `tests/<name>/run.mjs` or `run.ts`.
 * @param {string} name
 */
async function runScript(name) {
  const scripts = ['run.mjs', 'run.ts'].map((file) => join(root, 'tests', name, file))
  const script = scripts.find((file) => existsSync(file))
  if (!script) throw new Stop(`There is no ${name} yet: tests/${name}/run.mjs does not exist.`)
  await build()
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const { code } = await runProgram(process.execPath, [tsx, script, ...process.argv.slice(3)], { cwd: root })
  process.exitCode = code
}

/**
 * A command of the built api. Where the tools to build are gone (a deployed machine), what was built
 * is used as it is.
 * @param {string} name
 */
async function operate(name) {
  const program = join(root, 'api', 'dist', 'operate.mjs')
  if (!existsSync(program) || existsSync(join(root, 'node_modules', 'esbuild'))) {
    await (await import('./build.mjs')).buildApi()
  }
  const { code } = await runProgram(process.execPath, [program, name, ...process.argv.slice(3)])
  process.exitCode = code
}

/** @type {Record<string, () => Promise<void>>} */
const tasks = {
  async start() {
    await build()
    await load('api', 'dist', 'server.mjs')
  },
  async dev() {
    await (await import('./dev.mjs')).dev()
  },
  build,
  async check() {
    const failed = await (await import('./check.mjs')).check()
    if (failed.length > 0) throw new Stop(`Failed: ${failed.join(', ')}.`)
  },
  async test() {
    await load('tests', 'run.mjs')
  },
  bench: () => runScript('bench'),
  soak: () => runScript('soak'),
  screenshots: () => runScript('screenshots'),
  backup: () => operate('backup'),
  restore: () => operate('restore'),
  'rotate-keys': () => operate('rotate-keys'),
  'verify-trail': () => operate('verify-trail'),
}

/** Called on machines without development tools too, where nothing can be installed. */
const operations = ['backup', 'restore', 'rotate-keys', 'verify-trail']

try {
  requireNode()
  const task = tasks[process.argv[2] ?? '']
  if (!task) throw new Stop(`Say what to do: node api/boot/run.mjs ${Object.keys(tasks).join(' | ')}`)
  const deployed = operations.includes(process.argv[2] ?? '') && existsSync(join(root, 'api', 'dist', 'operate.mjs'))
  if (!deployed) await ensureInstalled()
  await task()
} catch (error) {
  stopWith(error)
}
