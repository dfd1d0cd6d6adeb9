import { inArray } from 'drizzle-orm'
import { roleOf } from '@yima/shared/access/actor'
import { may } from '@yima/shared/access/table'
import { findStep, isRecorded, reportOf } from '@yima/shared/process/record'
import { hadHands, mayAnswer } from '@yima/shared/process/seat'
import { whyNot, whyNotStep } from '@yima/shared/process/workflow'
import { findingOf, openContests } from '@yima/shared/verification/contest'
import type {
  QueryView,
  ReportItemView,
  ReportView,
  WorkVerification,
} from '@yima/shared/verification/contract'
import { reportUntil } from '@yima/shared/verification/current'
import type { ReportItem } from '@yima/shared/verification/report-item'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import type { OfficerActor } from '../work/actor.ts'
import { staffFor } from '../work/staff.ts'
import type { LivePerson } from './live.ts'
import { holdsToday, signingIn, whyNotStart } from './start.ts'
import { keptIn, queriesOf, type Opened, type QueryRow } from './store.ts'

/** Whose figures a reader is shown: by the consents an item rests on. */
export type Eyes = (item: ReportItem) => boolean

/** Names of officers, by id. */
export async function officerNames(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: officer.id, name: officer.name })
    .from(officer)
    .where(inArray(officer.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function itemView(
  item: ReportItem,
  { content }: Opened,
  eyes: Eyes,
  names: ReadonlyMap<string, string>,
): ReportItemView {
  const shown = eyes(item)
  const contest = content.contests[item.id]
  const { id, rule, line, person, conclusion, fact, limit, rests } = item
  return {
    id,
    rule,
    line,
    who: person === null ? null : (content.people[person]?.name ?? null),
    conclusion,
    fact,
    shown,
    declared: shown ? (item.declared as ReportItemView['declared']) : null,
    found: shown ? (item.found as ReportItemView['found']) : null,
    limit,
    sources: [
      ...new Map(
        rests.map(({ source, asOf, answered }) => [`${source} ${asOf}`, { source, asOf, answered }]),
      ).values(),
    ],
    contest: contest
      ? {
          ...contest,
          pictures: [...contest.pictures],
          handled: contest.handled && { ...contest.handled, by: names.get(contest.handled.by) ?? '' },
        }
      : null,
  }
}

/** The report as such eyes see it; null while there is none, or none that was not voided. */
export async function reportView(
  tx: Transaction,
  opened: Opened | undefined,
  people: readonly LivePerson[],
  today: string,
  eyes: Eyes,
): Promise<ReportView | null> {
  if (!opened || opened.content.items === null || opened.row.madeOn === null || opened.row.reportId === null)
    return null
  const { items, contests } = opened.content
  const names = await officerNames(
    tx,
    Object.values(contests).flatMap(({ handled }) => handled?.by ?? []),
  )
  return {
    id: opened.row.reportId,
    finding: findingOf(items, contests),
    madeOn: opened.row.madeOn,
    until: reportUntil(opened.row.madeOn),
    current: holdsToday(opened, people, today),
    items: items.map((item) => itemView(item, opened, eyes, names)),
  }
}

const queryView =
  ({ key, content }: Opened, sees: boolean) =>
  (row: QueryRow): QueryView => {
    const { id, source, consentId, state, why, attempts, asOf } = row
    const letter = keptIn(key, row)?.letter
    return {
      id,
      source,
      who: content.people[consentId]?.name ?? '',
      state,
      why,
      attempts,
      asOf,
      byLetter: letter?.name ?? null,
      pictures: sees ? [...(letter?.pictures ?? [])] : [],
    }
  }

/** Figures are for those who decide and for the centre that checks; whoever only helps sees what they come to. */
const decides: readonly string[] = ['clerk', 'leader', 'county-officer', 'verification-officer']

type Desk = {
  acting: OfficerActor
  held: Held
  name: string
  opened: Opened | undefined
  people: readonly LivePerson[]
}

/** Claims whose check of means this officer may record with this report. */
function claimsOf({ acting, held }: Desk): WorkVerification['claims'] {
  const { excluded, staff, row } = held
  return held.claims.flatMap(({ id, state }) => {
    const { process, programme } = state
    if (process === null || findStep(process, 'verification') === undefined || process.plan.means !== true)
      return []
    const ways = staffFor(state, staff, row.regionCode).filter((one) => one.id === acting.id)
    const rests = reportOf(process) ?? null
    const why = (actor: OfficerActor) => {
      const who = { actor, excluded }
      return (rests === null ? whyNotStep(process, 'record', 'verification', who) : whyNot(process, 'renew', who)) ?? null
    }
    const refusals = (ways.length > 0 ? ways : [acting]).map(why)
    const refused = refusals.includes(null) ? null : (refusals[0] ?? 'not-yours')
    return [{ id, programme, recorded: isRecorded(process, 'verification'), report: rests, refused }]
  })
}

/**
 * Why this officer may not answer what was contested: the same that would keep them from letting the clock run again, of
 * every claim that rests on the check. One whose clock stood still once, or never, is judged by no other hands.
 */
export function whyNotAnswer(
  { claims, staff, row, excluded }: Held,
  acting: OfficerActor,
): string | undefined {
  if (excluded.includes(acting.id)) return 'excluded'
  for (const { state } of claims) {
    const { process } = state
    if (process === null || process.plan.means !== true) continue
    // Who is not among the staff here is known with no office, and would pass for one of the programme's.
    const ways = staffFor(state, staff, row.regionCode).filter((one) => one.id === acting.id)
    if (!ways.some((actor) => mayAnswer(process, actor)))
      return ways.some((actor) => hadHands(process, actor)) ? 'same-hands' : 'not-yours'
  }
  return undefined
}

/** What a desk sees of a check: whom is asked, what came, what it comes to. */
export async function workView(tx: Transaction, deps: Deps, desk: Desk): Promise<WorkVerification> {
  const { acting, held, opened, people, name } = desk
  const today = deps.clock.today()
  const record = { region: held.row.regionCode, excluded: held.excluded, assigned: [acting.id] }
  const starts = may(acting, 'verify-means', record)
  const rows = opened ? await queriesOf(tx, opened.row.id) : []
  const sees = decides.includes(roleOf(acting))
  const contested = opened ? openContests(opened.content.contests).length > 0 : false
  return {
    receiptNumber: held.row.receiptNumber,
    name,
    signing: signingIn(held) ?? 'not-needed',
    state: opened ? (opened.row.state === 'replaced' ? 'none' : opened.row.state) : 'none',
    startedAt: opened?.row.startedAt.toISOString() ?? null,
    start: starts ? (whyNotStart(held, opened, people, today) ?? null) : 'not-yours',
    may: {
      letters: starts && opened?.row.state === 'running',
      handle: contested && may(acting, 'handle-claim', record) && whyNotAnswer(held, acting) === undefined,
      see: may(acting, 'record-consent', record),
    },
    unsure: people.flatMap(({ consent, name: who, seen }) => (seen ? [] : [{ consent, who }])),
    queries: opened ? rows.map(queryView(opened, sees)) : [],
    report: await reportView(tx, opened, people, today, () => sees),
    claims: claimsOf(desk),
  }
}
