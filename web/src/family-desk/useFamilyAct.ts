import { ref, type Ref } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import { fieldText } from '../app/field-text.ts'
import type { OutboxEntry } from '../app/outbox-order.ts'
import { onTheWay, outbox, takeBack } from '../app/outbox.ts'
import { t } from '../app/text.ts'
import { handOver } from '../work/acts.ts'
import type { WorkAct } from '../work/api.ts'

export type Outcome = { word: 'kept' } | { word: 'received'; answer: unknown } | { word: 'refused' }

export type FamilyAct = {
  busy: Ref<boolean>
  /** Why the last one was not taken; what was typed is still there. */
  failed: Ref<string | undefined>
  act: (what: WorkAct, person: string) => Promise<Outcome>
  /** Where an act lies that the office has not received yet. */
  waiting: (is: (entry: OutboxEntry) => boolean) => { state: 'kept' | 'sending' } | undefined
}

/** What an officer does in matters of families: through the outbox, and said as it stands. */
export function useFamilyAct(officer: Pick<OfficerView, 'id' | 'name'>): FamilyAct {
  const busy = ref(false)
  const failed = ref<string>()

  async function act(what: WorkAct, person: string): Promise<Outcome> {
    if (busy.value) return { word: 'refused' }
    busy.value = true
    failed.value = undefined
    const id = crypto.randomUUID()
    try {
      const now = await handOver(officer, what, id, { person })
      if (now.word === 'received') return { word: 'received', answer: now.answer }
      if (now.word !== 'refused') return { word: 'kept' }
      await takeBack(id)
      const { problem } = now
      // Of another place, or one's relative: to this officer there is nobody.
      const gone = problem?.code === 'not-found' ? t('family-desk.gone') : undefined
      failed.value = gone ?? fieldText(problem?.errors[0]?.code) ?? problem?.title
      return { word: 'refused' }
    } catch {
      failed.value = t('common.problem.malformed') // this phone could not keep it
      return { word: 'refused' }
    } finally {
      busy.value = false
    }
  }

  function waiting(is: (entry: OutboxEntry) => boolean): { state: 'kept' | 'sending' } | undefined {
    const entry = outbox.value.find((one) => one.answer === undefined && !one.refused && is(one))
    return entry && { state: onTheWay.value.has(entry.id) ? 'sending' : 'kept' }
  }
  return { busy, failed, act, waiting }
}
