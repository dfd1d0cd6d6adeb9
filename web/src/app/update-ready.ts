import { readonly, shallowRef } from 'vue'

const waiting = shallowRef<ServiceWorker>()
const ready = shallowRef(false)

/** A newer version lies ready on this phone; it starts when the reader says so, never under their hands. */
export const updateReady = readonly(ready)

export function offerUpdate(worker: ServiceWorker): void {
  waiting.value = worker
  ready.value = true
}

/** Starts the newer version; the page loads again as soon as it has taken over. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.value?.postMessage({ type: 'take-over' })
}
