import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { addDays } from '@yima/shared/calendar/working-days'
import type { ClaimState } from '@yima/shared/claim/claim'
import type { NoticeKind, Posted } from '@yima/shared/notice/contract'
import { changed, kindOf, postedOf, receiving, related, staysPosted, type AgeGroup } from '@yima/shared/notice/posted'
import { canonical } from '@yima/shared/decision/rules'
import { isHanging } from '@yima/shared/process/hanging'
import type { Process } from '@yima/shared/process/process'
import type { Held } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import { findDecision } from '../decision/decide.ts'
import { judge, type Judged } from '../decision/judge.ts'
import type { Deps } from '../http/context.ts'
import { ownRequestsOf } from '../organisation/relatives.ts'
import { sha256 } from '../vault.ts'
import { mayPost } from './forbidden.ts'
import { notice, type NoticeRow } from './table.ts'

/** So long a change hangs. */
const changeDays = 7

/** One claim before and after a change, with what is known of whom it is about. */
type Moved = { before: ClaimState | undefined; after: StoredClaim; age: AgeGroup }
type Of = Pick<Held, 'row' | 'key' | 'content' | 'person' | 'excluded'>

export const textHashOf = (shown: Posted): string => sha256(canonical(shown)).toString('hex')

/** Sent back, withdrawn or refused. */
const isUndone = ({ state, process }: ClaimState): boolean =>
  state === 'withdrawn' || process === null || process.notice === null || process.decision?.outcome === 'refused'

const hangs = (claim: ClaimState | undefined): boolean =>
  claim?.process !== null && claim?.process !== undefined && claim.state !== 'withdrawn' && isHanging(claim.process)

const isConfirmed = (claim: ClaimState | undefined): boolean => claim?.process?.decision?.outcome === 'confirmed'

/** Whoever it is for, as typed or proven; nobody’s name where somebody asked for a stranger. */
function nameOf({ vault }: Pick<Deps, 'vault'>, { row, person, content }: Of): string {
  if (row.forWhom !== 'self') return content.beneficiary?.name ?? ''
  return person.nameCipher === null ? '' : vault.openField(person.nameCipher)
}

function personsOf({ facts, members }: Pick<Judged['basis'], 'facts' | 'members'>): number {
  const size = facts.find(({ key }) => key === 'householdSize')?.value
  return typeof size === 'number' ? size : members.length
}

function emergencyOf({ facts }: Pick<Judged['basis'], 'facts'>): boolean | null {
  const event = facts.find(({ key }) => key === 'emergencyEvent')?.value
  return typeof event === 'string' ? event !== 'none' : null
}

/** What may be shown of a claim as it was worked out. */
export function shownOf(
  deps: Pick<Deps, 'vault'>,
  held: Of,
  { programme }: ClaimState,
  { basis, computation }: { basis: Pick<Judged['basis'], 'facts' | 'members'>; computation: Judged['computation'] },
): Posted {
  const { fen, kind } = computation
  const family = { persons: personsOf(basis), emergency: emergencyOf(basis) }
  return postedOf({ programme, name: nameOf(deps, held), ...family, fen, kind })
}

type Line = { kind: NoticeKind; state: NoticeRow['state']; shown: Posted } & Pick<NoticeRow, 'fromOn' | 'toOn' | 'untilOn' | 'term' | 'missed' | 'judgedTo'>

async function insertLines(
  tx: Transaction, { clock }: Pick<Deps, 'clock'>, { row }: Of, claimId: string, lines: readonly Line[],
): Promise<void> {
  if (lines.length === 0) return
  const { id: applicationId, countyCode, regionCode } = row
  const of = { applicationId, claimId, countyCode, regionCode, postedAt: clock.now() }
  await tx
    .insert(notice)
    .values(lines.map((line) => ({ ...of, ...line, id: uuidv7(), textHash: textHashOf(line.shown) })))
}

/** Of a request of officers' relatives what is said of each: post and kinship (近亲属专项公示). */
async function relativesAmong(tx: Transaction, { row, excluded }: Of): Promise<NonNullable<Posted['relative']>[]> {
  if (excluded.length === 0) return []
  const { rows } = await tx.execute<NonNullable<Posted['relative']>>(sql`
    SELECT DISTINCT o.post, v.kinship
      FROM relative v JOIN officer o ON o.id = v.officer_id
     CROSS JOIN LATERAL ${ownRequestsOf} q
     WHERE v.officer_id = ANY (${sql.param([...excluded])}::uuid[]) AND v.ended_at IS NULL AND q.id = ${row.id}
     ORDER BY 1, 2`)
  return rows.map(({ post, kinship }) => ({ post, kinship }))
}

/** Lines of this claim that stand on a board are taken down. */
const takeDown = async (tx: Transaction, claimId: string): Promise<void> => {
  await tx.update(notice).set({ state: 'over' }).where(eq(notice.claimId, claimId))
}

/** What was taken down and hangs again under the same words is the same notice. */
async function hangAgain(tx: Transaction, claimId: string, from: string, shown: Posted, days: Partial<NoticeRow>): Promise<boolean> {
  const [same] = await tx
    .select({ id: notice.id })
    .from(notice)
    .where(and(eq(notice.claimId, claimId), eq(notice.fromOn, from), eq(notice.textHash, textHashOf(shown)), eq(notice.kind, kindOf(shown.programme))))
    .orderBy(desc(notice.id))
    .limit(1)
  if (!same) return false
  await tx.update(notice).set({ ...days, state: 'hanging' }).where(eq(notice.id, same.id))
  return true
}

const daysOf = ({ notice: hanging }: Process): Pick<NoticeRow, 'toOn' | 'untilOn' | 'term' | 'missed' | 'judgedTo'> => ({
  toOn: hanging?.to ?? null,
  untilOn: hanging?.to ?? null,
  term: hanging?.term ?? null,
  missed: hanging?.missed ?? [],
  judgedTo: hanging?.judgedTo ?? null,
})

async function hang(tx: Transaction, deps: Deps, held: Of, { after: { id, state }, age }: Moved): Promise<void> {
  const { process } = state
  if (!process?.notice) return
  const judged = await judge(tx, deps, held, state)
  const shown = shownOf(deps, held, state, judged)
  const days = daysOf(process)
  const fromOn = process.notice.from
  const line = { state: (await mayPost(tx, held, { state, age, facts: judged.basis.facts })) ? 'hanging' as const : 'withheld' as const, fromOn, ...days }
  const isThere = line.state === 'hanging' && (await hangAgain(tx, id, fromOn, shown, days))
  const relatives = line.state === 'hanging' ? await relativesAmong(tx, held) : []
  await tx.update(notice).set({ state: 'over' }).where(ofRelatives(id))
  await insertLines(tx, deps, held, id, [
    ...(isThere ? [] : [{ ...line, kind: kindOf(state.programme), shown }]),
    ...relatives.map(
      (relative): Line => ({
        ...{ ...line, state: 'standing', toOn: null, term: null, missed: [], judgedTo: null },
        ...{ kind: 'relatives', shown: related(shown, relative) },
      }),
    ),
  ])
}

/** Who receives it from now on stands on the board as long as it is paid, and for a week as a change. */
async function stay(tx: Transaction, deps: Deps, held: Of, { before, after: { id, state }, age }: Moved): Promise<void> {
  if (!staysPosted(state.programme)) return
  const decided = await findDecision(tx, held.key, id)
  const figures = decided?.stored ?? (await judge(tx, deps, held, state))
  if (!(await mayPost(tx, held, { state, age, facts: figures.basis.facts }))) return
  const shown = shownOf(deps, held, state, figures)
  const today = deps.clock.today()
  const line = { state: 'standing' as const, fromOn: today, toOn: null, term: null, missed: [], judgedTo: null }
  await tx.update(notice).set({ untilOn: null }).where(ofRelatives(id))
  const receives = { ...line, untilOn: null, kind: 'long-term' as const }
  const isNew = { ...line, untilOn: addDays(today, changeDays), kind: 'change' as const }
  await insertLines(tx, deps, held, id, [
    { ...receives, shown: receiving(shown, figures.computation.firstMonth ?? today) },
    // Of what was confirmed before there was a board nothing changes today.
    ...(before === undefined ? [] : [{ ...isNew, shown: changed(shown, 'new') }]),
  ])
}

const beforeDecision = (claimId: string): SQL | undefined =>
  and(eq(notice.claimId, claimId), inArray(notice.state, ['hanging', 'withheld']))

const ofRelatives = (claimId: string): SQL | undefined =>
  and(eq(notice.claimId, claimId), eq(notice.kind, 'relatives'), eq(notice.state, 'standing'))

/** It has hung its days, or is taken down before. */
async function end(tx: Transaction, { after: { id, state } }: Moved): Promise<void> {
  if (isUndone(state)) return takeDown(tx, id)
  await tx.update(notice).set({ state: 'over' }).where(beforeDecision(id))
}

async function moveEnd(tx: Transaction, { after: { id, state } }: Moved): Promise<void> {
  if (!state.process) return
  const days = daysOf(state.process)
  await tx.update(notice).set(days).where(beforeDecision(id))
  await tx.update(notice).set({ untilOn: days.untilOn }).where(ofRelatives(id))
}

/** Posted again after nobody was to read it: under new days, whatever hung unread before. */
export async function hangAnew(tx: Transaction, deps: Deps, held: Of, moved: Moved): Promise<void> {
  await takeDown(tx, moved.after.id)
  await hang(tx, deps, held, moved)
}

/** Who receives it stands on the board again, and the officials they are related to with it. */
export async function standAgain(tx: Transaction, deps: Deps, held: Of, moved: Moved): Promise<void> {
  const { id, state } = moved.after
  if (!isConfirmed(state)) return
  await stay(tx, deps, held, moved)
  const judged = await findDecision(tx, held.key, id)
  if (!judged || !(await mayPost(tx, held, { state, age: moved.age, facts: judged.stored.basis.facts }))) return
  const shown = shownOf(deps, held, state, judged.stored)
  const line = { state: 'standing' as const, fromOn: deps.clock.today(), toOn: null, untilOn: null, term: null, missed: [], judgedTo: null }
  const relatives = await relativesAmong(tx, held)
  await insertLines(tx, deps, held, id, relatives.map((relative): Line => ({ ...line, kind: 'relatives', shown: related(shown, relative) })))
}

/**
 * Lets the board follow what became of a claim, in the transaction of the change: what is posted hangs, what is sent back,
 * withdrawn or refused is taken down, who is confirmed stays where the rules say so.
 */
export async function followNotice(tx: Transaction, deps: Deps, held: Of, moved: Moved): Promise<void> {
  const { before, after } = moved
  const [was, is] = [hangs(before), hangs(after.state)]
  if (!was && is) await hang(tx, deps, held, moved)
  else if (was && !is) await end(tx, moved)
  else if (is && before?.process?.notice !== after.state.process?.notice) await moveEnd(tx, moved)
  else if (before?.process?.notice && isUndone(after.state)) await takeDown(tx, after.id)
  if (!isConfirmed(before) && isConfirmed(after.state)) await stay(tx, deps, held, moved)
}

