import { sql } from 'drizzle-orm'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { staysPosted } from '@yima/shared/notice/posted'
import { ageGroupOn, hold } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { followNotice } from './follow.ts'

type Unposted = { id: string; applicationId: string }

const longTerm = programmeIds.filter(staysPosted)

/** Whatever could hang or stand and has no line: posted before there was a board. */
async function unposted({ db, config }: Deps): Promise<Unposted[]> {
  const { rows } = await db.execute<Unposted>(sql`
    SELECT c.id, c.application_id AS "applicationId"
      FROM claim c
      JOIN application a ON a.id = c.application_id
      JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
     WHERE c.county_code = ${config.countyCode}
       AND (c.state IN ('notice', 'objected', 'supplement', 'backfill')
            OR (c.state = 'confirmed' AND c.programme = ANY (${sql.param(longTerm)}::text[])))
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.claim_id = c.id)
     ORDER BY c.id`)
  return rows
}

async function hangOne(deps: Deps, { id, applicationId }: Unposted): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, applicationId)
    const after = held.claims.find((one) => one.id === id)
    const age = ageGroupOn(deps, held, deps.clock.today())
    if (after) await followNotice(tx, deps, held, { before: undefined, after, age })
  })
}

/** Lets the board catch up with claims that were posted or confirmed before there was one. One that fails keeps no server from starting. */
export async function hangWhatWasPosted(deps: Deps): Promise<void> {
  for (const one of await unposted(deps))
    await hangOne(deps, one).catch((error: unknown) => {
      deps.log.error({ err: error }, 'a claim that was posted before there was a board does not stand on it; the start goes on')
    })
}
