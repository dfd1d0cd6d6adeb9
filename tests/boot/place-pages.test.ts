import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { packTightly, writePlace } from '@yima/api/place-pages'
import type { Pages } from '@yima/api/static'

/** Repeats itself as pages do, so that packing it well and quickly differ. */
const text = `<html lang="zh-CN">${Array.from({ length: 3000 }, (_, at) => `<p>${(at * 7919) % 997}</p>`).join('')}</html>`
const built: Pages = new Map([
  [
    '/index.html',
    { type: 'text/html', cache: 'no-cache', tag: 'x', plain: new Uint8Array(Buffer.from(text)), packed: {} },
  ],
])

it('a page names the county however it is packed, from the first moment on and smaller soon after', async () => {
  const pages = writePlace(built, { county: '青禾县', demo: false })
  const page = pages.get('/index.html')
  const expected = text.replace('<html', '<html data-county="青禾县"')
  const unpacked = () => brotliDecompressSync(page?.packed.br ?? new Uint8Array()).toString()
  expect(unpacked()).toBe(expected)
  expect(gunzipSync(page?.packed.gzip ?? new Uint8Array()).toString()).toBe(expected)
  const atFirst = page?.packed.br?.length ?? 0
  await packTightly(pages)
  expect(unpacked()).toBe(expected)
  expect(page?.packed.br?.length).toBeLessThan(atFirst)
})
