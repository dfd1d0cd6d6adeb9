import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
}

type Encoding = 'br' | 'gzip'
type Bytes = Uint8Array<ArrayBuffer>
type Packed = Partial<Record<Encoding, Bytes>>
type Page = {
  type: string
  cache: string
  tag: string
  /** Only where it is not packed: every browser takes it packed, and all of it twice is twice the memory. */
  plain?: Bytes
  packed: Packed
}

/** Every built file by its path in the address bar (`/assets/x.js`). */
export type Pages = ReadonlyMap<string, Page>

// Names with a fingerprint never change their content; everything else is asked for again each time,
// or a phone would keep an old page for months.
const forever = 'public, max-age=31536000, immutable'
const askAgain = 'no-cache'

/** Not copied: of twenty megabytes that are read at the start, what was let go of would stay with the process. */
function read(folder: string, name: string): Bytes {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name))
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function readPage(folder: string, name: string, names: ReadonlySet<string>): Page {
  const packed: Packed = {}
  if (names.has(`${name}.br`)) packed.br = read(folder, `${name}.br`)
  if (names.has(`${name}.gz`)) packed.gzip = read(folder, `${name}.gz`)
  // One and the same file is packed to the same bytes: they tell it apart as well as all that it holds.
  const known = packed.br ?? read(folder, name)
  return {
    type: types[extname(name)] ?? 'application/octet-stream',
    cache: name.startsWith(`assets${sep}`) ? forever : askAgain,
    tag: createHash('sha256').update(known).digest('base64url').slice(0, 22),
    ...(packed.br ? {} : { plain: known }),
    packed,
  }
}

/** A page as nobody packed it. */
export const plainOf = ({ plain, packed }: Page): Bytes =>
  plain ?? new Uint8Array(packed.br ? brotliDecompressSync(packed.br) : [])

/**
 * Reads the built pages into memory, packed: a build that replaces the folder cannot pull
 * files from under a running app, and no path from outside ever reaches the disk.
 */
export function loadPages(folder: string): Pages {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const names = new Set(files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)))
  const pages = new Map<string, Page>()
  for (const name of names) {
    if (/\.(?:br|gz|map)$/.test(name) || name.startsWith('.')) continue
    pages.set(`/${name.split(sep).join('/')}`, readPage(folder, name, names))
  }
  return pages
}

/** The hashes of the style that the build wrote into the pages, for the content security policy. */
export function inlineStyleHashes(pages: Pages): string[] {
  const written = pages.get('/csp.json')
  if (!written) return []
  const { style } = JSON.parse(new TextDecoder().decode(plainOf(written))) as { style: string[] }
  return style
}

function pick(page: Page, accepted: string): { body: Bytes; encoding?: Encoding } {
  if (page.packed.br && /\bbr\b/.test(accepted)) return { body: page.packed.br, encoding: 'br' }
  if (page.packed.gzip && /\bgzip\b/.test(accepted)) return { body: page.packed.gzip, encoding: 'gzip' }
  return { body: plainOf(page) }
}

function answer(c: Context, page: Page): Response {
  const { body, encoding } = pick(page, c.req.header('accept-encoding') ?? '')
  const tag = `"${page.tag}${encoding ? `-${encoding}` : ''}"`
  c.header('Cache-Control', page.cache)
  c.header('ETag', tag)
  c.header('Vary', 'Accept-Encoding')
  if (c.req.header('if-none-match')?.includes(tag)) return c.body(null, 304)
  c.header('Content-Type', page.type)
  c.header('Content-Length', String(body.length))
  if (encoding) c.header('Content-Encoding', encoding)
  return c.body(body)
}

/** Folders of files and hidden names hold no page: scanners asking for `/.env` must not be told that it is there. */
const isNoPage = (path: string): boolean => extname(path) !== '' || /^\/assets(?:\/|$)|\/\./.test(path)

/** One page drawn for all of its kind (`/notices/_.html`), before anything is known of the one that is asked for. */
const anyOf = (pages: Pages, path: string): Page | undefined => pages.get(`${path.slice(0, path.lastIndexOf('/'))}/_.html`)

/**
 * Serves the built pages. An address that is no file belongs to a page of the app, which finds its
 * way by itself; a missing file (it has an ending) is passed on and stays missing.
 */
export function servePages(pages: Pages): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { path } = c.req
    const own = isNoPage(path) ? undefined : (pages.get(`${path}.html`) ?? anyOf(pages, path) ?? pages.get('/shell.html'))
    const page = pages.get(path === '/' ? '/index.html' : path) ?? own
    if (!page) return next()
    return answer(c, page)
  }
}
