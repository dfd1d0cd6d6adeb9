import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutMediaTraces } from '../../web/src/complaint/media-traces.ts'

type Bytes = Uint8Array<ArrayBuffer>
const letters = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const joined = (...parts: readonly Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]))
const box = (name: string, ...inside: readonly Uint8Array[]): Bytes => {
  const body = joined(...inside)
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint32(0, body.length + 8)
  head.set(letters(name), 4)
  return joined(head, body)
}
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

const sound = Uint8Array.from({ length: 200 }, (_, at) => at)
const made = Uint8Array.of(0, 0, 0, 0, 0xe1, 2, 3, 4, 0xe1, 6, 7, 8, 0, 0, 3, 232)
const recording = joined(
  box('ftyp', letters('M4A isom')),
  box('moov', box('mvhd', made), box('trak', box('tkhd', made), box('udta', letters('name 周素芬'.slice(0, 4)))), box('udta', box('©xyz', letters('+29.56+106.55/')))),
  box('mdat', sound),
  box('uuid', letters('0123456789abcdefshot by vivo X90')),
)

describe('a recording of a phone', () => {
  it('keeps its sound byte for byte and its length, and loses place, phone and time', () => {
    const clean = withoutMediaTraces(recording)
    if (!clean) throw new Error('not read')
    expect(clean.length).toBe(recording.length)
    expect(text(clean)).toContain(text(sound))
    for (const trace of ['106.55', 'vivo', 'name']) expect([trace, text(clean).includes(trace)]).toEqual([trace, false])
    expect(text(clean)).not.toContain(text(made.subarray(4, 12)))
    expect(text(recording)).toContain('106.55')
  })

  it('in MP3 loses what stands before and behind the sound', () => {
    const frames = joined(Uint8Array.of(0xff, 0xfb, 0x90, 0x00), sound)
    const tag = joined(letters('ID3'), Uint8Array.of(4, 0, 0, 0, 0, 0, 9), letters('TPE1 Zhou'))
    const last = joined(letters('TAG'), new Uint8Array(125).fill(65))
    expect(withoutMediaTraces(joined(tag, frames, last))).toEqual(frames)
  })

  it('of another format, or cut off, is not said to be clean; nothing that is read makes it fail', () => {
    expect(withoutMediaTraces(joined(letters('RIFF'), sound))).toBeUndefined()
    expect(withoutMediaTraces(recording.slice(0, recording.length - 5))).toBeUndefined()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const clean = withoutMediaTraces(joined(box('ftyp', letters('isom')), bytes))
      expect(clean === undefined || clean.length === bytes.length + 12).toBe(true)
    }))
  })
})
