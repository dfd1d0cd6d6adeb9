import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Inbox, InboxMessage } from '@yima/shared/notification/contract'
import { useLive } from '../app/live.ts'
import { ProblemError } from '../app/problem-error.ts'
import { readSession } from '../app/session.ts'
import { keep, recall } from '../app/store.ts'
import { markRead, readInbox } from './api.ts'
import { forgetInbox, inboxShelf, tellUnread } from './unread.ts'

type Kept = { at: string; messages: InboxMessage[] }

export type InboxState = {
  state: Ref<'loading' | 'shown' | 'signed-out'>
  messages: ShallowRef<readonly InboxMessage[]>
  /** Ids of what was not opened before this visit: marked until one leaves. */
  fresh: ShallowRef<ReadonlySet<string>>
  /** Why the newest could not be fetched. */
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was fetched, if it is not the newest. */
  since: Ref<string | undefined>
  load: () => Promise<void>
}

/** The messages of this sign-in; what is seen on the screen is read. The last ones stay on the phone, encrypted. */
export function useInbox(): InboxState {
  const state = ref<'loading' | 'shown' | 'signed-out'>('loading')
  const messages = shallowRef<readonly InboxMessage[]>([])
  const fresh = shallowRef<ReadonlySet<string>>(new Set())
  const error = shallowRef<ProblemError>()
  const since = ref<string>()

  /** All of a message stands on this page: whoever looks at the page has read it. */
  async function seen(list: readonly InboxMessage[]): Promise<void> {
    const ids = list.filter(({ readAt }) => readAt === null).map(({ id }) => id)
    if (ids.length === 0 || document.visibilityState !== 'visible') return
    fresh.value = new Set([...fresh.value, ...ids])
    // Not received now, it is said at the next look.
    await markRead(ids).then(() => tellUnread(0), () => undefined)
  }

  async function receive({ messages: list, unread }: Inbox): Promise<void> {
    messages.value = list
    since.value = undefined
    error.value = undefined
    state.value = 'shown'
    tellUnread(unread)
    await keep(inboxShelf, { at: new Date().toISOString(), messages: [...list] } satisfies Kept)
    await seen(list)
  }

  async function signedOut(): Promise<void> {
    messages.value = []
    state.value = 'signed-out'
    await forgetInbox()
  }

  async function fallBack(problem: ProblemError): Promise<void> {
    error.value = problem
    const kept = await recall<Kept>(inboxShelf)
    if (kept) {
      messages.value = kept.messages
      since.value = kept.at
    }
    state.value = 'shown'
  }

  async function load(): Promise<void> {
    error.value = undefined
    try {
      if ((await readSession()).resident === null) return await signedOut()
      await receive(await readInbox())
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      if (problem.code === 'sign-in-needed') await signedOut()
      else await fallBack(problem)
    }
  }

  /** Looks again without a word; what cannot be fetched now leaves everything as it is. */
  async function look(): Promise<void> {
    try {
      await receive(await readInbox())
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      if (problem.code === 'sign-in-needed') await signedOut()
    }
  }

  useLive({ source: () => (state.value === 'shown' ? { path: '/me/live' } : undefined), look })
  onMounted(() => void load())
  return { state, messages, fresh, error, since, load }
}
