import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import type { Draft } from '../../web/src/application/draft.ts'
import { usePhotoMarks } from '../../web/src/application/photos.ts'
import { useSending } from '../../web/src/application/useSending.ts'
import { finished } from './draft.ts'

const post = vi.spyOn(http, 'post')
beforeEach(async () => {
  post.mockReset()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['problem'])
})

const photo = (key: string) => ({ key, picture: new Blob(['x'], { type: 'image/jpeg' }) })
const refusal = (field: string, code: string) =>
  new ProblemError('invalid-input', { status: 422, errors: [{ field, code }] })
async function sent(): Promise<Draft> {
  const draft = reactive(
    finished({ photos: [photo('wall'), photo('roof')], consent: { method: 'at-visit' } }),
  ) as Draft
  const nothing = (): void => undefined
  const given = new Promise<void>((refused) => {
    const sending = useSending(draft, {
      dangers: () => [],
      received: nothing,
      arrived: nothing,
      refused: () => refused(),
    })
    void sending.resume().then(() => sending.send('2026-11-22'))
  })
  await given
  return draft
}

const marksOf = ({ photos, refused }: Draft) => usePhotoMarks(() => photos, () => refused?.pictures).value

it('a photo that the office cannot open is marked by itself, and the other is not', async () => {
  post.mockImplementation(async (_path, _body, options) => {
    if (options?.idempotencyKey === 'roof') throw refusal('file', 'file-broken')
    return { id: 'file-1' }
  })
  expect(marksOf(await sent())).toEqual([undefined, '照片坏了。请再拍一张'])
})

it('a photo that the office names by its place in the form is marked', async () => {
  post.mockImplementation(async (path) => {
    if (path === '/files') return { id: 'file-1' }
    throw refusal('photos.0', 'file-unknown')
  })
  expect(marksOf(await sent())).toEqual(['照片没有传上来。请再放一次', undefined])
}, 20_000)
