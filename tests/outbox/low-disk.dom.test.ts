import { beforeEach, describe, expect, it, vi } from 'vitest'
import { partBytes } from '@yima/shared/file/size'
import { http } from '../../web/src/app/http.ts'
import { answerOf } from '../../web/src/app/outbox-order.ts'
import { emptyOutbox, enqueue, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { draw } from '../../web/src/application/shrink.ts'
import { nextOf, sorted } from '../../web/src/outbox/entries.ts'
import { loadTexts } from '../../web/src/app/text.ts'

vi.mock('../../web/src/application/shrink.ts', () => ({ draw: vi.fn() }))
vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }))

const post = vi.spyOn(http, 'post')
const put = vi.spyOn(http, 'put')
vi.spyOn(http, 'get').mockResolvedValue({ have: [] })

const low = new ProblemError('disk-low', { status: 503, title: '那边快存满了' })
const missing = new ProblemError('invalid-input', {
  status: 422,
  errors: [{ field: 'parts', code: 'part-missing' }],
})
const photo = new Blob([new Uint8Array(partBytes * 3)], { type: 'image/jpeg' })
const copy = new Blob([new Uint8Array(1000)], { type: 'image/jpeg' })
let room: boolean
/** Bytes of every picture that the office has kept. */
let kept: number[]

beforeEach(async () => {
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['outbox', 'problem'])
  ;[room, kept] = [false, []]
  vi.mocked(draw)
    .mockReset()
    .mockImplementation(async (_image, most = 0) => (most > 800 ? photo : copy))
  put.mockReset().mockImplementation(async () => {
    if (!room) throw low
    return { have: [] }
  })
  post.mockReset().mockImplementation(async (path, body) => {
    if (path === '/files' && body instanceof Blob) kept.push(body.size)
    if (path.startsWith('/files/')) {
      if (put.mock.calls.length < 3 || !room) throw missing
      kept.push(photo.size)
    }
    return { id: 'picture', receiptNumber: '4831705263186', done: true }
  })
})

const handOver = (kind: string, path: string) =>
  enqueue([
    { id: 'photo', kind: 'file', path: '/files', blob: photo },
    {
      id: 'head',
      kind,
      path,
      body: { words: '家里没米下锅了', photos: [answerOf('photo', 'id')] },
      after: ['photo'],
    },
  ])
const sent = (path: string): boolean => post.mock.calls.some(([to]) => to === path)

describe('while the office has room for nothing large', () => {
  it('what somebody says is received at once, with a small copy of the photo', async () => {
    await handOver('application', '/applications')
    await vi.waitFor(() => expect(sent('/applications')).toBe(true))
    expect(kept).toEqual([copy.size])
    expect(vi.mocked(draw).mock.calls.map(([, most]) => most)).toEqual([1200, 1000, 800])
  })

  it.each([
    ['no copy can be made', null, 'application', '/applications'],
    ['it is a paper that must be legible', copy, 'papers', '/me/applications/x/papers'],
  ] as const)(
    'it waits, says why, and goes whole once there is room: %s',
    async (_why, drawn, kind, path) => {
      vi.mocked(draw).mockResolvedValue(drawn)
      await handOver(kind, path)
      await vi.waitFor(() =>
        expect(outbox.value.some(({ problem }) => problem?.code === 'disk-low')).toBe(true),
      )
      const [waiting] = sorted(outbox.value, new Map()).waiting
      if (!waiting) throw new Error('nothing waits')
      expect(nextOf(waiting, true).text).toBe('那边快存满了，照片等一等就送')
      expect(sent(path)).toBe(false)
      room = true
      await sendNow()
      await vi.waitFor(() => expect(sent(path)).toBe(true))
      expect(kept).toEqual([photo.size])
    },
  )

  it('waits as it is where another copy of it lies there already', async () => {
    post.mockImplementation(async (path) => {
      throw path === '/files' ? new ProblemError('key-reused', { status: 422 }) : missing
    })
    await handOver('application', '/applications')
    await vi.waitFor(() =>
      expect(outbox.value.find(({ id }) => id === 'photo')?.problem?.code).toBe('disk-low'),
    )
    expect(outbox.value.some(({ refused }) => refused)).toBe(false)
  })
})
