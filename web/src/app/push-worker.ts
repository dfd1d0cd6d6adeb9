/// <reference lib="webworker" />
/** Shown when nothing of what was sent can be read: a notice that came must be shown. */
const plain = { id: 'news', token: '', text: '有新消息，请打开一码看看。' }

type Payload = typeof plain

function payloadOf(data: PushMessageData | null): Payload {
  try {
    const { id, token, text } = data?.json() as Partial<Payload>
    return { id: id ?? plain.id, token: token ?? '', text: text ?? plain.text }
  } catch {
    return plain
  }
}

/** Tells the office that it was shown, so that no SMS goes out as well. */
async function tellShown({ id, token }: Payload): Promise<void> {
  if (token === '') return
  const said = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id, token }) }
  await fetch('/api/push/shown', said).catch(() => undefined)
}

async function openInbox(worker: ServiceWorkerGlobalScope): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' })
  const [open] = pages
  // What somebody is writing is not taken away: the page that is open comes forward as it is.
  if (open) await open.focus()
  else await worker.clients.openWindow('/inbox')
}

/** Shows notices on this phone and leads to the inbox. A notice of the same message replaces the one before. */
export function showNotices(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const payload = payloadOf(event.data)
    const shown = worker.registration.showNotification('一码', { body: payload.text, tag: payload.id, icon: '/icon-192.png' })
    event.waitUntil(shown.then(() => tellShown(payload)))
  })
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(openInbox(worker))
  })
}
