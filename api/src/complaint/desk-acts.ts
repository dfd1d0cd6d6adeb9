import { and, desc, eq, inArray, notInArray } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { holidays } from '@yima/shared/calendar/holidays'
import { decide, isRefusal, type DeskCommand, type DeskEvent } from '@yima/shared/complaint/desk'
import type { DeskActBody, DeskActed, DeskKeyFile } from '@yima/shared/complaint/desk-contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow, refusalOf } from '../http/refusal.ts'
import { reach } from './desk.ts'
import { colleaguesOf, lowestOther, nextOf, openedAbove, readersIn } from './desk-offices.ts'
import { applyEvents, asksOf, standingOf, type ComplaintRow, type KeptRoute } from './desk-store.ts'
import { excludeAnew, type Known } from './exclusions.ts'
import { relativesIn } from './relatives-of.ts'
import { renew } from './renewal.ts'
import { complaintKey, complaintMessage } from './table.ts'
import { takeKeys } from './taken.ts'

type Officer = OfficerSession['officer']

/** What whoever reported hears, and what stays among supervisors. */
const saidBy: Readonly<Partial<Record<DeskActBody['type'], 'office' | 'note'>>> = {
  ...{ accept: 'office', say: 'office', ask: 'office', extend: 'office', decide: 'office' },
  ...{ note: 'note', transfer: 'note', 'step-out': 'note', join: 'note', 'name-accused': 'note', 'ask-second': 'note', 'answer-second': 'note' },
}

const commandOf = (body: DeskActBody): DeskCommand => {
  switch (body.type) {
    case 'status':
      return { type: 'status', status: body.status }
    case 'decide':
      return { type: 'decide', finding: body.finding }
    case 'transfer':
      return { type: 'transfer', to: body.to }
    case 'join':
      return { type: 'join', with: body.with }
    case 'ask-second':
      return { type: 'ask-second', id: uuidv7(), what: body.what, category: body.category }
    case 'answer-second':
      return { type: 'answer-second', id: body.id, grant: body.grant }
    default:
      return { type: body.type }
  }
}

/** Lays a sealed message down behind the last one. */
async function append(tx: Transaction, row: ComplaintRow, by: 'office' | 'note', { sealed, day }: { sealed: string; day: string }) {
  const [last] = await tx
    .select({ number: complaintMessage.number })
    .from(complaintMessage)
    .where(eq(complaintMessage.complaintId, row.id))
    .orderBy(desc(complaintMessage.number))
    .limit(1)
  const number = (last?.number ?? 0) + 1
  await tx.insert(complaintMessage).values({
    ...{ complaintId: row.id, countyCode: row.countyCode, number, by, day, sealed: Buffer.from(sealed, 'base64') },
  })
}

/** Lays files down for readers who have none; what lies there is never replaced. */
const layKeys = (tx: Transaction, { id, countyCode }: ComplaintRow, keys: readonly DeskKeyFile[]): Promise<unknown> =>
  tx
    .insert(complaintKey)
    .values(keys.map(({ reader, opens, file }) => ({ complaintId: id, countyCode, reader, opens, file: Buffer.from(file, 'base64') })))
    .onConflictDoNothing()

const readersOf = (keys: readonly DeskKeyFile[], opens: DeskKeyFile['opens']): string[] =>
  keys.filter((one) => one.opens === opens).map(({ reader }) => reader)

const sealedForOf = async (tx: Transaction, id: string): Promise<Set<string>> => {
  const ofThis = and(eq(complaintKey.complaintId, id), eq(complaintKey.opens, 'contents'))
  const rows = await tx.select({ reader: complaintKey.reader }).from(complaintKey).where(ofThis)
  return new Set(rows.map(({ reader }) => reader))
}

type Acting = Known & { tx: Transaction; deps: Deps; officer: Officer; row: ComplaintRow; kept: KeptRoute }

/** For colleagues of the own office, and ahead of time for the office above: for nobody else. */
async function share({ tx, row, routing, kept }: Acting, keys: readonly DeskKeyFile[]): Promise<void> {
  const there = await sealedForOf(tx, row.id)
  const may = new Set([
    ...(colleaguesOf(routing, kept, row, there)?.readers ?? []).map(({ officerId }) => officerId),
    ...(nextOf(routing, kept, row, there)?.readers ?? []).map(({ officerId }) => officerId),
    ...there,
  ])
  if (!keys.every(({ reader }) => may.has(reader))) throw notAllowedNow('keys', 'readers-changed')
  await layKeys(tx, row, keys)
}

/** To another office: sealed for all who read there, and for nobody of this one any more. */
async function send({ tx, row, routing }: Acting, readers: readonly string[], keys: readonly DeskKeyFile[]): Promise<void> {
  const there = await sealedForOf(tx, row.id)
  const given = readersOf(keys, 'contents')
  if (!keys.every(({ reader }) => readers.includes(reader)) || !readers.every((id) => given.includes(id) || there.has(id)))
    throw notAllowedNow('keys', 'readers-changed')
  if (keys.length > 0) await layKeys(tx, row, keys)
  const own = Object.values(routing.organisation.officers).flatMap(({ id, unitId }) => (unitId === row.receivingUnit ? [id] : []))
  await takeKeys(tx, and(eq(complaintKey.complaintId, row.id), inArray(complaintKey.reader, own), notInArray(complaintKey.reader, [...readers])))
}

async function transfer(acting: Acting, to: string, keys: readonly DeskKeyFile[]): Promise<void> {
  const readers = readersIn(acting.routing, acting.kept, to)
  if (readers.length === 0) throw notAllowedNow('to', 'not-an-office-that-may')
  await send(acting, readers, keys)
  await excludeAnew(acting, acting.kept, to)
}

type Named = Extract<DeskActBody, { type: 'name-accused' }>
const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])].sort()

/**
 * Whom it is about is known by now, or who else had a hand in it. They are excluded from now on, with everybody who follows from
 * that; where somebody of the own office is among these, it goes on by itself to the lowest other that may: one who names all
 * colleagues must not be left alone with it.
 */
async function nameAccused(acting: Acting, { accused, accusedUnits, handlers, keys }: Named): Promise<DeskCommand[]> {
  const { tx, row, routing, kin, kept } = acting
  const { officers, units } = routing.organisation
  const isKnown = [...accused, ...handlers].every((id) => officers[id]) && accusedUnits.every((id) => units[id])
  if (!isKnown || accused.length + accusedUnits.length + handlers.length === 0) throw new Problem('invalid-input', [{ field: 'accused', code: 'unknown-officer' }])
  const said = { accused: union(kept.concern.accused, accused), accusedUnits: union(kept.concern.accusedUnits, accusedUnits) }
  const relatives = union(kept.concern.relatives, relativesIn(kin, said))
  const concern = { ...kept.concern, ...said, relatives, handlers: union(kept.concern.handlers, handlers) }
  const after: KeptRoute = { ...kept, concern }
  const there = await sealedForOf(tx, row.id)
  const isOwn = [...accused, ...handlers].some((id) => officers[id]?.unitId === row.receivingUnit)
  const stays = !isOwn && readersIn(routing, after, row.receivingUnit).some((id) => there.has(id))
  if (stays) await excludeAnew(acting, after, row.receivingUnit)
  if (stays) return []
  const to = lowestOther(routing, after, row)
  if (!to) throw notAllowedNow('accused', 'no-office')
  const readers = [...to.readers]
  await send(acting, readers, keys.filter(({ reader }) => readers.includes(reader)))
  await excludeAnew(acting, after, to.unitId)
  return [{ type: 'send-on', to: to.unitId }]
}

/**
 * Whoever steps out is excluded from now on, and never fails for want of a second person: where nobody of the office is
 * left, the office above has it.
 */
async function stepOut(acting: Acting): Promise<DeskCommand[]> {
  const { tx, officer, row, routing, kept } = acting
  const after: KeptRoute = { ...kept, excludedOfficers: [...kept.excludedOfficers, officer.id] }
  const there = await sealedForOf(tx, row.id)
  const stays = readersIn(routing, after, row.receivingUnit).some((id) => there.has(id))
  const above = stays ? undefined : openedAbove(routing, after, row, there)
  await excludeAnew(acting, after, above?.unitId ?? row.receivingUnit)
  return above ? [{ type: 'go-up', to: above.unitId }] : []
}

/** Whether the other lies at the same desk. */
async function requireBeside({ tx, deps, officer, row }: Acting, other: string): Promise<void> {
  if (other === row.id) throw new Problem('not-found')
  await reach(tx, deps, officer, other)
}

/** What an act brings about besides its events; commands that follow from it. */
async function carryOut(acting: Acting, body: DeskActBody): Promise<DeskCommand[]> {
  if (body.type === 'share') await share(acting, body.keys)
  if (body.type === 'renew') await renew(acting, body)
  if (body.type === 'transfer') await transfer(acting, body.to, body.keys)
  if (body.type === 'join') await requireBeside(acting, body.with)
  if (body.type === 'name-accused') return nameAccused(acting, body)
  return body.type === 'step-out' ? stepOut(acting) : []
}

/** One act at the desk. Throws `not-found` for whoever cannot read it, `changed-meanwhile` where somebody was faster. */
export const actAtDesk = (deps: Deps, once: Once, officer: Officer, id: string, body: DeskActBody): Promise<DeskActed> =>
  inTransaction(deps.db, async (tx) => {
    const { row, routing, kin, kept } = await reach(tx, deps, officer, id)
    if (row.version !== body.version) throw new Problem('changed-meanwhile')
    const day = deps.clock.today()
    const standing = standingOf(row, await asksOf(tx, id))
    const context = { actor: officer.id, today: day, holidays }
    const decided = decide(standing, commandOf(body), context)
    if (isRefusal(decided)) throw refusalOf(decided, 'complaint')
    const acting: Acting = { tx, deps, officer, row, routing, kin, kept }
    const by = saidBy[body.type]
    if (by && 'sealed' in body) await append(tx, row, by, { sealed: body.sealed, day })
    const following = await carryOut(acting, body)
    const events: DeskEvent[] = [...decided]
    for (const command of following) {
      const more = decide(standing, command, { ...context, actor: null })
      if (!isRefusal(more)) events.push(...more)
    }
    const acted = await applyEvents(tx, deps, row, standing, { events, actorId: officer.id })
    await remember(tx, once, deps.clock.now(), 200, acted)
    return acted
  })
