/** What this phone can do about notices, and what its owner said. */
export type PushState = 'unsupported' | 'refused' | 'off' | 'on'

const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const manager = async (): Promise<PushManager | undefined> =>
  isSupported() ? (await navigator.serviceWorker.getRegistration())?.pushManager : undefined

/** Asks nobody: only looks at what was said before. */
export async function pushState(): Promise<PushState> {
  const push = await manager()
  if (!push) return 'unsupported'
  if (Notification.permission === 'denied') return 'refused'
  return (await push.getSubscription()) && Notification.permission === 'granted' ? 'on' : 'off'
}

const text = (key: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

export type PushDevice = { endpoint: string; p256dh: string; auth: string }

/**
 * Subscribes this browser with the installation's key; the phone itself asks its owner, so call it only
 * after a tap that asked for it. Undefined when they said no, or the phone cannot.
 */
export async function subscribePush(key: string): Promise<PushDevice | undefined> {
  const push = await manager()
  if (!push || (await Notification.requestPermission()) !== 'granted') return undefined
  const present = await push.getSubscription()
  // Of another installation, or of an older key: that one would never get anything from us.
  if (present && text(present.options.applicationServerKey) !== key) await present.unsubscribe()
  const made = await push.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  return { endpoint: made.endpoint, p256dh: text(made.getKey('p256dh')), auth: text(made.getKey('auth')) }
}

/** No more notices here, whoever signs in next. Never rejects. */
export async function unsubscribePush(): Promise<void> {
  await manager()
    .then((push) => push?.getSubscription())
    .then((present) => present?.unsubscribe())
    .catch(() => undefined)
}
