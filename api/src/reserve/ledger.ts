import { sql, type SQL } from 'drizzle-orm'
import type { Ledger, LedgerEntry, PaymentPapers, ReserveFunds, Unpaid, WaitingProposal } from '@yima/shared/reserve/contract'
import { whyNotSettle, type EntryKind, type ProposalState } from '@yima/shared/reserve/fund'
import { payBy } from '@yima/shared/reserve/late'
import { limitsAt } from '@yima/shared/reserve/limits'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { relatedRequests } from '../organisation/relatives.ts'
import { findActing, hatsFor, onDesk, requireWork } from '../work/reach.ts'
import { lastPayment, lateAt } from './late.ts'
import { settlerOf, settlingIn } from './seat.ts'

type Officer = OfficerSession['officer']
type Executor = Pick<Transaction, 'execute'>

/** More lines than a township writes in all its years: the table that is taken along has every one. */
const mostLines = 10_000

/** Whether papers of the family are wanted for a claim `c`. Their ID is seen once, on whichever day. */
const familyOwes = sql`(coalesce(c.papers_owed, 0) > 0 OR c.card_owed AND NOT EXISTS (
  SELECT FROM application a JOIN person h ON h.id = a.person_id WHERE a.id = c.application_id AND h.level = 'proven'))`

/** Where the papers of a payment `p` with its claim `c` stand: what a row says without a key. */
const paperState = (today: string): SQL => sql`(CASE
  WHEN p.state = 'confirmed' THEN 'to-hand-over'
  WHEN p.state <> 'paid' THEN NULL
  WHEN c.state = 'confirmed' AND ${familyOwes} THEN 'missing'
  WHEN c.state = 'confirmed' THEN 'in'
  WHEN c.state IN ('refused', 'withdrawn', 'notAccepted') THEN 'closed'
  WHEN c.paused THEN 'paused'
  WHEN c.due_on < ${today} THEN 'overdue'
  ELSE 'owed' END)`

type Now = { today: string; now: Date }

type FundRow = {
  town: string
  name: string
  lines: number
  balance: string | null
  put_in: string | null
  waiting: number
  to_hand_over: number
  owed: number
  overdue: number
  late: number
}

const fundView = ({ town, name, lines, balance, put_in: putIn, waiting, to_hand_over: toHandOver, owed, overdue, late }: FundRow) => ({
  ...{ town, name, open: lines > 0, balance: Number(balance ?? 0), putIn: Number(putIn ?? 0) },
  ...{ waiting, toHandOver, owed, overdue, late },
})

/** The township of an application `a`, whose fund helps. */
const townOfRequest = sql`rpad(substr(a.region_code, 1, 9), 12, '0')`

/** Funds of townships, as a condition on `region r`; what lies in them, what waits, who waits too long, and whose papers are late. */
async function fundsWhere(db: Executor, which: SQL, { today, now }: Now) {
  const { rows } = await db.execute<FundRow>(sql`
    SELECT r.code AS town, r.name,
           (SELECT count(*)::int FROM reserve_entry e WHERE e.town_code = r.code) AS lines,
           (SELECT e.balance FROM reserve_entry e WHERE e.town_code = r.code ORDER BY e.number DESC LIMIT 1) AS balance,
           (SELECT sum(e.fen) FROM reserve_entry e LEFT JOIN reserve_entry o ON o.id = e.corrects
             WHERE e.town_code = r.code AND (e.kind = 'top-up' OR o.kind = 'top-up')
               AND to_char(e.on_day, 'YYYY') = ${today.slice(0, 4)}) AS put_in,
           (SELECT count(*)::int FROM reserve_proposal p WHERE p.town_code = r.code AND p.state = 'proposed') AS waiting,
           s.to_hand_over, s.owed, s.overdue, coalesce(w.late, 0) AS late
      FROM region r
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE f.state = 'to-hand-over')::int AS to_hand_over,
               count(*) FILTER (WHERE f.state IN ('owed', 'paused', 'overdue', 'missing'))::int AS owed,
               count(*) FILTER (WHERE f.state = 'overdue' OR f.state = 'missing' AND f.due < ${today})::int AS overdue
          FROM (SELECT ${paperState(today)} AS state, c.papers_due_on AS due FROM reserve_proposal p JOIN claim c ON c.id = p.claim_id
                 WHERE p.town_code = r.code AND p.kind = 'payment') f) s
      LEFT JOIN (
        SELECT ${townOfRequest} AS town, count(*)::int AS late
          FROM claim c JOIN application a ON a.id = c.application_id WHERE ${lateAt(now)} GROUP BY 1) w ON w.town = r.code
     WHERE r.level = 'town' AND ${which}
     ORDER BY coalesce(w.late, 0) DESC, s.overdue DESC, r.code`)
  return rows.map(fundView)
}

/** Places whose funds this officer reads: of the own township, or of every one of the county. */
function placesOf(officer: Officer): SQL {
  const places = hatsFor(officer, 'confirm-payment').map(({ regionCode }) =>
    regionCode.endsWith('000000') ? sql`left(r.code, 6) = ${regionCode.slice(0, 6)}` : sql`r.code = ${regionCode}`,
  )
  return places.length === 0 ? sql`false` : sql`(${sql.join(places, sql` OR `)})`
}

/** Every fund of the own place; those first where somebody waits too long, then those whose papers are late. */
export async function reserveFunds({ db, clock }: Deps, officer: Officer): Promise<ReserveFunds> {
  requireWork(officer, 'confirm-payment')
  const today = clock.today()
  return { today, year: limitsAt(officer.regionCode, today).year, funds: await fundsWhere(db, placesOf(officer), { today, now: clock.now() }) }
}

type EntryRow = {
  id: string
  number: number
  kind: EntryKind
  on: string
  fen: string
  balance: string
  reason: string | null
  proposed_by: string
  confirmed_by: string
  corrects: number | null
  corrected_by: number | null
  correcting: boolean
  state: ProposalState
  papers: PaymentPapers['state'] | null
  due_on: string | null
  due_provisional: boolean | null
  application: string | null
  kin: boolean
}

const papersOf = ({ papers, due_on: due, due_provisional: provisional, application, kin }: EntryRow): LedgerEntry['papers'] =>
  papers === null
    ? null
    : {
        state: papers,
        due: due !== null && ['owed', 'overdue', 'missing'].includes(papers) ? { date: due, provisional: provisional === true } : null,
        application: kin ? null : application,
      }

/** A relative's payment is a line like all others, which leads this officer nowhere. */
const entryView = (row: EntryRow): LedgerEntry => ({
  ...{ id: row.id, number: row.number, kind: row.kind, on: row.on, reason: row.reason },
  ...{ fen: Number(row.fen), balance: Number(row.balance) },
  ...{ proposedBy: row.proposed_by, confirmedBy: row.confirmed_by, corrects: row.corrects, correctedBy: row.corrected_by },
  papers: papersOf(row),
  mayCorrect: row.kind !== 'correction' && !row.correcting && row.corrected_by === null && !row.kin,
})

/** Lines of a fund, the newest first. */
async function entriesOf(db: Executor, officer: Officer, town: string, today: string): Promise<LedgerEntry[]> {
  const { rows } = await db.execute<EntryRow>(sql`
    SELECT e.id, e.number, e.kind, e.on_day::text AS "on", e.fen, e.balance, e.reason, o.name AS proposed_by, k.name AS confirmed_by,
           was.number AS corrects, by.number AS corrected_by, p.state,
           EXISTS (SELECT FROM reserve_proposal w WHERE w.corrects = e.id AND w.state = 'proposed') AS correcting,
           CASE WHEN p.kind = 'payment' THEN ${paperState(today)} END AS papers,
           coalesce(c.due_on, c.papers_due_on)::text AS due_on, c.due_provisional, p.application_id AS application,
           coalesce(p.application_id = ANY (${relatedRequests([officer.id])}), false) AS kin
      FROM reserve_entry e
      JOIN reserve_proposal p ON p.id = e.proposal_id
      JOIN officer o ON o.id = e.proposed_by
      JOIN officer k ON k.id = e.confirmed_by
      LEFT JOIN claim c ON c.id = p.claim_id
      LEFT JOIN reserve_entry was ON was.id = e.corrects
      LEFT JOIN reserve_entry by ON by.corrects = e.id
     WHERE e.town_code = ${town}
     ORDER BY e.number DESC LIMIT ${mostLines}`)
  return rows.map(entryView)
}

type WaitingRow = {
  id: string
  kind: EntryKind
  fen: string
  reason: string | null
  by: string
  at: Date
  proposed_by: string
  proposed_for: string | null
  corrects: number | null
}

/** What waits for a second pair of hands; nothing of a relative of this officer is among it. */
async function proposalsOf(db: Executor, officer: Officer, town: string, today: string): Promise<WaitingProposal[]> {
  const { rows } = await db.execute<WaitingRow>(sql`
    SELECT p.id, p.kind, p.fen, p.reason, o.name AS by, p.proposed_at AS at, p.proposed_by, p.proposed_for, e.number AS corrects
      FROM reserve_proposal p
      JOIN officer o ON o.id = p.proposed_by
      LEFT JOIN reserve_entry e ON e.id = p.corrects
     WHERE p.town_code = ${town} AND p.state = 'proposed'
       AND (p.application_id IS NULL OR p.application_id <> ALL (${relatedRequests([officer.id])}))
     ORDER BY p.proposed_at, p.id LIMIT 200`)
  const acting = settlingIn(officer, town)
  const limits = limitsAt(town, today)
  return rows.map(({ proposed_by: by, proposed_for: inPlaceOf, ...row }) => {
    const fen = Number(row.fen)
    const hands = [by, ...(inPlaceOf === null ? [] : [inPlaceOf])]
    const refused = acting && whyNotSettle({ kind: row.kind, fen, state: 'proposed', hands }, settlerOf(acting), limits)
    return {
      ...{ id: row.id, kind: row.kind, fen, reason: row.reason, proposedBy: row.by, proposedAt: new Date(row.at).toISOString() },
      ...{ corrects: row.corrects, refused: refused ?? null },
    }
  })
}

type UnpaidRow = { claim: string; submitted: Date; state: Unpaid['state']; fen: string | null; payment: string | null; application: string | null; kin: boolean }

/** Who waits too long, the longest first. A relative is a line like all others, which leads this officer nowhere. */
async function unpaidOf(db: Executor, officer: Officer, town: string, now: Date): Promise<Unpaid[]> {
  const { rows } = await db.execute<UnpaidRow>(sql`
    SELECT c.id AS claim, a.submitted_at AS submitted, coalesce(l.state, 'none') AS state, l.fen,
           CASE WHEN l.state = 'proposed' THEN l.id END AS payment, CASE WHEN ${onDesk(officer)} THEN a.id END AS application,
           a.id = ANY (${relatedRequests([officer.id])}) AS kin
      FROM claim c
      JOIN application a ON a.id = c.application_id
      LEFT JOIN LATERAL ${lastPayment} l ON l.state IN ('proposed', 'confirmed')
     WHERE ${lateAt(now)} AND ${townOfRequest} = ${town}
     ORDER BY a.submitted_at, c.id LIMIT 200`)
  return rows.map(({ claim, submitted, state, fen, payment, application, kin }) => ({
    ...{ claim, by: payBy(new Date(submitted)).toISOString(), state, fen: fen === null ? null : -Number(fen) },
    ...{ payment: kin ? null : payment, application: kin ? null : application },
  }))
}

/** The fund of one township. Throws `not-found` for every other place, and for what is no township. */
async function fundAt(deps: Deps, officer: Officer, town: string, now: Now) {
  requireWork(officer, 'confirm-payment')
  if (!settlingIn(officer, town)) throw new Problem('not-found')
  const [fund] = await fundsWhere(deps.db, sql`r.code = ${town}`, now)
  if (!fund) throw new Problem('not-found')
  return fund
}

/** The ledger of one township. Throws `not-found` as if there were no other. */
export async function ledgerOf(deps: Deps, officer: Officer, town: string): Promise<Ledger> {
  const { db, clock } = deps
  const today = clock.today()
  const now = clock.now()
  const fund = await fundAt(deps, officer, town, { today, now })
  const [proposals, unpaid, entries] = await Promise.all([
    proposalsOf(db, officer, town, today),
    unpaidOf(db, officer, town, now),
    entriesOf(db, officer, town, today),
  ])
  const mayTopUp = findActing(officer, 'fund-reserve', town) !== undefined
  return { ...fund, today, limits: limitsAt(town, today), mayTopUp, proposals, unpaid, entries }
}
