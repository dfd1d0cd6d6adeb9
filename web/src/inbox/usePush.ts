import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Contact } from '@yima/shared/notification/contract'
import { ProblemError } from '../app/problem-error.ts'
import { pushState, subscribePush, unsubscribePush, type PushState } from '../app/push.ts'
import { preferences } from '../app/preferences.ts'
import { readContact, subscribe, unsubscribe, wishLanguage } from './api.ts'

export type Reach = {
  contact: ShallowRef<Contact | undefined>
  push: Ref<PushState | undefined>
  busy: Ref<boolean>
  /** Why the last wish was not taken. */
  failed: Ref<string | undefined>
  look: () => Promise<void>
  tellMe: () => Promise<void>
  tellMeNoMore: () => Promise<void>
  speak: (language: Contact['language']) => Promise<void>
}

/** How this person is reached besides the inbox. Nothing is asked of the phone before somebody taps. */
export function useReach(): Reach {
  const contact = shallowRef<Contact>()
  const push = ref<PushState>()
  const busy = ref(false)
  const failed = ref<string>()

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await act()
    } catch (error) {
      // A push service that cannot be reached is the phone's trouble, with a message in no language of ours.
      failed.value = error instanceof ProblemError ? error.title : new ProblemError('offline').title
    } finally {
      busy.value = false
    }
  }

  async function look(): Promise<void> {
    contact.value = await readContact()
    const here = await pushState()
    push.value = here === 'on' && !contact.value.push.here ? 'off' : here
  }

  const tellMe = (): Promise<void> =>
    attempt(async () => {
      const key = contact.value?.push.key
      if (key === undefined) return
      const device = await subscribePush(key)
      if (device) await subscribe(device)
      await look()
    })

  const tellMeNoMore = (): Promise<void> =>
    attempt(async () => {
      await unsubscribe()
      await unsubscribePush()
      await look()
    })

  const speak = (language: Contact['language']): Promise<void> =>
    attempt(async () => {
      const { word } = await wishLanguage(language)
      if (word === 'received') await look()
      else if (contact.value) contact.value = { ...contact.value, language }
    })

  onMounted(() => void look().catch(() => undefined))
  return { contact, push, busy, failed, look, tellMe, tellMeNoMore, speak }
}

/** The language the page is in, as long as nobody chose another for SMS. */
export const shownLanguage = (contact: Contact | undefined): Contact['language'] =>
  contact?.language ?? preferences.language
