import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { OpenQuestion } from '@yima/shared/me/contract'
import { http } from '../app/http.ts'
import { handOver } from '../app/hand-over.ts'
import { openOutbox, outbox } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'

export type Questions = {
  state: Ref<'loading' | 'shown' | 'failed'>
  error: ShallowRef<ProblemError | undefined>
  questions: ShallowRef<readonly OpenQuestion[]>
  failed: Ref<string | undefined>
  load: () => Promise<void>
  answer: (question: OpenQuestion, words: string) => Promise<boolean>
  /** Answered on this phone and not yet received. */
  waits: (question: OpenQuestion) => boolean
}

const path = (id: string): string => `/oversight/questions/${id}/answer`

/** Looks that people question, before an office that did not look. */
export function useQuestions({ name }: OfficerView): Questions {
  const state = ref<'loading' | 'shown' | 'failed'>('loading')
  const error = shallowRef<ProblemError>()
  const questions = shallowRef<readonly OpenQuestion[]>([])
  const failed = ref<string>()
  void openOutbox().catch(() => undefined)

  async function load(): Promise<void> {
    try {
      questions.value = (await http.get<{ questions: OpenQuestion[] }>('/oversight/questions')).questions
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      state.value = 'failed'
    }
  }

  async function answer({ id }: OpenQuestion, words: string): Promise<boolean> {
    failed.value = undefined
    try {
      const body = { words: words.trim() }
      const now = await handOver({ kind: 'access-answer', path: path(id), body, side: 'officer', label: { officer: name } })
      if (now.word === 'received') await load()
      return true
    } catch (problem) {
      failed.value = problem instanceof ProblemError ? problem.title : t('common.problem.malformed')
      return false
    }
  }

  const waits = ({ id }: OpenQuestion): boolean => outbox.value.some((entry) => entry.path === path(id) && !entry.refused)
  return { state, error, questions, failed, load, answer, waits }
}
