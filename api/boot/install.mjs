// @ts-check
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { cacheFolder, root } from './places.mjs'
import { runProgram } from './run-program.mjs'
import { Stop } from './stop.mjs'

const pnpm = 'pnpm@10.34.9'
const mark = join(root, 'node_modules', '.yima-installed')

/** @param {string | undefined} folder */
function isWritable(folder) {
  if (!folder || !existsSync(folder)) return false
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The environment for npm and pnpm. Without a home of its own (containers, services) or with a cache
 * that somebody else owns, both get folders inside this one.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(environment) {
  // In a production environment pnpm would leave out what the build needs.
  const { NODE_ENV: _, ...given } = environment
  // Advice to update package managers is noise for whoever only wants to start Yima.
  const rest = { ...given, npm_config_update_notifier: 'false' }
  const home = environment['HOME'] ?? environment['USERPROFILE']
  const npmCache = home && join(home, '.npm')
  if (isWritable(home) && (!npmCache || !existsSync(npmCache) || isWritable(npmCache))) return rest
  const own = cacheFolder('home')
  return {
    ...rest,
    HOME: own,
    XDG_CACHE_HOME: join(own, 'cache'),
    XDG_CONFIG_HOME: join(own, 'config'),
    XDG_DATA_HOME: join(own, 'data'),
    XDG_STATE_HOME: join(own, 'state'),
    npm_config_cache: cacheFolder('npm'),
  }
}

const wanted = () => createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex')

function isInstalled() {
  // pnpm writes .modules.yaml also when it fails at the end, hence a mark of our own.
  if (!existsSync(join(root, 'node_modules', '.modules.yaml')) || !existsSync(mark)) return false
  return readFileSync(mark, 'utf8') === wanted()
}

/** Installs exactly what the lockfile says, unless that is done. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await alone(async () => {
    if (isInstalled()) return
    process.stdout.write('Installing packages; the first time this takes about a minute …\n')
    const lock = wanted()
    const args = ['--yes', pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
    // Progress is for eyes; in a log only the reason of a failure is worth its lines.
    const quiet = !process.stdout.isTTY
    const options = { cwd: root, env: npmEnvironment(process.env), quiet }
    const { code, said } = await runProgram('npx', args, options)
    if (code !== 0) {
      throw new Stop(`${said}\nThe packages could not be installed (the lines above say why): `
        + 'check the network and the npm registry setting, then try again.')
    }
    writeFileSync(mark, lock)
  })
}
