import { and, eq, inArray, isNull, like } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Recoveries } from '@yima/shared/complaint/desk-contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { inSteps } from '../http/steps.ts'
import { requireWork } from '../work/reach.ts'
import { readersIn } from './desk-offices.ts'
import { recordComplaintEvent, type ComplaintRow } from './desk-store.ts'
import { keptNow, loadKnown, type Known } from './exclusions.ts'
import { officeOf } from './routing-of.ts'
import { complaint, complaintKey, complaintRecovery } from './table.ts'

type Officer = OfficerSession['officer']
type Row = typeof complaintRecovery.$inferSelect
const alive = ['filed', 'accepted', 'asked', 'decided'] as const

/** Offices of a pair: the first holds the inner seal, the second the outer one. */
const officesOf = (pair: string): [inner: string, outer: string] => {
  const [inner = '', outer = ''] = pair.replace('recovery:', '').split('+')
  return [inner, outer]
}

/** What nobody of the own office can open, though this officer could if it were sealed for them. Two statements, however many there are. */
async function lostRows(tx: Transaction, deps: Deps, known: Known, officer: Officer): Promise<ComplaintRow[]> {
  const rows = await tx.select().from(complaint).where(and(eq(complaint.receivingUnit, officer.unitId), inArray(complaint.state, [...alive])))
  const ofThese = and(inArray(complaintKey.complaintId, rows.map(({ id }) => id)), eq(complaintKey.opens, 'contents'))
  const keys = await tx.select({ id: complaintKey.complaintId, reader: complaintKey.reader }).from(complaintKey).where(ofThese)
  const there = new Set(keys.map(({ id, reader }) => `${id} ${reader}`))
  return rows.filter((row) => {
    const readers = readersIn(known.routing, keptNow(deps, row, known), row.receivingUnit)
    return readers.includes(officer.id) && !readers.some((id) => there.has(`${row.id} ${id}`))
  })
}

/** Who asks two other offices. Throws `not-found` for what is no lost complaint of the own office. */
export const askRecovery = (deps: Deps, once: Once, officer: Officer, complaintId: string): Promise<void> => {
  requireWork(officer, 'read-complaint')
  return inTransaction(deps.db, async (tx) => {
    const known = await loadKnown(tx, deps, deps.config.countyCode)
    const row = (await lostRows(tx, deps, known, officer)).find(({ id }) => id === complaintId)
    // What is not this office’s, and what is not lost, is refused alike.
    if (!row) throw notAllowedNow('complaint', 'not-lost')
    const day = deps.clock.today()
    await tx.insert(complaintRecovery).values({ id: uuidv7(), complaintId, countyCode: row.countyCode, askedBy: officer.id, askedOn: day }).onConflictDoNothing()
    await recordComplaintEvent(tx, row, { type: 'recovery-asked', actorId: officer.id, day })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** A recovery with the complaint that it is of, and what was sealed for pairs of offices. */
type Asked = { row: Row; of: ComplaintRow; pairs: { pair: string; file: Buffer }[] }
type Turn = { row: Row; of: ComplaintRow; seal: 'outer' | 'inner'; pair: string; file: Buffer }

/** Where it is this officer’s turn: the outer seal of a pair that nobody began, or the inner one of the pair that was begun. */
function turnOf(deps: Deps, { row, of, pairs }: Asked, known: Known, officer: Officer): Turn | undefined {
  if (!readersIn(known.routing, keptNow(deps, of, known), officer.unitId).includes(officer.id)) return undefined
  if (row.pair !== null) {
    const mine = officesOf(row.pair)[0] === officer.unitId && row.half !== null
    return mine && row.half ? { row, of, seal: 'inner', pair: row.pair, file: row.half } : undefined
  }
  const mine = pairs.find(({ pair }) => officesOf(pair)[1] === officer.unitId && !row.skipped.includes(pair))
  return mine && { row, of, seal: 'outer', ...mine }
}

/** Two statements, however many there are: whoever may help with none is not told by the time how many are open. */
async function withComplaints(tx: Transaction, rows: readonly Row[]): Promise<Asked[]> {
  const ids = rows.map(({ complaintId }) => complaintId)
  const complaints = new Map((await tx.select().from(complaint).where(inArray(complaint.id, ids))).map((one) => [one.id, one]))
  const keys = await tx
    .select({ id: complaintKey.complaintId, pair: complaintKey.reader, file: complaintKey.file })
    .from(complaintKey)
    .where(and(inArray(complaintKey.complaintId, ids), like(complaintKey.reader, 'recovery:%')))
    .orderBy(complaintKey.reader)
  return rows.flatMap((row) => {
    const of = complaints.get(row.complaintId)
    return of ? [{ row, of, pairs: keys.filter(({ id }) => id === of.id) }] : []
  })
}

const openRows = (tx: Transaction) => tx.select().from(complaintRecovery).where(isNull(complaintRecovery.doneOn)).orderBy(complaintRecovery.id)

/** In milliseconds. Longer than it takes in a county, so that a clock sees one step. */
const step = 200

/** What is lost to the own office, and what this officer can help with; the answer waits for the end of a step. */
export function recoveriesOf(deps: Deps, officer: Officer): Promise<Recoveries> {
  requireWork(officer, 'read-complaint')
  return inSteps(step, () => inTransaction(deps.db, async (tx) => {
    const known = await loadKnown(tx, deps, deps.config.countyCode)
    const open = await openRows(tx)
    const lost = (await lostRows(tx, deps, known, officer)).map(({ id, filedOn, category }) => {
      const asked = open.find(({ complaintId, askedBy }) => complaintId === id && askedBy === officer.id)
      return { complaintId: id, filedOn, category, asked: asked !== undefined, skipped: asked?.skipped.length ?? 0 }
    })
    const help: Recoveries['help'] = []
    for (const one of await withComplaints(tx, open)) {
      const { row } = one
      const turn = turnOf(deps, one, known, officer)
      const asking = known.routing.organisation.officers[row.askedBy]
      const to = asking && officeOf(known.routing, asking.unitId, [asking.id])
      if (!turn || !to || to.readers.length === 0) continue
      help.push({ ...{ id: row.id, office: to.office.name, by: asking.name, day: row.askedOn, to }, ...{ seal: turn.seal, pair: turn.pair, file: turn.file.toString('base64') } })
    }
    return { lost, help }
  }))
}

type Helping = { tx: Transaction; turn: Turn; ofThis: ReturnType<typeof eq>; day: string }

/** Where it is this officer's turn with this pair. Throws `not-found` otherwise, `changed-meanwhile` where somebody was faster. */
function helping(deps: Deps, once: Once, officer: Officer, { id, pair }: { id: string; pair: string }, help: (now: Helping) => Promise<void>): Promise<void> {
  requireWork(officer, 'read-complaint')
  return inTransaction(deps.db, async (tx) => {
    const [row] = await tx.select().from(complaintRecovery).where(and(eq(complaintRecovery.id, id), isNull(complaintRecovery.doneOn))).for('update')
    const known = await loadKnown(tx, deps, deps.config.countyCode)
    const [asked] = await withComplaints(tx, row ? [row] : [])
    const turn = asked && turnOf(deps, asked, known, officer)
    if (!turn) throw new Problem('not-found')
    if (turn.pair !== pair) throw new Problem('changed-meanwhile')
    await help({ tx, turn, ofThis: eq(complaintRecovery.id, id), day: deps.clock.today() })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** One seal taken off: the outer one leaves half of it, the inner one the secret, sealed for whoever asked. */
export const openRecovery = (deps: Deps, once: Once, officer: Officer, { file, ...asked }: { id: string; pair: string; file: string }): Promise<void> =>
  helping(deps, once, officer, asked, async ({ tx, turn, ofThis, day }) => {
    const opened = Buffer.from(file, 'base64')
    if (turn.seal === 'outer') await tx.update(complaintRecovery).set({ pair: turn.pair, half: opened, halfBy: officer.id }).where(ofThis)
    else {
      await tx.update(complaintRecovery).set({ half: null, doneBy: officer.id, doneOn: day }).where(ofThis)
      const key = { complaintId: turn.of.id, countyCode: turn.of.countyCode, reader: turn.row.askedBy, opens: 'contents' as const, file: opened }
      await tx.insert(complaintKey).values(key).onConflictDoNothing()
    }
    await recordComplaintEvent(tx, turn.of, { type: 'recovery-helped', actorId: officer.id, day })
  })

/** What does not open on the device of whoever helps is passed over: the next pair of offices is tried. */
export const skipRecovery = (deps: Deps, once: Once, officer: Officer, asked: { id: string; pair: string }): Promise<void> =>
  helping(deps, once, officer, asked, async ({ tx, turn, ofThis, day }) => {
    await tx.update(complaintRecovery).set({ pair: null, half: null, halfBy: null, skipped: [...turn.row.skipped, turn.pair] }).where(ofThis)
    await recordComplaintEvent(tx, turn.of, { type: 'recovery-skipped', actorId: officer.id, day })
  })
