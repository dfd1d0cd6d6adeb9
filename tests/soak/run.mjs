// npm run soak: the random tests at their full counts. YIMA_RUNS sets another factor.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const vitest = here('../../node_modules/vitest/vitest.mjs')
const runs = process.env['YIMA_RUNS'] ?? '100'
const child = spawn(process.execPath, [vitest, 'run', '--config', here('../vitest.config.ts'), '--project', 'pure'], {
  stdio: 'inherit',
  env: { ...process.env, YIMA_RUNS: runs },
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
