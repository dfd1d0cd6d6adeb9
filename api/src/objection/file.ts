import { and, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { namesCheckableFact } from '@yima/shared/objection/checkable'
import type { ObjectionBody, ObjectionFiled, ObjectionFor } from '@yima/shared/objection/contract'
import { filed } from '@yima/shared/objection/workflow'
import { Problem } from '@yima/shared/problem'
import { application } from '../application/table.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { requireMay } from '../work/reach.ts'
import { readRequest } from './desk.ts'
import { findNotice, type ObjectedNotice } from './notice.ts'
import { fourIndex, numberFor, receiptIndex } from './receipt.ts'
import { insertObjection, type Said } from './store.ts'

/** What is remembered of it: its number follows from the write, and lies nowhere. */
export type KeptFiled = Pick<ObjectionFiled, 'admitBy'>

/** Whoever held the request before has written what they did: a claim is not confirmed between the look and the objection. */
async function getHanging(tx: Transaction, deps: Deps, id: string): Promise<ObjectedNotice & { row: Row }> {
  const notice = await findNotice(tx, id)
  if (!notice) throw new Problem('not-found')
  const [row] = await tx
    .select({ countyCode: application.countyCode, regionCode: application.regionCode })
    .from(application)
    .where(eq(application.id, notice.applicationId))
    .for('share')
  const now = await findNotice(tx, id)
  if (!row || !now || now.to === null || deps.clock.today() > now.to) throw notAllowedNow('notice', 'notice-over')
  return { ...now, row }
}
type Row = { countyCode: string; regionCode: string }

/** Pictures of this device that belong to nothing yet are the objection's. Throws `invalid-input` with the place of any other. */
async function attach(tx: Transaction, { deviceHash }: Once, photos: readonly string[], objectionId: string, countyCode: string) {
  if (photos.length === 0) return
  const free = and(inArray(file.id, [...photos]), eq(file.deviceHash, deviceHash), isNull(file.applicationId), isNull(file.objectionId))
  const attached = await tx.update(file).set({ objectionId, countyCode }).where(free).returning({ id: file.id })
  const there = new Set(attached.map(({ id }) => id))
  const unknown = photos.flatMap((id, at) => (there.has(id) ? [] : [{ field: `photos.${at}`, code: 'file-unknown' }]))
  if (unknown.length > 0) throw new Problem('invalid-input', unknown)
}

/** Whoever wrote it down for somebody without a phone. */
type Helper = { id: string; requireMay: (region: string, excluded: readonly string[]) => void }

async function take(
  tx: Transaction, deps: Deps, once: Once, noticeId: string, { lastFour, ...said }: Said & { lastFour: string }, helper?: Helper,
): Promise<ObjectionFiled> {
  const { row, applicationId, claimId } = await getHanging(tx, deps, noticeId)
  if (helper) helper.requireMay(row.regionCode, (await readRequest(tx, deps, applicationId)).excluded)
  const today = deps.clock.today()
  const { wrongs } = said
  const number = numberFor(deps, once)
  const term = (name: 'objection-admission' | 'objection') => getTerm(name, row.regionCode, today)
  const checkable = namesCheckableFact(wrongs, said.words, said.photos.length)
  const above = wrongs.includes('official')
  const event = filed(today, { checkable, above }, { admission: term('objection-admission'), answer: term('objection') }, holidays)
  if (event.type !== 'objection-filed') throw new Error('Filing is the first event')
  const id = uuidv7()
  const found = { receiptIndex: receiptIndex(deps, number), fourIndex: fourIndex(deps, number, lastFour) }
  const place = { id, ...row, noticeId, applicationId, claimId, ...found, filedAt: deps.clock.now(), writtenBy: helper?.id ?? null }
  await insertObjection(tx, deps, place, { ...said, wrongs: [...new Set(wrongs)] }, event)
  await attach(tx, once, said.photos, id, row.countyCode)
  const kept: KeptFiled = { admitBy: event.admitBy }
  await remember(tx, once, deps.clock.now(), 201, kept)
  return { receiptNumber: number, ...kept }
}

/**
 * Takes what somebody says against a notice that hangs. Nothing of it is written where the family could find it, and no
 * open page of theirs is woken.
 * @throws Problem `not-found`, `not-allowed-now` once the notice is over
 */
export const fileObjection = (deps: Deps, once: Once, noticeId: string, body: ObjectionBody): Promise<ObjectionFiled> =>
  inTransaction(deps.db, (tx) => take(tx, deps, once, noticeId, body))

/**
 * The same from somebody without a phone, written down by a worker near their home, who looks into none of it afterwards.
 * Throws `not-found` besides outside the own place, and for a relative of the family: nobody of theirs learns who objects.
 */
export const fileObjectionFor = (
  deps: Deps, once: Once, officer: OfficerSession['officer'], noticeId: string, body: ObjectionFor,
): Promise<ObjectionFiled> => {
  const helper: Helper = { id: officer.id, requireMay: (region, excluded) => void requireMay(officer, 'assist', region, excluded) }
  return inTransaction(deps.db, (tx) => take(tx, deps, once, noticeId, body, helper))
}
