import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import {
  refusedVerdict,
  verdictsNow,
  type DuplicateContext,
  type DuplicateVerdict,
} from '@yima/shared/family/duplicate'
import type { duplicateDecision } from '@yima/shared/family/work-contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { join } from '../identity/prove.ts'
import { noteSeen } from '../identity/seen.ts'
import { identity, identityPair, person, session } from '../identity/table.ts'
import { tellFromWindow, type FromWindow } from '../identity/tell.ts'
import { requireWork } from '../work/reach.ts'
import { asOfficer } from './doer.ts'
import { findRow, isProposed, proversOf, type DuplicateRow } from './duplicate.ts'
import { familyRowsOf, moveFamily, type FamilyRows } from './joined.ts'
import { historyOf, note } from './record.ts'
import { requireActingFor } from './reach.ts'
import { duplicate } from './table.ts'

type Officer = OfficerSession['officer']

/** What a join moves, so that it can be taken back: nothing of it is lost in the other's. */
type Moved = {
  from: string
  to: string
  persons: string[]
  pairs: string[]
  sessions: string[]
  family: FamilyRows
}

async function whatMoves(tx: Transaction, from: string, to: string): Promise<Moved> {
  const [persons, pairs, sessions] = [
    await tx.select({ id: person.id }).from(person).where(eq(person.identityId, from)),
    await tx
      .select({ pair: identityPair.pairIndex })
      .from(identityPair)
      .where(eq(identityPair.identityId, from)),
    await tx.select({ hash: session.tokenHash }).from(session).where(eq(session.identityId, from)),
  ]
  return {
    from,
    to,
    persons: [...persons.map(({ id }) => id), from],
    pairs: pairs.map(({ pair }) => pair.toString('hex')),
    sessions: sessions.map(({ hash }) => hash.toString('hex')),
    family: await familyRowsOf(tx, from),
  }
}

/** Whoever had no number and was proven meanwhile by the other's: it is the other's again. */
async function giveNumberBack(tx: Transaction, from: string, to: string): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    UPDATE identity t SET number_kind = 'none', number_index = NULL
      FROM identity f WHERE t.id = ${to} AND f.id = ${from} AND t.number_index = f.number_index`)
  if (rowCount !== 0) await tx.update(person).set({ idIndex: null, idCipher: null }).where(eq(person.id, to))
}

async function undo(tx: Transaction, deps: Deps, { from, to, persons, pairs, sessions, family }: Moved): Promise<void> {
  const back = (id: string) => (id === from ? null : from)
  for (const id of persons)
    await tx
      .update(person)
      .set({ identityId: back(id) })
      .where(and(eq(person.id, id), eq(person.identityId, to)))
  for (const pair of pairs)
    await tx
      .update(identityPair)
      .set({ identityId: from })
      .where(eq(identityPair.pairIndex, Buffer.from(pair, 'hex')))
  for (const hash of sessions)
    await tx
      .update(session)
      .set({ identityId: from })
      .where(eq(session.tokenHash, Buffer.from(hash, 'hex')))
  await moveFamily(tx, deps, family, from)
  await giveNumberBack(tx, from, to)
  await tx.update(identity).set({ joinedTo: null, joinedAt: null }).where(eq(identity.id, from))
}

/** Throws `not-allowed-now` where this verdict cannot be given, with those that can. */
function requireVerdict(state: DuplicateVerdict, verdict: DuplicateVerdict, context: DuplicateContext): void {
  const code = refusedVerdict(state, verdict, context)
  if (code === undefined) return
  throw notAllowedNow('duplicate', `duplicate-${code}`, verdictsNow(state, context))
}

/** Who has become somebody else is joined by that one: what hung on the first would be lost between the two. */
async function joinPair(tx: Transaction, deps: Deps, one: Identity, other: Identity): Promise<Moved> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM identity WHERE id IN (${one.id}, ${other.id}) AND joined_to IS NOT NULL`,
  )
  if (rowCount !== 0) throw notAllowedNow('duplicate', 'duplicate-decided')
  const moved = await whatMoves(tx, other.id, one.id)
  await join(tx, deps, moved.from, moved.to)
  return moved
}

/** What a join brought together goes back to whose it was. */
async function takeBack(tx: Transaction, deps: Deps, row: DuplicateRow): Promise<void> {
  const joined = (await historyOf(tx, deps, row.id)).filter(({ type }) => type === 'duplicate-same').at(-1)
  const moved = joined?.payload['moved'] as Moved | undefined
  if (!moved) throw new Error('A merge without what it moved')
  await undo(tx, deps, moved)
}

type Told = Pick<FromWindow, 'by' | 'doneWith' | 'about'> & { template: 'records-joined' | 'records-parted' }

/**
 * Both are told on what is known of each while they are two: else only the phone of whoever took a record over would
 * hear of it.
 */
async function tellBoth(tx: Transaction, deps: Deps, pair: readonly Identity[], { by, ...what }: Told) {
  for (const whose of pair) {
    await tellFromWindow(tx, deps, { whose, by, ...what })
    await noteSeen(tx, deps, by, whose.id, { purpose: 'duplicate', what: 'identity' })
  }
}

type Decision = v.InferOutput<typeof duplicateDecision>

async function pairOf(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  body: Decision,
): Promise<{ pair: [Identity, Identity]; row: DuplicateRow | undefined }> {
  const [first = '', second = ''] = [body.one, body.other].sort()
  const [one, other] = [await findIdentity(tx, deps, first), await findIdentity(tx, deps, second)]
  const county = officer.regionCode.slice(0, 6)
  if (first === second || one?.countyCode !== county || other?.countyCode !== county)
    throw new Problem('not-found')
  const row = await findRow(tx, one.id, other.id)
  if (!row && !(await isProposed(tx, county, one.id, other.id))) throw new Problem('not-found')
  return { pair: [one, other], row }
}

/**
 * One person or two, with a reason that stays; `open` takes it back, and with it all that was joined.
 * Throws `forbidden`, `not-found` for people of another county and for two of whom the office has
 * found nothing in common, `not-allowed-now` for who is not proven, and for `same` by whoever proved one of them.
 */
export function decideDuplicate(deps: Deps, once: Once, officer: Officer, body: Decision): Promise<void> {
  requireWork(officer, 'decide-duplicate')
  return inTransaction(deps.db, async (tx) => {
    const { pair, row } = await pairOf(tx, deps, officer, body)
    const [one, other] = pair
    const about = { region: `${one.countyCode}000000`, people: [one.id, other.id] }
    const acting = await requireActingFor(tx, officer, 'decide-duplicate', about)
    const { verdict, reason } = body
    const provers = await proversOf(tx, one.id, other.id)
    requireVerdict(row?.state ?? 'open', verdict, {
      bothProven: pair.every(({ level }) => level === 'proven'),
      ownProof: provers.includes(officer.id),
    })
    if (row?.state === 'same') await takeBack(tx, deps, row)
    const id = row?.id ?? uuidv7()
    // Joined, taken back and joined again, they are told each time.
    // Whoever proved one of the two made it possible, and could keep it from a person without a phone.
    const told = { by: officer.id, doneWith: provers, about: `${id}:${row?.lastEvent ?? 0}` }
    if (row?.state === 'same') await tellBoth(tx, deps, pair, { template: 'records-parted', ...told })
    if (verdict === 'same') await tellBoth(tx, deps, pair, { template: 'records-joined', ...told })
    const moved = verdict === 'same' ? await joinPair(tx, deps, one, other) : undefined
    const place = {
      stream: id,
      after: row?.lastEvent ?? 0,
      countyCode: one.countyCode,
      by: asOfficer(officer, acting),
    }
    const payload = { reason, ...(moved ? { moved } : {}) }
    const lastEvent = await note(tx, deps, place, [{ about: one.id, type: `duplicate-${verdict}`, payload }])
    const decided = { state: verdict, lastEvent, decidedBy: officer.id, decidedAt: deps.clock.now() }
    if (row) await tx.update(duplicate).set(decided).where(eq(duplicate.id, id))
    else
      await tx.insert(duplicate).values({
        id,
        countyCode: one.countyCode,
        oneId: one.id,
        otherId: other.id,
        ...decided,
      })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
