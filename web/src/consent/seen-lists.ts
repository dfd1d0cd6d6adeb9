import type { OfficerView } from '@yima/shared/identity/contract'
import type { ConsentsOfApplication } from '@yima/shared/consent/contract'
import { keepSeen, recallSeen, shownAtDesk } from '../app/last-seen.ts'
import { forget, keysKept } from '../app/store.ts'

type Whose = Pick<OfficerView, 'id'>

// Under the officer's mark: a colleague on the same phone finds nothing of it, and it goes when the desk is left.
const keyOf = ({ id }: Whose, application = ''): string => shownAtDesk(id, `consents.${application}`)
/** As long as what an officer takes along to a door lies on a phone. */
const keptMs = 7 * 86_400_000

const isOld = (at: string): boolean => Date.now() - new Date(at).getTime() > keptMs

/** Nothing of families that were not looked at for a week stays on this phone. */
async function forgetOld(officer: Whose): Promise<void> {
  for (const key of await keysKept(keyOf(officer))) {
    const kept = await recallSeen<ConsentsOfApplication>(key)
    if (!kept || isOld(kept.at)) await forget(key)
  }
}

/** Lays down a list that was seen, for the door where there is no network. What this phone cannot keep is not there. */
export async function keepList(officer: Whose, id: string, list: ConsentsOfApplication): Promise<void> {
  await keepSeen(keyOf(officer, id), list)
  await forgetOld(officer)
}

/** The list as this officer saw it last on this phone, within a week. */
export async function findList(officer: Whose, id: string): Promise<ConsentsOfApplication | undefined> {
  const kept = await recallSeen<ConsentsOfApplication>(keyOf(officer, id))
  return kept && !isOld(kept.at) ? kept.value : undefined
}

export const forgetList = (officer: Whose, id: string): Promise<void> => forget(keyOf(officer, id))
