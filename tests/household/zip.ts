import { createHash } from 'node:crypto'

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** What is stored in a ZIP without compression, by name, read from its central directory (APPNOTE 4.3.12). */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0) throw new Error('No end of a central directory')
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('No entry where one should be')
    const [size, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ]
    const local = zip.readUInt32LE(at + 42)
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    entries.set(name, zip.subarray(from, from + size))
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/** Names whose bytes are not those that `SHA256SUMS` says, and entries it does not know. */
export function wrongIn(entries: ReadonlyMap<string, Buffer>): string[] {
  const sums = new Map(
    (entries.get('SHA256SUMS')?.toString() ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  const names = new Set([...sums.keys(), ...entries.keys()])
  names.delete('SHA256SUMS')
  return [...names].filter((name) => {
    const bytes = entries.get(name)
    return bytes === undefined || sums.get(name) !== sha256(bytes)
  })
}
