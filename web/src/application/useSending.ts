import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Submitted } from '@yima/shared/application/contract'
import type { Danger } from '@yima/shared/reading/reading'
import {
  answerTo,
  enqueue,
  openOutbox,
  outbox,
  sending,
  sendNow,
  settle,
  takeBack,
  type OutboxProblem,
} from '../app/outbox.ts'
import { refusedOf } from '../app/outbox-order.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { ProblemError } from '../app/problem-error.ts'
import { saveDraft, type Draft } from './draft.ts'
import { removeReceived, saveWhereItLies } from './parked.ts'
import { findReceipt, keepReceipt } from './receipts.ts'
import { receiptOf, writesOf } from './submission.ts'

export type SendingState = 'editing' | 'sending' | 'queued' | 'sent' | 'failed'

export type Sending = {
  state: Readonly<Ref<SendingState>>
  /** Why the last try did not work out; while queued the outbox goes on by itself. */
  problem: ComputedRef<OutboxProblem | undefined>
  send: (today: string) => Promise<void>
  sendNow: () => Promise<void>
  /** Takes up where an earlier visit left off. */
  resume: () => Promise<void>
  /** The draft was put aside: what is written now is another. */
  begin: () => void
}

export type SendingTells = {
  dangers: () => readonly Danger[]
  /** Received: from this moment nothing may write the draft again. */
  received: () => void
  /** Its receipt lies on this phone. */
  arrived: (id: string) => void
  /** Refused for good: the draft is the writer's again. `picture` where one of its pictures was refused. */
  refused: (problem: OutboxProblem, picture?: 'photos' | 'signature') => void
}

/**
 * The way of a finished draft to the office: handed to the outbox, and followed until its receipt lies
 * on this phone. The draft is removed only then; a refusal gives it back for correction.
 */
export function useSending(draft: Draft, tell: SendingTells): Sending {
  const state = shallowRef<SendingState>('editing')
  const last = shallowRef<OutboxProblem>()
  /** The first try is watched on the page itself; only when it fails the draft is said to wait. */
  let handing = false
  const entry = computed(() => outbox.value.find(({ id }) => id === draft.handedOver))
  const stuck = computed(() => entry.value && refusedOf(entry.value, outbox.value))
  const waiting = computed(() => {
    const parts = outbox.value.filter(({ id }) => entry.value?.after.includes(id))
    return entry.value?.problem ?? parts.find((one) => one.problem)?.problem
  })

  async function receive(id: string, submitted: Submitted): Promise<void> {
    state.value = 'sent'
    tell.received()
    await keepReceipt(receiptOf(draft, submitted))
    await removeReceived(id)
    await settle(id)
    tell.arrived(submitted.id)
  }

  /** Which picture a refused entry carries; undefined for the application itself. */
  function pictureOf(entryId: string | undefined): 'photos' | 'signature' | undefined {
    if (draft.consent.signature?.key === entryId) return 'signature'
    return draft.photos.some(({ key }) => key === entryId) ? 'photos' : undefined
  }

  async function giveBack(id: string, problem: OutboxProblem): Promise<void> {
    const picture = pictureOf(stuck.value?.id)
    delete draft.handedOver
    draft.refused = { ...problem, ...(picture ? { picture } : {}), pictures: refusedPictures(id) }
    state.value = 'failed'
    last.value = problem
    await saveWhereItLies(draft)
    await takeBack(id)
    tell.refused(problem, picture)
  }

  function follow(): void {
    const { handedOver: id } = draft
    if (id === undefined || !entry.value || state.value === 'sent') return
    const submitted = answerTo<Submitted>(id)
    if (submitted) void receive(id, submitted)
    else if (stuck.value?.problem) void giveBack(id, stuck.value.problem)
    else state.value = handing ? 'sending' : 'queued'
  }

  /** Received and written down on an earlier visit that ended just then: nothing waits for it any more. */
  async function settleWrittenDown(): Promise<void> {
    for (const { id, kind, answer } of outbox.value) {
      if (kind !== 'application' || answer === undefined || id === draft.handedOver) continue
      if (await findReceipt((answer as Submitted).id)) await settle(id)
    }
  }

  async function resume(): Promise<void> {
    await openOutbox()
    await settleWrittenDown()
    // Handing over was broken off, another tab has seen it received, or the device was cleared. Sent once
    // more it goes under the same key: the office answers again what it answered before.
    if (draft.handedOver !== undefined && !entry.value) delete draft.handedOver
    follow()
    watch([entry, stuck, sending], follow)
  }

  async function send(today: string): Promise<void> {
    if (state.value !== 'editing' && state.value !== 'failed') return
    state.value = 'sending'
    handing = true
    last.value = undefined
    try {
      await handOver((draft.key ??= crypto.randomUUID()), today)
    } catch {
      await giveBack(draft.key ?? '', { ...new ProblemError('malformed'), errors: [] })
    } finally {
      handing = false
    }
    follow()
  }

  async function handOver(id: string, today: string): Promise<void> {
    draft.handedOver = id
    draft.dangers = [...tell.dangers()]
    delete draft.refused
    await saveDraft(draft) // first: what is handed over is not written any more, whoever opens it now
    await takeBack(id) // what was refused before it was corrected, if the phone died in between
    await enqueue(writesOf(draft, id, today))
    await sendNow()
  }

  function begin(): void {
    state.value = 'editing'
    last.value = undefined
  }

  return { state, problem: computed(() => waiting.value ?? last.value), send, sendNow, resume, begin }
}
