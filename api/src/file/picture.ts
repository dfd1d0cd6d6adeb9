import type { Sharp } from 'sharp'
import { maxPictureBytes } from '@yima/shared/file/size'
import { Problem } from '@yima/shared/problem'
import { kindOf } from '@yima/shared/file/kind'

export { maxPictureBytes }

/** 50 megapixels: no phone camera's normal picture is larger, a decompression bomb is. */
const maxPixels = 50_000_000
const longestSide = 2000
/** Far more than the largest picture takes. */
const maxSeconds = 30
/** An interlaced picture is unfolded whole, 200 MB of it: more at once would leave no room for anybody else. */
const atOnce = 2

export type Picture = { bytes: Buffer; mime: 'image/jpeg' | 'image/png'; width: number; height: number }

const refuse = (code: string) => new Problem('invalid-input', [{ field: 'file', code }])

/** A minute of work; whoever comes now sends again later, and need not lie in memory until then. */
const mostWaiting = 40

let free = atOnce
const waiting: (() => void)[] = []

/** Waits for a place at the decoder and gives it on to the next one. Throws `unavailable` where too many wait. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (free > 0) free -= 1
  else if (waiting.length >= mostWaiting) throw new Problem('unavailable', [], { retryAfter: 20 })
  else await new Promise<void>((begin) => waiting.push(begin))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
}

async function remake(picture: Sharp): Promise<Picture> {
  const { hasAlpha } = await picture.metadata()
  const upright = picture
    .rotate()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: maxSeconds })
  const made = await (hasAlpha ? upright.png() : upright.jpeg({ quality: 82, mozjpeg: true })).toBuffer({
    resolveWithObject: true,
  })
  const { width, height } = made.info
  return { bytes: made.data, mime: hasAlpha ? 'image/png' : 'image/jpeg', width, height }
}

/**
 * Makes any accepted picture anew: turned upright, at most 2000 px, without EXIF, place or
 * anything hidden in it or behind it. Refuses what is no picture (decided by its first bytes, so that
 * no reader of drawings or films ever sees it), what is broken, and what unfolds too large.
 */
export async function remakePicture(raw: Buffer): Promise<Picture> {
  if (raw.length === 0) throw refuse('file-empty')
  if (raw.length > maxPictureBytes) throw refuse('file-too-large')
  const kind = kindOf(raw)
  if (kind === 'heic') throw refuse('file-heic')
  if (kind === 'other') throw refuse('file-not-a-picture')
  const { default: sharp } = await import('sharp')
  try {
    return await inTurn(() => remake(sharp(raw, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })))
  } catch (error) {
    if (error instanceof Problem) throw error
    const tooLarge = error instanceof Error && /pixel limit|timeout/.test(error.message)
    throw refuse(tooLarge ? 'file-too-large' : 'file-broken')
  }
}
