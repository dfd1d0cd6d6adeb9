import { sql } from 'drizzle-orm'
import type { Matter, RouteAsked } from '@yima/shared/complaint/contract'
import type { Concern } from '@yima/shared/complaint/routing'
import { Problem } from '@yima/shared/problem'
import { handsOfRequest } from '../claim/hands.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { excludedFromAdults, excludedFromHome, excludedFromPerson } from '../organisation/relatives.ts'
import type { Reader } from '../organisation/load.ts'
import { relativesOfAccused } from './relatives-of.ts'

type Asking = Reader & Pick<Transaction, 'execute'>

/** What a matter comes to: whose request it is, if it is one, or who looked. */
type Found = { application: string | null; person: string | null; officers: readonly string[] }

/** @throws Problem `not-found` for what is nobody's: whoever makes names up learns that no faster than receipts */
async function find(deps: Pick<Deps, 'vault'>, db: Asking, { kind, ref }: Matter): Promise<Found> {
  if (kind === 'look') {
    const { rows } = await db.execute<{ reader: string | null }>(sql`
      SELECT CASE WHEN reader_kind = 'officer' THEN reader_id END AS reader FROM access_log WHERE id = ${ref}`)
    const [row] = rows
    if (!row) throw unknownMatter()
    return { application: null, person: null, officers: row.reader === null ? [] : [row.reader] }
  }
  const { rows: [row] } = await db.execute<{ application: string; person: string }>(kind === 'request'
    ? sql`SELECT id AS application, person_id AS person FROM application WHERE id = ${ref}`
    : sql`SELECT a.id AS application, a.person_id AS person FROM notice n JOIN application a ON a.id = n.application_id WHERE n.id = ${ref}`)
  if (!row) throw unknownMatter()
  const officers = [...(await handlersOf(db, row.application)), ...(await handsOfRequest(db, deps, row.application))]
  return { ...row, officers }
}

const unknownMatter = (): Problem => new Problem('not-found', [{ field: 'matters', code: 'matter-unknown' }])

/**
 * Everybody with an act in the record of a request or in what followed from it: its visits, look-ups, objections, the board on
 * which it hung, aid that was handed over, and whoever has it now.
 */
async function handlersOf(db: Asking, application: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    WITH stream AS (
      SELECT ${application}::uuid AS id UNION ALL SELECT id FROM verification WHERE application_id = ${application})
    SELECT DISTINCT who AS id FROM (
      SELECT e.actor_id AS who FROM event e JOIN stream ON stream.id = e.stream WHERE e.actor_kind = 'officer'
      UNION ALL SELECT handler_id FROM application WHERE id = ${application}
      UNION ALL SELECT handler_id FROM claim WHERE application_id = ${application}
      UNION ALL SELECT officer_id FROM visit WHERE application_id = ${application}
      UNION ALL SELECT started_by FROM verification WHERE application_id = ${application}
      UNION ALL SELECT officer_id FROM unposted WHERE application_id = ${application}
      UNION ALL SELECT acknowledged_by FROM call WHERE application_id = ${application}
      UNION ALL SELECT d.filed_by FROM notice n JOIN notice_day d ON d.notice_id = n.id WHERE n.application_id = ${application}
      UNION ALL SELECT v.actor_id FROM objection o JOIN objection_event v ON v.objection_id = o.id WHERE o.application_id = ${application}
      UNION ALL SELECT unnest(ARRAY[r.proposed_by, r.settled_by, r.handed_by]) FROM reserve_proposal r JOIN claim c ON c.id = r.claim_id
                 WHERE c.application_id = ${application}
    ) acted JOIN officer ON officer.id = who`)
  return rows.map(({ id }) => id).sort()
}

/** Officers related to whoever made a request, or lives with them: whom it is about where another recipient is meant. */
async function relativesOf(db: Asking, { application, person }: Found): Promise<string[]> {
  if (application === null || person === null) return []
  return [...(await excludedFromPerson(db, person)), ...(await excludedFromAdults(db, application)), ...(await excludedFromHome(db, application))]
}

/**
 * The concern as routing reads it: what a phone says, with everybody who had a hand in the matter and everybody related to
 * whom it is about. Which matter it was is part of it no longer.
 */
export async function concernOf(deps: Pick<Deps, 'vault'>, db: Asking, countyCode: string, { matters, ...said }: RouteAsked): Promise<Concern> {
  const found: Found[] = []
  for (const one of matters) found.push(await find(deps, db, one))
  const isAboutRecipient = (at: number): boolean => said.recipient || matters[at]?.kind === 'notice'
  const relatives = await relativesOfAccused(db, deps, countyCode, said)
  for (const [at, one] of found.entries()) if (isAboutRecipient(at)) relatives.push(...(await relativesOf(db, one)))
  return {
    ...said,
    handlers: [...new Set(found.flatMap(({ officers }) => officers))].sort(),
    relatives: [...new Set(relatives)].sort(),
    before: { officers: [], units: [] },
  }
}
