import { computed, nextTick, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { FiledHere, OccasionView } from '@yima/shared/window/contract'
import { fieldText } from '../app/field-text.ts'
import { keepLatest } from '../app/keep-latest.ts'
import {
  answerTo,
  enqueue,
  findEntry,
  openOutbox,
  sendNow,
  settle,
  takeBack,
  wordOn,
  type OutboxProblem,
} from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { today } from '../app/session.ts'
import { loadTexts } from '../app/text.ts'
import { applySteps, newDraft, saveDraft, type ApplyStep } from '../application/draft.ts'
import { park } from '../application/parked.ts'
import { signatureMade } from '../application/signing.ts'
import { fieldOf } from '../application/submission.ts'
import { useHearing } from '../application/useHearing.ts'
import { usePlace } from '../application/usePlace.ts'
import { useDesk } from '../work/desk.ts'
import { getOccasion } from './api.ts'
import {
  findFiling,
  lacksOf,
  newFiling,
  removeFiling,
  saveFiling,
  visitOf,
  writesOf,
  type Filing,
  type FilingField,
} from './filing.ts'
import { visitNow } from './keep-scan.ts'

type State = 'loading' | 'lost' | 'writing' | 'waiting' | 'refused' | 'received'

const stepOf = (field: FilingField): ApplyStep =>
  field === 'words' || field === 'photos' || field === 'facts' ? 'say' : 'sign'
const fieldAt = (path: string): FilingField | undefined =>
  path.startsWith('consent.witness') ? 'witness' : path === 'chosenFour' ? 'idNumber' : fieldOf(path)

/** What an officer writes down for somebody, from the first word to the slip in that person's hand. */
export function useFiling(id: string) {
  const router = useRouter()
  const { officer } = useDesk()
  const filing = reactive<Filing>(newFiling({ id, ahead: 0 })) as Filing
  const state = ref<State>('loading')
  const step = computed(() => filing.step)
  const errors = reactive<Partial<Record<FilingField, string>>>({})
  const problem = shallowRef<OutboxProblem>()
  const hearing = useHearing(filing)
  const { county, place, preset } = usePlace(filing)
  let writing = false

  const keeper = keepLatest(async () => {
    if (writing) await saveFiling(officer, filing)
  })
  watch(
    filing,
    () => {
      if (writing) keeper.changed()
    },
    { deep: true, flush: 'sync' },
  )
  // What was missing is said until it is there.
  watch(filing, () => {
    for (const field of Object.keys(errors) as FilingField[]) delete errors[field]
  })

  const entry = computed(() => (filing.handedOver === undefined ? undefined : findEntry(filing.handedOver)))
  const word = computed(() =>
    filing.handedOver === undefined ? undefined : wordOn<FiledHere>(filing.handedOver),
  )

  /** What was kept here; what was begun with a network is asked for anew where nothing lies here. */
  async function find(): Promise<Filing | undefined> {
    const kept = await findFiling(officer, id)
    if (kept) return { ...kept, visit: await visitNow(kept.visit) }
    const view = await getOccasion(id).catch((): OccasionView | undefined => undefined)
    return view && newFiling(visitOf(view))
  }

  async function load(): Promise<void> {
    await openOutbox()
    const found = await find()
    if (!found) {
      state.value = 'lost'
      return
    }
    Object.assign(filing, found)
    // Handing over was broken off before anything lay in the outbox: it is the writer's again, under the same key.
    if (filing.handedOver !== undefined && !entry.value && !filing.filed) delete filing.handedOver
    writing = true
    state.value = filing.filed ? 'received' : 'writing'
    await preset(undefined)
    problem.value = filing.refused
    if (filing.refused) state.value = 'refused'
    follow()
  }

  async function receive(answer: FiledHere): Promise<void> {
    writing = false
    await keeper.kept()
    // The words are the office's now: of all that was typed only the slip stays, until it is handed over.
    const { visit, handedOver, place: where } = filing
    const slip: Filing = { ...newFiling(visit), filed: answer, ...(where ? { place: where } : {}) }
    await saveFiling(officer, slip)
    if (handedOver !== undefined) await settle(handedOver)
    if (visit.scan !== undefined) await settle(visit.scan)
    Object.assign(filing, slip)
    state.value = 'received'
  }

  async function giveBack(why: OutboxProblem): Promise<void> {
    const { handedOver, visit } = filing
    delete filing.handedOver
    delete filing.key // what is handed over next is another write
    filing.refused = { ...why }
    await keeper.kept()
    if (handedOver !== undefined) await takeBack(handedOver)
    if (visit.scan !== undefined) await takeBack(visit.scan)
    problem.value = why
    await loadTexts(['problem']).catch(() => undefined)
    state.value = 'refused'
  }

  function follow(): void {
    const { handedOver } = filing
    if (handedOver === undefined || state.value === 'received') return
    const answer = answerTo<FiledHere>(handedOver)
    if (answer) void receive(answer)
    else if (word.value?.word === 'refused' && word.value.problem) void giveBack(word.value.problem)
    else state.value = 'waiting'
  }

  async function go(to: ApplyStep): Promise<void> {
    filing.step = to
    await nextTick()
  }

  async function point(lacks: readonly { field: FilingField; code: string }[]): Promise<boolean> {
    for (const { field, code } of lacks) errors[field] ??= fieldText(code) ?? ''
    const [first] = lacks
    if (!first) return false
    await go(stepOf(first.field))
    const at = document.getElementById(`apply-${first.field}`)
    const target = at?.matches('section, input, textarea, button')
      ? at
      : at?.querySelector<HTMLElement>('input')
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
    return true
  }

  async function handIn(): Promise<void> {
    await signatureMade()
    if (await point(lacksOf(filing))) return
    const key = (filing.key ??= crypto.randomUUID())
    filing.visit = await visitNow(filing.visit)
    filing.handedOver = key
    delete filing.refused
    await keeper.kept() // first: what is handed over is not written any more, whoever opens it now
    await saveFiling(officer, filing)
    void askToStay()
    await enqueue(writesOf(filing, key, officer, today()))
    void sendNow()
    follow()
  }

  let handing = false
  /** On to the next step; from the last it is handed in, once however often it is pressed. */
  async function forward(): Promise<void> {
    await loadTexts(['problem']).catch(() => undefined)
    if (step.value === 'say') {
      if (!(await point(lacksOf(filing).filter(({ field }) => field === 'words')))) await go('answer')
    } else if (step.value === 'answer') await go('sign')
    else if (!handing) {
      handing = true
      await handIn().finally(() => {
        handing = false
      })
    }
  }
  const back = (): Promise<void> => go(applySteps[applySteps.indexOf(step.value) - 1] ?? 'say')

  /** Back to the words; what was refused stands at its place, if it has one here. */
  async function mend(): Promise<void> {
    const lacks = (problem.value?.errors ?? []).flatMap(({ field, code }) => {
      const at = fieldAt(field)
      return at === undefined ? [] : [{ field: at, code }]
    })
    delete filing.refused
    state.value = 'writing'
    await nextTick()
    if (!(await point(lacks))) await go('sign')
  }

  /** Nobody could be recognised: what was said goes as a request to visit, in the officer's own name. */
  async function asOutreach(): Promise<void> {
    const { words, photos, place: where, address } = filing
    await park()
    await saveDraft({
      ...newDraft(),
      ...{ words, photos, forWhom: 'neighbour', forWhomChosen: true, ...(where ? { place: where } : {}) },
      applicant: { ...newDraft().applicant, name: officer.name },
      beneficiary: { ...newDraft().beneficiary, whereToFind: address },
    })
    await finish()
    await router.push('/apply')
  }

  /** The slip is handed over, or what was written is dropped: nothing of this person stays on this phone. */
  async function finish(): Promise<void> {
    writing = false
    await keeper.kept()
    await removeFiling(officer, id)
  }

  onMounted(() => {
    void load()
    watch([entry, word], follow)
  })
  return {
    ...{ filing, hearing, state, step, errors, problem, word, place, county, officer },
    ...{ forward, back, mend, asOutreach, finish, sendNow },
  }
}
export type FilingPage = ReturnType<typeof useFiling>
