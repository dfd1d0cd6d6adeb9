import { onBeforeUnmount, onMounted, watch } from 'vue'
import type { LiveRequest, StreamEnd } from './live-stream.ts'
import { online } from './online.ts'

export type { LiveRequest } from './live-stream.ts'

export type LiveOptions = {
  /** Where news of what is shown is told; undefined while nothing is shown that could change. */
  source: () => LiveRequest | undefined
  /** Asks the normal route again, quietly: it deals with its own errors and never rejects. */
  look: () => Promise<unknown>
  /** Milliseconds between looks while nobody tells us; a minute unless said. */
  every?: number
}

/** Even where a stream tells: the day changes without anybody's act, and a process may be killed before it told. */
const rarely = 10
const firstRetryMs = 2_000
const longestRetryMs = 120_000

/** Capped and jittered: after a restart not every phone comes back at the same instant. */
export function retryMs(failures: number, { retryAfter = 0 }: StreamEnd, chance: number): number {
  const backOff = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 8))
  return Math.max(backOff, Math.min(longestRetryMs, retryAfter * 1000)) * (0.75 + chance / 2)
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })

/**
 * Keeps what is shown up to date while somebody looks at it: a stream says when to ask again, and
 * where none comes through the page asks by itself now and then. Nothing is open in the background
 * or without a network, and nothing of this is ever an error that people see.
 */
export function useLive({ source, look, every = 60_000 }: LiveOptions): void {
  let waiting: AbortController | undefined
  let heard = false
  let lookedAt = 0
  let looking = false
  let again = false

  /** One look at a time; what is told meanwhile is looked at once more. */
  async function lookNow(): Promise<void> {
    again = true
    if (looking) return
    looking = true
    while (again && waiting) {
      again = false
      lookedAt = performance.now()
      await look()
    }
    looking = false
  }

  function lookIfDue(): void {
    if (performance.now() - lookedAt >= (heard ? every * rarely : every)) void lookNow()
  }

  async function wait(request: LiveRequest, signal: AbortSignal): Promise<void> {
    const { streamNews } = await import('./live-stream.ts')
    for (let failures = 0; !signal.aborted; failures += 1) {
      heard = false
      const end = await streamNews(request, signal, {
        onChanged: () => void lookNow(),
        onSign: () => { heard = true },
      })
      heard = false
      if (signal.aborted) return
      if (end.lasted) failures = 0
      if (end.never) {
        // Signed out, or not for this reader: the page finds out by asking once, as it would have anyway.
        await lookNow()
        return signal.aborted ? undefined : stop()
      }
      lookIfDue()
      await pause(retryMs(failures, end, Math.random()), signal)
    }
  }

  function stop(): void {
    waiting?.abort()
    waiting = undefined
    heard = false
  }

  function start(): void {
    stop()
    const request = source()
    if (!request || !online.value || document.visibilityState !== 'visible') return
    waiting = new AbortController()
    // The part that listens may not load on a bad network; asking now and then needs no part.
    wait(request, waiting.signal).catch(() => undefined)
  }

  let timer: ReturnType<typeof setInterval> | undefined
  const unwatch = watch([() => JSON.stringify(source()), online], start)
  onMounted(() => {
    lookedAt = performance.now()
    document.addEventListener('visibilitychange', start)
    timer = setInterval(() => { if (waiting) lookIfDue() }, every / 4)
    start()
  })
  onBeforeUnmount(() => {
    unwatch()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', start)
    stop()
  })
}
