import { Problem } from '@yima/shared/problem'

export const maxPictureBytes = 20 * 1024 * 1024
/** 50 megapixels: no phone camera's normal picture is larger, a decompression bomb is. */
const maxPixels = 50_000_000
const longestSide = 2000

export type Picture = { bytes: Buffer; mime: 'image/jpeg' | 'image/png'; width: number; height: number }

const refuse = (code: string) => new Problem('invalid-input', [{ field: 'file', code }])

/** HEIC as iPhones make it: an ISO media file whose brand names HEVC. No decoder for it ships with sharp. */
const isHeic = (bytes: Buffer): boolean =>
  bytes.subarray(4, 8).toString('latin1') === 'ftyp' &&
  /^(heic|heix|hevc|heim|heis|mif1|msf1)/.test(bytes.subarray(8, 12).toString('latin1'))

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif'])

/**
 * Makes any accepted picture anew: turned upright, at most 2000 px, without EXIF, place or
 * anything hidden in it. Refuses what is no picture, too large, or drawn by a script (SVG).
 */
export async function remakePicture(raw: Buffer): Promise<Picture> {
  if (raw.length === 0) throw refuse('file-empty')
  if (raw.length > maxPictureBytes) throw refuse('file-too-large')
  if (isHeic(raw)) throw refuse('file-heic')
  const { default: sharp } = await import('sharp')
  const picture = sharp(raw, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
  try {
    const { format, hasAlpha } = await picture.metadata()
    if (!format || !formats.has(format)) throw refuse('file-not-a-picture')
    const upright = picture
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    const made = await (hasAlpha ? upright.png() : upright.jpeg({ quality: 82, mozjpeg: true })).toBuffer({
      resolveWithObject: true,
    })
    const { width, height } = made.info
    return { bytes: made.data, mime: hasAlpha ? 'image/png' : 'image/jpeg', width, height }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw refuse(
      error instanceof Error && /pixel limit/.test(error.message) ? 'file-too-large' : 'file-not-a-picture',
    )
  }
}
