import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { assistMinutes, whyNotByOccasion, whyNotOpen } from '@yima/shared/assist/assist'
import type { OpeningAssist } from '@yima/shared/assist/contract'
import { Problem } from '@yima/shared/problem'
import { goesOn } from '@yima/shared/window/occasion'
import { Change, hold, type Held } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { application } from '../application/table.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { person } from '../identity/table.ts'
import { unknownReceipt } from '../tracking/tries.ts'
import { ownThen } from '../window/given.ts'
import { holdOccasion } from '../window/occasion.ts'
import { stateOf, type OccasionRow } from '../window/write.ts'
import { findActing, requireMay } from '../work/reach.ts'
import { assist } from './table.ts'
import { findAssist, holdAssisted } from './standing.ts'

type Officer = OfficerSession['officer']

/**
 * An application was written down for somebody: whoever did it has had a hand in it. `id` is the phone's own name for it;
 * throws `not-found` for one that stands for something else already.
 */
export const noteWritten = async (
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  officer: Pick<Officer, 'id'>,
  id: string,
  { id: applicationId, countyCode }: { id: string; countyCode: string },
): Promise<void> => {
  const at = clock.wall()
  const made = await tx
    .insert(assist)
    .values({ ...{ id, countyCode, applicationId, officerId: officer.id, way: 'written' as const }, ...{ openedAt: at, endsAt: at, closedAt: at } })
    .onConflictDoNothing()
    .returning({ id: assist.id })
  if (made.length === 0) throw new Problem('not-found')
}

type Beside = OpeningAssist['beside']

/** Whether this officer wrote the application down, at a door or at a window: then the slip is no secret to him. */
async function hasWritten(tx: Transaction, officer: Officer, applicationId: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    SELECT 1 FROM event
     WHERE stream = ${applicationId} AND type = 'application-submitted' AND actor_kind = 'officer' AND actor_id = ${officer.id}`)
  return rowCount !== 0
}

/** Who said that its owner stood there, with their hand, in the trail of the application. */
async function noteBeside(tx: Transaction, deps: Deps, once: Once, officer: Officer, held: Held, id: string, beside: NonNullable<Beside>): Promise<void> {
  const { row } = held
  await attachPictures(tx, once, [{ id: beside.signature, field: 'beside.signature' }], row.id, row.countyCode)
  const change = new Change(deps, held, requireMay(officer, 'assist', row.regionCode, held.excluded))
  change.note({ type: 'assist-opened', payload: { assist: id, ...beside } })
  change.rewrite({ ...change.content, papers: { ...change.content.papers, [id]: [beside.signature] } })
  await change.save(tx)
}

/** From now on, for as long as any visit to a window. */
async function begin(tx: Transaction, deps: Deps, once: Once, officer: Officer, { row }: Held, way: 'slip' | 'card'): Promise<string> {
  const id = uuidv7()
  const openedAt = deps.clock.wall()
  const endsAt = new Date(openedAt.getTime() + assistMinutes * 60_000)
  const where = { id, countyCode: row.countyCode, applicationId: row.id, officerId: officer.id, way }
  await tx.insert(assist).values({ ...where, openedAt, endsAt, closedAt: null })
  await remember(tx, once, deps.clock.now(), 201, { assistId: id })
  return id
}

/**
 * Opens the one matter of a slip, for whoever stands there with it. Throws `not-found` outside the own place and for a
 * relative's, exactly as for a number that nobody has; `not-allowed-now` where this officer wrote it down and nobody stands by.
 */
export const openAssist = (deps: Deps, once: Once, officer: Officer, applicationId: string, beside: Beside): Promise<string> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, applicationId)
    if (!findActing(officer, 'assist', held.row.regionCode, held.excluded)) throw unknownReceipt()
    const why = whyNotOpen({ wrote: await hasWritten(tx, officer, applicationId), beside: beside !== undefined })
    if (why) throw notAllowedNow('assist', why)
    const id = await begin(tx, deps, once, officer, held, 'slip')
    if (beside) await noteBeside(tx, deps, once, officer, held, id, beside)
    return id
  })

/** Whether it was theirs when they gave their applications to be seen. */
async function isTheirs(tx: Transaction, { identityId, givenAt }: OccasionRow, applicationId: string): Promise<boolean> {
  const own = await tx
    .select({ id: application.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownThen({ id: identityId }, givenAt), eq(application.id, applicationId)))
  return own.length > 0
}

/**
 * Opens a matter of somebody who was known by their card on an occasion that goes on, and gave their applications to be seen.
 * Throws `not-found` for another's and outside the own place, `not-allowed-now` without card or gift.
 */
export const openOfOccasion = (deps: Deps, once: Once, officer: Officer, occasionId: string, applicationId: string): Promise<string> =>
  inTransaction(deps.db, async (tx) => {
    const visit = await holdOccasion(tx, occasionId, { kind: 'officer', id: officer.id })
    const why = whyNotByOccasion({ ...visit, goesOn: goesOn(stateOf(visit), deps.clock.wall().getTime()) })
    if (why) throw notAllowedNow('assist', why)
    if (!(await isTheirs(tx, visit, applicationId))) throw new Problem('not-found')
    return begin(tx, deps, once, officer, await holdAssisted(tx, deps, officer, applicationId), 'card')
  })

/** He has gone: nothing of his is shown any more, by whichever phone it was. */
export const endAssist = (deps: Deps, once: Once, officer: Officer, id: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const row = await findAssist(tx, officer, id)
    await holdAssisted(tx, deps, officer, row.applicationId)
    if (row.closedAt === null) await tx.update(assist).set({ closedAt: deps.clock.wall() }).where(eq(assist.id, id))
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
