import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { remakePicture } from '@yima/api/file/picture'
import { Problem } from '@yima/shared/problem'

const photo = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#c33' } })
const jpeg = await photo().jpeg().toBuffer()
const formats = {
  JPEG: jpeg,
  PNG: await photo().png().toBuffer(),
  WebP: await photo().webp().toBuffer(),
  GIF: await photo().gif().toBuffer(),
  AVIF: await photo().avif().toBuffer(),
}
const wide = sharp({ create: { width: 16_383, height: 4000, channels: 3, background: '#fff' } })
const wideWebp = await wide.webp({ effort: 0 }).toBuffer()

const codeOf = async (bytes: Buffer): Promise<string> => {
  try {
    const { mime, width, height } = await remakePicture(bytes)
    return `${mime} ${width}×${height}`
  } catch (error) {
    return error instanceof Problem ? (error.errors[0]?.code ?? '') : String(error)
  }
}

const crcTable = Array.from({ length: 256 }, (_, n) =>
  Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n),
)
const crc = (bytes: Buffer) =>
  (bytes.reduce((c, byte) => (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), -1) ^ -1) >>> 0
const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.length, 0)
  around.writeUInt32BE(crc(body), 4)
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
}
const header = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 2, 0, 0, 0], 8)
  return data
}
/** A PNG that says it is so large; its pixels are so many zeros. */
const pngOf = (width: number, height: number, zeros: number, more: Buffer[] = []): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header(width, height)),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc(zeros))),
    chunk('IEND', Buffer.alloc(0)),
  ])
const media = (...brands: string[]): Buffer => {
  const box = Buffer.from(`\0\0\0\0ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1')
  box.writeUInt32BE(box.length, 0)
  return Buffer.concat([box, Buffer.alloc(200)])
}
/** A GIF of so many frames: one of 1×1 repeated. */
const gifOf = (frames: number): Buffer => {
  const start = Buffer.from('GIF89a\x28\0\x1e\0\x80\0\0\xc3\x33\x33\xff\xff\xff', 'latin1')
  const frame = Buffer.from('!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0', 'latin1')
  return Buffer.concat([start, ...Array.from({ length: frames }, () => frame), Buffer.from(';')])
}

describe('what is no photo, or none any more', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), 'file-empty'],
    [
      'a page that is called photo.jpg',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      'file-not-a-picture',
    ],
    [
      'a drawing with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      'file-not-a-picture',
    ],
    [
      'a drawing that reads files',
      Buffer.from(
        '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
      ),
      'file-not-a-picture',
    ],
    ['a document', Buffer.from('%PDF-1.7\n1 0 obj'), 'file-not-a-picture'],
    ['a film', media('isom', 'mp42'), 'file-not-a-picture'],
    ['two bytes', Buffer.from([0xff, 0xd8]), 'file-not-a-picture'],
    ['a photo of an iPhone', media('heic', 'mif1'), 'file-heic'],
    ['one whose main brand is the container', media('mif1', 'heic'), 'file-heic'],
    ['a photo of which half arrived', jpeg.subarray(0, jpeg.length / 2), 'file-broken'],
    [
      'the first bytes of one and then noise',
      Buffer.concat([jpeg.subarray(0, 20), Buffer.alloc(5000, 7)]),
      'file-broken',
    ],
    ['a picture without pixels', pngOf(40, 30, 0), 'file-broken'],
    ['the largest size a PNG can name', pngOf(2_147_483_647, 2_147_483_647, 1000), 'file-broken'],
    ['a picture that says it is 0 wide', pngOf(0, 30, 100), 'file-broken'],
  ])('%s is refused with what to do', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })
})

describe('what unfolds too large', () => {
  it.each([
    ['a page of 900 million pixels in one kilobyte', pngOf(30_000, 30_000, 1000)],
    ['a WebP of 65 million pixels', wideWebp],
  ])('%s is refused before it is unfolded', async (_, bytes) => {
    expect(bytes.length).toBeLessThan(200_000)
    expect(await codeOf(bytes)).toBe('file-too-large')
  })

  it('of a picture with thousands of frames only the first is looked at', async () => {
    expect(await codeOf(gifOf(5000))).toBe('image/jpeg 40×30')
  })
})

describe('a photo', () => {
  it.each(Object.entries(formats))('as %s is accepted', async (_, bytes) => {
    expect(await codeOf(bytes)).toMatch(/^image\/(jpeg|png) 40×30$/)
  })

  it('comes out without the place where it was taken and without what was hidden in or behind it', async () => {
    const told = await photo()
      .withExif({ IFD0: { Artist: 'SECRET-NAME' }, IFD3: { GPSLatitude: '30/1 16/1 0/1' } })
      .jpeg()
      .toBuffer()
    const page = Buffer.from('<script>SECRET-SCRIPT</script>PK\x03\x04')
    const noted = pngOf(40, 30, 30 * 121, [chunk('tEXt', Buffer.from('Comment\0SECRET-NOTE'))])
    for (const bytes of [Buffer.concat([told, page]), Buffer.concat([noted, page])]) {
      expect(bytes.toString('latin1')).toContain('SECRET')
      const { bytes: made } = await remakePicture(bytes)
      expect(made.toString('latin1')).not.toMatch(/SECRET|GPS|<script/)
      expect((await sharp(made).metadata()).exif).toBeUndefined()
    }
  })

  it('is turned upright and never larger than 2000 px', async () => {
    const lying = await sharp({ create: { width: 4000, height: 1000, channels: 3, background: '#3c3' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(await codeOf(lying)).toBe('image/jpeg 500×2000')
  })
})
