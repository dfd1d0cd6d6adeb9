import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { plainOf, type Pages } from './static.ts'

/** What every page says of this installation before any question was answered. */
export type Place = { county: string; demo: boolean }

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

const isDrawn = (name: string): boolean => name.endsWith('.html')

/** A tenth larger than the smallest, in a thirtieth of its time: nobody waits at the start for fifty pages. */
const quickly = 6
/** Larger by a fiftieth, in less than half of its time. */
const tightly = 10
/** As long as packing one takes: answers wait for no more than every second moment. */
const betweenPagesMs = 30

/** Within the 64 KB that hold any page: a larger window packs no better and takes more room. */
const packed = (page: Uint8Array, quality: number): Uint8Array<ArrayBuffer> =>
  bytes(
    brotliCompressSync(page, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_LGWIN]: 16,
        [constants.BROTLI_PARAM_SIZE_HINT]: page.length,
      },
    }),
  )

/**
 * The built pages with the county's name and the mark of a demonstration written onto `<html>`: one
 * build serves every county, and the first paint already says whose page this is.
 */
export function writePlace(pages: Pages, { county, demo }: Place): Pages {
  const attributes = ` data-county="${escape(county)}"${demo ? ' data-demo' : ''}`
  const written = new Map(pages)
  for (const [name, page] of pages) {
    if (!isDrawn(name)) continue
    const plain = Buffer.from(
      Buffer.from(plainOf(page))
        .toString('utf8')
        .replace(/<html\b/, `<html${attributes}`),
    )
    written.set(name, {
      type: page.type,
      cache: page.cache,
      packed: { br: packed(plain, quickly), gzip: bytes(gzipSync(plain)) },
      tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    })
  }
  return written
}

/**
 * Packs the drawn pages small, one after the other and between two answers; each goes out smaller as soon as it is.
 * Not on Node's threads: each of them would keep the room for it, fifteen megabytes for as long as the process lives.
 */
export async function packTightly(pages: Pages): Promise<void> {
  for (const [name, page] of pages) {
    if (!isDrawn(name)) continue
    await pause(betweenPagesMs)
    page.packed.br = packed(plainOf(page), tightly)
  }
}
