import type { Session } from '@yima/shared/identity/contract'
import { keptSoon } from './keep-latest.ts'
import { dropEntriesOf, openOutbox } from './outbox.ts'
import { tellLeft } from './tell-left.ts'
import { isPersonal, ownerMark } from './owner.ts'
import { findOwner, layOnly, opened, readOwner } from './store.ts'
import { forgetOwner, giveTo } from './store-owner.ts'

/**
 * Brings what lies on this phone in line with who is signed in: it becomes theirs, another's is put out of sight,
 * and what was ended from another device is cleared. A sign-in that only ran out changes nothing: its person may be
 * in the middle of a sentence.
 */
export async function followSession({
  resident,
  revoked,
}: Pick<Session, 'resident' | 'revoked'>): Promise<void> {
  const before = await findOwner()
  if (revoked?.resident === true && before !== '') {
    await dropEntriesOf(before)
    // This page still shows what was theirs: on its way out it must not lay that down once more, as nobody's.
    layOnly((key) => !isPersonal(key))
    await forgetOwner(before)
    tellLeft()
    location.reload()
  } else if (resident?.mark && resident.mark !== before) {
    // A page that is open may still show what was read for the one before: what was written on it arrives as theirs,
    // and nothing of it as the next one's.
    if (before !== '') {
      document.body.hidden = true
      await keptSoon()
      layOnly((key) => !isPersonal(key))
    }
    await giveTo(resident.mark)
    await openOutbox()
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

/** Whose things lie in the open by what the disk says now; undefined where another tab has emptied it. */
async function ownerNow(): Promise<string | undefined> {
  const place = await opened()
  if (!place) return ownerMark()
  const key = await place.database.getKey('keys', 'drafts')
  return key === undefined ? undefined : readOwner(place)
}

/**
 * Before a page is opened anew because somebody left in another tab: what is on its way onto this phone arrives, such as
 * a form of the desk, and nothing more of whoever left; nothing at all where this phone was emptied.
 */
export async function keepTheRest(): Promise<void> {
  const now = await ownerNow().catch(() => undefined)
  if (now !== ownerMark()) layOnly((key) => now !== undefined && !isPersonal(key))
  await keptSoon()
}

/** Whether by now another's things lie open on this phone, or nobody's, than when this page was opened. */
export const isAnothers = async (): Promise<boolean> => (await ownerNow()) !== (await findOwner())
