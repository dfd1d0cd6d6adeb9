/** What the service worker fetches at first use: the staff's pages, or another language. */
export type LaterPart = 'work' | 'en'

/** Asks the service worker to keep that part, so that what was opened once opens without a network later. */
export function keepPart(part: LaterPart): void {
  if (!('serviceWorker' in navigator)) return
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ type: 'keep', part }))
}
