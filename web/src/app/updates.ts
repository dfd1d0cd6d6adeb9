import { whenIdle } from './later.ts'
import { watchInstall } from './persistence.ts'
import { ownScript } from './trusted-types.ts'
import { noteReplaced, offerUpdate } from './update-ready.ts'

/** Somebody who never closes the app still hears of a new version the same day. */
const lookEvery = 3_600_000

function follow(registration: ServiceWorkerRegistration): void {
  if (registration.waiting && navigator.serviceWorker.controller) offerUpdate(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offerUpdate(worker)
    })
  })
}

function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let looked = performance.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - looked < lookEvery) return
    looked = performance.now()
    registration.update().catch(() => undefined) // no network: another time
  })
}

/** The pages lie on the phone now; what they choose from without a network comes last. */
async function keepPlaces(): Promise<void> {
  const places = await import('../application/api.ts')
  await places.keepPlaces(Date.now()).catch(() => undefined) // no network: at another visit
}

/** Registers the service worker and watches for a newer one. A browser that refuses loses only offline use. */
export async function watchUpdates(): Promise<void> {
  watchInstall()
  if (!('serviceWorker' in navigator)) return
  if (navigator.serviceWorker.controller)
    navigator.serviceWorker.addEventListener('controllerchange', noteReplaced)
  try {
    const registration = await navigator.serviceWorker.register(ownScript('/sw.js'))
    follow(registration)
    lookNowAndThen(registration)
    await navigator.serviceWorker.ready
    whenIdle(() => void keepPlaces())
  } catch {
    // Private windows refuse service workers; the app works without.
  }
}
