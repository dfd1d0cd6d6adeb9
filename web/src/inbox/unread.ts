import { unreadBadge } from '../app/unread-badge.ts'
import { forget } from '../app/store.ts'
import { readUnread } from './api.ts'

/** Where the messages last seen lie on this phone. */
export const inboxShelf = 'inbox'

/** Puts this number at the tab of messages. */
export function tellUnread(count: number): void {
  unreadBadge.value = count
}

/** Asks how many messages were not opened, for the mark at the tab. Quiet: without an answer there is no mark. */
export async function lookUnread(): Promise<void> {
  await readUnread().then(
    ({ unread }) => tellUnread(unread),
    () => undefined,
  )
}

/** The next person on this phone must not find them, nor how many there were. */
export async function forgetInbox(): Promise<void> {
  unreadBadge.value = 0
  await forget(inboxShelf)
}
