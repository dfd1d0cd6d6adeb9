import { sql } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { countsDay, missedDays, type NoticeDay } from '@yima/shared/notice/days'
import { isNewJudgement } from '@yima/shared/process/judging'
import { Change, hold } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { NoticeRow } from './table.ts'

export type Days = Record<string, NoticeDay>

type Hanging = Pick<NoticeRow, 'id' | 'applicationId' | 'claimId' | 'state' | 'missed'> & {
  from: string
  to: string
  term: NonNullable<NoticeRow['term']>
  judgedTo: string | null
  /** Taken off by one officer, and nobody else has agreed yet. */
  alone: boolean
  days: Days
}

/** What hangs, or would, with all that is known of its days. */
export async function hangingNotices(db: Pick<Transaction, 'execute'>, county: string, id?: string): Promise<Hanging[]> {
  const one = id === undefined ? sql`` : sql`AND n.id = ${id}`
  const { rows } = await db.execute<Hanging>(sql`
    SELECT n.id, n.application_id AS "applicationId", n.claim_id AS "claimId", n.state, n.missed, n.from_on::text AS "from",
           n.to_on::text AS "to", n.term, n.judged_to::text AS "judgedTo",
           EXISTS (SELECT FROM unposted u WHERE u.application_id = n.application_id AND u.agreed_by IS NULL) AS alone,
           (SELECT coalesce(json_object_agg(d.day, json_build_object(
                     'probes', d.probes, 'right', d.right_count, 'photo', d.file_id IS NOT NULL,
                     'passed', d.passed_over)), '{}')
              FROM notice_day d WHERE d.notice_id = n.id) AS days
      FROM notice n
     WHERE n.county_code = ${county} AND n.state IN ('hanging', 'withheld') AND n.term IS NOT NULL ${one}
     ORDER BY n.id`)
  return rows
}

/** What nobody is to read is looked at by nobody: it waits its days and no longer. By one officer’s word alone none passes. */
const counts = ({ state, alone, days }: Hanging) => (day: string): boolean =>
  (state === 'withheld' && !alone) || (days[day] !== undefined && countsDay(days[day]))

/** What is to be said of its days now; undefined where nothing is. */
export function judgementOf(one: Hanging, today: string) {
  const upTo = addDays(today, -1)
  const { from, to, term, missed: known, judgedTo } = one
  if (upTo < from) return undefined
  const missed = missedDays({ from, term }, upTo, counts(one), holidays)
  const said = { type: 'judge-notice' as const, upTo, missed }
  const so = { from, to, term, missed: known, ...(judgedTo === null ? {} : { judgedTo }) }
  return isNewJudgement(so, said, today, holidays) ? said : undefined
}

const judgeOne = (deps: Deps, { id, applicationId, claimId }: Hanging): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const change = new Change(deps, await hold(tx, deps, applicationId), { kind: 'system' })
    // Read again under the lock: a photo may have come, or the claim gone.
    const [one] = await hangingNotices(tx, deps.config.countyCode, id)
    const said = one && judgementOf(one, deps.clock.today())
    if (!said) return
    change.follow(claimId, said)
    await change.save(tx)
  })

/**
 * Judges every day that is over of every notice that hangs: each that did not count moves its end by one. Before claims go
 * on, so that none does on days that nobody looked back on.
 * @throws Error, after all have had their turn, when one failed
 */
export async function judgeNotices(deps: Deps): Promise<void> {
  const today = deps.clock.today()
  let failed = 0
  for (const one of await hangingNotices(deps.db, deps.config.countyCode)) {
    if (judgementOf(one, today) === undefined) continue
    try {
      await judgeOne(deps, one)
    } catch (error) {
      failed += 1
      deps.log.error({ err: error }, 'the days of a notice were not judged; the rest goes on')
    }
  }
  if (failed > 0) throw new Error(`Days of ${failed} notices were not judged`)
}
