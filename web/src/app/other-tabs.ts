/** Where one tab tells the others; it says nothing of anybody. */
const leftKey = 'yima.left'

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

function follow({ key, newValue }: StorageEvent): void {
  if (key !== leftKey || newValue === null) return
  document.body.hidden = true // what stands on the screen goes first
  location.reload()
}

/**
 * Covers this page and opens it anew as soon as another tab says so. Called once, by what watches over everything that is
 * kept here: where nothing is kept nobody has left anything.
 */
export const watchLeaving = (): void => addEventListener('storage', follow)
