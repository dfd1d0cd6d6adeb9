import { eq } from 'drizzle-orm'
import type { Visit } from '@yima/shared/window/filing'
import { evolve, type OccasionEvent, type OccasionState, type Purpose } from '@yima/shared/window/occasion'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { Identity } from '../identity/own.ts'
import { notePerson } from '../live/changed.ts'
import { append, type Actor, type TrailEntry } from '../trail/append.ts'
import { occasion } from './table.ts'

export type OccasionRow = typeof occasion.$inferSelect

/** An occasion as its decider knows it. */
export const stateOf = (row: OccasionRow): OccasionState => ({
  officer: row.officerId,
  identity: row.identityId,
  reach: row.reach,
  asked: row.asked,
  given: row.given,
  endsAt: row.endsAt.getTime(),
  closed: row.closedAt !== null,
})

/** When it went on, and who ended it. */
export const visitOf = (row: OccasionRow): Visit => ({
  openedAt: row.openedAt.getTime(),
  closedAt: row.closedAt && row.closedAt.getTime(),
  closedBy: row.closedBy,
})

export type Noted =
  | OccasionEvent
  | { type: 'occasion-opened'; purpose: Purpose; way: string; reach: string; scannedAt?: string }
  /** `anew`: somebody who was known before; what the phone had agreed to until then is agreed to no more. */
  | { type: 'identity-proven'; anew: boolean }
  | { type: 'application-filed'; receiptNumber: string; writtenAt?: string }
  | { type: 'papers-taken'; receiptNumber: string; writtenAt?: string }

/** As the trail keeps it. */
export const entryOf = ({ type, ...payload }: Noted): TrailEntry => ({ type, payload })

type Place = Pick<OccasionRow, 'id' | 'countyCode' | 'lastEvent'>
/** Where the next of it goes, under the key of the person. */
export const placeOf = (deps: Deps, row: Place, whose: Identity, actor: Actor) => ({
  stream: row.id,
  after: row.lastEvent,
  at: deps.clock.now(),
  actor,
  person: { id: whose.id, key: whose.key },
  countyCode: row.countyCode,
})

/** Adds to the trail of an occasion, under the key of the person; its row takes the number that this returns. */
export const note = (
  tx: Transaction,
  deps: Deps,
  row: Place,
  whose: Identity,
  actor: Actor,
  events: readonly Noted[],
): Promise<number> => append(tx, placeOf(deps, row, whose, actor), events.map(entryOf))

/** What happened on an occasion: into the trail, into its row, and told to the pages that show it. */
export async function write(
  tx: Transaction,
  deps: Deps,
  row: OccasionRow,
  whose: Identity,
  actor: Actor,
  events: readonly OccasionEvent[],
): Promise<OccasionRow> {
  const after = events.reduce(evolve, stateOf(row))
  const lastEvent = await note(tx, deps, row, whose, actor, events)
  const change = {
    asked: [...after.asked],
    given: [...after.given],
    ...(events.some(({ type }) => type === 'scopes-given') ? { givenAt: deps.clock.now() } : {}),
    ...(after.closed ? { closedAt: deps.clock.wall(), closedBy: actor.kind } : {}),
    lastEvent,
  }
  await tx.update(occasion).set(change).where(eq(occasion.id, row.id))
  await notePerson(tx, row.identityId)
  return { ...row, ...change }
}
