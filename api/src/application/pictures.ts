import { and, eq, inArray, isNull } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Once } from '../http/context.ts'
import type { Asked } from './asked.ts'
import type { Content } from './content.ts'

/** A picture by its id, with its place in the body: a refusal says which one it means. */
type NamedPicture = { id: string; field: string }

function signatureOf({ body, behalf }: Pick<Asked, 'body' | 'behalf'>): NamedPicture[] {
  const agreed = behalf?.agreed
  if (agreed?.method === 'witnessed') return named('consent.picture', agreed.picture)
  if (body.forWhom !== 'self' || body.consent.method !== 'signed') return []
  return named('consent.signature', body.consent.signature)
}

const named = (field: string, id: string | undefined): NamedPicture[] =>
  id === undefined ? [] : [{ id, field }]

/** The pictures of one list of the body. */
export const listed = (field: string, ids: readonly string[]): NamedPicture[] =>
  ids.map((id, at) => ({ id, field: `${field}.${at}` }))

/** Everything photographed or signed that goes with it. */
export const picturesOf = (asked: Pick<Asked, 'body' | 'behalf'>): NamedPicture[] => [
  ...listed('photos', asked.body.photos),
  ...signatureOf(asked),
]

function signaturesIn(consent: Content['consent']): (string | undefined)[] {
  switch (consent.method) {
    case 'signed':
      return [consent.signature]
    case 'witnessed':
      return [consent.picture]
    case 'at-visit':
      return []
    default:
      return consent satisfies never
  }
}

/** Every picture that an application as it is kept names: photos, papers, a signature or a thumb. */
export const picturesNamed = ({ photos, papers, consent }: Content): string[] =>
  [...photos, ...Object.values(papers ?? {}).flat(), ...signaturesIn(consent)].filter(
    (id) => id !== undefined,
  )

/** Pictures of this device that belong to nothing yet become the application's. Throws `invalid-input` with the place of any other. */
export async function attachPictures(
  tx: Transaction,
  once: Once,
  pictures: readonly NamedPicture[],
  applicationId: string,
  countyCode: string,
): Promise<void> {
  if (pictures.length === 0) return
  const ids = pictures.map(({ id }) => id)
  const attached = await tx
    .update(file)
    .set({ applicationId, countyCode })
    .where(and(inArray(file.id, ids), eq(file.deviceHash, once.deviceHash), isNull(file.applicationId), isNull(file.objectionId)))
    .returning({ id: file.id })
  const there = new Set(attached.map(({ id }) => id))
  const unknown = pictures.filter(({ id }) => !there.has(id))
  if (unknown.length > 0)
    throw new Problem(
      'invalid-input',
      unknown.map(({ field }) => ({ field, code: 'file-unknown' })),
    )
}
