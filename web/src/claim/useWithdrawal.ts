import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { followWrites } from '../app/follow-writes.ts'
import { actorHere } from '../app/actor-here.ts'
import type { OutboxEntry } from '../app/outbox-order.ts'
import { onTheWay, openOutbox, outbox, takeBack, write } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { withdrawalPath } from './api.ts'

export type Withdrawal = {
  /** The application about to be taken back. */
  of: ShallowRef<ApplicationView | undefined>
  reason: Ref<string>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  start: (application: ApplicationView) => Promise<void>
  confirm: () => Promise<void>
  /** Which of the two words an application's withdrawal has while it is not received. */
  wordOf: (application: ApplicationView) => 'kept' | 'sending' | undefined
  /** Why an application could not be taken back. */
  whyNot: (application: ApplicationView) => string | undefined
}

const find = (id: string): OutboxEntry | undefined =>
  outbox.value.find(({ path, answer }) => path === withdrawalPath(id) && answer === undefined)

/**
 * Taking an application back, after asking. Without a network it waits on this phone and says so; `done` is told
 * once the office has received it, with nothing when that was seen by another tab only.
 */
export function useWithdrawal(done: (after?: ApplicationView) => void): Withdrawal {
  const of = shallowRef<ApplicationView>()
  const reason = ref('')
  const busy = ref(false)
  const failed = ref<string>()
  // Not before: a page drawn at build time has no outbox.
  onMounted(() => void openOutbox().catch(() => undefined))

  const { forget } = followWrites<ApplicationView | { done: true }>(
    ({ kind }) => kind === 'withdrawal',
    (answer) => done(answer && 'claims' in answer ? answer : undefined),
  )

  /** What was refused before is taken out of the outbox; its reason stands in the box again. */
  async function start(application: ApplicationView): Promise<void> {
    const before = find(application.id)
    if (before && !before.refused) return
    const { reason: typed = '' } = (before?.body as { reason?: string } | undefined) ?? {}
    of.value = application
    reason.value = typed
    failed.value = undefined
    if (before) {
      forget(before.id)
      await takeBack(before.id)
    }
  }

  async function handOver(application: ApplicationView): Promise<void> {
    const why = reason.value.trim()
    const id = crypto.randomUUID()
    const actor = await actorHere()
    const now = await write<ApplicationView>({
      id,
      kind: 'withdrawal',
      path: withdrawalPath(application.id),
      body: why === '' ? {} : { reason: why },
      actor,
    })
    if (now.word !== 'refused') {
      of.value = undefined
      return
    }
    failed.value = now.problem?.title
    forget(id)
    await takeBack(id)
  }

  async function confirm(): Promise<void> {
    const { value: application } = of
    if (application === undefined || busy.value) return
    busy.value = true
    failed.value = undefined
    void askToStay()
    try {
      await handOver(application)
    } catch (error) {
      // Nobody's here, or this phone could not keep it.
      failed.value = error instanceof ProblemError ? error.title : t('common.problem.malformed')
    } finally {
      busy.value = false
    }
  }

  function wordOf({ id }: ApplicationView): 'kept' | 'sending' | undefined {
    const entry = find(id)
    if (entry === undefined || entry.refused) return undefined
    return onTheWay.value.has(entry.id) ? 'sending' : 'kept'
  }
  const whyNot = ({ id }: ApplicationView): string | undefined => {
    const entry = find(id)
    return entry?.refused ? entry.problem?.title : undefined
  }

  return { of, reason, busy, failed, start, confirm, wordOf, whyNot }
}
