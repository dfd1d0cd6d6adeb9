import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import { mostParts } from '@yima/shared/complaint/sealed'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { complaintPart } from './table.ts'

const refuse = (field: string, code: string) => new Problem('invalid-input', [{ field, code }])

/** Days that evidence waits for the complaint that it belongs to. */
const keepDays = 8

/** Of no county before it is of a complaint. */
const nowhere = '000000'

/** The number of a part as it stands in the path. */
export function parsePart(typed: string): number {
  const part = /^\d{1,3}$/.test(typed) ? Number(typed) : mostParts
  if (part >= mostParts) throw refuse('part', 'out-of-range')
  return part
}

/**
 * Keeps one sealed part of evidence. The same bytes again change nothing.
 * @throws Problem `key-reused` for other bytes under the same number, or once the whole was handed in
 */
export async function keepEvidence({ db, clock }: Deps, file: string, number: number, sealed: Buffer): Promise<void> {
  if (sealed.length === 0) throw refuse('file', 'file-empty')
  const kept = await db
    .insert(complaintPart)
    .values({ file, number, countyCode: nowhere, sealed, day: clock.today() })
    .onConflictDoNothing()
    .returning({ number: complaintPart.number })
  if (kept.length === 1) return
  const [there] = await db
    .select({ sealed: complaintPart.sealed })
    .from(complaintPart)
    .where(and(eq(complaintPart.file, file), eq(complaintPart.number, number)))
  if (!there?.sealed.equals(sealed)) throw new Problem('key-reused')
}

type Named = { id: string; parts: number }

/**
 * Evidence that was sent before becomes this complaint's.
 * @throws Problem `invalid-input` with the place of what did not arrive whole
 */
export async function attachEvidence(tx: Transaction, of: { id: string; countyCode: string }, files: readonly Named[]): Promise<void> {
  if (files.length === 0) return
  const attached = await tx
    .update(complaintPart)
    .set({ complaintId: of.id, countyCode: of.countyCode })
    .where(and(inArray(complaintPart.file, files.map(({ id }) => id)), isNull(complaintPart.complaintId)))
    .returning({ file: complaintPart.file, number: complaintPart.number })
  const whole = ({ id, parts }: Named): boolean => {
    const numbers = attached.filter(({ file }) => file === id).map(({ number }) => number)
    return numbers.length === parts && numbers.every((number) => number < parts)
  }
  const lacking = files.flatMap((file, at) => (whole(file) ? [] : [{ field: `files.${at}`, code: 'file-unknown' }]))
  if (lacking.length > 0) throw new Problem('invalid-input', lacking)
}

/** One part of a complaint's evidence; undefined where it has none of that name. */
export async function findEvidence(tx: Pick<Transaction, 'select'>, complaintId: string, file: string, number: number): Promise<Buffer | undefined> {
  const [row] = await tx
    .select({ sealed: complaintPart.sealed })
    .from(complaintPart)
    .where(and(eq(complaintPart.complaintId, complaintId), eq(complaintPart.file, file), eq(complaintPart.number, number)))
  return row?.sealed
}

/** Throws away what was sent and never handed in. */
export async function forgetEvidence({ db, clock }: Deps): Promise<void> {
  const before = addDays(clock.today(), -keepDays)
  await db.delete(complaintPart).where(and(isNull(complaintPart.complaintId), lt(complaintPart.day, sql`${before}::date`)))
}
