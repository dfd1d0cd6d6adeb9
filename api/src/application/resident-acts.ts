import { and, eq } from 'drizzle-orm'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { undecidedStates } from '@yima/shared/claim/claim'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { noteAct } from '../family/acting.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { Change, hold, type Held } from './act.ts'
import { getOwnApplication } from './own.ts'
import { urgeLate } from './urge.ts'
import { takePapers, type Papers } from './papers.ts'

/** Holds one's own application; another's is `not-found`. */
async function holdOwn(tx: Transaction, deps: Deps, resident: ResidentSession, id: string): Promise<Held> {
  const held = await hold(tx, deps, id)
  const [own] = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.id, held.person.id), ownPersons(resident)))
  if (!own) throw new Problem('not-found')
  return held
}

/** A change by its owner; the stored answer says only that it was done, the view is made anew each time. */
export async function changeOwn(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  act: (tx: Transaction, change: Change) => Promise<void>,
): Promise<ApplicationView> {
  await inTransaction(deps.db, async (tx) => {
    const held = await holdOwn(tx, deps, resident, id)
    const made = new Change(deps, held, { kind: 'resident', id: held.person.id }, resident.acting)
    await act(tx, made)
    const { acting } = resident
    if (acting?.as === 'worker') await acting.note(tx, once, made)
    else await noteAct(tx, deps, acting, once, held.row.receiptNumber)
    await made.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
  return getOwnApplication(deps, resident, id)
}

/** Pictures of papers that were asked for; when the last one is there the claim goes on. */
export const sendPapers = (deps: Deps, once: Once, resident: ResidentSession, id: string, body: Papers) =>
  changeOwn(deps, once, resident, id, (tx, made) => takePapers(tx, deps, once, made, body))

/** Urges what is late, once. */
export const urgeOwn = (deps: Deps, once: Once, resident: ResidentSession, id: string) =>
  changeOwn(deps, once, resident, id, (tx, made) => urgeLate(tx, deps, made))

/** Takes back the application and with it every claim that is not decided. No penalty follows. */
export function withdrawApplication(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  reason?: string,
) {
  return changeOwn(deps, once, resident, id, async (_tx, made) => {
    const why = reason === undefined ? {} : { reason }
    made.application({ type: 'withdraw', ...why })
    for (const claim of made.held.claims) {
      if (undecidedStates.includes(claim.state.state)) made.claim(claim.id, { type: 'withdraw', ...why })
    }
  })
}
