import type { StoredPicture } from '@yima/shared/file/contract'
import { partBytes } from '@yima/shared/file/size'
import { draw } from '../application/shrink.ts'
import { http, type WriteOptions } from './http.ts'
import type { OutboxEntry } from './outbox-order.ts'
import { ProblemError } from './problem-error.ts'

/** Coarser each time: longer side in pixels, quality. */
const coarser = [
  [1200, 0.7],
  [1000, 0.6],
  [800, 0.5],
  [640, 0.4],
] as const

/** A copy that goes in one trip, as sharp as that lets it be; undefined where this phone cannot draw one. */
async function copyOf(picture: Blob): Promise<Blob | undefined> {
  const image = await createImageBitmap(picture, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!image) return undefined
  try {
    for (const [most, sharp] of coarser) {
      const drawn = await draw(image, most, sharp)
      if (drawn && drawn.size <= partBytes) return drawn
    }
    return undefined
  } finally {
    image.close()
  }
}

/** Whether it goes with what somebody says: papers that were asked for are worth waiting for, to be legible. */
const isForRequest = (id: string, all: readonly OutboxEntry[]): boolean =>
  all.some(({ kind, after }) => /^(application|filing|outreach)$/.test(kind) && after.includes(id))

/**
 * The office has room for nothing large (`low`): what somebody says must not wait for how sharp a picture of it is, so a
 * copy goes that fits into what is left for words and signatures. Where none can be made, or another copy lies there
 * whose answer was lost, the picture waits as it is.
 */
export async function sendSmall(
  id: string,
  picture: Blob,
  low: ProblemError,
  all: readonly OutboxEntry[],
  device?: string,
): Promise<StoredPicture> {
  const copy = isForRequest(id, all) ? await copyOf(picture) : undefined
  if (!copy) throw low
  return http.post<StoredPicture>('/files', copy, { idempotencyKey: id, ...(device === undefined ? {} : { device }) }).catch((error: unknown) => {
    throw error instanceof ProblemError && error.code === 'key-reused' ? low : error
  })
}

/** Taken away, or gone already: what was wanted has come about. */
export async function end(path: string, options: WriteOptions): Promise<{ done: true }> {
  await http.delete(path, options).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error
  })
  return { done: true }
}
