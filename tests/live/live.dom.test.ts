import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { beatSeconds } from '@yima/shared/live/contract'
import { useLive, retryMs, type LiveRequest } from '../../web/src/app/live.ts'
import { watchOnline } from '../../web/src/app/online.ts'

const minute = 60_000
const changed = 'event: changed\ndata:\n\n'

/** A stream as the server holds it: what it says, and whether the page has left. */
class Held {
  left = false
  #controller!: ReadableStreamDefaultController<Uint8Array>
  readonly answer: Response
  constructor(signal: AbortSignal) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
      },
    })
    this.answer = new Response(body, { status: 200 })
    signal.addEventListener('abort', () => {
      this.left = true
      this.#controller.error(new Error('left'))
    })
  }
  say(text: string): void {
    this.#controller.enqueue(new TextEncoder().encode(text))
  }
  end(): void {
    this.#controller.close()
  }
}

let held: Held[]
let asked: [string, RequestInit][]
/** How the server answers the next tries; a stream when nothing else is said. */
let instead: (() => Response | Promise<Response>)[]
const look = vi.fn<() => Promise<void>>()
const source = ref<LiveRequest>()

enableAutoUnmount(afterEach)

beforeEach(() => {
  ;[held, asked, instead] = [[], [], []]
  look.mockReset().mockResolvedValue()
  source.value = { path: '/me/live' }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push([path, init])
    const other = instead.shift()
    if (other) return other()
    const stream = new Held(init.signal as AbortSignal)
    held.push(stream)
    return stream.answer
  })
})
afterEach(() => {
  show('visible')
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const settle = async (): Promise<void> => {
  await vi.dynamicImportSettled()
  await flushPromises()
}
const wait = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}
function show(state: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}
async function open(): Promise<void> {
  mount({ setup: () => useLive({ source: () => source.value, look }), render: () => null })
  await settle()
}
async function say(stream: Held | undefined, text: string): Promise<void> {
  stream?.say(text)
  await settle()
}

describe('whoever has the page open', () => {
  it('sees it asked again when the server says so, and only then', async () => {
    await open()
    expect(asked.map(([path]) => path)).toEqual(['/api/me/live'])
    await say(held[0], changed)
    expect(look).toHaveBeenCalledTimes(1)
    for (let beats = 0; beats < 10; beats += 1) {
      await say(held[0], ':\n\n')
      await wait(beatSeconds * 1000)
    }
    expect(look).toHaveBeenCalledTimes(1)
    await say(held[0], 'event: cha')
    await say(held[0], 'nged\r\ndata:\r\n\r\n')
    expect(look).toHaveBeenCalledTimes(2)
    expect(asked).toHaveLength(1)
  })

  it('sees it asked again now and then even so: the day changes without anybody’s act', async () => {
    await open()
    for (let beats = 0; beats < 33; beats += 1) {
      await say(held[0], ':\n\n')
      await wait(beatSeconds * 1000)
    }
    expect(look).toHaveBeenCalledTimes(1)
    expect(asked).toHaveLength(1)
  })

  it('has their receipt number in no address', async () => {
    source.value = { path: '/tracking/live', body: { receiptNumber: '4831705263186', lastFour: '001X' } }
    await open()
    const [path, init] = asked[0]!
    expect(path).toBe('/api/tracking/live')
    expect(init.method).toBe('POST')
    expect(init.body).toBe('{"receiptNumber":"4831705263186","lastFour":"001X"}')
  })

  it('misses nothing that happens while the page is just asking', async () => {
    await open()
    let answer = (): void => undefined
    look.mockImplementationOnce(
      () =>
        new Promise((done) => {
          answer = done
        }),
    )
    await say(held[0], changed)
    await say(held[0], changed + changed)
    expect(look).toHaveBeenCalledTimes(1)
    answer()
    await settle()
    expect(look).toHaveBeenCalledTimes(2)
  })

  it('holds no stream in the background, and sees the newest on coming back', async () => {
    await open()
    show('hidden')
    await settle()
    expect(held[0]?.left).toBe(true)
    await wait(10 * minute)
    expect(look).not.toHaveBeenCalled()
    show('visible')
    await settle()
    expect(held).toHaveLength(2)
  })

  it('holds none without a network either', async () => {
    const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    watchOnline()
    await open()
    await wait(5 * minute)
    expect(asked).toHaveLength(0)
    expect(look).not.toHaveBeenCalled()
    network.mockReturnValue(true)
    dispatchEvent(new Event('online'))
    await settle()
    expect(held).toHaveLength(1)
  })

  it('leaves nothing open when the page goes or shows something else', async () => {
    await open()
    source.value = undefined
    await settle()
    expect(held[0]?.left).toBe(true)
    await wait(5 * minute)
    expect(asked).toHaveLength(1)
  })
})

describe('where no stream comes through', () => {
  const refused =
    (status: number, headers = {}, body = '{}') =>
    () =>
      new Response(body, { status, headers })

  it('the page asks by itself once a minute and says nothing about it', async () => {
    instead = Array.from({ length: 50 }, () => () => Promise.reject(new TypeError('network')))
    await open()
    await wait(3 * minute + 1000)
    expect(look.mock.calls.length).toBeGreaterThanOrEqual(2)
    expect(look.mock.calls.length).toBeLessThanOrEqual(3)
  })

  it('a proxy that gathers what should flow is noticed by its silence', async () => {
    await open()
    await wait(beatSeconds * 2500)
    expect(held[0]?.left).toBe(true)
    await wait(minute)
    expect(look).toHaveBeenCalledTimes(1)
    expect(held.length).toBeGreaterThan(1)
  })

  it('waits as long as a crowded server asks, and asks now and then meanwhile', async () => {
    instead = [refused(429, { 'Retry-After': '60' })]
    await open()
    await wait(40_000)
    expect(asked).toHaveLength(1)
    await wait(50_000)
    expect(held).toHaveLength(1)
  })

  it('whoever is signed out is asked for once more and then left in peace', async () => {
    instead = [refused(401, {}, '{"type":"urn:yima:problem:sign-in-needed"}')]
    await open()
    expect(look).toHaveBeenCalledTimes(1)
    await wait(10 * minute)
    expect(asked).toHaveLength(1)
    expect(look).toHaveBeenCalledTimes(1)
  })

  it('a proxy that refuses, in its own words or none, does not stop the asking', async () => {
    for (const other of [refused(403), refused(404), refused(401, {}, '<h1>Hotel</h1>')]) {
      look.mockClear()
      instead = Array.from({ length: 50 }, () => other)
      await open()
      await wait(3 * minute + 1000)
      expect(look.mock.calls.length).toBeGreaterThanOrEqual(2)
    }
  })

  it('a stream that the server ends, as when it is brought up to date, is opened anew', async () => {
    await open()
    await say(held[0], changed)
    held[0]?.end()
    await wait(5000)
    expect(held).toHaveLength(2)
  })
})

describe('tries', () => {
  it('never come closer than a second nor lie further apart than two and a half minutes', () => {
    const end = { lasted: false, never: false }
    const all = Array.from({ length: 40 }, (_, failures) =>
      [0, 0.5, 1].map((chance) => retryMs(failures, end, chance)),
    )
    expect(Math.min(...all.flat())).toBeGreaterThanOrEqual(1000)
    expect(Math.max(...all.flat())).toBeLessThanOrEqual(150_000)
    expect(retryMs(0, { ...end, retryAfter: 86_400 }, 1)).toBeLessThanOrEqual(150_000)
  })
})
