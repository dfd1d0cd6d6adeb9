import { everythingKept } from './keep-latest.ts'
import { phoneDisk } from './outbox-disk.ts'
import { refusedOf, type OutboxEntry } from './outbox-order.ts'
import { openOutbox, outbox, takeBack } from './outbox.ts'
import { refusedPictures } from './refused-pictures.ts'

/** What somebody said in an act that was refused since, and the pictures that went with it; `why`: the code of each that was not taken. */
export type Said<Body> = { body: Body; pictures: readonly { file: File; why: string | undefined }[] }

/**
 * Puts into its form again what was handed over there and refused since, to be corrected. It leaves the outbox only when
 * it lies in the form; pictures that the office has received already come back as long as they are here.
 */
export async function giveBack<Body>(
  isMine: (entry: OutboxEntry) => boolean,
  put: (said: Said<Body>) => void,
): Promise<void> {
  await openOutbox()
  const entry = outbox.value.find((one) => isMine(one) && refusedOf(one, outbox.value) !== undefined)
  if (!entry) return
  const codes = refusedPictures(entry.id)
  const pictures = await Promise.all(
    entry.after.map(async (part) => {
      const picture = await phoneDisk.picture(part).catch(() => undefined)
      return picture ? [{ file: new File([picture], 'photo.jpg', { type: picture.type }), why: codes[part] }] : []
    }),
  )
  put({ body: entry.body as Body, pictures: pictures.flat() })
  await everythingKept()
  await takeBack(entry.id)
}
