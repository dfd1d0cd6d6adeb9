import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { partsOf, readRoutes } from './routes.mjs'

/** @typedef {Record<string, { file: string, css?: string[], imports?: string[] }>} Manifest */

/**
 * Writes the pages into the output folder: `index.html` and one `<path>.html` for every other fixed address,
 * which fetches its parts together with the entry and, where the route says `drawn: true`, already shows the
 * page; `shell.html` for every other address; all with the whole entry style inlined, and `csp.json` with that
 * style's hash for the server's header. Runs before the service worker's list of files is made.
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
      const opening = await openingWords(root)
      await writeFile(join(out, 'shell.html'), opening(template))
      await writeFile(join(out, 'csp.json'), JSON.stringify({ style: [`'sha256-${hash(style)}'`] }))
      const routes = (await readRoutes(root)).filter(({ within, path }) => !within && !path.includes('*'))
      await withDrawing(root, shared(), async ({ draw, addressesOf }) => {
        for (const route of routes.filter(({ path, drawn }) => drawn || !path.includes(':'))) {
          for (const address of addressesOf(route.path)) {
            const drawn = await writePage(template, manifest, route, () => draw(address), address)
            const page = route.drawn ? drawn : opening(drawn)
            const file = join(out, fileOf(address))
            await mkdir(dirname(file), { recursive: true })
            await writeFile(file, page)
          }
        }
      })
    },
  }
}

/**
 * What stands on a page that only its code can draw, until it is there: on a slow line a white sheet looks broken.
 * @param {string} root
 * @returns {Promise<(page: string) => string>}
 */
async function openingWords(root) {
  const words = await Promise.all(['zh-CN', 'en'].map(async (language) => {
    const texts = JSON.parse(await readFile(join(root, 'src/locales', language, 'common.json'), 'utf8'))
    return `<span lang="${language}">${texts['common.opening']}</span>`
  }))
  return (page) => page.replace(emptyApp, () => `<div id="app"><p class="opening">${words.join('')}</p></div>`)
}

const emptyApp = '<div id="app"></div>'
const hash = (text) => createHash('sha256').update(text).digest('base64')

/** @param {string} path */
const fileOf = (path) => (path === '/' ? 'index.html' : `${path.slice(1)}.html`)

/** @param {string} out @param {Manifest} manifest */
async function inlineStyle(out, manifest) {
  const html = await readFile(join(out, 'index.html'), 'utf8')
  const sheets = manifest['index.html'].css ?? []
  const style = (await Promise.all(sheets.map((sheet) => readFile(join(out, sheet), 'utf8')))).join('').trim()
  const bare = html.replace(/\s*<link rel="stylesheet"[^>]*>/g, '')
  // A function: `$&` in a style must not be read as a pattern.
  return { style, template: bare.replace('</head>', () => `<style>${style}</style>\n</head>`) }
}

/** @param {string} template @param {Manifest} manifest @param {import('./routes.mjs').Route} route */
async function writePage(template, manifest, route, draw, address) {
  const page = template.replace('</head>', () => `${links(manifest, route)}</head>`)
  if (!route.drawn) return page
  const { html, title, lead } = await draw().catch((error) => {
    throw new Error(`${address} is marked \`drawn\` but its setup needs a browser: ${error.message}`, {
      cause: error,
    })
  })
  if (!html.includes('<h1')) throw new Error(`${address} is marked \`drawn\` but is drawn without its heading.`)
  const inline = html.search(/\sstyle="/)
  if (inline >= 0)
    throw new Error(
      `${address} is drawn with an inline style, which its own policy refuses: ` +
        html.slice(inline - 80, inline + 80),
    )
  return afterPaint(lead ? page.replace(aboutAll, () => about(lead)) : page)
    .replace(emptyApp, () => `<div id="app" data-path="${address}">${html}</div>`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>`)
}

/** What search results say of a page that has no second line of its own. */
const aboutAll = /<meta name="description" content="[^"]*">/
const about = (lead) => `<meta name="description" content="${lead.replaceAll('"', '&quot;')}">`

/**
 * A drawn page paints without its code: what it names is brought by `public/boot.js` after the first paint.
 * @param {string} page
 */
function afterPaint(page) {
  const parts = []
  let code = ''
  const bare = page
    .replace(/\s*<link rel="modulepreload"[^>]* href="([^"]+)">/g, (_, href) => (parts.push(href), ''))
    .replace(/\s*<script type="module"[^>]* src="([^"]+)"><\/script>/, (_, src) => ((code = src), ''))
  if (code === '') throw new Error('The page names no code.')
  const boot = '<script async src="/boot.js"'
  if (!bare.includes(boot)) throw new Error('The page names no boot.js.')
  return bare.replace(boot, `${boot} data-code="${code}" data-parts="${[code, ...parts].join(' ')}"`)
}

/** Links to what the route needs besides the entry: all comes at once. @param {Manifest} manifest */
function links(manifest, route) {
  const entry = new Set(files(manifest, ['index.html']))
  const wanted = new Set(files(manifest, partsOf(manifest, route)).filter((file) => !entry.has(file)))
  return [...wanted]
    .map((file) =>
      file.endsWith('.css')
        ? `<link rel="stylesheet" crossorigin href="/${file}">`
        : `<link rel="modulepreload" crossorigin href="/${file}">`,
    )
    .map((link) => `${link}\n`)
    .join('')
}

/** @param {Manifest} manifest @param {string[]} names @returns {string[]} */
function files(manifest, names, seen = new Set()) {
  // Parts may import one another in a circle.
  const fresh = names.filter((name) => !seen.has(name) && seen.add(name))
  return fresh.flatMap((name) => {
    const { file, css = [], imports = [] } = manifest[name]
    return [file, ...css, ...files(manifest, imports, seen)]
  })
}

/**
 * Builds the drawing of pages, lends it out, and removes it.
 * @param {string} root @param {import('vite').UserConfig} shared
 */
async function withDrawing(root, shared, use) {
  const cache = join(root, 'node_modules/.cache')
  await mkdir(cache, { recursive: true })
  // A folder of its own each time: Node never loads a module twice from the same address.
  const outDir = await mkdtemp(join(cache, 'drawing-'))
  try {
    await build({
      ...shared,
      configFile: false,
      logLevel: 'warn',
      // Node cannot load the style sheets that Vant's parts import.
      ssr: { noExternal: [/vant/] },
      build: { ssr: join(root, 'src/app/drawing.ts'), outDir, copyPublicDir: false, minify: false },
    })
    await use(await import(pathToFileURL(join(outDir, 'drawing.js')).href))
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}
