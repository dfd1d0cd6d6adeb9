import { ref, type Ref } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import { draftKey } from '../work/acts.ts'
import type { WorkAct } from '../work/api.ts'
import { useFamilyAct, type FamilyAct } from './useFamilyAct.ts'
import { useReason } from './useReason.ts'

export type Decision = Pick<FamilyAct, 'busy' | 'failed'> & {
  /** What the sheet asks; it stands while the sheet closes. */
  asking: Ref<'confirm' | 'refuse'>
  open: Ref<boolean>
  reason: Ref<string>
  /** Why the reason cannot go out as it is. */
  lacks: Ref<string | undefined>
  /** Where the decision lies that the office has not received yet. */
  on: () => ReturnType<FamilyAct['waiting']>
  ask: (what: 'confirm' | 'refuse') => void
  confirm: (what: WorkAct) => Promise<void>
  /** Hands over the refusal, once its reason is there. */
  refuse: () => Promise<void>
}

/** What a card asks an officer to decide of somebody else's word: confirmed by what was seen, or refused with a reason. */
export function useDecision(
  officer: OfficerView,
  { under, person, refusal, decided }: {
    /** Where the acts on this record go; all that waits there is on it. */
    under: string
    person: () => string
    refusal: (reason: string) => WorkAct
    decided: () => void
  },
): Decision {
  const { busy, failed, act, waiting } = useFamilyAct(officer)
  const asking = ref<'confirm' | 'refuse'>('confirm')
  const open = ref(false)
  const { reason, lacks, read, clear } = useReason(draftKey(officer, refusal('').path))

  function ask(what: 'confirm' | 'refuse'): void {
    asking.value = what
    lacks.value = undefined
    failed.value = undefined
    open.value = true
  }
  async function decide(what: WorkAct): Promise<void> {
    const { word } = await act(what, person())
    if (word === 'refused') return
    await clear()
    open.value = false
    if (word === 'received') decided()
  }
  async function refuse(): Promise<void> {
    const why = read()
    if (why !== undefined) await decide(refusal(why))
  }
  return { busy, failed, asking, open, reason, lacks, on: () => waiting(({ path }) => path.startsWith(under)), ask, confirm: decide, refuse }
}
