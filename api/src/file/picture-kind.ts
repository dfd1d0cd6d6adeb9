/** `picture`: one that can be made anew. `heic`: a photo of an iPhone, for which there is no free decoder. */
export type PictureKind = 'picture' | 'heic' | 'other'

const heic = /^(heic|heix|hevc|hevx|heim|heis|mif1|msf1)$/

/** Brands of an ISO media file (ISO/IEC 14496-12, 4.3): the main one, then those it is compatible with. */
function brandsOf(bytes: Buffer): string[] {
  const end = Math.min(bytes.readUInt32BE(0), 256, bytes.length)
  const brands: string[] = []
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(bytes.toString('latin1', at, at + 4))
  return brands
}

/** What a file is by its first bytes, whatever its name and its sender say. */
export function kindOf(bytes: Buffer): PictureKind {
  const start = bytes.toString('latin1', 0, 12)
  if (/^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF.{4}WEBP)/s.test(start)) return 'picture'
  if (start.slice(4, 8) !== 'ftyp') return 'other'
  const brands = brandsOf(bytes)
  if (brands.includes('avif')) return 'picture'
  return brands.some((brand) => heic.test(brand)) ? 'heic' : 'other'
}
