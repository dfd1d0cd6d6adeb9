import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  decide,
  goesOn,
  occasionMinutes,
  type OccasionActor,
  type OccasionCommand,
  type Purpose,
  type Reach,
} from '@yima/shared/window/occasion'
import { Problem } from '@yima/shared/problem'
import type { Resolved } from '../code/resolve.ts'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { notAllowedNow, refusalOf } from '../http/refusal.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { isRelativeSeen, proveSeen, type Seen } from '../identity/seen.ts'
import { notePerson } from '../live/changed.ts'
import { notifyAtHand } from '../notification/notify.ts'
import { isRelativeHere } from '../organisation/relatives.ts'
import { allOf } from '../together.ts'
import { begin } from '../trail/append.ts'
import { open, seal } from '../vault.ts'
import { standingsIn, type FindStanding, type Standing } from './standing.ts'
import { occasion } from './table.ts'
import { entryOf, note, placeOf, stateOf, write, type OccasionRow } from './write.ts'

type Officer = OfficerSession['officer']
/** Of a relative an officer sees the minimum, as whoever stands beside him would (回避). */
const reachOf = async (tx: Transaction, officer: Officer, { id }: Identity, scope: Reach): Promise<Reach> =>
  (await isRelativeHere(tx, officer.id, id)) ? 'minimum' : scope

/** How an occasion begins. */
export type Opening = {
  purpose: Purpose
  words?: string | undefined
  /** The phone's own name for it; a new one where it has none. */
  id?: string | undefined
  /** When the code was read, where that was before now: without a network. */
  scannedAt?: Date | undefined
}

/** An occasion that begins; its rows are on their way, and `written` answers for them. */
type Opened = { row: OccasionRow; standing: Standing; written: Promise<unknown> }

/** Somebody was recognised by a code: from now until it ends the officer may ask to see more of them. */
export async function openOccasion(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  found: Resolved,
  { purpose, words, id = uuidv7(), scannedAt }: Opening,
  findStanding: FindStanding = standingsIn(tx, deps),
): Promise<Opened> {
  const standing = await findStanding({ officer, id: found.identityId })
  if (!standing) throw new Problem('not-found')
  const { whose, related } = standing
  const openedAt = earlier(scannedAt, deps.clock.wall())
  const { by: way, sessionId } = found
  const reach = related ? 'minimum' : found.scope
  const row: OccasionRow = {
    ...{ id, countyCode: whose.countyCode, lastEvent: 0 },
    ...{ identityId: whose.id, officerId: officer.id, unitId: officer.unitId },
    ...{ sessionId, way, reach, purpose, asked: [], given: [], givenAt: null },
    sealed: seal(whose.key, { words: words ?? null }),
    openedAt,
    endsAt: new Date(openedAt.getTime() + occasionMinutes * 60_000),
    ...{ closedAt: null, closedBy: null },
  }
  const kept = scannedAt ? { scannedAt: openedAt.toISOString() } : {}
  const trail = begin(tx, placeOf(deps, row, whose, { kind: 'officer', id: officer.id }), [
    entryOf({ type: 'occasion-opened', purpose, way, reach, ...kept }),
  ])
  row.lastEvent = trail.head.number
  const written = allOf([
    trail.written,
    insertRows(tx, occasion, [row]),
    tellScanned(tx, deps, standing, row, scannedAt ? openedAt : deps.clock.now()),
  ])
  return { row, standing, written }
}

const earlier = (one: Date | undefined, other: Date): Date => (one && one < other ? one : other)

const tellScanned = (
  tx: Transaction,
  deps: Deps,
  { whose, office, needs }: Standing,
  made: OccasionRow,
  at: Date,
): Promise<void> =>
  notifyAtHand(tx, deps, {
    person: whose.record,
    key: whose.key,
    needs,
    template: 'code-used',
    params: { office, at: at.toISOString() },
    about: made.id,
  })

/** Locks an occasion of this officer or this person; another's is `not-found`, as is none. */
export async function holdOccasion(tx: Transaction, id: string, actor: OccasionActor): Promise<OccasionRow> {
  const [row] = await tx.select().from(occasion).where(eq(occasion.id, id)).for('update')
  if (!row || actor.id !== (actor.kind === 'officer' ? row.officerId : row.identityId))
    throw new Problem('not-found')
  return row
}

/**
 * The same occasion with somebody who was known before: nothing of theirs was asked for yet, and none of it was given.
 * What the officer wrote goes under their key.
 */
async function renewed(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  row: OccasionRow,
  whose: Identity,
): Promise<Partial<OccasionRow>> {
  const before = await findIdentity(tx, deps, row.identityId)
  const words = before ? open<{ words: string | null }>(before.key, row.sealed).words : null
  return {
    identityId: whose.id,
    sealed: seal(whose.key, { words }),
    reach: await reachOf(tx, officer, whose, row.reach),
    asked: [],
    given: [],
    givenAt: null,
  }
}

/**
 * The officer has seen the person and the document: what the phone only claimed is proven, and joined with what
 * was proven before. Throws `not-allowed-now` once the occasion is over.
 */
export async function proveHere(
  tx: Transaction,
  deps: Deps,
  id: string,
  officer: Officer,
  seen: Seen,
): Promise<void> {
  const actor = { kind: 'officer', id: officer.id } as const
  const row = await holdOccasion(tx, id, actor)
  if (!goesOn(stateOf(row), deps.clock.wall().getTime())) throw notAllowedNow('occasion', 'over')
  if (await isRelativeSeen(tx, deps, officer.id, seen)) throw new Problem('forbidden')
  const whose = await proveSeen(tx, deps, officer, seen, { claimed: row.identityId, at: id })
  const identityId = whose.id
  const anew = identityId !== row.identityId
  const lastEvent = await note(tx, deps, row, whose, actor, [{ type: 'identity-proven', anew }])
  const change = anew ? { lastEvent, ...(await renewed(tx, deps, officer, row, whose)) } : { lastEvent }
  await tx.update(occasion).set(change).where(eq(occasion.id, id))
  await notePerson(tx, identityId)
}

const mendable: Readonly<Record<string, string>> = {
  'reason-needed': 'reason',
  'not-asked': 'scopes',
  'no-scope': 'scopes',
}

/** A command to an occasion, by the one decider. Throws `not-allowed-now` (also once it is over) or `invalid-input`. */
export async function command(
  tx: Transaction,
  deps: Deps,
  id: string,
  actor: OccasionActor,
  what: OccasionCommand,
): Promise<OccasionRow> {
  const row = await holdOccasion(tx, id, actor)
  const before = stateOf(row)
  const decided = decide(before, what, { actor, now: deps.clock.wall().getTime() })
  if ('refused' in decided) throw refusalOf(decided, 'occasion', mendable)
  const whose = await findIdentity(tx, deps, row.identityId)
  if (!whose) throw new Problem('not-found')
  return write(tx, deps, row, whose, actor, decided)
}
