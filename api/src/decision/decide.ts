import { and, desc, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { businessDate } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import type { ClaimState } from '@yima/shared/claim/claim'
import { claimDue } from '@yima/shared/claim/workflow'
import { compute, type Basis, type Computation } from '@yima/shared/decision/computation'
import { whyNotDecide, type DecisionRefusal, type Ground } from '@yima/shared/decision/decide'
import { canonical, type RuleData } from '@yima/shared/decision/rules'
import type { ProcessAct } from '@yima/shared/process/contract'
import { Problem } from '@yima/shared/problem'
import type { Change } from '../application/act.ts'
import { officesIn } from '../claim/offices.ts'
import { insertRows } from '../db/insert.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { open, seal } from '../vault.ts'
import { contextOf, judge, type Judged } from './judge.ts'
import { decision, ruleVersion } from './table.ts'

export type DecisionAct = Extract<ProcessAct, { type: 'confirm' | 'refuse' }>

/** A decision as it lies sealed in its row; the rules lie in `rule_version`. */
export type StoredDecision = {
  basis: Omit<Basis, 'rules'>
  computation: Computation
  said: { basis: string; reason: string }
  ground: Ground | null
  named: string | null
  /** Offices that were asked for their view, as they were called then, and what each said; null: decided without. Of before, none. */
  joint?: readonly { office: string; agrees: boolean | null }[]
  /** Business date. */
  on: string
}

/** The facts by which it was refused stand among the fields, so that whoever decides is led to them. */
const refusalOf = ({ refused: code, facts }: DecisionRefusal): Problem =>
  new Problem('not-allowed-now', [
    { field: 'decision', code },
    ...facts.map(({ fact, member }) => ({ field: `facts.${member ?? ''}.${fact}`, code })),
  ])

async function keepRules(tx: Transaction, deps: Deps, { version, basis: { rules } }: Judged): Promise<void> {
  const row = { version, programme: rules.programme, rules: canonical(rules), at: deps.clock.now() }
  await tx.insert(ruleVersion).values(row).onConflictDoNothing()
}

/** The next running number of a county in this year; two at once wait for one another. */
async function nextNumber(tx: Transaction, countyCode: string, today: string): Promise<string> {
  const year = today.slice(0, 4)
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`decision ${countyCode} ${year}`}))`)
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(decision)
    .where(and(eq(decision.countyCode, countyCode), sql`${decision.number} LIKE ${`${year}-%`}`))
  return `${year}-${String((row?.count ?? 0) + 1).padStart(5, '0')}`
}

/** The office in which it is decided: of whoever decides, or of the colleague stood in for. */
async function unitOf(tx: Transaction, { actor }: Change): Promise<string> {
  if (actor.kind !== 'officer') throw new Problem('forbidden')
  const id = actor.inPlaceOf ?? actor.id
  const [row] = await tx.select({ unitId: officer.unitId }).from(officer).where(eq(officer.id, id))
  if (!row) throw new Problem('not-found')
  return row.unitId
}

/** A joint decision names who was asked along (一门受理、协同办理). */
async function jointOf(tx: Transaction, place: string, { process }: ClaimState): Promise<Pick<StoredDecision, 'joint'>> {
  if (!process?.joint) return {}
  const named = await officesIn(tx, place, [process])
  return { joint: process.joint.parties.map(({ desk, view }) => ({ office: named(desk).name, agrees: view?.agrees ?? null })) }
}

/**
 * Decides a claim on what its facts come to now, and keeps rules, figures, facts and every step. Throws
 * `changed-meanwhile` where something else was seen before, `not-allowed-now` naming the facts where the rules do not
 * give it. The caller has given the command to the process and saves the change.
 */
export async function decideOn(
  tx: Transaction,
  deps: Deps,
  change: Change,
  claimId: string,
  act: DecisionAct,
): Promise<void> {
  const { held } = change
  const claim = held.claims.find(({ id }) => id === claimId)?.state
  if (!claim) throw new Problem('not-found')
  const judged = await judge(tx, deps, held, claim)
  if (act.seen !== judged.seen) throw new Problem('changed-meanwhile')
  const refused = whyNotDecide(judged.computation, act, contextOf(claim))
  if (refused) throw refusalOf(refused)
  await keepRules(tx, deps, judged)
  const on = deps.clock.today()
  const number = await nextNumber(tx, held.row.countyCode, on)
  const { rules: _, ...basis } = judged.basis
  const stored: StoredDecision = {
    basis,
    computation: judged.computation,
    said: { basis: act.basis, reason: act.reason },
    ground: (act.type === 'refuse' ? act.ground : undefined) ?? null,
    named: (act.type === 'confirm' ? act.named : undefined) ?? null,
    ...(await jointOf(tx, held.row.regionCode, claim)),
    on,
  }
  const outcome = act.type === 'confirm' ? ('confirmed' as const) : ('refused' as const)
  const { fen, firstMonth } = judged.computation
  await insertRows(tx, decision, [
    {
      id: uuidv7(),
      countyCode: held.row.countyCode,
      applicationId: held.row.id,
      claimId,
      number,
      outcome,
      version: judged.version,
      unitId: await unitOf(tx, change),
      askedOn: businessDate(held.row.submittedAt),
      dueOn: claimDue(claim, holidays)?.date ?? null,
      sealed: seal(held.key, stored),
      at: deps.clock.now(),
    },
  ])
  const told = {
    claimId,
    number,
    version: judged.version,
    fen,
    firstMonth,
    named: stored.named,
    ground: stored.ground,
  }
  change.note({ type: 'decision-issued', payload: told })
}

export type KeptDecision = typeof decision.$inferSelect & { stored: StoredDecision }

/** The latest decision on a claim. */
export async function findDecision(
  db: Reader,
  key: Buffer,
  claimId: string,
): Promise<KeptDecision | undefined> {
  const [row] = await db
    .select()
    .from(decision)
    .where(eq(decision.claimId, claimId))
    .orderBy(desc(decision.at), desc(decision.id))
    .limit(1)
  return row && { ...row, stored: open<StoredDecision>(key, row.sealed) }
}

/** Works a kept decision out again, from the rules, figures and facts of its day. */
export async function recompute(db: Reader, { version, stored }: KeptDecision): Promise<Computation> {
  const [row] = await db.select().from(ruleVersion).where(eq(ruleVersion.version, version))
  if (!row) throw new Error('The rules of a decision are missing')
  return compute({ ...stored.basis, rules: JSON.parse(row.rules) as RuleData })
}
