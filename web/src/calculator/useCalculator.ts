import { computed, onMounted, reactive, ref, type ComputedRef, type Ref } from 'vue'
import type { Answers } from '@yima/shared/fact/answers'
import type { Facts } from '@yima/shared/fact/dictionary'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef, Likelihood } from '@yima/shared/policy/verdict'
import { useBringing } from '../app/bring.ts'
import { everythingKept } from '../app/keep-latest.ts'
import { keepWritten } from '../app/keep-written.ts'
import { forget, keep, recall } from '../app/store.ts'
import { loadDraft, saveDraft } from '../application/draft.ts'
import { park } from '../application/parked.ts'
import { loadReader } from '../application/reader.ts'
import { useHearing, type Hearing } from '../application/useHearing.ts'
import {
  askedAbout, copyOf, newCalculation, toDraft, type Calculation, type Said,
} from './calculation.ts'

export type Calculator = {
  state: Calculation
  hearing: Hearing
  ready: Ref<boolean>
  question: ComputedRef<FactRef | undefined>
  answers: ComputedRef<Answers | undefined>
  /** What stands for the household or member the question is about. */
  known: ComputedRef<Readonly<Record<string, unknown>>>
  /** Programmes in play whose answer waits for this question. */
  waiting: ComputedRef<ProgrammeId[]>
  counts: ComputedRef<Record<Likelihood, number>>
  answered: ComputedRef<boolean>
  /** The rules are on their way, and somebody has pressed on. */
  fetching: Ref<boolean>
  /** Why it cannot begin. */
  failed: Ref<string | undefined>
  begin: () => Promise<void>
  answer: (facts: Facts) => void
  next: () => void
  back: () => void
  finish: () => void
  widen: () => void
  startAnew: () => Promise<void>
  /** Hands everything said to the application draft. */
  carryOver: () => Promise<void>
}

const shelf = 'calculator'

/** The calculator: the office's own rules on this phone, one question at a time. Nothing leaves the phone. */
export function useCalculator(focus: ProgrammeId | undefined): Calculator {
  const state = reactive<Calculation>(newCalculation()) as Calculation
  const ready = ref(false)
  // Without the rules everything would look settled.
  const { fetching, failed, bring: canThink } = useBringing(loadReader, 'calculator.rules.missing')
  const known = reactive({
    get words() { return state.words },
    get household() { return state.household },
    get members() { return state.members },
    get added() { return state.added },
    get asked() { return askedAbout(state) },
  })
  const hearing = useHearing(known as Parameters<typeof useHearing>[0])
  const { answer: picture, household, members } = hearing

  const current = computed(() => (state.step === 'ask' ? state.trail[state.trail.length - 1] : undefined))
  const question = computed(() => current.value?.question)
  const member = computed(() => members.value.find(({ id }) => id === question.value?.member))
  // The tiles are those of the moment before the answer: they must not change under the finger.
  const answers = computed(() => {
    if (current.value === undefined) return undefined
    return hearing.choices(current.value.question, current.value.before)
  })
  const about = computed(() =>
    (question.value?.member === undefined ? household.value : member.value ?? {}) as Record<string, unknown>)
  const answered = computed(() =>
    current.value !== undefined && JSON.stringify(current.value.before) !== JSON.stringify(saidNow()))

  const waiting = computed(() => picture.value.rows.flatMap(({ programme, verdicts }) => {
    const waits = verdicts.some(({ missing }) => missing.some(({ fact }) => fact === question.value?.fact))
    return waits ? [programme] : []
  }))
  const counts = computed(() => {
    const of = (kind: Likelihood): number =>
      picture.value.rows.filter(({ likelihood }) => likelihood === kind).length
    return { likely: of('likely'), possible: of('possible'), 'probably-not': of('probably-not') }
  })

  const saidNow = (): Said => copyOf({ household: state.household, members: state.members })
  const say = ({ household: all, members: each }: Said): void => {
    state.household = copyOf(all)
    state.members = copyOf(each)
  }

  /** The answer on the page replaces the one given before, so that a second tap corrects the first. */
  function answer(facts: Facts): void {
    if (current.value === undefined) return
    say(current.value.before)
    hearing.declare(current.value.question.member, facts)
  }

  function next(): void {
    const { next: open } = picture.value
    if (open === null) {
      state.step = 'result'
      return
    }
    state.trail.push({ question: open, before: saidNow() })
    state.step = 'ask'
  }

  async function begin(): Promise<void> {
    if (ready.value && (await canThink())) next()
  }

  function back(): void {
    if (state.step === 'ask') {
      const left = state.trail.pop()
      if (left) say(left.before)
      const before = state.trail[state.trail.length - 1]
      state.step = before === undefined ? 'start' : 'ask'
      return
    }
    state.step = state.step === 'result' && state.trail.length > 0 ? 'ask' : 'start'
  }

  const finish = (): void => {
    // A question nobody answered is not part of the way back.
    if (!answered.value) state.trail.pop()
    state.step = 'result'
  }

  function widen(): void {
    state.wide = true
    next()
  }

  async function startAnew(): Promise<void> {
    Object.assign(state, newCalculation())
    delete state.focus
    await writing.kept()
    await forget(shelf)
  }

  async function carryOver(): Promise<void> {
    // What waits for the network is finished: this becomes another.
    if ((await loadDraft())?.handedOver !== undefined) await park()
    await saveDraft(toDraft(state, await loadDraft()))
  }

  const writing = keepWritten(state, () => keep(shelf, copyOf(state)))

  async function open(): Promise<void> {
    await everythingKept() // an answer given a moment ago, before the page was left and opened again
    const kept = await recall<Partial<Calculation>>(shelf)
    const early = state.words // typed while a slow phone was still reading
    if (kept) writing.show(() => Object.assign(state, kept))
    if (!state.words.includes(early)) state.words = `${state.words}\n${early}`
    if (focus !== undefined && state.focus !== focus) {
      Object.assign(state, { focus, step: 'start', wide: false, trail: [] })
    }
    if (state.step !== 'start' && !(await canThink())) state.step = 'start'
    writing.begin()
    ready.value = true
  }
  onMounted(() => void open())

  return {
    state, hearing, ready, fetching, failed, question, answers, known: about, waiting, counts, answered,
    begin, answer, next, back, finish, widen, startAnew, carryOver,
  }
}
