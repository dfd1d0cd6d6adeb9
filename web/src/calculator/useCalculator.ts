import { computed, onBeforeUnmount, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'
import { stateFacts } from '@yima/shared/application/facts'
import { choicesFor, type Answers } from '@yima/shared/fact/answers'
import type { Facts, Household, Member } from '@yima/shared/fact/dictionary'
import { programmeIds, type ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef, Likelihood } from '@yima/shared/policy/verdict'
import { today } from '../app/session.ts'
import { forget, keep, recall } from '../app/store.ts'
import { loadDraft, newDraft, saveDraft } from '../application/draft.ts'
import { useHearing, type Hearing } from '../application/useHearing.ts'

type Said = { household: Household; members: Member[] }
type Asked = { question: FactRef; before: Said }
export type CalculatorStep = 'start' | 'ask' | 'result'

/** Everything a calculation is made of; it lies encrypted on this phone and goes nowhere. */
type Calculation = Said & {
  words: string
  added: ProgrammeId[]
  step: CalculatorStep
  /** The one programme somebody came for. */
  focus?: ProgrammeId
  /** Every programme, whatever was said. */
  wide: boolean
  /** The question on the page, last; each with what stood before it, so that "back" takes the answer back. */
  trail: Asked[]
}

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

const empty = (): Calculation =>
  ({ words: '', household: {}, members: [], added: [], step: 'start', wide: false, trail: [] })

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** What is asked about: the programme somebody came for, else everything unless words say what matters. */
const askedOf = ({ focus, wide, words }: Calculation): readonly ProgrammeId[] => {
  if (wide) return programmeIds
  if (focus !== undefined) return [focus]
  return words.trim() === '' ? programmeIds : []
}

/** The calculator: the office's own rules on this phone, one question at a time. Nothing leaves the phone. */
export function useCalculator(focus: ProgrammeId | undefined): Calculator {
  const state = reactive<Calculation>(empty()) as Calculation
  const ready = ref(false)
  const known = reactive({
    get words() { return state.words },
    get household() { return state.household },
    get members() { return state.members },
    get added() { return state.added },
    get asked() { return askedOf(state) },
  })
  const hearing = useHearing(known as Parameters<typeof useHearing>[0])
  const { answer: picture, household, members, parameters } = hearing

  const current = computed(() => (state.step === 'ask' ? state.trail[state.trail.length - 1] : undefined))
  const question = computed(() => current.value?.question)
  const member = computed(() => members.value.find(({ id }) => id === question.value?.member))
  // The tiles are those of the moment before the answer: one that settles several facts must not change under the finger.
  const answers = computed(() => {
    if (current.value === undefined) return undefined
    const { question: { fact, member: whose }, before } = current.value
    const stated = stateFacts(hearing.reading.value, before, { today: today() })
    const asked = (stated.members as Member[]).find(({ id }) => id === whose)
    return choicesFor(fact, parameters.value, stated.household as Household, asked)
  })
  const about = computed(() => (question.value?.member === undefined ? household.value : member.value ?? {}) as Record<string, unknown>)
  const answered = computed(() =>
    current.value !== undefined && JSON.stringify(current.value.before) !== JSON.stringify(saidNow()))

  const waiting = computed(() => picture.value.rows.flatMap(({ programme, verdicts }) => {
    const waits = verdicts.some(({ missing }) => missing.some(({ fact }) => fact === question.value?.fact))
    return waits ? [programme] : []
  }))
  const counts = computed(() => {
    const of = (kind: Likelihood): number => picture.value.rows.filter(({ likelihood }) => likelihood === kind).length
    return { likely: of('likely'), possible: of('possible'), 'probably-not': of('probably-not') }
  })

  const saidNow = (): Said => copy({ household: state.household, members: state.members })
  const say = ({ household: all, members: each }: Said): void => {
    state.household = copy(all)
    state.members = copy(each)
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
    Object.assign(state, empty())
    delete state.focus
    await forget(shelf)
  }

  async function carryOver(): Promise<void> {
    const draft = (await loadDraft()) ?? newDraft()
    const words = state.words.trim()
    const joined = draft.words.includes(words) ? draft.words : [draft.words, words].filter((part) => part.trim() !== '').join('\n')
    const added = [...new Set([...draft.added, ...state.added, ...(state.focus === undefined ? [] : [state.focus])])]
    await saveDraft({ ...draft, ...saidNow(), words: joined, added, step: 'say' })
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keepNow = (): void => {
    clearTimeout(timer)
    if (ready.value) void keep(shelf, copy(state))
  }
  watch(state, () => {
    clearTimeout(timer)
    timer = setTimeout(keepNow, pause)
  }, { deep: true })
  onBeforeUnmount(keepNow)

  async function open(): Promise<void> {
    const kept = await recall<Partial<Calculation>>(shelf)
    if (kept) Object.assign(state, kept)
    if (focus !== undefined && state.focus !== focus) Object.assign(state, { focus, step: 'start', wide: false, trail: [] })
    ready.value = true
  }
  void open()

  return {
    state, hearing, ready, question, answers, known: about, waiting, counts, answered,
    begin: next, answer, next, back, finish, widen, startAnew, carryOver,
  }
}
