import { computed, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { followWrites } from '../app/follow-writes.ts'
import { actorOf, onTheWay, openOutbox, outbox, takeBack, write } from '../app/outbox.ts'
import { session } from '../app/session.ts'
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
    const actor = session.value ? actorOf(session.value, 'resident') : null
    const now = await write<ApplicationView>({
      id,
      kind: 'urging',
      path,
      body: {},
      ...(actor === null ? {} : { actor }),
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
    } catch {
      failed.value = t('common.problem.malformed') // this phone could not keep it
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
