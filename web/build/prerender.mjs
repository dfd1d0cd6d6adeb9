import { createHash } from 'node:crypto'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** @typedef {Record<string, { file: string, name?: string, css?: string[], imports?: string[], isEntry?: boolean }>} Manifest */

/**
 * Draws `/` at build time. Writes into the output folder: `index.html` (`/`, drawn), `shell.html` (every other page,
 * empty), both with the whole entry style inlined, and `csp.json` with that style's hash for the server's header.
 * Runs before the service worker's list of files is made.
 * @param {string} root folder of the web package
 * @param {() => import('vite').UserConfig} shared what the drawing is built with
 * @returns {import('vite').Plugin}
 */
export function prerender(root, shared) {
  return {
    name: 'yima:prerender',
    apply: 'build',
    async writeBundle(options) {
      const out = options.dir ?? join(root, 'dist')
      const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
      const { template, style } = await inlineStyle(out, manifest)
      const drawn = await drawHome(root, shared())
      const page = template
        .replace('<div id="app"></div>', () => `<div id="app" data-path="/">${drawn}</div>`)
        .replace('</head>', `${preloads(manifest)}</head>`)
      await writeFile(join(out, 'index.html'), page)
      await writeFile(join(out, 'shell.html'), template)
      await writeFile(join(out, 'csp.json'), JSON.stringify({ style: [`'sha256-${hash(style)}'`] }))
    },
  }
}

const hash = (text) => createHash('sha256').update(text).digest('base64')

/** @param {string} out @param {Manifest} manifest */
async function inlineStyle(out, manifest) {
  const html = await readFile(join(out, 'index.html'), 'utf8')
  const sheets = manifest['index.html'].css ?? []
  const style = (await Promise.all(sheets.map((sheet) => readFile(join(out, sheet), 'utf8')))).join('').trim()
  const bare = html.replace(/\s*<link rel="stylesheet"[^>]*>/g, '')
  // A function: `$&` in a style must not be read as a pattern.
  return { style, template: bare.replace('</head>', () => `<style>${style}</style>\n</head>`) }
}

/** The parts that `/` needs besides the entry, so that they come together with it. @param {Manifest} manifest */
function preloads(manifest) {
  const parts = ['src/home/HomePage.vue', 'src/locales/zh-CN/home.json'].map((source) => manifest[source])
  const known = new Set([manifest['index.html'].file, ...files(manifest, manifest['index.html'].imports)])
  const wanted = parts.flatMap((part) => (part ? [part.file, ...files(manifest, part.imports)] : []))
  return [...new Set(wanted)]
    .filter((file) => !known.has(file))
    .map((file) => `<link rel="modulepreload" crossorigin href="/${file}">\n`)
    .join('')
}

/** @param {Manifest} manifest @param {string[]} [imports] @returns {string[]} */
const files = (manifest, imports = []) =>
  imports.flatMap((name) => [manifest[name].file, ...files(manifest, manifest[name].imports)])

/** @param {string} root @param {import('vite').UserConfig} shared */
async function drawHome(root, shared) {
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  // A folder of its own each time: Node never loads a module twice from the same address.
  const outDir = await mkdtemp(join(cache, 'drawing-'))
  try {
    await bundleDrawing(root, outDir, shared)
    const { draw } = await import(pathToFileURL(join(outDir, 'drawing.js')).href)
    return withoutInlineStyle(await draw('/'))
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

async function bundleDrawing(root, outDir, shared) {
  await build({
    ...shared,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: join(root, 'src/app/drawing.ts'), outDir, copyPublicDir: false, minify: false },
  })
}

/** @param {string} html */
function withoutInlineStyle(html) {
  const at = html.search(/\sstyle="/)
  if (at >= 0) throw new Error(`The drawn page has an inline style, which its own policy refuses: ${html.slice(at - 80, at + 80)}`)
  return html
}
