import { ownScript } from './trusted-types.ts'
import { offerUpdate } from './update-ready.ts'

/** Registers the service worker and watches for a newer one. A browser that refuses loses only offline use. */
export async function watchUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register(ownScript('/sw.js'))
    if (registration.waiting && navigator.serviceWorker.controller) offerUpdate(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) offerUpdate(worker)
      })
    })
  } catch {
    // Private windows refuse service workers; the app works without.
  }
}
