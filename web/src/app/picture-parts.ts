import type { PartsThere, StoredPicture } from '@yima/shared/file/contract'
import { partBytes } from '@yima/shared/file/size'
import { ProblemError } from './problem-error.ts'

type Write = <T>(path: string, body: unknown, options: { idempotencyKey: string }) => Promise<T>
/** The requests that a picture needs (`http`). */
export type Requests = {
  get: <T>(path: string, options: { asDevice: true }) => Promise<T>
  put: Write
  post: Write
}

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const isOf = (error: unknown, code: string): boolean =>
  error instanceof ProblemError && (error.code === code || error.errors.some((one) => one.code === code))

/**
 * A line that breaks now and then, but carries a part between, is asked again at once: with the outbox's
 * growing pause after every break a large picture would never get through a bad evening.
 */
async function sendParts(
  { put }: Requests,
  id: string,
  picture: Blob,
  have: readonly number[],
): Promise<void> {
  const parts = Math.ceil(picture.size / partBytes)
  const missing = Array.from({ length: parts }, (_, part) => part).filter((part) => !have.includes(part))
  let moved = true
  for (let at = 0; at < missing.length;) {
    const part = missing[at] ?? 0
    const piece = picture.slice(part * partBytes, (part + 1) * partBytes, 'application/octet-stream')
    try {
      await put(`/files/${id}/parts/${part}`, piece, { idempotencyKey: id })
      moved = true
      at += 1
    } catch (error) {
      if (!moved || !isOf(error, 'offline')) throw error
      moved = false
    }
  }
}

async function complete({ post }: Requests, id: string, picture: Blob): Promise<StoredPicture> {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await picture.arrayBuffer()))
  const parts = Math.ceil(picture.size / partBytes)
  return post(`/files/${id}`, { parts, bytes: picture.size, sha256 }, { idempotencyKey: id })
}

/**
 * The small question first: it tells whether everything has arrived before, and a stranger's work is asked
 * for there and not with a part that would go in vain. Then goes what is missing, and nothing else.
 */
async function bring(requests: Requests, id: string, picture: Blob, again: boolean): Promise<StoredPicture> {
  try {
    return await complete(requests, id, picture)
  } catch (error) {
    if (!isOf(error, 'part-missing')) throw error
  }
  const there = again
    ? await requests.get<PartsThere>(`/files/${id}/parts`, { asDevice: true })
    : { have: [] }
  await sendParts(requests, id, picture, there.have)
  return complete(requests, id, picture)
}

/**
 * Brings one picture to the server under one key: a small one in one trip, a large one in parts, so that a
 * broken line costs a part and not the picture. `again`: it was tried before. Rejects with a `ProblemError`.
 */
export async function sendPicture(
  requests: Requests,
  id: string,
  picture: Blob,
  again: boolean,
): Promise<StoredPicture> {
  if (picture.size <= partBytes) return requests.post('/files', picture, { idempotencyKey: id })
  try {
    return await bring(requests, id, picture, again)
  } catch (error) {
    // Parts that another version of the app cut otherwise: then in one trip.
    if (isOf(error, 'key-reused')) return requests.post('/files', picture, { idempotencyKey: id })
    // Parts that the server lost meanwhile go with the next try.
    if (isOf(error, 'part-missing')) throw new ProblemError('unavailable', { status: 503 })
    throw error
  }
}
