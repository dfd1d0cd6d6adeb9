import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { outboxBadge } from '../../web/src/app/outbox-badge.ts'
import { answerOf, fillIn, isFinal, longestPause, pauseAfter } from '../../web/src/app/outbox-order.ts'
import {
  answerTo,
  emptyOutbox,
  enqueue,
  outbox,
  sendNow,
  settle,
  takeBack,
} from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { runs } from '../fixtures/runs.ts'

const post = vi.spyOn(http, 'post')
const offline = () => new ProblemError('offline')
const picture = new Blob(['x'], { type: 'image/jpeg' })
const photo = (id: string) => ({ id, kind: 'file', path: '/files', blob: picture })
const letter = (id: string, after: string[] = []) => ({
  id,
  kind: 'application',
  path: '/applications',
  body: { photos: after.map((part) => answerOf(part, 'id')) },
  after,
})
const receipt = { id: '1', receiptNumber: '4831705263186' }
const sent = (): string[] => post.mock.calls.map(([, , options]) => options?.idempotencyKey ?? '')

beforeEach(async () => {
  post.mockReset()
  emptyOutbox()
  await forgetEverything()
})

describe('what a person sends', () => {
  it('goes in the order of its dependence, and carries the ids the server gave to the pictures', async () => {
    post.mockImplementation(async (path) => (path === '/files' ? { id: 'file-1' } : receipt))
    await enqueue([photo('p'), letter('a', ['p'])])
    await sendNow()
    expect(sent()).toEqual(['p', 'a'])
    expect(post.mock.calls[1]?.[1]).toEqual({ photos: ['file-1'] })
    expect(answerTo('a')).toEqual(receipt)
    expect(outboxBadge.value).toEqual({ state: 'received', number: '4831705263186' })
  })

  it('stays on the phone without a network and goes with the same key when there is one', async () => {
    post.mockRejectedValue(offline())
    await enqueue([letter('a')])
    await sendNow()
    expect(outboxBadge.value).toEqual({ state: 'kept' })
    expect(outbox.value[0]).toMatchObject({ id: 'a', problem: { code: 'offline' }, refused: false })
    post.mockReset()
    post.mockResolvedValue(receipt)
    await sendNow()
    expect(sent()).toEqual(['a'])
    expect(answerTo('a')).toEqual(receipt)
  })

  it('is let go only after its answer was stored and taken over', async () => {
    post.mockResolvedValue(receipt)
    await enqueue([letter('a')])
    await sendNow()
    expect(await keysKept('outbox:')).toEqual(['outbox:a'])
    await sendNow()
    expect(post).toHaveBeenCalledTimes(1)
    await settle('a')
    expect(await keysKept('outbox')).toEqual([])
  })

  it('is not held up by something refused that it does not depend on', async () => {
    post.mockImplementation(async (_path, _body, options) => {
      if (options?.idempotencyKey === 'bad') throw new ProblemError('invalid-input', { status: 422 })
      return receipt
    })
    await enqueue([letter('bad'), letter('good')])
    await sendNow()
    expect(answerTo('good')).toEqual(receipt)
    expect(outbox.value.find(({ id }) => id === 'bad')?.refused).toBe(true)
    post.mockClear()
    await sendNow()
    expect(post).not.toHaveBeenCalled()
  })

  it('goes once more with its pictures, by itself, where the office let these go after eight days', async () => {
    const there = new Set<string>()
    let made = 0
    const upload = () => {
      made += 1
      there.add(`file-${made}`)
      return { id: `file-${made}` }
    }
    let online = false
    post.mockImplementation(async (path, body) => {
      if (path === '/files') return upload()
      if (!online) throw offline()
      const { photos } = body as { photos: string[] }
      if (photos.every((id) => there.has(id))) return receipt
      const errors = [{ field: 'photos.0', code: 'file-unknown' }]
      throw new ProblemError('invalid-input', { status: 422, errors })
    })
    await enqueue([photo('p'), letter('a', ['p'])])
    await sendNow()
    expect(outbox.value).toHaveLength(2)
    there.clear()
    online = true
    await sendNow()
    expect(outbox.value.some(({ refused, problem }) => refused === true || problem)).toBe(false)
    await sendNow()
    expect(answerTo('a')).toEqual(receipt)
    expect(sent().filter((key) => key === 'p')).toHaveLength(2)
    await settle('a')
    expect(await keysKept('outbox')).toEqual([])
  })

  it('is its writer’s again where the office insists that a picture is not there', async () => {
    post.mockImplementation(async (path) => {
      if (path === '/files') return { id: 'file-1' }
      const errors = [{ field: 'photos.0', code: 'file-unknown' }]
      throw new ProblemError('invalid-input', { status: 422, errors })
    })
    await enqueue([photo('p'), letter('a', ['p'])])
    for (let turn = 0; turn < 4; turn += 1) await sendNow()
    expect(outbox.value.find(({ id }) => id === 'a')?.refused).toBe(true)
    expect(sent().filter((key) => key === 'p')).toHaveLength(2)
  })

  it('can be taken back with its pictures once it was refused', async () => {
    post.mockImplementation(async (path) => {
      if (path === '/files') return { id: 'file-1' }
      throw new ProblemError('invalid-input', { status: 422, errors: [{ field: 'words', code: 'too-long' }] })
    })
    await enqueue([photo('p'), letter('a', ['p'])])
    await sendNow()
    expect(outbox.value.find(({ id }) => id === 'a')?.problem?.errors).toEqual([
      { field: 'words', code: 'too-long' },
    ])
    await takeBack('a')
    expect(outbox.value).toEqual([])
    expect(await keysKept('outbox')).toEqual([])
  })

  it('reaches the server once each, whatever fails on the way, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.integer({ min: 0, max: 3 }),
        async (fails, photos) => {
          emptyOutbox()
          await forgetEverything()
          const taken = new Map<string, number>()
          const left = [...fails]
          post.mockReset()
          post.mockImplementation(async (_path, _body, options) => {
            const key = options?.idempotencyKey ?? ''
            const lost = left.shift()
            // The answer may be lost after the server has taken it: the same key then brings the same answer.
            if (lost !== true || key.length % 2 === 0) taken.set(key, (taken.get(key) ?? 0) + 1)
            if (lost === true) throw offline()
            return { ...receipt, id: key }
          })
          const parts = Array.from({ length: photos }, (_, at) => `photo-${at}`)
          await enqueue([...parts.map(photo), letter('whole', parts)])
          for (let round = 0; round <= fails.length + 1; round += 1) await sendNow()
          expect(answerTo('whole')).toEqual({ ...receipt, id: 'whole' })
          expect([...taken.keys()].sort()).toEqual([...parts, 'whole'].sort())
        },
      ),
      { numRuns: runs(20) },
    )
  })
})

describe('the pause before another try', () => {
  it('grows, never beyond a minute, and never sends two phones in step', () => {
    expect(pauseAfter(1, 0)).toBe(1000)
    expect(pauseAfter(1, 1)).toBe(2000)
    expect(pauseAfter(50, 1)).toBe(longestPause)
    expect(pauseAfter(1, 0, 30)).toBe(30_000)
  })

  it('comes only where another try can help', () => {
    expect(
      ['offline', 'timeout', 'too-many', 'unavailable', 'unexpected'].some((code) => isFinal(code, 0)),
    ).toBe(false)
    expect(isFinal('malformed', 502)).toBe(false)
    expect(isFinal('malformed', 404)).toBe(false) // a proxy's page is not our server's word
    expect(isFinal('invalid-input', 422)).toBe(true)
    expect(isFinal('key-of-another', 409)).toBe(true)
  })

  it('does not come for what rests on what stands there no more: it says so instead of waiting for ever', () => {
    expect(isFinal('changed-meanwhile', 409)).toBe(true)
    expect(isFinal('changed-meanwhile', 409, 1)).toBe(false) // two acts in one moment, of which this was the second
  })
})

it('fills ids into a body at any depth and leaves everything else alone', () => {
  const answers = new Map<string, unknown>([['p', { id: 'file-1' }]])
  const body = {
    consent: { signature: answerOf('p', 'id') },
    photos: [answerOf('p', 'id'), 'x'],
    none: null,
    n: 3,
  }
  expect(fillIn(body, answers)).toEqual({
    consent: { signature: 'file-1' },
    photos: ['file-1', 'x'],
    none: null,
    n: 3,
  })
})
