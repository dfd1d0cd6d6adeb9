import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Pages } from './static.ts'

/** What every page says of this installation before any question was answered. */
export type Place = { county: string; demo: boolean }

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

const isDrawn = (name: string): boolean => name.endsWith('.html')

/** A tenth larger than the smallest, in a twentieth of its time: nobody waits at the start for thirty pages. */
const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }

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
      Buffer.from(page.plain)
        .toString('utf8')
        .replace(/<html\b/, `<html${attributes}`),
    )
    written.set(name, {
      ...page,
      plain: bytes(plain),
      packed: { br: bytes(brotliCompressSync(plain, quickly)), gzip: bytes(gzipSync(plain)) },
      tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    })
  }
  return written
}

/**
 * Packs the drawn pages as small as they get, one after the other and beside the answering; each goes out
 * smaller as soon as it is.
 */
export async function packTightly(pages: Pages): Promise<void> {
  const pack = promisify(brotliCompress)
  for (const [name, page] of pages) {
    if (isDrawn(name)) page.packed.br = bytes(await pack(page.plain))
  }
}
