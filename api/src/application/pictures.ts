import { and, eq, inArray, isNull } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Once } from '../http/context.ts'
import type { Asked } from './asked.ts'

function signatureOf({ body, behalf }: Pick<Asked, 'body' | 'behalf'>): string[] {
  const agreed = behalf?.agreed
  if (agreed?.method === 'witnessed') return agreed.picture ? [agreed.picture] : []
  return body.forWhom === 'self' && body.consent.method === 'signed' ? [body.consent.signature] : []
}

/** Everything photographed or signed that goes with it. */
export const pictureIds = (asked: Pick<Asked, 'body' | 'behalf'>): string[] => [
  ...asked.body.photos,
  ...signatureOf(asked),
]

/** Pictures of this device that belong to nothing yet become the application's. Throws `invalid-input` for any other. */
export async function attachPictures(
  tx: Transaction,
  once: Once,
  ids: readonly string[],
  applicationId: string,
  countyCode: string,
): Promise<void> {
  if (ids.length === 0) return
  const attached = await tx
    .update(file)
    .set({ applicationId, countyCode })
    .where(and(inArray(file.id, [...ids]), eq(file.deviceHash, once.deviceHash), isNull(file.applicationId)))
    .returning({ id: file.id })
  if (attached.length !== new Set(ids).size)
    throw new Problem('invalid-input', [{ field: 'photos', code: 'file-unknown' }])
}
