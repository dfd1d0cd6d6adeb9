import { asc, eq } from 'drizzle-orm'
import { complaintRootText, leavesPerDay, type ComplaintRoot } from '@yima/shared/complaint/reported'
import type { TrailKey } from '@yima/shared/trail/contract'
import { merkleRoot } from '@yima/shared/trail/merkle'
import { isSignedBy } from '../code/sign-key.ts'
import { beginning, hashParts, type Reader } from '../trail/root.ts'
import { sha256 } from '../vault.ts'
import { leafBytes, publicRoot } from './day-root.ts'
import { complaintRoot } from './table.ts'

/** What is not as it was signed of the days of complaints; `number`: of the day. */
export type ComplaintDayFault = {
  kind: 'complaint-day-missing' | 'complaint-day-forged' | 'complaint-leaves-changed' | 'complaint-published-missing' | 'complaint-published-differs'
  number: number
}
type Row = typeof complaintRoot.$inferSelect

async function dayFaults(key: TrailKey, row: Row, before: Row | undefined): Promise<ComplaintDayFault[]> {
  const kinds: ComplaintDayFault['kind'][] = []
  const expected = before ? sha256(complaintRootText(publicRoot(before))) : beginning
  if (row.number !== (before?.number ?? 0) + 1 || !row.previous.equals(expected)) kinds.push('complaint-day-missing')
  const said = publicRoot(row)
  if (said.key !== key.id || !isSignedBy(key, complaintRootText(said), said.signature)) kinds.push('complaint-day-forged')
  const leaves = Array.from({ length: leavesPerDay }, (_, at) => row.leaves.subarray(at * leafBytes, (at + 1) * leafBytes))
  const root = Buffer.from(await merkleRoot(hashParts, leaves))
  if (row.leaves.length !== leavesPerDay * leafBytes || !root.equals(row.root)) kinds.push('complaint-leaves-changed')
  return kinds.map((kind) => ({ kind, number: row.number }))
}

function publishedFaults(published: readonly ComplaintRoot[], rows: readonly Row[]): ComplaintDayFault[] {
  const here = new Map(rows.map((row) => [row.number, complaintRootText(publicRoot(row))]))
  return published.flatMap((root): ComplaintDayFault[] => {
    const mine = here.get(root.number)
    if (mine === undefined) return [{ kind: 'complaint-published-missing', number: root.number }]
    return mine === complaintRootText(root) ? [] : [{ kind: 'complaint-published-differs', number: root.number }]
  })
}

/** Holds every signed day of complaints against its leaves, the day before it, and what somebody outside kept. */
export async function verifyComplaintDays(
  db: Reader,
  { countyCode, key, published }: { countyCode: string; key: TrailKey; published: readonly ComplaintRoot[] },
): Promise<{ days: number; faults: ComplaintDayFault[] }> {
  const rows = await db.select().from(complaintRoot).where(eq(complaintRoot.countyCode, countyCode)).orderBy(asc(complaintRoot.number))
  const faults: ComplaintDayFault[] = []
  for (const [at, row] of rows.entries()) faults.push(...(await dayFaults(key, row, rows[at - 1])))
  return { days: rows.length, faults: [...faults, ...publishedFaults(published, rows)] }
}
