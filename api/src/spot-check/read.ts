import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { LookedAgain } from '@yima/shared/decision/contract'
import { Problem } from '@yima/shared/problem'
import type { CheckItem, CheckView, FindingBody, OwnChecks } from '@yima/shared/spot-check/contract'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import { inTransaction, type Reader, type Transaction } from '../db/transaction.ts'
import { findDecision } from '../decision/decide.ts'
import { openRequest, type Request } from '../household/request.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { placeName, placeNames } from '../region/office.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import { open } from '../vault.ts'
import { requireWork } from '../work/reach.ts'
import { barredFrom } from './barred.ts'
import { checkDraw, spotCheck } from './table.ts'

type Officer = OfficerSession['officer']
export type CheckRow = typeof spotCheck.$inferSelect
/** What was found, as it lies sealed under the person's key. */
export type SealedFinding = FindingBody & { by: string; recheck: boolean }

/** How far the county has come with the last quarter: both lists together, so that neither number says what is on one. */
async function progressOf({ db, config: { countyCode } }: Deps): Promise<OwnChecks['county']> {
  const [last] = await db
    .select({ quarter: checkDraw.quarter })
    .from(checkDraw)
    .where(eq(checkDraw.countyCode, countyCode))
    .orderBy(desc(checkDraw.quarter))
    .limit(1)
  if (!last) return null
  const done = sql`${spotCheck.state} = 'done'`
  const [counted] = await db
    .select({
      all: sql<number>`count(*)::int`,
      done: sql<number>`(count(*) FILTER (WHERE ${done}))::int`,
      right: sql<number>`(count(*) FILTER (WHERE ${spotCheck.finding} = 'right'))::int`,
    })
    .from(spotCheck)
    .where(and(eq(spotCheck.countyCode, countyCode), eq(spotCheck.quarter, last.quarter)))
  return { quarter: last.quarter, ...(counted ?? { all: 0, done: 0, right: 0 }) }
}

const itemOf = (
  { id, dueOn, finding, doneOn, state }: CheckRow,
  { programme, place, today }: { programme: string; place: string; today: string },
): CheckItem => ({
  ...{ id, place, dueOn, finding, doneOn },
  programme: programme as CheckItem['programme'],
  late: state === 'open' && dueOn < today,
})

/** What was given to this officer, open ones first; nothing of anybody stands in it. */
export async function ownChecks(deps: Deps, officer: Officer): Promise<OwnChecks> {
  requireWork(officer, 'look-again')
  const today = deps.clock.today()
  const rows = await deps.db
    .select({ check: spotCheck, programme: claim.programme, region: application.regionCode })
    .from(spotCheck)
    .innerJoin(claim, eq(claim.id, spotCheck.claimId))
    .innerJoin(application, eq(application.id, spotCheck.applicationId))
    .where(eq(spotCheck.officerId, officer.id))
    .orderBy(sql`${spotCheck.state} DESC`, asc(spotCheck.dueOn), asc(spotCheck.id))
  const names = await placeNames(deps.db, rows.map(({ region }) => region))
  return {
    today,
    items: rows.map(({ check, programme, region }) => itemOf(check, { programme, place: names.get(region) ?? '', today })),
    county: await progressOf(deps),
  }
}

/** What was found about a request, whenever. */
export async function findingsOf(tx: Transaction, key: Buffer, applicationId: string): Promise<SealedFinding[]> {
  const rows = await tx.select().from(spotCheck).where(eq(spotCheck.applicationId, applicationId)).orderBy(asc(spotCheck.drawnOn), asc(spotCheck.id))
  return rows.flatMap(({ sealed }) => (sealed ? [open<SealedFinding>(key, sealed)] : []))
}

/** What was found of one claim, the latest first, as whoever works on it reads it: not who found it, and not on which list it stood. */
export async function foundOf(db: Reader, key: Buffer, claimId: string): Promise<LookedAgain[]> {
  const rows = await db.select().from(spotCheck).where(eq(spotCheck.claimId, claimId)).orderBy(desc(spotCheck.doneOn), asc(spotCheck.id))
  return rows.flatMap(({ sealed }) => {
    if (!sealed) return []
    const { visitedOn: on, finding, words, measure = null } = open<SealedFinding>(key, sealed)
    return [{ on, finding, words, measure }]
  })
}

export type Reached = { row: CheckRow; request: Request }

/** One check that was given to this officer, held. Throws `not-found` for all others, and once they must not have it any more. */
export async function reachCheck(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<Reached> {
  requireWork(officer, 'look-again')
  const [row] = await tx
    .select()
    .from(spotCheck)
    .where(and(eq(spotCheck.id, id), eq(spotCheck.officerId, officer.id)))
    .for('update')
  if (!row) throw new Problem('not-found')
  const request = await openRequest(tx, deps, row.applicationId)
  if ((await barredFrom(tx, deps, request, row.claimId)).has(officer.id)) throw new Problem('not-found')
  return { row, request }
}

/** One visit with what to know before it. The look is noted. */
export const checkFor = (deps: Deps, officer: Officer, id: string): Promise<CheckView> =>
  inTransaction(deps.db, async (tx) => {
    const { row, request } = await reachCheck(tx, deps, officer, id)
    const { person, content, key, row: asked, claims } = request
    await noteDeskLook(tx, deps, officer, { id: asked.id, what: 'again', within: sql`true` })
    const state = claims.find((one) => one.id === row.claimId)?.state
    const decision = await findDecision(tx, key, row.claimId)
    if (!state || !decision) throw new Problem('not-found')
    const { beneficiary } = content
    const phone = beneficiary?.phone ?? (person.phoneCipher ? deps.vault.openField(person.phoneCipher) : null)
    const place = await placeName(tx, asked.regionCode)
    const { computation, said, on } = decision.stored
    return {
      ...itemOf(row, { programme: state.programme, place, today: deps.clock.today() }),
      ...{ drawnOn: row.drawnOn, receiptNumber: asked.receiptNumber, outcome: row.outcome },
      name: deps.vault.openField(person.nameCipher),
      beneficiary: beneficiary?.name ?? null,
      phone,
      address: beneficiary?.whereToFind ?? content.address ?? null,
      ...{ decidedOn: on, number: decision.number, reason: said.reason },
      fen: row.outcome === 'confirmed' ? computation.fen : null,
      monthly: computation.kind === 'monthly',
      found: row.sealed ? open<SealedFinding>(key, row.sealed) : null,
    }
  })
