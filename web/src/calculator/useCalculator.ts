import { computed, onBeforeUnmount, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'
import { stateFacts } from '@yima/shared/application/facts'
import { choicesFor, type Answers } from '@yima/shared/fact/answers'
import type { Facts, Household, Member } from '@yima/shared/fact/dictionary'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef, Likelihood } from '@yima/shared/policy/verdict'
import { today } from '../app/session.ts'
import { forget, keep, recall } from '../app/store.ts'
import { loadDraft, saveDraft } from '../application/draft.ts'
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
  begin: () => void
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
const pause = 200

/** The calculator: the office's own rules on this phone, one question at a time. Nothing leaves the phone. */
export function useCalculator(focus: ProgrammeId | undefined): Calculator {
  const state = reactive<Calculation>(newCalculation()) as Calculation
  const ready = ref(false)
  const known = reactive({
    get words() { return state.words },
    get household() { return state.household },
    get members() { return state.members },
    get added() { return state.added },
    get asked() { return askedAbout(state) },
  })
  const hearing = useHearing(known as Parameters<typeof useHearing>[0])
  const { answer: picture, household, members, parameters } = hearing

  const current = computed(() => (state.step === 'ask' ? state.trail[state.trail.length - 1] : undefined))
  const question = computed(() => current.value?.question)
  const member = computed(() => members.value.find(({ id }) => id === question.value?.member))
  // The tiles are those of the moment before the answer: they must not change under the finger.
  const answers = computed(() => {
    if (current.value === undefined) return undefined
    const { question: { fact, member: whose }, before } = current.value
    const stated = stateFacts(hearing.reading.value, before, { today: today() })
    const asked = (stated.members as Member[]).find(({ id }) => id === whose)
    return choicesFor(fact, parameters.value, stated.household as Household, asked)
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
    await forget(shelf)
  }

  async function carryOver(): Promise<void> {
    await saveDraft(toDraft(state, await loadDraft()))
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keepNow = (): void => {
    clearTimeout(timer)
    if (ready.value) void keep(shelf, copyOf(state))
  }
  watch(state, () => {
    clearTimeout(timer)
    timer = setTimeout(keepNow, pause)
  }, { deep: true })
  onBeforeUnmount(keepNow)

  async function open(): Promise<void> {
    const kept = await recall<Partial<Calculation>>(shelf)
    if (kept) Object.assign(state, kept)
    if (focus !== undefined && state.focus !== focus) {
      Object.assign(state, { focus, step: 'start', wide: false, trail: [] })
    }
    ready.value = true
  }
  void open()

  return {
    state, hearing, ready, question, answers, known: about, waiting, counts, answered,
    begin: next, answer, next, back, finish, widen, startAnew, carryOver,
  }
}
