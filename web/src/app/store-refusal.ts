import { computed, readonly, shallowRef } from 'vue'

/** Why this phone keeps nothing at the moment: its disk is full, or it refuses all (a private window). */
export type StoreRefusal = 'full' | 'refused'

const state = shallowRef<StoreRefusal>()

/** Set as long as something lies in memory alone, or nothing can be kept. */
export const storeRefusal = readonly(state)
/** True while "it is on this phone" must not be said: what was written would go with the page. */
export const storeRefused = computed(() => state.value !== undefined)

const written = shallowRef(false)
/** Somebody has written on this page, and it lies in memory alone: whatever page is open says so. */
export const writtenInMemory = computed(() => storeRefused.value && written.value)
/** Told by whatever keeps what is written (keep-written.ts). */
export function noteWritten(): void {
  written.value = true
}

/** Told by the store alone. */
export function setStoreRefusal(why: StoreRefusal | undefined): void {
  state.value = why
}

/** A disk without room says so by this name, of a request or of its whole transaction; anything else is a refusal. */
export const refusalOf = (errors: readonly unknown[]): StoreRefusal =>
  errors.some((error) => (error as { name?: unknown } | undefined)?.name === 'QuotaExceededError')
    ? 'full'
    : 'refused'
