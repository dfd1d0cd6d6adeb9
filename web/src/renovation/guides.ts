import type { RenovationView } from '@yima/shared/renovation/contract'
import type { OfficerView } from '@yima/shared/identity/contract'
import { keepSeen, recallSeen, shownAtDesk } from '../app/last-seen.ts'
import { ProblemError } from '../app/problem-error.ts'
import { forget, keysKept } from '../app/store.ts'
import { getPicture } from './api.ts'
import { lastOf } from './words.ts'

/**
 * The last pictures of a house, laid down on this phone: whoever stands before it without a network takes the next ones
 * from the same places. What is not the last any more goes.
 */
export async function guidesOf(officer: Pick<OfficerView, 'id'>, view: RenovationView): Promise<ReadonlyMap<string, Blob>> {
  // Of what a desk showed: it goes when the desk is left.
  const at = shownAtDesk(officer.id, `house-picture.${view.id}.`)
  const wanted = view.pictures.map((pair) => lastOf(pair).picture)
  for (const key of await keysKept(at)) if (!wanted.some((picture) => key === at + picture)) await forget(key)
  const found = new Map<string, Blob>()
  for (const picture of wanted) {
    const blob = (await recallSeen<Blob>(at + picture))?.value ?? (await fetched(view.id, picture))
    if (blob === undefined) continue
    found.set(picture, blob)
    await keepSeen(at + picture, blob).catch(() => undefined) // a full phone shows it all the same
  }
  return found
}

async function fetched(house: string, picture: string): Promise<Blob | undefined> {
  try {
    return await getPicture(house, picture)
  } catch (error) {
    if (error instanceof ProblemError) return undefined
    throw error
  }
}
