import { and, desc, eq, inArray } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import type { Conversation, MessageBody } from '@yima/shared/complaint/contract'
import { daysOf } from '@yima/shared/complaint/deadlines'
import { reportedText, type ReportedProof } from '@yima/shared/complaint/reported'
import { reporterMay, type ComplaintState, type Rating, type ReporterAct } from '@yima/shared/complaint/state'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { unit } from '../region/table.ts'
import { signTrail, trailKeyOf } from '../trail/sign.ts'
import { placeOfComplaint } from './day-root.ts'
import { recordComplaintEvent } from './desk-store.ts'
import { attachEvidence, findEvidence } from './evidence.ts'
import { dayOf } from './file.ts'
import { handleMac, isProof } from './receipt-salt.ts'
import { complaint, complaintKey, complaintMessage } from './table.ts'

type Opened = { handle: string; proof: string }
type Row = typeof complaint.$inferSelect

/** More is said in one conversation by nobody who means it. */
const mostMessages = 500

/**
 * The complaint of a receipt. Eight digits that nobody has and a wrong rest go the same way: whoever tries receipts learns
 * not even which are in use.
 * @throws Problem `not-found`
 */
async function openedBy(tx: Transaction, deps: Deps, { handle, proof }: Opened, hold: boolean): Promise<Row> {
  const found = tx.select().from(complaint).where(eq(complaint.handleMac, handleMac(deps, handle)))
  const [row] = await (hold ? found.for('update') : found)
  if (!isProof(proof, row?.proofDigest) || !row) throw new Problem('not-found')
  return row
}

const isLate = ({ state, acceptBy, finishBy }: Row, today: string): boolean => {
  if (state === 'decided' || state === 'closed') return false
  return (state === 'filed' && acceptBy !== null && today > acceptBy) || (finishBy !== null && today > finishBy)
}

const mayOf = ({ state, rating, reopened }: Row): ReporterAct[] => reporterMay({ state, rated: rating !== null, reopened })

const dueOf = (date: string | null): { date: string; provisional: boolean } | null => (date === null ? null : { date, provisional: false })

/** That it was reported, signed by the county: for a higher body, without a word of it. Also of what was deleted since. */
export const proveReported = (deps: Deps, asked: Opened): Promise<ReportedProof> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, false)
    if (!row.filedDigest) throw new Error('A complaint lost its first event')
    const [office] = await tx.select({ name: unit.name }).from(unit).where(eq(unit.id, row.filedUnit ?? row.receivingUnit))
    const said = { county: row.countyCode, office: office?.name ?? '', filedOn: row.filedOn, digest: row.filedDigest.toString('hex') }
    const place = await placeOfComplaint(deps, tx, row)
    return { ...said, key: trailKeyOf(deps), signature: signTrail(deps, reportedText(said)), place }
  })

/** What the reporter's phone is given: all of it sealed but the days, the office and how it stands. */
export const readConversation = (deps: Deps, asked: Opened): Promise<Conversation> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, false)
    const ofThis = eq(complaintMessage.complaintId, row.id)
    const messages = await tx
      .select()
      .from(complaintMessage)
      .where(and(ofThis, inArray(complaintMessage.by, ['reporter', 'office'])))
      .orderBy(complaintMessage.number)
    const [key] = await tx
      .select({ file: complaintKey.file })
      .from(complaintKey)
      .where(and(eq(complaintKey.complaintId, row.id), eq(complaintKey.opens, 'contents'), eq(complaintKey.reader, 'reporter')))
    const [office] = await tx.select({ name: unit.name, phone: unit.phone }).from(unit).where(eq(unit.id, row.receivingUnit))
    const { id, filedOn, category, named, state, finding, acceptBy, finishBy, recipient, rating } = row
    return {
      ...{ id, filedOn, category, named, state, finding, recipient, rating },
      office: office ?? { name: '', phone: null },
      ...{ acceptBy: dueOf(acceptBy), finishBy: dueOf(finishBy), late: isLate(row, deps.clock.today()) },
      ended: row.ended,
      key: key?.file.toString('base64') ?? null,
      messages: messages.map(({ number, by, day, sealed }) => ({ number, by: by === 'office' ? 'office' : 'reporter', day, sealed: sealed.toString('base64') })),
      allowed: mayOf(row),
    }
  })

/** One sealed part of evidence. Throws `not-found` for what this conversation has not. */
export const partOfConversation = (deps: Deps, { file, part, ...asked }: Opened & { file: string; part: number }): Promise<{ sealed: string }> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, false)
    const sealed = await findEvidence(tx, row.id, file, part)
    if (!sealed) throw new Problem('not-found')
    return { sealed: sealed.toString('base64') }
  })

/** Lays a sealed message down behind the last one. */
export async function appendMessage(
  tx: Transaction,
  deps: Pick<Deps, 'clock'>,
  of: Pick<Row, 'id' | 'countyCode'>,
  message: { by: 'reporter' | 'office' | 'note'; sealed: Buffer },
): Promise<{ number: number; day: string }> {
  const [last] = await tx
    .select({ number: complaintMessage.number })
    .from(complaintMessage)
    .where(eq(complaintMessage.complaintId, of.id))
    .orderBy(desc(complaintMessage.number))
    .limit(1)
  const said = { number: (last?.number ?? 0) + 1, day: deps.clock.today() }
  if (said.number > mostMessages) throw new Problem('too-many')
  await tx.insert(complaintMessage).values({ complaintId: of.id, countyCode: of.countyCode, ...said, ...message })
  return said
}

/** Words for somebody who may read no more are not laid down: whoever wrote them still has them, and seals them for those who may. */
const requireNewest = (row: Row, recipient: string | undefined): void => {
  if (recipient !== undefined && recipient !== row.recipient) throw new Problem('changed-meanwhile')
}

const requireMay = (row: Row, act: ReporterAct): void => {
  const may = mayOf(row)
  if (!may.includes(act)) throw notAllowedNow('conversation', 'complaint-state', may)
}

/** What changed, and in the chain of this complaint that its reporter did it. */
async function move(tx: Transaction, deps: Pick<Deps, 'clock'>, row: Row, type: 'reporter-said' | 'rated' | 'reopened', to: Partial<Row>): Promise<void> {
  await tx.update(complaint).set({ ...to, version: row.version + 1 }).where(eq(complaint.id, row.id))
  await recordComplaintEvent(tx, row, { type, actorId: null, day: deps.clock.today() })
}

/** Something more from whoever reported; where it was asked for, the clock of the office goes on. */
export const addMessage = (deps: Deps, once: Once, { sealed, recipient, files, ...asked }: MessageBody): Promise<{ number: number; day: string }> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, true)
    requireMay(row, 'add-message')
    requireNewest(row, recipient)
    const said = await appendMessage(tx, deps, row, { by: 'reporter', sealed: Buffer.from(sealed, 'base64') })
    await attachEvidence(tx, row, files)
    await move(tx, deps, row, 'reporter-said', row.state === 'asked' ? { state: 'accepted' } : {})
    await remember(tx, once, dayOf(deps), 201, said)
    return said
  })

type Acted = { state: ComplaintState }

/** Whether it helped. */
export const rate = (deps: Deps, once: Once, { rating, ...asked }: Opened & { rating: Rating }): Promise<Acted> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, true)
    requireMay(row, 'rate')
    await move(tx, deps, row, 'rated', { rating })
    const acted: Acted = { state: row.state }
    await remember(tx, once, dayOf(deps), 200, acted)
    return acted
  })

/** It is looked at again, with days of its own; who decided before does not decide again (the desk sees to that). */
export const reopen = (deps: Deps, once: Once, { sealed, recipient, ...asked }: Opened & { sealed: string; recipient?: string | undefined }): Promise<Acted> =>
  inTransaction(deps.db, async (tx) => {
    const row = await openedBy(tx, deps, asked, true)
    requireMay(row, 'ask-reopen')
    requireNewest(row, recipient)
    await appendMessage(tx, deps, row, { by: 'reporter', sealed: Buffer.from(sealed, 'base64') })
    const days = daysOf(row.category, deps.clock.today(), holidays)
    await move(tx, deps, row, 'reopened', { state: 'filed', reopened: row.reopened + 1, rating: null, extended: false, acceptBy: days.acceptBy.date, finishBy: days.finishBy.date })
    const acted: Acted = { state: 'filed' }
    await remember(tx, once, dayOf(deps), 200, acted)
    return acted
  })
