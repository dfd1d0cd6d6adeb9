import { leftKey } from './other-tabs.ts'

/**
 * Somebody has left this phone, or another came: what the other tabs show is no longer to be seen, and what they would
 * write goes under a name that is not here any more.
 */
export function tellLeft(): void {
  try {
    localStorage.setItem(leftKey, crypto.randomUUID())
  } catch {
    // A browser that keeps nothing keeps nobody signed in.
  }
}
