import { computed, ref, shallowRef } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { Scope } from '@yima/shared/family/mandate'
import type { MandateSlip } from '@yima/shared/family/work-contract'
import { fieldText } from '../app/field-text.ts'
import { today } from '../app/session.ts'
import { choiceLack } from '../family/lacks.ts'
import { lastDay, type Span } from '../family/spans.ts'
import type { PersonLacks } from '../identity/papers.ts'
import { draftKey } from '../work/acts.ts'
import { useDraft } from '../work/useDraft.ts'
import { getSlip, gift, type Gift } from './api.ts'
import {
  isLacking,
  nobody,
  readHere,
  readWitnessed,
  unseen,
  type SeenLacks,
  type Somebody,
  type Witnessed,
} from './here.ts'
import { useFamilyAct } from './useFamilyAct.ts'

type Draft = { giver: Somebody; helper: Somebody; scopes: Scope[]; months?: Span; how: Witnessed }
/** Nothing is chosen for whoever gives it. */
const empty: Draft = { giver: nobody, helper: nobody, scopes: [], how: unseen }
type GiftLacks = {
  giver: PersonLacks
  helper: PersonLacks
  how: SeenLacks
  scopes?: string | undefined
  months?: string | undefined
}
const nothingLacks = (): GiftLacks => ({ giver: {}, helper: {}, how: {} })

/** A mandate as it is written down at a window: kept while it is typed, handed over once, then a slip of it. */
export function useGift(officer: OfficerView) {
  const { draft, clear } = useDraft(draftKey(officer, '/work/mandates'), empty)
  const { busy, failed, act, waiting } = useFamilyAct(officer)
  const lacks = ref(nothingLacks())
  const slip = shallowRef<MandateSlip>()
  const state = ref<'writing' | 'kept' | 'received'>('writing')
  const until = computed(() => draft.value.months && lastDay(draft.value.months, today()))
  const onThisPhone = computed(() => waiting(({ kind }) => kind === 'mandate'))

  function read(): Gift | undefined {
    const { giver, helper, how, scopes, months } = draft.value
    const [one, other, witnessed] = [readHere(giver), readHere(helper), readWitnessed(how)]
    lacks.value = {
      ...{ giver: one.lacks, helper: other.lacks, how: witnessed.lacks },
      scopes: scopes.length === 0 ? fieldText('no-scope') : undefined,
      months: choiceLack(months),
    }
    if (!one.here || !other.here || !witnessed.body || !until.value || scopes.length === 0) return undefined
    return { giver: one.here, helper: other.here, scopes, until: until.value, ...witnessed.body }
  }

  /** The signature, where there is one, goes along. */
  async function record(signature: string | undefined): Promise<void> {
    const body = read()
    if (!body) return
    const done = await act(gift({ ...body, ...(signature ? { signature } : {}) }), draft.value.giver.name)
    if (done.word === 'refused') return
    slip.value = undefined
    if (done.word === 'received') {
      const { id } = (done.answer ?? {}) as { id?: string }
      // The paper is worth less than the mandate: without it the person is told in another way.
      slip.value = id === undefined ? undefined : await getSlip(id).catch(() => undefined)
    }
    state.value = done.word
    await clear()
  }
  function again(): void {
    state.value = 'writing'
    slip.value = undefined
    lacks.value = nothingLacks()
  }
  const isWrong = computed(() => {
    const { giver, helper, how, ...rest } = lacks.value
    return [giver, helper, how, rest].some(isLacking)
  })
  return { draft, lacks, isWrong, until, busy, failed, slip, state, onThisPhone, record, again }
}
