import { shallowRef } from 'vue'

/** The three words of the outbox, and nothing else. */
export type OutboxState = { state: 'kept' } | { state: 'sending' } | { state: 'received'; number?: string }

/** How many cannot be sent as they are. */
export const outboxStuck = shallowRef(0)

/** What the badge after the back arrow says; undefined where nothing is being written. */
export const outboxBadge = shallowRef<OutboxState>()
