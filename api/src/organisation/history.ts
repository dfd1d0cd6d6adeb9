import { desc, eq } from 'drizzle-orm'
import type { CsvKind } from '@yima/shared/organisation/csv'
import type { Change, Organisation } from '@yima/shared/organisation/organisation'
import type { HistoryEntry } from '@yima/shared/organisation/contract'
import type { Database } from '../db/connection.ts'
import { officer } from '../region/table.ts'
import { organisationChange, organisationEvent } from './table.ts'

type Payload = {
  change?: Change
  reason?: string
  effectiveOn?: string
  why?: string
  phoneEnd?: string
  kind?: CsvKind
}

/** More than anybody reads of one officer or office at once. */
const most = 200

/** What happened to one officer, office or place, newest first, each with its change and reason. */
export async function historyOf(db: Database, subject: string): Promise<HistoryEntry[]> {
  const rows = await db
    .select({
      number: organisationEvent.number,
      type: organisationEvent.type,
      at: organisationEvent.at,
      by: officer.name,
      change: organisationChange.change,
      effectiveOn: organisationChange.effectiveOn,
      reason: organisationChange.reason,
      payload: organisationEvent.payload,
    })
    .from(organisationEvent)
    .leftJoin(organisationChange, eq(organisationChange.id, organisationEvent.changeId))
    .leftJoin(officer, eq(officer.id, organisationEvent.actorId))
    .where(eq(organisationEvent.subject, subject))
    .orderBy(desc(organisationEvent.number))
    .limit(most)
  return rows.map(({ payload, at, ...row }) => {
    const said = JSON.parse(payload) as Payload
    const { reason = row.reason, why = null, phoneEnd = null, kind: table = null } = said
    return { ...row, at: at.toISOString(), reason, why, phoneEnd, table }
  })
}

/** Whether this is an officer, office or place of the organisation at all. */
export const isKnown = ({ officers, units, places }: Organisation, id: string): boolean =>
  [officers, units, places].some((all) => Object.hasOwn(all, id))
