import { sql, type SQL } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { afterQuiet } from '@yima/shared/notification/quiet'
import type { Process, Warning } from '@yima/shared/process/process'
import { Change, hold, type Held } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { tellApplicant, tellReminder } from '../notification/applicant.ts'
import { requestsOf } from '../organisation/relatives.ts'
import { refreshLines } from '../work/lines.ts'
import { updateClaim } from './store.ts'
import { tellHandlers, type Ears } from './tell.ts'

type Due = { id: string; applicationId: string; day: string }
const page = 200
/** Of claims for which no day matters. */
const noDay = sql`'-infinity'::date`

/**
 * Claims `c` of applications `a`, each once, however many there are: by days where an index has them so, in the order of
 * their ids. Each page begins where the last one ended, so that none looks again through what is done.
 */
async function* claimsWhere({ db }: Deps, which: SQL, day: SQL = noDay): AsyncGenerator<Due> {
  let after: Pick<Due, 'id' | 'day'> | undefined = {
    id: '00000000-0000-0000-0000-000000000000',
    day: '-infinity',
  }
  while (after !== undefined) {
    const behind: SQL =
      day === noDay ? sql`c.id > ${after.id}` : sql`(${day}, c.id) > (${after.day}, ${after.id})`
    const { rows }: { rows: Due[] } = await db.execute<Due>(sql`
      SELECT c.id, c.application_id AS "applicationId", ${day} AS day
        FROM claim c
        JOIN application a ON a.id = c.application_id
        JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
       WHERE ${which} AND ${behind}
       ORDER BY ${day === noDay ? sql`` : sql`${day}, `}c.id
       LIMIT ${page}`)
    yield* rows
    after = rows.length < page ? undefined : rows.at(-1)
  }
}

/** Under which names of `claim.waits` somebody sits today, and when relatives were last declared. */
type Manned = { desks: string[]; relatives: string }

/** A township by its code, a village by its own, a department by the kind of its office. */
async function mannedToday({ db, config }: Deps, today: string): Promise<Manned> {
  const { rows } = await db.execute<Manned>(sql`
    SELECT coalesce(array_agg(DISTINCT CASE WHEN o.role = 'department-officer' THEN u.kind ELSE o.region_code::text END), '{}') AS desks,
           (SELECT concat(count(*), ' ', max(v.declared_at)) FROM relative v WHERE v.county_code = ${config.countyCode}) AS relatives
      FROM officer o JOIN unit u ON u.id = o.unit_id
     WHERE o.active AND o.role IN ('clerk', 'leader', 'village-worker', 'department-officer')
       AND NOT EXISTS (
         SELECT 1 FROM absence b
           LEFT JOIN officer d ON d.id = b.deputy_id AND d.active
          WHERE b.officer_id = o.id AND d.id IS NULL AND NOT b.ended AND b.from_on <= ${today} AND b.to_on >= ${today})`)
  return rows[0] ?? { desks: [], relatives: '' }
}

/** Steps that wait for nobody who is there today, and have not gone up; and all of and for whoever is related to an officer. */
const unmanned = (county: string, { desks }: Manned): SQL => sql`
  c.county_code = ${county} AND c.waits <> '{}' AND (
    EXISTS (
      SELECT 1 FROM unnest(c.waits) w
       WHERE split_part(w, ':', 2) NOT IN ('answer', 'papers', 'take-over', 'view')
       GROUP BY split_part(w, ':', 2)
      HAVING NOT bool_or(CASE split_part(w, ':', 1)
               WHEN 'county' THEN true
               WHEN 'village' THEN a.region_code = ANY (${sql.param(desks)}::text[])
               WHEN 'township' THEN rpad(substr(a.region_code, 1, 9), 12, '0') = ANY (${sql.param(desks)}::text[])
               ELSE split_part(w, ':', 1) = ANY (${sql.param(desks)}::text[]) END))
    OR a.id = ANY (ARRAY(
      SELECT b.id FROM relative v CROSS JOIN LATERAL ${requestsOf} b
       WHERE v.ended_at IS NULL AND v.county_code = ${county})))`

/** What was raised is looked at by who is there: nothing of it changes while nobody comes, goes or declares a relative. */
const lookedAt = new WeakMap<Deps['db'], string>()

/** A day that was counted before its year's holidays were known, and can be counted now. */
const countable = sql`c.due_provisional AND to_char(c.due_on, 'YYYY') = ANY (${sql.param([...holidays.years])}::text[])`

/** At half of its time whoever has it; then those who may go on, and at its end those above. */
const ears: Record<Warning, Ears> = { 50: 'handler', 80: 'who-may', 100: 'above' }

/** Tells of what time brought about: whoever has it at each part of its time, and the applicant what concerns them. */
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
  const { programme } = claim.state
  const late = { programme, process: after, staff: held.staff, home: held.row.regionCode }
  const { warned } = after
  if (warned !== null && warned !== before.warned)
    await tellHandlers(tx, deps, late, `sms.clock-${warned}`, ears[warned])
  const { until, reminded, over } = after.paused ?? {}
  if (over === true) {
    // Nobody else is waited for from now on: an office that hears nothing would let the claim lie.
    if (before.paused?.over !== true) await tellHandlers(tx, deps, late, 'sms.papers-overdue', 'who-may')
  } else if (until !== undefined && reminded === true && before.paused?.reminded !== true)
    await tellReminder(tx, deps, held, id, until)
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

/** The days that the row repeats, from the holidays that are known now. */
const recountFor = (deps: Deps, { id, applicationId }: Due): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { claims, key, content } = await hold(tx, deps, applicationId)
    const claim = claims.find((one) => one.id === id)
    if (!claim) return
    await updateClaim(tx, key, id, claim.state, content.consent.method !== 'at-visit')
    await refreshLines(tx, [applicationId])
  })

/** Each in a transaction of its own; what fails for one keeps no other waiting. Tells how many failed. */
async function doEach(
  deps: Deps,
  which: SQL,
  doIt: (deps: Deps, due: Due) => Promise<void>,
  day?: SQL,
): Promise<number> {
  let failed = 0
  for await (const due of claimsWhere(deps, which, day)) {
    try {
      await doIt(deps, due)
    } catch (error) {
      failed += 1
      deps.log.error({ err: error }, 'what time brings about for a claim was not done; the rest goes on')
    }
  }
  return failed
}

/** What nobody is there for goes up, once somebody came, went or was declared a relative. */
async function raiseUnmanned(deps: Deps, today: string): Promise<number> {
  const manned = await mannedToday(deps, today)
  const now = JSON.stringify([today, [...manned.desks].sort(), manned.relatives])
  if (lookedAt.get(deps.db) === now) return 0
  const failed = await doEach(deps, unmanned(deps.config.countyCode, manned), passTimeFor)
  if (failed === 0) lookedAt.set(deps.db, now)
  return failed
}

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
  const failed =
    (await doEach(deps, sql`c.state = 'accepted'`, beginFor)) +
    (await doEach(deps, countable, recountFor)) +
    (await doEach(deps, sql`c.look_on <= ${today}`, passTimeFor, sql`c.look_on`)) +
    (await raiseUnmanned(deps, today))
  if (failed > 0) throw new Error(`Not done for ${failed} claims`)
}
