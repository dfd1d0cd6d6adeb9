import type * as change from './owner-change.ts'

/** Where one tab tells the others (`tell-left.ts`); it says nothing of anybody. */
export const leftKey = 'yima.left'

/** Covers this page first, and opens it anew unless whoever it belongs to is still here. */
async function cover(hasLeft: (part: typeof change) => Promise<boolean>): Promise<void> {
  document.body.hidden = true
  if (await import('./owner-change.ts').then(hasLeft, () => true)) location.reload()
  else document.body.hidden = false
}

const told = (): string | null => {
  try {
    return localStorage.getItem(leftKey)
  } catch {
    return null // as in tell-left.ts
  }
}

let known: string | null = null
function follow({ key }: StorageEvent): void {
  if (key === leftKey) void cover(({ keepTheRest }) => keepTheRest().then(() => true))
}
function comeBack({ persisted }: PageTransitionEvent): void {
  if (persisted) void cover(async ({ isAnothers }) => told() !== known || isAnothers())
}

/**
 * Covers this page and opens it anew as soon as another tab says that somebody left, or when the browser brings it back
 * whole after somebody did: what it froze has heard of nothing. Called once, by what watches over everything that is
 * kept here: where nothing is kept nobody has left anything.
 */
export function watchLeaving(): void {
  known = told()
  addEventListener('storage', follow)
  addEventListener('pageshow', comeBack)
}
