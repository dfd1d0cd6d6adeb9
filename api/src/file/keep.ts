import { v7 as uuidv7 } from 'uuid'
import type { StoredPicture } from '@yima/shared/file/contract'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { sealBytes } from '../vault.ts'
import { remakePicture } from './picture.ts'
import { file } from './table.ts'

/**
 * Makes a picture anew and keeps it sealed, with the answer of its write; it belongs to nobody until a form
 * names it. `also` happens in the same transaction.
 * @throws Problem `invalid-input` when it is no picture
 */
export async function keepPicture(
  { db, vault, files, clock }: Deps,
  once: Once,
  raw: Buffer,
  also: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<StoredPicture> {
  const picture = await remakePicture(raw)
  const { key, wrapped } = vault.newKey()
  const contentHash = await files.put(sealBytes(key, picture.bytes))
  const answer = { id: uuidv7(), width: picture.width, height: picture.height }
  await inTransaction(db, async (tx) => {
    await tx.insert(file).values({
      id: answer.id,
      deviceHash: once.deviceHash,
      contentHash,
      mime: picture.mime,
      bytes: picture.bytes.length,
      width: picture.width,
      height: picture.height,
      keyWrapped: wrapped,
      applicationId: null,
      objectionId: null,
      countyCode: null,
      createdAt: clock.now(),
    })
    await remember(tx, once, clock.now(), 201, answer)
    await also(tx)
  })
  return answer
}
