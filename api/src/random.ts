import { randomFillSync } from 'node:crypto'

const drawn = Buffer.alloc(8192)
let used = drawn.length

/**
 * Random bytes of the system's generator, for keys, salts and vectors. Drawn many at a time: a call for
 * each takes longer than sealing what it is for. What was handed out lies here no more.
 * @param count at most 8192
 */
export function freshBytes(count: number): Buffer {
  if (used + count > drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const bytes = Buffer.from(drawn.subarray(used, used + count))
  drawn.fill(0, used, used + count)
  used += count
  return bytes
}
