import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { CompletePicture, StoredPicture } from '@yima/shared/file/contract'
import { maxParts, maxPictureBytes } from '@yima/shared/file/size'
import { Problem } from '@yima/shared/problem'
import type { Deps, Once } from '../http/context.ts'
import { openBytes, sealBytes, sha256 } from '../vault.ts'
import { keepPicture } from './keep.ts'
import { filePart } from './table.ts'

type Row = typeof filePart.$inferSelect

/**
 * What one phone may leave lying in parts: three of the largest pictures. A phone's key is its own word,
 * so this is against mistakes; against strangers stand the bytes of a network (routes.ts).
 */
const maxBytesOfDevice = 3 * maxPictureBytes
/** Days that parts wait for the rest, as long as a whole picture waits for its form. */
const keepDays = 8

const refuse = (field: string, code: string) => new Problem('invalid-input', [{ field, code }])

/** Another phone learns no more than that this number is taken. */
function refuseOthers(rows: readonly Pick<Row, 'deviceHash'>[], deviceHash: Buffer): void {
  if (rows.some((row) => !row.deviceHash.equals(deviceHash))) throw new Problem('key-of-another')
}

const partsOf = ({ db }: Deps, pictureId: string): Promise<Row[]> =>
  db.select().from(filePart).where(eq(filePart.pictureId, pictureId)).orderBy(asc(filePart.part))

/** Numbers of the parts that lie here. */
export async function listParts(deps: Deps, deviceHash: Buffer, pictureId: string): Promise<number[]> {
  const rows = await partsOf(deps, pictureId)
  refuseOthers(rows, deviceHash)
  return rows.map(({ part }) => part)
}

async function refuseTooMuch({ db }: Deps, deviceHash: Buffer, more: number): Promise<void> {
  const [row] = await db
    .select({ bytes: sql<string>`coalesce(sum(${filePart.bytes}), 0)` })
    .from(filePart)
    .where(eq(filePart.deviceHash, deviceHash))
  if (Number(row?.bytes) + more > maxBytesOfDevice) throw new Problem('too-many', [], { retryAfter: 3600 })
}

/** The number of a part as it stands in the path. */
export function parsePart(typed: string): number {
  const part = /^\d{1,3}$/.test(typed) ? Number(typed) : maxParts
  if (part >= maxParts) throw refuse('part', 'out-of-range')
  return part
}

/**
 * Keeps one part, sealed. The same bytes again change nothing.
 * @throws Problem `key-reused` for other bytes under the same number, `key-of-another` for another phone
 */
export async function keepPart(
  deps: Deps,
  deviceHash: Buffer,
  pictureId: string,
  part: number,
  raw: Buffer,
): Promise<void> {
  if (raw.length === 0) throw refuse('file', 'file-empty')
  const { db, vault, files, clock } = deps
  const plainHash = vault.index('file-part', sha256(raw).toString('hex'))
  const rows = await partsOf(deps, pictureId)
  refuseOthers(rows, deviceHash)
  const before = rows.find((row) => row.part === part)
  if (before) return refuseOther(before, plainHash)
  await refuseTooMuch(deps, deviceHash, raw.length)
  const { key, wrapped } = vault.newKey()
  const contentHash = await files.put(sealBytes(key, raw))
  const values = { pictureId, part, deviceHash, plainHash, contentHash, bytes: raw.length }
  const kept = await db
    .insert(filePart)
    .values({ ...values, keyWrapped: wrapped, createdAt: clock.now() })
    .onConflictDoNothing()
    .returning({ part: filePart.part })
  if (kept.length === 1) return
  await files.remove(contentHash) // the same part arrived twice at once
  return keepPart(deps, deviceHash, pictureId, part, raw)
}

function refuseOther({ plainHash }: Row, arrived: Buffer): void {
  if (!plainHash.equals(arrived)) throw new Problem('key-reused')
}

async function removeParts({ db, files }: Deps, rows: readonly Row[]): Promise<void> {
  for (const { pictureId, part, contentHash } of rows) {
    await db.delete(filePart).where(and(eq(filePart.pictureId, pictureId), eq(filePart.part, part)))
    await files.remove(contentHash)
  }
}

/** The bytes of all parts; those gone from the store (a restored backup) are let go, to be sent again. */
async function assemble(deps: Deps, rows: readonly Row[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  const gone: Row[] = []
  for (const row of rows) {
    const sealed = await deps.files.get(row.contentHash).catch(() => undefined)
    if (sealed) pieces.push(openBytes(deps.vault.unwrap(row.keyWrapped), sealed))
    else gone.push(row)
  }
  if (gone.length === 0) return Buffer.concat(pieces)
  await removeParts(deps, gone)
  throw refuse('parts', 'part-missing')
}

/**
 * Makes the picture of its parts and lets these go.
 * @throws Problem `invalid-input` with `part-missing`, `file-too-large`, `file-broken` (another length or
 *   hash: the parts are let go too, so that the phone begins anew), or what a picture itself is refused for
 */
export async function completeParts(
  deps: Deps,
  once: Once,
  pictureId: string,
  { parts, bytes, sha256: expected }: CompletePicture,
): Promise<StoredPicture> {
  const rows = await partsOf(deps, pictureId)
  refuseOthers(rows, once.deviceHash)
  if (rows.length !== parts || rows.some(({ part }, at) => part !== at)) throw refuse('parts', 'part-missing')
  const lying = rows.reduce((sum, row) => sum + row.bytes, 0)
  if (lying > maxPictureBytes) throw refuse('file', 'file-too-large')
  // Not a byte more is taken into memory than was said, for which there is room.
  const raw = lying === bytes ? await assemble(deps, rows) : undefined
  if (!raw || sha256(raw).toString('hex') !== expected) {
    await removeParts(deps, rows)
    throw refuse('file', 'file-broken')
  }
  const answer = await keepPicture(deps, once, raw, async (tx) => {
    await tx.delete(filePart).where(eq(filePart.pictureId, pictureId))
  })
  for (const { contentHash } of rows) await deps.files.remove(contentHash)
  return answer
}

/** Lets go of parts whose rest never came. */
export async function removeOldParts(deps: Deps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - keepDays * 86_400_000)
  await removeParts(
    deps,
    await deps.db.select().from(filePart).where(lt(filePart.createdAt, before)).limit(2000),
  )
}
