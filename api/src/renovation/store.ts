import { asc, eq } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { nextOf } from '@yima/shared/renovation/next'
import { isStopped, type Picture, type Renovation } from '@yima/shared/renovation/renovation'
import type { Reader } from '../db/transaction.ts'
import { open } from '../vault.ts'
import { renovation } from './table.ts'

export type RenovationRow = typeof renovation.$inferSelect
export type KeptWorks = { row: RenovationRow; works: Renovation }

/** What is searched for without a key: what is to be done next, by when, and whether the works are stopped. */
export function columnsOf(works: Renovation, region: string): Pick<RenovationRow, 'state' | 'stopped' | 'nextOn'> {
  const next = nextOf(works, region, holidays)
  return { state: next?.what ?? 'finished', stopped: isStopped(works), nextOn: next?.due.date ?? null }
}

/** The works that belong to a request. */
export async function worksOf(db: Reader, key: Buffer, applicationId: string): Promise<KeptWorks[]> {
  const rows = await db.select().from(renovation).where(eq(renovation.applicationId, applicationId)).orderBy(asc(renovation.id))
  return rows.map((row) => ({ row, works: open<Renovation>(key, row.sealed) }))
}

/** Every picture of the works on a house, a signature among them; each once. */
export function picturesOf({ survey, plan, inspections, proposed, accepted }: Renovation): string[] {
  const idsOf = (pictures: readonly Picture[] = []): string[] => pictures.map(({ picture }) => picture)
  const all = [
    ...idsOf(survey?.pictures),
    ...(plan ? [plan.signed.picture] : []),
    ...inspections.flatMap(({ pictures }) => idsOf(pictures)),
    ...accepted.flatMap(({ pictures }) => idsOf(pictures)),
    ...idsOf(proposed?.pictures),
  ]
  return [...new Set(all)]
}
