import { ref, type Ref } from 'vue'
import type { ContestAnswer } from '@yima/shared/verification/contest'
import { shrink } from '../application/shrink.ts'
import { actorHere } from '../app/actor-here.ts'
import { answerOf, enqueue, openOutbox, type NewEntry } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { ownPath } from './api.ts'

export type Contest = {
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  /** Hands over one answer with its photos; true once it lies in the outbox. */
  send: (said: { item: string; answer: ContestAnswer; words: string; photos: readonly File[] }) => Promise<boolean>
}

/** What the family says to one item: photos first, then the answer that names them; the outbox keeps this order. */
export function useContest(id: string): Contest {
  const busy = ref(false)
  const failed = ref<string>()

  async function entries({ item, answer, words, photos }: Parameters<Contest['send']>[0]): Promise<NewEntry[]> {
    const parts: NewEntry[] = []
    for (const photo of photos)
      parts.push({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob: await shrink(photo) })
    const body = { item, answer, words, pictures: parts.map((part) => answerOf(part.id, 'id')) }
    const head: NewEntry = {
      id: crypto.randomUUID(), kind: 'family-word', path: ownPath(id), body, after: parts.map((part) => part.id),
      actor: await actorHere(),
    }
    return [...parts, head]
  }

  async function send(said: Parameters<Contest['send']>[0]): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failed.value = undefined
    try {
      await openOutbox()
      await enqueue(await entries(said))
      return true
    } catch (error) {
      failed.value = error instanceof ProblemError ? error.title : new ProblemError('malformed').title
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failed, send }
}
