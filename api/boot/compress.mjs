// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

const text = /\.(?:html|js|mjs|css|svg|json|webmanifest|txt|xml|wasm)$/
/** Below this the saving is smaller than a packet. */
const leastBytes = 1024

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

/** @param {string} file */
async function compress(file) {
  const content = readFileSync(file)
  if (content.length < leastBytes) return
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_SIZE_HINT: size } = zlib.constants
  const params = { [quality]: 11, [size]: content.length }
  const [br, gz] = await Promise.all([brotli(content, { params }), gzip(content, { level: 9 })])
  if (br.length < content.length) writeFileSync(`${file}.br`, br)
  if (gz.length < content.length) writeFileSync(`${file}.gz`, gz)
}

/**
 * Writes `.br` and `.gz` beside every text file, once at build time: at the best setting this is
 * far too slow for each request.
 * @param {string} folder
 */
export async function compressBelow(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => text.test(name))
  for (const name of files) await compress(join(folder, name))
}
