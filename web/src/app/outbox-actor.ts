import type { Session } from '@yima/shared/identity/contract'
import { actorOfOfficer, isOfficers } from './outbox-order.ts'
import { getSession, readSession } from './session.ts'

/** Whose writes these are: nobody else on a shared phone shall send them as his own. Null: nobody's. */
export const actorOf = (
  { officer, resident }: Pick<Session, 'officer' | 'resident'>,
  side: 'officer' | 'resident',
): string | null =>
  side === 'officer' ? officer && actorOfOfficer(officer.id) : resident && `resident:${resident.mark}`

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
