import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import type { useCamera as UseCamera } from '../../web/src/window/useCamera.ts'

enableAutoUnmount(afterEach)

const fetched = vi.hoisted(() => ({ text: '' }))
vi.mock('../../web/node_modules/zxing-wasm/dist/es/reader/index.js', () => ({
  prepareZXingModule: async () => {
    if (fetched.text === '') throw new Error('not fetched')
  },
  readBarcodes: async () => [{ text: fetched.text }],
}))

/** The reader that some browsers bring along: what it finds in each picture, or why it cannot look. */
let finds: (string | Error)[]
let formats: string[]
const asked = vi.fn()
class Detector {
  static getSupportedFormats = async (): Promise<string[]> => formats
  constructor(options: object) {
    asked(options)
  }
  detect = async (): Promise<{ rawValue: string }[]> => {
    const found = finds.shift() ?? ''
    if (found instanceof Error) throw found
    return found === '' ? [] : [{ rawValue: found }]
  }
}
const named = (name: string): Error => Object.assign(new Error(name), { name })

const track = { stop: vi.fn() }
let opens: () => Promise<unknown>

beforeEach(() => {
  vi.resetModules() // the reader is made ready once
  vi.clearAllMocks()
  ;[finds, formats] = [[], ['qr_code']]
  fetched.text = ''
  opens = async () => ({ getTracks: () => [track] })
  vi.stubGlobal('BarcodeDetector', Detector)
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: { getUserMedia: () => opens() },
  })
  const context = { drawImage: () => undefined, getImageData: () => ({ width: 1, height: 1 }) }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
})

async function begin() {
  const { useCamera } = await import('../../web/src/window/useCamera.ts')
  const read: string[] = []
  const screen = { videoWidth: 640, videoHeight: 480, play: async () => undefined } as HTMLVideoElement
  let camera: ReturnType<typeof UseCamera> | undefined
  const page = mount({
    setup: () => {
      camera = useCamera(ref(screen), (text) => read.push(text))
      return () => null
    },
  })
  if (!camera) throw new Error('not made')
  return { camera, read, started: camera.start(), leave: () => page.unmount() }
}
async function look() {
  const begun = await begin()
  await begun.started
  return begun
}

describe('a code held before the camera', () => {
  it('is read by what the browser brings along, at the picture in which it is sharp, and the camera is off again', async () => {
    finds = ['', '', 'yima:code']
    const { camera, read } = await look()
    await vi.waitFor(() => expect(read).toEqual(['yima:code']))
    expect(asked).toHaveBeenCalledExactlyOnceWith({ formats: ['qr_code'] })
    expect([camera.state.value, track.stop.mock.calls.length]).toEqual(['off', 1])
  })

  it.each([
    ['knows no such codes', () => (formats = ['ean_13'])],
    ['says that it can and cannot', () => (finds = [named('NotSupportedError')])],
    ['has none', () => vi.stubGlobal('BarcodeDetector', undefined)],
  ])('is read by our own reader where the browser %s', async (_what, arrange) => {
    arrange()
    fetched.text = 'yima:wasm'
    const { read } = await look()
    await vi.waitFor(() => expect(read).toEqual(['yima:wasm']))
  })

  it('is read at the next look when one picture could not be looked at', async () => {
    finds = [named('InvalidStateError'), 'yima:code']
    const { read } = await look()
    await vi.waitFor(() => expect(read).toEqual(['yima:code']))
  })

  it('leaves no camera on when nothing can read what it sees', async () => {
    vi.stubGlobal('BarcodeDetector', undefined)
    const { camera } = await look()
    expect(camera.state.value).toBe('failed')
    await vi.waitFor(() => expect(track.stop).toHaveBeenCalled())
  })

  it('leaves no camera on when the page was left while it opened', async () => {
    let free = (_stream: unknown): void => undefined
    const opening = new Promise((done) => (free = done))
    opens = () => opening
    const { camera, started, leave } = await begin()
    leave()
    free({ getTracks: () => [track] })
    await started
    expect([camera.state.value, track.stop.mock.calls.length]).toEqual(['off', 1])
  })

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'absent'],
    ['NotReadableError', 'failed'],
  ])('cannot be read where the phone says %s, and the page says what to do', async (name, state) => {
    opens = () => Promise.reject(new DOMException('no', name))
    expect((await look()).camera.state.value).toBe(state)
  })
})
