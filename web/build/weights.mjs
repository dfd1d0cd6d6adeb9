import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

// A route's line in src/app/router.ts: path, page, texts.
const line = /path: '([^']+)'.*?import\('\.\.?\/([^']+\.vue)'\)(?:.*?texts: \[([^\]]*)\])?/g

/** @param {string} root folder of the web package @returns {Promise<{ path: string, js: number, css: number, page: number, all: number }[]>} */
export async function weigh(root) {
  const out = join(root, 'dist')
  const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
  const source = await readFile(join(root, 'src/app/router.ts'), 'utf8')
  const weight = async (file) => brotliCompressSync(await readFile(join(out, file))).length
  const rows = []
  for (const [, path, page, texts] of source.matchAll(line)) {
    const names = [...(texts ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => `/zh-CN/${name}.json`)
    const parts = Object.keys(manifest).filter((key) => key.endsWith(`/${page.replace(/^\.\//, '')}`) || names.some((name) => key.endsWith(name)))
    if (parts.length === 0) continue
    const files = closure(manifest, ['index.html', ...parts])
    const sum = async (ending) => (await Promise.all([...files].filter((file) => file.endsWith(ending)).map(weight))).reduce((a, b) => a + b, 0)
    const html = await weight(path === '/' ? 'index.html' : 'shell.html')
    const style = brotliCompressSync(/<style>([^]*?)<\/style>/.exec(await readFile(join(out, 'shell.html'), 'utf8'))?.[1] ?? '').length
    const [js, css] = [await sum('.js') + await weight('boot.js'), await sum('.css')]
    rows.push({ path, js, css: css + style, page: html, all: js + css + html })
  }
  return rows
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
  process.stdout.write(`${'route'.padEnd(24)}${'js'.padStart(9)}${'css'.padStart(9)}${'html'.padStart(9)}${'all'.padStart(9)}\n`)
  for (const row of await weigh(root)) {
    process.stdout.write(`${row.path.padEnd(24)}${kb(row.js)}${kb(row.css)}${kb(row.page)}${kb(row.all)}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await printWeights(fileURLToPath(new URL('..', import.meta.url)))
