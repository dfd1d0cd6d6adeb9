import { sql } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { deviceSkewSeconds } from '@yima/shared/code/limits'
import { whyNotStep, type ProcessContext } from '@yima/shared/process/workflow'
import { Problem } from '@yima/shared/problem'
import type { VisitReceived, VisitRecord } from '@yima/shared/visit/contract'
import { decideVisit, factsOfVisit } from '@yima/shared/visit/decide'
import { Change, hold, type Held } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { sentTo } from '../claim/departments.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { requireOwn } from '../fact/desk.ts'
import { addFacts } from '../fact/held.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { seal } from '../vault.ts'
import type { OfficerActor } from '../work/actor.ts'
import { onDesk, requireMayOf, requireWork, sightOf } from '../work/reach.ts'
import { staffFor } from '../work/staff.ts'
import { picturesOf, type SealedVisit } from './store.ts'
import { visit } from './table.ts'

type Officer = OfficerSession['officer']

/** A worker may be weeks without a network; what comes later than that is not how it is any more. */
const arrivalDays = 30
const day = 86_400_000

function requireInTime({ endedAt }: VisitRecord, now: number): void {
  const ended = Date.parse(endedAt)
  if (ended > now + deviceSkewSeconds * 1000) throw new Problem('invalid-input', [{ field: 'endedAt', code: 'date-to-come' }])
  if (now - ended > arrivalDays * day) throw new Problem('invalid-input', [{ field: 'endedAt', code: 'date-too-old' }])
}

/** Who acts on each claim: in the first of their offices in which they may record it, else in their own. */
function actingOn(deps: Deps, by: Officer, held: Held): (claimId: string) => ProcessContext | undefined {
  const { staff, excluded, row, claims } = held
  return (claimId) => {
    const state = claims.find(({ id }) => id === claimId)?.state
    const process = state?.process
    if (!state || !process) return undefined
    const seats = staffFor(state, staff, row.regionCode).filter(({ id }) => id === by.id)
    const actor = seats.find((one) => whyNotStep(process, 'record', 'visit', { actor: one, excluded }) === undefined) ?? seats[0]
    return actor && { actor, today: deps.clock.today(), table: holidays, staff: staffFor(state, staff, row.regionCode), excluded }
  }
}

/** The words under which the step and its facts stand. */
const basisOf = ({ endedAt }: VisitRecord): string => `入户调查记录 ${businessDate(new Date(endedAt))}`

async function write(tx: Transaction, deps: Deps, once: Once, by: Officer, held: Held, record: VisitRecord): Promise<Date> {
  const { id, safety = [], ...sealed } = record
  const { row, key } = held
  const at = deps.clock.now()
  const { rowCount } = await tx.execute(sql`SELECT 1 FROM visit WHERE id = ${id}`)
  if (rowCount !== 0) throw new Problem('key-reused')
  await insertRows(tx, visit, [
    {
      id,
      countyCode: row.countyCode,
      applicationId: row.id,
      officerId: by.id,
      safety: [...safety],
      sealed: seal(key, sealed satisfies SealedVisit),
      receivedAt: at,
    },
  ])
  await attachPictures(tx, once, picturesOf(record), row.id, row.countyCode)
  return at
}

/**
 * Takes in what was seen at a home: the record, the facts that it shows and the step of every claim that waits for a
 * visit, all or nothing, once. Throws `not-found` for what is not on the own desk, and for relatives; `not-allowed-now`
 * where no claim asks for a visit, or the second person is missing.
 */
export async function recordVisit(deps: Deps, once: Once, by: Officer, id: string, record: VisitRecord): Promise<VisitReceived> {
  requireWork(by, 'settle-facts')
  requireInTime(record, deps.clock.now().getTime())
  const sightFor = await sightOf(deps.db, by)
  return inTransaction(deps.db, async (tx) => {
    const { rowCount } = await tx.execute(sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${onDesk(by)}`)
    if (rowCount !== 1) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    const acting = requireMayOf(by, 'settle-facts', held.row.regionCode, sentTo(held.claims), held.excluded)
    const facts = factsOfVisit(record.answers)
    requireOwn(by, { ...held, sight: sightFor(held.row.regionCode) }, facts.map(({ key }) => key))
    const basis = basisOf(record)
    const { companions, findings, summary: reason } = record
    const contextOf = actingOn(deps, by, held)
    const claims = held.claims.map(({ id: claimId, state }) => ({ id: claimId, process: state.process }))
    const decided = decideVisit(claims, { companions, findings, basis, reason }, contextOf)
    if ('refused' in decided) 
      throw decided.refused === 'not-allowed-now' ? notAllowedNow('visit', 'no-visit-asked') : notAllowedNow('companions', decided.refused)
    const [first] = decided.records
    const actor = (first && (contextOf(first.claimId)?.actor as OfficerActor | undefined)) ?? acting
    const change = new Change(deps, held, actor).openIfNew()
    const receivedAt = await write(tx, deps, once, by, held, record)
    change.note({ type: 'visit-recorded', payload: { ...record } })
    const asOf = [businessDate(new Date(record.endedAt)), deps.clock.today()].sort()[0] as string
    await addFacts(tx, deps, change, facts.map(({ acts: _acts, ...fact }) => ({ ...fact, from: by.id, asOf, consent: null, basis, reason })))
    for (const { claimId, command } of decided.records) change.process(claimId, command)
    await change.save(tx)
    const answer: VisitReceived = { id: record.id, receiptNumber: held.row.receiptNumber, receivedAt: receivedAt.toISOString() }
    await remember(tx, once, deps.clock.now(), 201, answer)
    return answer
  })
}
