/** Where one tab tells the others (`tell-left.ts`); it says nothing of anybody. */
export const leftKey = 'yima.left'

function follow({ key }: StorageEvent): void {
  if (key !== leftKey) return
  document.body.hidden = true // what stands on the screen goes first
  location.reload()
}

/**
 * Covers this page and opens it anew as soon as another tab says that somebody left. Called once, by what watches over
 * everything that is kept here: where nothing is kept nobody has left anything.
 */
export const watchLeaving = (): void => addEventListener('storage', follow)
