import { computed, onMounted, shallowRef, watch, type Ref } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { FiledHere } from '@yima/shared/window/contract'
import {
  answerTo,
  enqueue,
  findEntry,
  sendNow,
  settle,
  takeBack,
  wordOn,
  type OutboxProblem,
} from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { today } from '../app/session.ts'
import { loadTexts } from '../app/text.ts'
import { newFiling, saveFiling, writesOf, type Filing } from './filing.ts'
import { visitNow } from './keep-scan.ts'
import type { KeptFiling } from './useKeptFiling.ts'

export type FilingState = 'loading' | 'lost' | 'writing' | 'waiting' | 'refused' | 'received'

/** What becomes of a filing once it is handed in: it waits, is received as a slip, or comes back with the reason. */
export function useHandedIn(
  { filing, kept, rest }: KeptFiling,
  officer: OfficerView,
  state: Ref<FilingState>,
) {
  const problem = shallowRef<OutboxProblem>()
  const entry = computed(() => (filing.handedOver === undefined ? undefined : findEntry(filing.handedOver)))
  const word = computed(() =>
    filing.handedOver === undefined ? undefined : wordOn<FiledHere>(filing.handedOver),
  )

  async function receive(answer: FiledHere): Promise<void> {
    await rest()
    // The words are the office's now: of all that was typed only the slip stays, until it is handed over.
    const { visit, handedOver, place: where } = filing
    const slip: Filing = { ...newFiling(visit), filed: answer, ...(where ? { place: where } : {}) }
    await saveFiling(officer, slip)
    if (handedOver !== undefined) await settle(handedOver)
    if (visit.scan !== undefined) await settle(visit.scan)
    Object.assign(filing, slip)
    state.value = 'received'
  }

  async function giveBack(why: OutboxProblem): Promise<void> {
    const { handedOver, visit } = filing
    delete filing.handedOver
    delete filing.key // what is handed over next is another write
    filing.refused = { ...why }
    filing.marks = handedOver === undefined ? {} : refusedPictures(handedOver)
    await kept()
    if (handedOver !== undefined) await takeBack(handedOver)
    if (visit.scan !== undefined) await takeBack(visit.scan)
    problem.value = why
    await loadTexts(['problem']).catch(() => undefined)
    state.value = 'refused'
  }

  /** What the outbox knows of it, as this page shows it. */
  function follow(): void {
    const { handedOver } = filing
    if (handedOver === undefined || state.value === 'received') return
    const answer = answerTo<FiledHere>(handedOver)
    if (answer) void receive(answer)
    else if (word.value?.word === 'refused' && word.value.problem) void giveBack(word.value.problem)
    else state.value = 'waiting'
  }

  /** As it lay here when the page was opened. */
  function takeUp(): void {
    // Handing over was broken off before anything lay in the outbox: it is the writer's again, under the same key.
    if (filing.handedOver !== undefined && !entry.value && !filing.filed) delete filing.handedOver
    problem.value = filing.refused
    state.value = filing.filed ? 'received' : filing.refused ? 'refused' : 'writing'
    follow()
  }

  async function handOver(): Promise<void> {
    const key = (filing.key ??= crypto.randomUUID())
    filing.visit = await visitNow(filing.visit)
    filing.handedOver = key
    delete filing.refused
    delete filing.marks
    await kept() // first: what is handed over is not written any more, whoever opens it now
    await saveFiling(officer, filing)
    void askToStay()
    await enqueue(writesOf(filing, key, officer, today()))
    void sendNow()
    follow()
  }

  onMounted(() => watch([entry, word], follow))
  return { problem, word, takeUp, handOver, sendNow }
}
