import { readonly, ref, shallowRef } from 'vue'
import { everythingKept } from './keep-latest.ts'

const waiting = shallowRef<ServiceWorker>()
const ready = ref(false)
const elsewhere = ref(false)
const taking = ref(false)

/** A newer version lies ready on this phone; it starts when the reader says so, never under their hands. */
export const updateReady = readonly(ready)
/** The reader said so; it starts as soon as nothing is being kept or sent. */
export const updating = readonly(taking)

export function offerUpdate(worker: ServiceWorker): void {
  waiting.value = worker
  ready.value = true
}

/** In another tab the reader took the newer version: the parts of this one are no longer on the phone. */
export function noteReplaced(): void {
  if (taking.value) return
  elsewhere.value = true
  ready.value = true
}

/** Resolves when everything typed is on the disk and nothing is on its way to the office. */
async function settled(): Promise<void> {
  await everythingKept()
  const { sending } = await import('./outbox.ts')
  while (sending.value) await new Promise((done) => setTimeout(done, 200))
  await everythingKept()
}

/** Starts the newer version; the page loads again as soon as it has taken over, and not while anything is sent. */
export async function takeUpdate(): Promise<void> {
  if (taking.value) return
  taking.value = true
  await settled()
  // One that a newer one has replaced meanwhile takes nothing over.
  if (elsewhere.value || waiting.value?.state === 'redundant') return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.value?.postMessage({ type: 'take-over' })
}

/**
 * Whether the next page has to be fetched anew because another tab has started the newer version; resolves when
 * what was typed here is kept.
 */
export async function mustLoadAnew(): Promise<boolean> {
  if (!elsewhere.value) return false
  await everythingKept()
  return true
}
