import type { Session } from '@yima/shared/identity/contract'
import { actorOfOfficer, isOfficers } from './outbox-order.ts'
import { ProblemError } from './problem-error.ts'
import { getSession, readSession, session } from './session.ts'
import { findOwner } from './store.ts'
import { findText } from './text.ts'

/** Whose writes these are: nobody else on a shared phone shall send them as his own. Null: nobody's. */
export const actorOf = (
  { officer, resident }: Pick<Session, 'officer' | 'resident'>,
  side: 'officer' | 'resident',
): string | null =>
  side === 'officer' ? officer && actorOfOfficer(officer.id) : resident && `resident:${resident.mark}`

/**
 * Under whose sign-in something is done here: of whoever is signed in, else of whoever's things lie in the open, also
 * when the sign-in ran out meanwhile or nobody can be asked. Rejects with `sign-in-needed` where that is nobody: what is
 * nobody's would go under the sign-in of whoever comes next.
 */
export async function actorHere(side: 'officer' | 'resident' = 'resident'): Promise<string> {
  const known = session.value && actorOf(session.value, side)
  const mark = known || side === 'officer' ? '' : await findOwner()
  const actor = known || (mark === '' ? actorOf(await getSession(), side) : `resident:${mark}`)
  if (actor !== null) return actor
  const title = findText('problem.sign-in-needed')
  throw new ProblemError('sign-in-needed', title === undefined ? {} : { title })
}

const sideOf = (actor: string): 'officer' | 'resident' => (isOfficers(actor) ? 'officer' : 'resident')

/**
 * Why an entry may not go under the sign-in of this moment; undefined where it may. The server looks once
 * more: another tab may have signed in meanwhile. Rejects with a `ProblemError` when nobody can tell.
 */
export async function findHindrance(actor: string): Promise<'sign-in-needed' | 'another-person' | undefined> {
  if (actorOf(await getSession(), sideOf(actor)) === actor) return undefined
  const now = actorOf(await readSession(), sideOf(actor)) // what was known may be old
  if (now === actor) return undefined
  return now === null ? 'sign-in-needed' : 'another-person'
}
