/*
 * What a recording says besides its sound and pictures: place, time, phone, title. Taken out where the file is, without moving
 * a byte of the rest, so that it plays as before. Of other formats nothing is known, and the page says so.
 */
type Bytes = Uint8Array<ArrayBuffer>

const nameAt = (bytes: Bytes, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
const numberAt = (bytes: Bytes, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)

/** Boxes that hold others in which something may stand. */
const holders = new Set(['moov', 'trak', 'mdia', 'moof', 'traf'])
/** Boxes that say where, when, with which phone or by whom. */
const telling = new Set(['udta', 'meta', 'uuid'])
/** Boxes that begin with when it was made and changed. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd'])
const headBytes = 8
const longHeadBytes = 16

/** The times of a dated box: two of four bytes, or of eight in its later version. */
const datesIn = (bytes: Bytes, at: number): number => (bytes[at] === 1 ? longHeadBytes : headBytes)

/** Whether all boxes between these places could be read to their end. */
function clearBoxes(bytes: Bytes, from: number, until: number): boolean {
  let at = from
  while (at + headBytes <= until) {
    const short = numberAt(bytes, at)
    const isLong = short === 1
    if (isLong && (at + longHeadBytes > until || numberAt(bytes, at + headBytes) !== 0)) return false
    const size = isLong ? numberAt(bytes, at + 12) : short === 0 ? until - at : short
    const inside = at + (isLong ? longHeadBytes : headBytes)
    if (size < inside - at || at + size > until) return false
    const name = nameAt(bytes, at + 4)
    if (telling.has(name)) {
      bytes.set([...'free'].map((letter) => letter.charCodeAt(0)), at + 4)
      bytes.fill(0, inside, at + size)
    } else if (dated.has(name)) bytes.fill(0, inside + 4, Math.min(at + size, inside + 4 + datesIn(bytes, inside)))
    else if (holders.has(name) && !clearBoxes(bytes, inside, at + size)) return false
    at += size
  }
  return at === until
}

/** MP3: what stands before the sound (ID3v2) and in its last 128 bytes (ID3v1). */
function withoutTags(bytes: Bytes): Bytes {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10)
  const begin = nameAt(bytes, 0).startsWith('ID3') ? Math.min(bytes.length, 10 + a * 2 ** 21 + b * 2 ** 14 + c * 2 ** 7 + d) : 0
  const last = bytes.length - 128
  const end = last >= begin && nameAt(bytes, last).startsWith('TAG') ? last : bytes.length
  return bytes.slice(begin, end)
}

const isMp3 = (bytes: Bytes): boolean => nameAt(bytes, 0).startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)

/** The recording without what it tells besides; undefined where its format is not known, or it could not be read through. */
export function withoutMediaTraces(recording: Bytes): Bytes | undefined {
  if (recording.length < longHeadBytes) return undefined
  const bytes = recording.slice()
  if (nameAt(bytes, 4) === 'ftyp') return clearBoxes(bytes, 0, bytes.length) ? bytes : undefined
  return isMp3(bytes) ? withoutTags(bytes) : undefined
}
