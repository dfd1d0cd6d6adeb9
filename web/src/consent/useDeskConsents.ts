import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AdultListed, ConsentAct, ConsentLink, ConsentsOfApplication } from '@yima/shared/consent/contract'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import type { Handed } from '../app/hand-over.ts'
import { useDesk } from '../work/desk.ts'
import { actAtDesk, linkAtDesk, listAtDesk, readAtDesk } from './api.ts'
import { findList, forgetList, keepList } from './seen-lists.ts'

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

/**
 * The consents of one request at its desk or door: seen at the office, they are there at a door without a network. What
 * is signed goes through the outbox.
 */
export function useDeskConsents(id: string): DeskConsents {
  const state: DeskConsents['state'] = ref('loading')
  const error = shallowRef<ProblemError>()
  const { officer } = useDesk()
  const value = shallowRef<ConsentsOfApplication>()
  const failed = ref<string>()
  const kept = ref(false)
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      value.value = await readAtDesk(id)
      state.value = 'shown'
      await keepList(officer, id, value.value).catch(() => undefined) // it is shown all the same
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      await withoutOffice(problem.status === 0)
    }
  }

  /** As it was seen last; what the office refuses lies here no longer. */
  async function withoutOffice(away: boolean): Promise<void> {
    if (away) value.value ??= await findList(officer, id).catch(() => undefined)
    else await forgetList(officer, id).catch(() => undefined)
    state.value = away ? 'away' : 'failed'
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
