import { keptSoon } from './keep-latest.ts'
import { findOwner, ownerNow, stopWriting } from './store.ts'

/**
 * Before a page is opened anew because somebody left in another tab: what is on its way onto this phone arrives, such as
 * a form of the desk, and nothing more of whoever left.
 */
export async function keepTheRest(): Promise<void> {
  await stopWriting().catch(() => undefined)
  await keptSoon()
}

/** Whether by now another's things lie open on this phone, or nobody's, than when this page was opened. */
export const isAnothers = async (): Promise<boolean> => (await ownerNow()) !== (await findOwner())
