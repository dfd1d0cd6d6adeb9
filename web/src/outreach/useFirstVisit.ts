import { computed, onMounted, reactive, ref, shallowRef, toRefs, watch } from 'vue'
import type { FirstVisit, FirstVisitInput, FirstVisitKept as Received } from '@yima/shared/outreach/contract'
import { giveBack } from '../app/give-back.ts'
import { officeDay } from '../app/office-day.ts'
import { dayOf } from '../app/formats.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import { useFamilyAct } from '../family-desk/useFamilyAct.ts'
import { useLoaded } from '../family/useLoaded.ts'
import { draftKey } from '../work/acts.ts'
import { useDesk } from '../work/desk.ts'
import { firstVisitAct, firstVisitKept, firstVisitPath, getFirstVisit } from './api.ts'
import { actOf, beginDraft, lastFourOf, sayAnew, visitLacks, type FirstVisitDraft, type VisitLacks } from './first-visit.ts'

/** What the person holds afterwards: their number and four digits, or by when somebody comes again. */
export type Outcome = { act: FirstVisitInput; lastFour: string; answer: Received | undefined }

const empty: Pick<FirstVisit, 'name' | 'phone' | 'words'> = { name: null, phone: null, words: '' }

/** The first visit to somebody who was pointed out: read out, asked, written down; with a network or without. */
export function useFirstVisit(id: string) {
  const { officer, refreshList } = useDesk()
  const { state, error, since, value: visit, load } = useLoaded(() => getFirstVisit(id), firstVisitKept(officer.id, id))
  const { busy, failed, act, waiting } = useFamilyAct(officer)
  const path = firstVisitPath(id)
  const on = computed(() => waiting((entry) => entry.path === path))
  const today = officeDay() ?? dayOf(new Date().toISOString())
  const draft = reactive(beginDraft(empty as FirstVisit, officer.name, today)) as FirstVisitDraft
  const lacks = ref<VisitLacks>({})
  const outcome = shallowRef<Outcome>()
  const kept = useKeptFields(draftKey(officer, path), toRefs(draft))
  watch(draft, () => { lacks.value = {} }, { deep: true })

  /** What others said stands there until somebody writes something else. */
  function fill({ name, phone, words }: FirstVisit): void {
    draft.name ||= name ?? ''
    draft.phone ||= phone ?? ''
    draft.words ||= words
  }

  /** Read anew after somebody was parted from them. */
  async function readAgain(): Promise<void> {
    const before = visit.value
    await load()
    if (before && visit.value) sayAnew(draft, before, visit.value)
  }

  async function send(): Promise<boolean> {
    lacks.value = visitLacks(draft)
    if (Object.keys(lacks.value).length > 0) return false
    const body = actOf(draft)
    const lastFour = lastFourOf(draft)
    const told = await act(firstVisitAct(id, body), draft.name || (visit.value?.name ?? ''))
    if (told.word === 'refused') return true
    outcome.value = { act: body, lastFour, answer: told.word === 'received' ? (told.answer as Received) : undefined }
    await kept.drop()
    if (told.word === 'received') void refreshList()
    return true
  }

  /** What was handed over here and not taken stands in the form again. */
  const back = (): Promise<void> =>
    giveBack<FirstVisitInput>((entry) => entry.path === path, ({ body }) => {
      draft.met = body.type
      if (body.type === 'agreed') {
        const { idNumber, chosenFour, phone, type: _type, ...same } = body
        Object.assign(draft, { ...same, hasNumber: idNumber === undefined ? 'no' : 'yes', idNumber: idNumber ?? '', chosenFour: chosenFour ?? '', phone: phone ?? '' })
      } else draft.reason ||= body.reason
    })

  onMounted(async () => {
    await kept.ready
    await back().catch(() => undefined)
    await load()
    if (visit.value) fill(visit.value)
  })
  return { officer, state, error, since, visit, load, busy, failed, on, draft, lacks, outcome, send, readAgain }
}
