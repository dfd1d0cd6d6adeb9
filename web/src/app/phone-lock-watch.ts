import { keptSoon } from './keep-latest.ts'
import { beginLocking, isLeftAlone, lockIsOn, lockMinutes, lockingKey, noteTouch } from './phone-lock.ts'
import { session } from './session.ts'
import { findOwner } from './store.ts'

const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
/** Milliseconds between two notes of a touch. */
const notedEvery = 10_000
let noted = 0
let watching = false

/**
 * Locks this phone: what is written stays, is not shown, and opens when its owner signs in. Nothing happens where
 * nobody is signed in.
 */
export async function lockPhone(): Promise<void> {
  if ((await findOwner()) === '' && !session.value?.resident) return
  document.body.hidden = true // what stands on the screen goes first
  await keptSoon()
  beginLocking()
  location.replace('/me')
}

/** Another tab was locked: it is one phone. */
function follow({ key, newValue }: StorageEvent): void {
  if (key !== lockingKey || newValue === null) return
  document.body.hidden = true
  void keptSoon().then(() => location.replace('/me'))
}

function look(): void {
  if (lockIsOn() && isLeftAlone()) void lockPhone()
}

function touch(): void {
  if (!lockIsOn()) return
  // A phone that slept wakes with a finger on it: whose, nobody knows.
  if (isLeftAlone()) return look()
  if (Date.now() - noted < notedEvery) return
  noted = Date.now()
  noteTouch()
}

/** Locks by itself once the phone was left alone. Called again it changes nothing. */
export function watchPhoneLock(): void {
  if (watching) return
  watching = true
  touch()
  for (const sign of signs) addEventListener(sign, touch, { passive: true, capture: true })
  for (const back of ['visibilitychange', 'pageshow']) addEventListener(back, look, { capture: true })
  addEventListener('storage', follow)
  setInterval(look, (lockMinutes * 60_000) / 20)
}
