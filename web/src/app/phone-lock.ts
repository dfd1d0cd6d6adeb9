/** Minutes without a touch after which a phone that others use too is locked; also while no page of ours is open. */
export const lockMinutes = 5

/**
 * In localStorage, because it must be known before anything is asked or drawn. Nothing personal: whether the lock is
 * wanted, when a finger last touched a page, and whether a lock is not yet done.
 */
const keys = { on: 'yima.lock', seen: 'yima.lock.seen' } as const
export const lockingKey = 'yima.lock.locking'

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // a browser that keeps nothing locks nothing, and has nothing to show either
  }
}

function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // As above.
  }
}

/** Whether somebody said that others use this phone too. */
export const lockIsOn = (): boolean => read(keys.on) !== null
export function wantLock(wanted: boolean): void {
  write(keys.on, wanted ? '1' : undefined)
  noteTouch()
}

export const noteTouch = (): void => write(keys.seen, String(Date.now()))
/** Nobody has touched a page for so long that whoever does now may be somebody else. */
export function isLeftAlone(): boolean {
  const gone = Date.now() - Number(read(keys.seen) ?? 0)
  // A clock set back is no proof that somebody was here.
  return gone < 0 || gone >= lockMinutes * 60_000
}

/**
 * From this moment nothing of whoever was signed in is found on this phone and nothing is asked under their sign-in
 * (`store.ts`, `http.ts`), also when the phone dies now; the sign-in ends as soon as there is a network.
 */
export const beginLocking = (): void => write(lockingKey, '1')
export const endLocking = (): void => write(lockingKey, undefined)
export const isLocking = (): boolean => read(lockingKey) !== null

/** Asked once, before a page opens. */
export function lockIfLeftAlone(): void {
  if (lockIsOn() && isLeftAlone()) beginLocking()
}
