import { computed, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { followWrites } from '../app/follow-writes.ts'
import { actorHere } from '../app/actor-here.ts'
import { onTheWay, openOutbox, outbox, takeBack, write } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'

export type Urging = {
  /** Which of the two words it has while it is not received. */
  word: ComputedRef<'kept' | 'sending' | undefined>
  failed: Ref<string | undefined>
  urge: () => Promise<void>
}

const urgingPath = (application: string): string => `/me/applications/${application}/urging`

/**
 * Urging the office once about a request that is late. Without a network it waits on this phone; `done` is told once
 * it has been received, with the request as it is then where that is known.
 */
export function useUrging(application: string, done: (after?: ApplicationView) => void): Urging {
  const path = urgingPath(application)
  const failed = ref<string>()
  let running = false
  onMounted(() => void openOutbox().catch(() => undefined))
  const { forget } = followWrites<ApplicationView | { done: true }>(
    (entry) => entry.path === path,
    (answer) => done(answer && 'claims' in answer ? answer : undefined),
  )

  async function handOver(): Promise<void> {
    const id = crypto.randomUUID()
    const actor = await actorHere()
    const now = await write<ApplicationView>({
      id,
      kind: 'urging',
      path,
      body: {},
      actor,
    })
    if (now.word !== 'refused') return
    failed.value = now.problem?.title
    forget(id)
    await takeBack(id)
  }

  async function urge(): Promise<void> {
    if (running) return
    running = true
    failed.value = undefined
    try {
      await handOver()
    } catch (error) {
      // Nobody's here, or this phone could not keep it.
      failed.value = error instanceof ProblemError ? error.title : t('common.problem.malformed')
    } finally {
      running = false
    }
  }

  const word = computed(() => {
    const entry = outbox.value.find((one) => one.path === path && one.answer === undefined && !one.refused)
    return entry && (onTheWay.value.has(entry.id) ? 'sending' : 'kept')
  })
  return { word, failed, urge }
}
