import { watch } from 'vue'
import { idleMinutes } from '@yima/shared/identity/sign-in'
import { deskLocked } from '../app/desk-lock.ts'
import { lockDesk, noteAtDesk } from '../identity/ways-api.ts'
import { noteLocked, noteSeen } from './seen.ts'

const minute = 60_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
let last = 0
let told = 0
let watching = false

/** A hand at the desk. The server hears of it once a minute: pages that look by themselves count for nothing there. */
function touch(): void {
  if (deskLocked.value) return
  last = Date.now()
  if (last - told < minute) return
  told = last
  void noteSeen()
  noteAtDesk().catch(() => undefined) // locked meanwhile: then the lock shows itself; without a network another time
}

/** Locks the desk now, here and on the server. Without a network the server locks it when its own time is over. */
export function lockNow(): void {
  deskLocked.value = true
  void noteLocked()
  lockDesk().catch(() => undefined)
}

function look(): void {
  // A machine that slept comes back with the clock far ahead.
  if (!deskLocked.value && Date.now() - last >= idleMinutes * minute) lockNow()
}

function begin(): void {
  last = Date.now()
  told = last
}

/** Locks the desk of staff after a quarter of an hour without a touch. Called again it begins anew. */
export function watchIdle(): void {
  begin()
  if (watching) return
  watching = true
  // In the very moment it opens: what looks at the time next must not find the time before it was locked.
  watch(deskLocked, begin, { flush: 'sync' })
  for (const sign of signs) addEventListener(sign, touch, { passive: true, capture: true })
  document.addEventListener('visibilitychange', look)
  setInterval(look, minute / 4)
}
