import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AdultListed, ConsentAct, ConsentLink, ConsentsOfApplication } from '@yima/shared/consent/contract'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import type { Handed } from '../app/hand-over.ts'
import { actAtDesk, linkAtDesk, listAtDesk, readAtDesk } from './api.ts'

export type DeskConsents = {
  /** `away`: the list cannot be fetched; where it was seen before, somebody at the door can sign all the same. */
  state: Ref<'loading' | 'shown' | 'away' | 'failed'>
  error: ShallowRef<ProblemError | undefined>
  value: ShallowRef<ConsentsOfApplication | undefined>
  /** Why the last act did not go through. */
  failed: Ref<string | undefined>
  /** What was handed over last lies on this phone. */
  kept: Ref<boolean>
  busy: Ref<boolean>
  load: () => Promise<void>
  act: (consent: string, act: ConsentAct) => Promise<boolean>
  list: (body: AdultListed) => Promise<boolean>
  link: (consent: string) => Promise<ConsentLink | undefined>
}

/** Lists of this visit to the page, in memory alone: seen at the office, they are there at a door without a network. */
const seenHere = new Map<string, ConsentsOfApplication>()

/** The consents of one request at its desk or door. What is signed goes through the outbox. */
export function useDeskConsents(id: string): DeskConsents {
  const state: DeskConsents['state'] = ref('loading')
  const error = shallowRef<ProblemError>()
  const value = shallowRef(seenHere.get(id))
  const failed = ref<string>()
  const kept = ref(false)
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      value.value = await readAtDesk(id)
      seenHere.set(id, value.value)
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      state.value = problem.status === 0 ? 'away' : 'failed'
    }
  }

  async function doing<T>(deed: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    failed.value = undefined
    try {
      return await deed()
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
      return undefined
    } finally {
      busy.value = false
    }
  }

  async function handing(deed: () => Promise<Handed<ConsentsOfApplication>>): Promise<boolean> {
    const handed = await doing(deed)
    if (!handed) return false
    kept.value = handed.word === 'kept'
    await load()
    return true
  }

  return {
    ...{ state, error, value, failed, kept, busy, load },
    act: (consent, act) => handing(() => actAtDesk(id, consent, act)),
    list: (body) => handing(() => listAtDesk(id, body)),
    link: (consent) => doing(() => linkAtDesk(id, consent)),
  }
}
