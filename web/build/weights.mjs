import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { partsOf, readRoutes } from './routes.mjs'

/** @typedef {{ path: string, js: number, css: number, page: number, all: number }} Weight bytes, brotli */
/** @typedef {{ js: number, css: number, all: number, why: string }} Budget kilobytes of 1024 bytes, brotli */

/**
 * What each route weighs when it is the first one: brotli bytes of code and texts, style, page, and all. Parts that
 * come after the first screen are not in it.
 * @param {string} root folder of the web package @param {string} out the built folder
 * @returns {Promise<Weight[]>}
 */
export async function weigh(root, out = join(root, 'dist')) {
  const weight = weigher(out)
  const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
  const inlined = /<style>([^]*?)<\/style>/.exec(await readFile(join(out, 'shell.html'), 'utf8'))?.[1] ?? ''
  const style = brotliCompressSync(inlined).length
  const routes = await readRoutes(root)
  return Promise.all(
    routes.map(async (route) => {
      const around = routes.filter(({ path }) => path === route.within)
      const parts = ['index.html', ...[...around, route].flatMap((one) => partsOf(manifest, one))]
      const files = [...closure(manifest, parts)]
      const sum = async (ending) => {
        const sizes = await Promise.all(files.filter((file) => file.endsWith(ending)).map(weight))
        return sizes.reduce((a, b) => a + b, 0)
      }
      const page = await pageWeight(weight, route.path)
      const [js, css] = [(await sum('.js')) + (await weight('boot.js')), (await sum('.css')) + style]
      return { path: route.path, js, css, page, all: js + css - style + page }
    }),
  )
}

/** Each file is compressed once, or read as it was compressed by the build. @param {string} out */
function weigher(out) {
  const known = new Map()
  const measure = async (file) => {
    const packed = await readFile(join(out, `${file}.br`)).catch(() => undefined)
    return packed?.length ?? brotliCompressSync(await readFile(join(out, file))).length
  }
  return (file) => {
    if (!known.has(file)) known.set(file, measure(file))
    return known.get(file)
  }
}

/** One address stands for all: the longest of the first few programmes is near enough to the mean. */
const examples = { '/policies/:id': '/policies/dibao', '/policies/items/:level': '/policies/items/township', '/notices/:village': '/notices/_' }
const example = (path) => examples[path] ?? path

async function pageWeight(weight, path) {
  const own = path === '/' ? 'index.html' : `${example(path).slice(1)}.html`
  return weight(own).catch(() => weight('shell.html'))
}

/** Every file that comes with these parts; the entry's own style lies in the page. */
function closure(manifest, keys, seen = new Set(), files = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue
    seen.add(key)
    const part = manifest[key]
    files.add(part.file)
    if (key !== 'index.html') for (const sheet of part.css ?? []) files.add(sheet)
    closure(manifest, part.imports ?? [], seen, files)
  }
  return files
}

/**
 * A sentence for each route that is heavier than its budget or has none; empty when all is well.
 * @param {Weight[]} weights @param {Record<string, Budget>} budgets
 */
export function overweight(weights, budgets) {
  return weights.flatMap(({ path, ...weight }) => {
    const budget = budgets[path]
    if (!budget) return [`${path} has no budget: give it one in web/build/budgets.json, with its reason.`]
    return ['js', 'css', 'all']
      .filter((kind) => weight[kind] > budget[kind] * 1024)
      .map((kind) => `${path} weighs ${kb(weight[kind])} of ${kind}, its budget is ${budget[kind]} KB.`)
  })
}

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

/** The table of what each route weighs. @param {Weight[]} weights */
function table(weights) {
  const row = (path, ...cells) => `${path.padEnd(28)}${cells.map((cell) => cell.padStart(9)).join('')}\n`
  const lines = weights.map(({ path, js, css, page, all }) => row(path, kb(js), kb(css), kb(page), kb(all)))
  return [row('first visit, brotli', 'js', 'css', 'html', 'all'), ...lines].join('')
}

/**
 * Prints what each route and the installing of the app weigh; rejects when a route is over its budget.
 * @param {string} root @param {string} [out]
 */
export async function holdWeights(root, out = join(root, 'dist')) {
  const weights = await weigh(root, out)
  const { files, bytes } = JSON.parse(await readFile(join(out, '.vite/precache.json'), 'utf8'))
  process.stdout.write(`${table(weights)}kept for use without a network: ${files} files, ${kb(bytes)}\n`)
  const budgets = JSON.parse(await readFile(join(root, 'build/budgets.json'), 'utf8'))
  const misses = overweight(weights, budgets)
  if (misses.length > 0) throw new Error(`Pages are too heavy:\n${misses.join('\n')}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await holdWeights(fileURLToPath(new URL('..', import.meta.url)))
