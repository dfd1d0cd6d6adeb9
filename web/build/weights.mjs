import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { partsOf, readRoutes } from './routes.mjs'

/**
 * What each route weighs when it is the first one: brotli bytes of code and texts, style, page, and all.
 * @param {string} root folder of the web package, built
 * @returns {Promise<{ path: string, js: number, css: number, page: number, all: number }[]>}
 */
export async function weigh(root) {
  const out = join(root, 'dist')
  const read = (file) => readFile(join(out, file))
  const weight = async (file) => brotliCompressSync(await read(file)).length
  const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
  const inlined = /<style>([^]*?)<\/style>/.exec(await readFile(join(out, 'shell.html'), 'utf8'))?.[1] ?? ''
  const style = brotliCompressSync(inlined).length
  const routes = await readRoutes(root)
  return Promise.all(
    routes.map(async (route) => {
      const around = routes.filter(({ path }) => path === route.within)
      const files = closure(manifest, [
        'index.html',
        ...[...around, route].flatMap((one) => partsOf(manifest, one)),
      ])
      const sum = async (ending) => {
        const sizes = await Promise.all([...files].filter((file) => file.endsWith(ending)).map(weight))
        return sizes.reduce((a, b) => a + b, 0)
      }
      const page = await weight(route.path === '/' ? 'index.html' : `${route.path.slice(1)}.html`).catch(() =>
        weight('shell.html'),
      )
      const [js, css] = [(await sum('.js')) + (await weight('boot.js')), (await sum('.css')) + style]
      return { path: route.path, js, css, page, all: js + css - style + page }
    }),
  )
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

/** Prints what each route weighs, brotli. @param {string} root */
export async function printWeights(root) {
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(9)
  process.stdout.write(
    `${'route'.padEnd(30)}${'js'.padStart(9)}${'css'.padStart(9)}${'html'.padStart(9)}${'all'.padStart(9)}\n`,
  )
  for (const row of await weigh(root)) {
    process.stdout.write(`${row.path.padEnd(30)}${kb(row.js)}${kb(row.css)}${kb(row.page)}${kb(row.all)}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await printWeights(fileURLToPath(new URL('..', import.meta.url)))
