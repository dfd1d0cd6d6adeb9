/** `picture`: one that can be made anew. `heic`: a photo of an iPhone, for which there is no free decoder. */
export type PictureKind = 'picture' | 'heic' | 'other'

const heic = /^(heic|heix|hevc|hevx|heim|heis|mif1|msf1)$/

/** As many bytes of the beginning as `kindOf` looks at. */
export const kindBytes = 256

/** Brands of an ISO media file (ISO/IEC 14496-12, 4.3): the main one, then those it is compatible with. */
function brandsOf(start: string, length: number): string[] {
  const brands: string[] = []
  for (let at = 8; at + 4 <= Math.min(length, start.length); at += 4)
    if (at !== 12) brands.push(start.slice(at, at + 4))
  return brands
}

/** What a file is by its first bytes, whatever its name and its sender say. */
export function kindOf(bytes: Uint8Array): PictureKind {
  const start = String.fromCharCode(...bytes.subarray(0, kindBytes))
  if (/^(\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF.{4}WEBP)/s.test(start)) return 'picture'
  if (start.slice(4, 8) !== 'ftyp') return 'other'
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  const brands = brandsOf(start, a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d)
  if (brands.includes('avif')) return 'picture'
  return brands.some((brand) => heic.test(brand)) ? 'heic' : 'other'
}
