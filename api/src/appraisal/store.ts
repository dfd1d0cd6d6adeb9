import { asc, eq, inArray } from 'drizzle-orm'
import type { Minutes } from '@yima/shared/appraisal/contract'
import type { AppraisalLevel } from '@yima/shared/appraisal/quorum'
import type { Reader } from '../db/transaction.ts'
import { officer } from '../region/table.ts'
import { open } from '../vault.ts'
import { appraisal } from './table.ts'

/** What a row keeps besides its columns. */
export type SealedMinutes = Omit<Minutes, 'id'>

/** Minutes as they were written down, of which claim, and by whom. */
export type KeptMinutes = Minutes & { claimId: string; officerId: string; by: string; level: AppraisalLevel; receivedAt: string }

/** All minutes of a request, in the order in which they came. */
export async function minutesOf(db: Reader, key: Buffer, applicationId: string): Promise<KeptMinutes[]> {
  const rows = await db
    .select({ row: appraisal, by: officer.name })
    .from(appraisal)
    .innerJoin(officer, eq(officer.id, appraisal.officerId))
    .where(eq(appraisal.applicationId, applicationId))
    .orderBy(asc(appraisal.receivedAt), asc(appraisal.id))
  return rows.map(({ row: { id, claimId, officerId, level, sealed, receivedAt }, by }) => ({
    ...open<SealedMinutes>(key, sealed),
    ...{ id, claimId, officerId, by, level: level === 'township' ? 'township' : 'village', receivedAt: receivedAt.toISOString() },
  }))
}

/** Officers by name. */
export async function namesOfOfficers(db: Reader, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.select({ name: officer.name }).from(officer).where(inArray(officer.id, [...ids]))
  return rows.map(({ name }) => name)
}

/** Every picture that minutes name, with its place in the body. */
export const picturesOf = ({ photos, panel, counters = [] }: Pick<Minutes, 'photos' | 'panel' | 'counters'>): { id: string; field: string }[] => [
  ...photos.map((id, at) => ({ id, field: `photos.${at}` })),
  ...panel.flatMap(({ signature }, at) => (signature === undefined ? [] : [{ id: signature, field: `panel.${at}.signature` }])),
  ...counters.map(({ signature: id }, at) => ({ id, field: `counters.${at}.signature` })),
]
