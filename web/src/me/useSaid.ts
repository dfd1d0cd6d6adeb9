import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { isFactKey, isHouseholdFact, type FactKey, type Facts } from '@yima/shared/fact/dictionary'
import type { SaidFacts } from '@yima/shared/me/contract'
import { firstMember } from '@yima/shared/policy/match'
import type { FactRef } from '@yima/shared/policy/verdict'
import { ProblemError } from '../app/http.ts'
import { readSeen } from '../app/last-seen.ts'
import { handOver } from '../app/hand-over.ts'
import { openOutbox, outbox } from '../app/outbox.ts'
import { dropForm } from '../app/useKeptForm.ts'
import { listSaid } from './api.ts'

/** One fact as it stands in an application. */
export type SaidFact = FactRef & { value: unknown }

export type Said = {
  state: Ref<'loading' | 'shown' | 'failed' | 'signed-out'>
  /** Why the newest could not be fetched. */
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was fetched, if it is not the newest. */
  since: Ref<string | undefined>
  applications: ShallowRef<readonly SaidFacts[]>
  /** What is about to be put right. */
  at: ShallowRef<{ application: SaidFacts; fact: SaidFact } | undefined>
  failed: Ref<string | undefined>
  factsOf: (application: SaidFacts) => SaidFact[]
  waits: (application: SaidFacts) => boolean
  load: () => Promise<void>
  correct: (facts: Facts) => Promise<void>
}

/** Where what is half said of one fact lies on this phone. */
export const correctionForm = ({ id }: SaidFacts, { fact, member }: SaidFact): string =>
  ['correction', id, member ?? '', fact].join(':')

const path = (id: string): string => `/me/applications/${id}/corrections`

const entriesOf = (values: Record<string, unknown>, member?: string): SaidFact[] =>
  Object.entries(values).flatMap(([fact, value]) =>
    isFactKey(fact) && value !== undefined
      ? { fact, value, ...(member === undefined ? {} : { member }) }
      : [],
  )

/** What was said in one's applications, and putting it right while the office still works on it. */
export function useSaid(): Said {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out'>('loading')
  const error = shallowRef<ProblemError>()
  const since = ref<string>()
  const applications = shallowRef<readonly SaidFacts[]>([])
  const at = shallowRef<{ application: SaidFacts; fact: SaidFact }>()
  const failed = ref<string>()
  void openOutbox().catch(() => undefined)

  async function load(): Promise<void> {
    try {
      const seen = await readSeen('mine.said', listSaid)
      applications.value = seen.value
      since.value = seen.since
      error.value = seen.error
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      state.value = problem.code === 'sign-in-needed' ? 'signed-out' : 'failed'
    }
  }

  const factsOf = ({ answers: { household, members } }: SaidFacts): SaidFact[] => [
    ...entriesOf(household),
    ...members.flatMap(({ id, ...values }) => entriesOf(values, id)),
  ]

  function bodyOf(facts: Facts, member: string) {
    const entries = Object.entries(facts) as [FactKey, unknown][]
    const of = (all: boolean) => Object.fromEntries(entries.filter(([key]) => isHouseholdFact(key) === all))
    const own = of(false)
    return {
      answers: { household: of(true), members: Object.keys(own).length > 0 ? [{ id: member, ...own }] : [] },
    }
  }

  async function correct(facts: Facts): Promise<void> {
    if (!at.value) return
    failed.value = undefined
    try {
      const { application, fact } = at.value
      const body = bodyOf(facts, fact.member ?? firstMember)
      const line = path(application.id)
      const now = await handOver({ kind: 'correction', path: line, body, line })
      const form = correctionForm(application, fact)
      await Promise.all([dropForm(form), dropForm(`${form}:typed`)])
      at.value = undefined
      if (now.word === 'received') await load()
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = problem.title
    }
  }

  const waits = ({ id }: SaidFacts): boolean => outbox.value.some((entry) => entry.path === path(id))

  return { state, error, since, applications, at, failed, factsOf, waits, load, correct }
}
