import type { Contact, Inbox } from '@yima/shared/notification/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

export const readInbox = (): Promise<Inbox> => http.get('/me/messages')
export const readUnread = (): Promise<{ unread: number }> => http.get('/me/messages/unread')
/** These were on the screen; said again at the next look if it does not arrive. */
export const markRead = (ids: readonly string[]): Promise<unknown> =>
  http.post('/me/messages/reading', { ids })

export const readContact = (): Promise<Contact> => http.get('/me/contact')
/** The last wish holds: each waits for the one before. */
export const wishLanguage = (language: Contact['language']): Promise<Handed> =>
  handOver({ kind: 'contact', path: '/me/contact', body: { language }, line: '/me/contact' })
export const subscribe = (device: { endpoint: string; p256dh: string; auth: string }): Promise<unknown> =>
  http.post('/me/push-subscriptions', device)
export const unsubscribe = (): Promise<void> => http.delete('/me/push-subscriptions/current')
