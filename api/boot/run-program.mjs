// @ts-check
import { spawn } from 'node:child_process'

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet`: what it says is kept
 * @returns {Promise<{ code: number, said: string }>}
 */
export function runProgram(command, args, options = {}) {
  const { quiet = false, ...rest } = options
  return new Promise((done) => {
    // npx is a batch file on Windows, which only a shell starts.
    const shell = process.platform === 'win32' && command === 'npx'
    const out = quiet ? 'pipe' : 'inherit'
    const child = spawn(command, args, { ...rest, shell, stdio: ['ignore', out, out] })
    let said = ''
    const keep = (/** @type {Buffer} */ chunk) => { said += chunk.toString('utf8') }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => done({ code: 127, said: said + error.message }))
    child.on('close', (code) => done({ code: code ?? 1, said }))
  })
}
