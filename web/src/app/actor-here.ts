import { actorOf } from './outbox-actor.ts'
import { ProblemError } from './problem-error.ts'
import { getSession, session } from './session.ts'
import { findOwner } from './store.ts'
import { findText } from './text.ts'

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
