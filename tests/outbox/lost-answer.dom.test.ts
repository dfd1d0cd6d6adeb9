import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { answerMark } from '@yima/shared/answer-mark'
import { setDesk } from '../../web/src/app/desk-lock.ts'
import { http } from '../../web/src/app/http.ts'
import { giveTo, putAway } from '../../web/src/app/store-owner.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { onTheSpot } from './on-the-spot.ts'

type Heard = { method: string; path: string; key: string; body: string | null }
/** What reached the office, and the acts that it did: one for each key, whatever became of the answer. */
const heard: Heard[] = []
const done = new Map<string, Heard>()
/** What becomes of an answer: it arrives, it is lost on its way, or something else answers in its place. */
type Fate = 'arrives' | 'lost' | 'portal' | 'refused' | 'gone' | 'locked'
let fate: Fate = 'arrives'

const refusals: Partial<Record<Fate, [code: string, status: number]>> = {
  refused: ['invalid-input', 422],
  gone: ['not-found', 404],
  locked: ['locked', 403],
}

/** The browser's own way to the server. */
class Wire {
  onloadend: (() => void) | null = null
  onerror: ((event: object) => void) | null = null
  status = 200
  responseText = '{"done":true}'
  private readonly said: Heard = { method: '', path: '', key: '', body: null }
  private headers = 'content-type: application/json'
  open(method: string, url: string): void {
    Object.assign(this.said, { method, path: url.replace('/api', '') })
  }
  setRequestHeader(name: string, value: string): void {
    if (name.toLowerCase() === 'idempotency-key') this.said.key = value
  }
  getAllResponseHeaders = (): string => this.headers
  send(body: string | null): void {
    this.said.body = body
    heard.push(this.said)
    const now = fate
    if (now !== 'refused' && now !== 'locked') done.set(this.said.key, this.said)
    if (now !== 'portal') this.headers += `\r\n${answerMark}: ${this.said.key || 'yima'}`
    const refusal = refusals[now]
    if (refusal) this.refuse(...refusal)
    setTimeout(() => (now === 'lost' ? this.onerror?.({}) : this.onloadend?.()))
  }
  private refuse(code: string, status: number): void {
    this.status = status
    this.responseText = JSON.stringify({ type: `urn:yima:problem:${code}`, status: this.status, title: 'no' })
  }
}
vi.stubGlobal('XMLHttpRequest', Wire)

beforeEach(async () => {
  setDesk(undefined, false)
  await putAway()
  await forgetEverything()
  heard.length = 0
  done.clear()
  fate = 'arrives'
})

const calls = [...onTheSpot].map((call) => {
  const [, method = '', path = ''] = /^(post|delete)\(['`](.*)['`]$/.exec(call) ?? []
  return { call, method: method as 'post' | 'delete', path: path.replace(/\$\{[a-z]+\}/g, 'x') }
})
const tap = (method: 'post' | 'delete', path: string, said = '甲'): Promise<unknown> =>
  method === 'post' ? http.post(path, { said }) : http.delete(path)

describe('a write that is answered on the spot', () => {
  it.each(calls)('$call, tapped again after its answer was lost, is one write', async ({ method, path }) => {
    for (const lost of ['lost', 'portal'] as const) {
      fate = lost
      await expect(tap(method, path)).rejects.toThrow()
    }
    fate = 'arrives'
    await tap(method, path)
    expect([heard.length, done.size]).toEqual([3, 1])
    await tap(method, path) // what was answered is over: the next tap is meant
    expect(done.size).toBe(2)
    expect(await keysKept('mine.')).toEqual([])
  })

  it('tapped twice before anything was answered is one write', async () => {
    await Promise.allSettled([
      http.post('/me/helpers', { called: '谷建国' }),
      http.post('/me/helpers', { called: '谷建国' }),
    ])
    expect([heard.length, done.size]).toEqual([2, 1])
  })

  it('that says something else meanwhile, or was refused, is another', async () => {
    fate = 'lost'
    await tap('post', '/me/occasions/x/given', '姓名').catch(() => undefined)
    await tap('post', '/me/occasions/x/given', '姓名和电话').catch(() => undefined)
    await tap('post', '/me/occasions/x/given', '姓名').catch(() => undefined) // taken back: it must be heard anew
    expect(done.size).toBe(3)
    fate = 'refused'
    await tap('post', '/me/helpers').catch(() => undefined)
    fate = 'arrives'
    await tap('post', '/me/helpers')
    expect(new Set(heard.slice(3).map(({ key }) => key)).size).toBe(2)
  })

  it('stays the same write while somebody unlocks the desk in between: it may have been done before', async () => {
    fate = 'lost'
    await tap('post', '/work/cards').catch(() => undefined)
    fate = 'locked'
    await expect(tap('post', '/work/cards')).rejects.toThrow('locked')
    fate = 'arrives'
    await tap('post', '/work/cards')
    expect(done.size).toBe(1)
  })

  it('that says the same a day later is another: what was answered long ago is no answer to it', async () => {
    fate = 'lost'
    await tap('post', '/work/cards/revocation').catch(() => undefined)
    vi.setSystemTime(Date.now() + 25 * 60 * 60 * 1000)
    fate = 'arrives'
    await tap('post', '/work/cards/revocation')
    vi.useRealTimers()
    expect(done.size).toBe(2)
  })

  it('that takes something away has come about when the office finds it gone', async () => {
    fate = 'gone'
    await expect(tap('delete', '/work/passkeys/x')).rejects.toThrow('not-found')
    fate = 'lost'
    await expect(tap('delete', '/work/passkeys/x')).rejects.toThrow('offline')
    fate = 'gone'
    await expect(tap('delete', '/work/passkeys/x')).resolves.toBeUndefined()
  })

  it('is nobody else’s on the same phone: not the next resident’s, not the next officer’s', async () => {
    fate = 'lost'
    await giveTo('zhou')
    await tap('post', '/me/helpers').catch(() => undefined)
    await putAway()
    await giveTo('li')
    await tap('post', '/me/helpers').catch(() => undefined)
    setDesk('he', false)
    await tap('post', '/work/cards').catch(() => undefined)
    setDesk('tang', false)
    await tap('post', '/work/cards').catch(() => undefined)
    expect(done.size).toBe(4)
  })
})

describe('what is read', () => {
  it('counts only as the office’s own word: the page of a captive network does not', async () => {
    fate = 'portal'
    await expect(http.get('/me/family')).rejects.toThrow('intercepted')
    fate = 'arrives'
    await expect(http.get('/me/family')).resolves.toEqual({ done: true })
  })
})
