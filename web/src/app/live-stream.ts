import { createParser } from 'eventsource-parser'
import { beatSeconds, changed } from '@yima/shared/live/contract'
import { preferences } from './preferences.ts'

/** With a `body` it is sent, so that what must not stand in an address does not. */
export type LiveRequest = { path: string; body?: unknown }

export type StreamEnd = {
  /** Whether it told anything for a while: then the next try may come soon. */
  lasted: boolean
  /** Trying again would be refused again. */
  never: boolean
  /** Seconds that the server asked us to wait. */
  retryAfter?: number
}

export type Heard = {
  onChanged: () => void
  /** Anything at all came: the way from the server to here is open. */
  onSign: () => void
}

/** Two signs of life and a half. Where a proxy gathers what should flow, none arrives in time. */
export const silentMs = beatSeconds * 2500

/**
 * Whether trying again would be refused again: only our own server says so. A proxy, a hotel's network or a guard
 * before the server may refuse what will pass in a minute.
 */
async function isForGood(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false
  const problem = (await answer.json().catch(() => undefined)) as { type?: unknown } | null | undefined
  return problem?.type === 'urn:yima:problem:sign-in-needed'
}

function open({ path, body }: LiveRequest, signal: AbortSignal): Promise<Response> {
  const headers = { 'Accept': 'text/event-stream', 'Accept-Language': preferences.language }
  return fetch(`/api${path}`, {
    signal,
    cache: 'no-store',
    ...(body === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
}

async function read(answer: Response, onSign: () => void, onChanged: () => void): Promise<void> {
  const parser = createParser({ onEvent: ({ event }) => { if (event === changed) onChanged() } })
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) return
    onSign()
    parser.feed(decoder.decode(value, { stream: true }))
  }
}

/**
 * Listens until the stream ends, falls silent, is refused or `signal` aborts; never rejects. Besides
 * `http.ts` the only place that calls the network: axios cannot read an answer that goes on.
 */
export async function streamNews(request: LiveRequest, signal: AbortSignal, heard: Heard): Promise<StreamEnd> {
  const mine = new AbortController()
  const leave = (): void => { mine.abort() }
  signal.addEventListener('abort', leave)
  let silence = setTimeout(leave, silentMs)
  let signs = 0
  try {
    const answer = await open(request, mine.signal)
    if (!answer.ok) {
      const retryAfter = Number(answer.headers.get('Retry-After') ?? 0) || 0
      return { lasted: false, never: await isForGood(answer), retryAfter }
    }
    await read(answer, () => {
      clearTimeout(silence)
      silence = setTimeout(leave, silentMs)
      signs += 1
      heard.onSign()
    }, heard.onChanged)
  } catch {
    // Lost, silent or left: each is answered by trying again later, and none is anybody's fault.
  } finally {
    clearTimeout(silence)
    signal.removeEventListener('abort', leave)
    mine.abort()
  }
  return { lasted: signs > 1, never: false }
}
