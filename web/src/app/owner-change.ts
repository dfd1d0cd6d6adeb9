import type { Session } from '@yima/shared/identity/contract'
import { dropEntriesOf, openOutbox } from './outbox.ts'
import { tellLeft } from './tell-left.ts'
import { findOwner, forgetOwner, giveTo } from './store.ts'

/**
 * Brings what lies on this phone in line with who is signed in: it becomes theirs, another's is put out of sight,
 * and what was ended from another device is cleared. A sign-in that only ran out changes nothing: its person may be
 * in the middle of a sentence.
 */
export async function followSession({ resident, revoked }: Pick<Session, 'resident' | 'revoked'>): Promise<void> {
  const before = await findOwner()
  if (revoked?.resident === true && before !== '') {
    await clearOwner(before)
    location.reload()
  } else if (resident?.mark && resident.mark !== before) {
    await giveTo(resident.mark)
    await openOutbox()
    // A page that is open may still show what was read for the one before.
    if (before === '') return
    tellLeft()
    location.reload()
  }
}

/** Removes everything of one person from this phone, in all its tabs, written and unsent things too. Ask before. */
export async function clearOwner(mark: string): Promise<void> {
  await dropEntriesOf(mark)
  await forgetOwner(mark)
  tellLeft()
}

/** Whoever signed out leaves nothing behind. */
export const clearPresent = async (): Promise<void> => clearOwner(await findOwner())
