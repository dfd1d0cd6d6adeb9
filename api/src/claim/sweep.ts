import { sql, type SQL } from 'drizzle-orm'
import { afterQuiet } from '@yima/shared/notification/quiet'
import type { Process } from '@yima/shared/process/process'
import { Change, hold, type Held } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { tellApplicant } from '../notification/applicant.ts'
import { goneUp } from '../organisation/desks.ts'
import { tellHandlers } from './tell.ts'

type Due = { id: string; applicationId: string }
const page = 200

/** Claims `c` of applications `a` in the order of their ids: each once, however many there are. */
async function* claimsWhere({ db }: Deps, which: SQL): AsyncGenerator<Due> {
  let after: string | undefined = '00000000-0000-0000-0000-000000000000'
  while (after !== undefined) {
    const { rows }: { rows: Due[] } = await db.execute<Due>(sql`
      SELECT c.id, c.application_id AS "applicationId"
        FROM claim c
        JOIN application a ON a.id = c.application_id
        JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
       WHERE ${which} AND c.id > ${after}
       ORDER BY c.id
       LIMIT ${page}`)
    yield* rows
    after = rows.length < page ? undefined : rows.at(-1)?.id
  }
}

/** Where nobody of a township is left today, what waits for it alone. */
const unmanned = (county: string, today: string): SQL => sql`
  c.county_code = ${county}
  AND EXISTS (
    SELECT 1 FROM unnest(c.waits) w
     WHERE w LIKE 'township:%' AND NOT ('county:' || split_part(w, ':', 2)) = ANY (c.waits))
  AND NOT EXISTS (SELECT 1 FROM officer o WHERE o.unit_id = a.unit_id AND o.active AND o.role = 'leader')
  AND ${goneUp(county, today)}`

/** Tells of what time brought about: whoever has it at each part of its time, those above and the applicant when it is late. */
async function tellOfTime(
  tx: Transaction,
  deps: Deps,
  held: Held,
  id: string,
  before: Process,
  after: Process,
): Promise<void> {
  const claim = held.claims.find((one) => one.id === id)
  if (!claim) return
  const late = { programme: claim.state.programme, process: after, staff: held.staff }
  const { warned } = after
  if (warned !== null && warned !== before.warned)
    await tellHandlers(tx, deps, late, `sms.clock-${warned}`, warned === 100)
  // Once for a claim: each further step that is late would say the same again.
  if (after.late && !before.late) await tellApplicant(tx, deps, held, 'claim-late', id)
}

const passTimeFor = (deps: Deps, { id, applicationId }: Due): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, applicationId)
    const change = new Change(deps, held, { kind: 'system' })
    const { before, after } = change.passTime(id) ?? {}
    if (!before?.process || !after?.process) return
    await tellOfTime(tx, deps, held, id, before.process, after.process)
    await change.save(tx)
  })

/** What was accepted before claims had a process gets one. */
const beginFor = (deps: Deps, { id, applicationId }: Due): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const change = new Change(deps, await hold(tx, deps, applicationId), { kind: 'system' })
    change.claim(id, { type: 'begin' })
    await change.save(tx)
  })

/**
 * What time alone brings about for accepted claims: a notice ends, whoever has it is told, what is late or has nobody
 * goes up. Each in a transaction of its own; what fails for one is tried again the next minute and keeps no other
 * waiting. At night nobody is woken, so nothing is done either; a demonstration's days may be lived at any hour.
 * @throws Error, after all have had their turn, when one failed
 */
export async function passTimeOfClaims(deps: Deps): Promise<void> {
  const now = deps.clock.now().getTime()
  if (!deps.config.demo && afterQuiet(now) > now) return
  const today = deps.clock.today()
  const parts = [
    [sql`c.state = 'accepted'`, beginFor],
    [sql`c.look_on <= ${today}`, passTimeFor],
    [unmanned(deps.config.countyCode, today), passTimeFor],
  ] as const
  let failed = 0
  for (const [which, doIt] of parts) {
    for await (const due of claimsWhere(deps, which)) {
      try {
        await doIt(deps, due)
      } catch (error) {
        failed += 1
        deps.log.error({ err: error }, 'what time brings about for a claim was not done; the rest goes on')
      }
    }
  }
  if (failed > 0) throw new Error(`Not done for ${failed} claims`)
}
