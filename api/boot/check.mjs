// @ts-check
import { join } from 'node:path'
import { root } from './places.mjs'
import { runProgram } from './run-program.mjs'

const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name)

/**
 * `shared` is checked without the names of any world; all else in one program, of which eslint keeps the walls: a program
 * for each package would read `shared` and the rest of it again.
 * @type {readonly (readonly [string, string, readonly string[]])[]}
 */
const checks = [
  ['types of pages, api and tests', bin('vue-tsc'), ['-p', 'tests']],
  ['house rules', bin('eslint'), ['--config', 'tests/eslint.config.mjs', '--max-warnings', '0', '.']],
  ['types of shared', bin('tsc'), ['-p', 'shared']],
]

/**
 * Lint and type checks of all packages, two at a time.
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function check() {
  const waiting = [...checks]
  /** @type {string[]} */
  const failed = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command, args] = next
      const { code, said } = await runProgram(command, args, { cwd: root, quiet: true })
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}\n${code === 0 ? '' : said}`)
      if (code !== 0) failed.push(name)
    }
  }
  await Promise.all([worker(), worker()])
  return failed
}
