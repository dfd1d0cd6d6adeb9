import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inlineStyleHashes, loadPages, servePages } from '@yima/api/static'

describe('the pages as a phone gets them', () => {
  let folder: string
  let app: Hono
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yima pages '))
    mkdirSync(join(folder, 'assets'))
    mkdirSync(join(folder, '.vite'))
    const files = {
      'index.html': '<h1>首页</h1>', 'shell.html': '<div></div>', 'sw.js': 'self', 'csp.json': `{"style":["'sha256-x'"]}`,
      'assets/app-1a2b.js': 'run()', '.vite/manifest.json': '{}', 'assets/app-1a2b.js.map': '{}', '.built': 'x',
    }
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    writeFileSync(join(folder, 'index.html.br'), brotliCompressSync('<h1>首页</h1>'))
    writeFileSync(join(folder, 'index.html.gz'), gzipSync('<h1>首页</h1>'))
    app = new Hono().use(servePages(loadPages(folder)))
  })
  afterAll(() => { rmSync(folder, { recursive: true }) })

  it('come whole, with their type', async () => {
    const answer = await app.request('/')
    expect(await answer.text()).toBe('<h1>首页</h1>')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  it('come packed to whoever can unpack them, the smallest first', async () => {
    const answer = await app.request('/', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } })
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe('<h1>首页</h1>')
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    const older = await app.request('/', { headers: { 'Accept-Encoding': 'gzip' } })
    expect(older.headers.get('content-encoding')).toBe('gzip')
  })

  it('are not sent again while nothing changed', async () => {
    const first = await app.request('/')
    const again = await app.request('/', { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('are sent again once they changed, packed or not', async () => {
    const changed = mkdtempSync(join(tmpdir(), 'yima pages '))
    const tagsOf = async (text: string) => {
      for (const name of ['index.html', 'shell.html']) writeFileSync(join(changed, name), text)
      writeFileSync(join(changed, 'index.html.br'), brotliCompressSync(text))
      const served = new Hono().use(servePages(loadPages(changed)))
      return Promise.all(['/', '/apply'].map(async (path) => (await served.request(path)).headers.get('etag')))
    }
    const before = await tagsOf('<h1>首页</h1>')
    expect(await tagsOf('<h1>首页</h1>')).toEqual(before)
    const after = await tagsOf('<h1>一码</h1>')
    expect(after.every((tag, at) => tag !== null && tag !== before[at])).toBe(true)
    rmSync(changed, { recursive: true })
  })

  it('are kept for ever only under names that change with their content', async () => {
    expect((await app.request('/assets/app-1a2b.js')).headers.get('cache-control')).toContain('immutable')
    for (const path of ['/', '/sw.js', '/apply']) expect((await app.request(path)).headers.get('cache-control')).toBe('no-cache')
  })

  it('open at every address of the app', async () => {
    for (const path of ['/apply', '/track', '/work/applications/1']) {
      const answer = await app.request(path)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe('<div></div>')
    }
  })

  it.each(['/assets/gone.js', '/.built.txt', '/.vite/manifest.json', '/assets/app-1a2b.js.map', '/%2e%2e/secret.txt', '/index.html.br',
    '/assets/nope', '/assets/', '/.env', '/.git/config', '/track/.env'])(
    'do not include %s', async (path) => {
      expect((await app.request(path)).status).toBe(404)
    },
  )

  it('answer reading only', async () => {
    expect((await app.request('/', { method: 'POST' })).status).toBe(404)
  })

  it('name the style written into them, so that the policy lets it through', () => {
    expect(inlineStyleHashes(loadPages(folder))).toEqual([`'sha256-x'`])
  })
})
