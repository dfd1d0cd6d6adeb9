import { computed, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import type { AppraisalSheet, MinutesReceived } from '@yima/shared/appraisal/contract'
import { keepWritten } from '../app/keep-written.ts'
import { answerTo, enqueue, findEntry, openOutbox, sendNow, settle, takeBack, wordOn } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { ProblemError } from '../app/problem-error.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { loadTexts } from '../app/text.ts'
import { taken, useSmaller } from '../application/photos.ts'
import { makePicture, picturesMade } from '../application/pictures-made.ts'
import { useDesk } from '../work/desk.ts'
import { isDone, lines, newAppraisal, writesOf, type AppraisalDraft } from './draft.ts'
import { findAppraisal, findSheet, removeAppraisal, saveAppraisal, takeSheet } from './kept.ts'

export type AppraisalState = 'loading' | 'missing' | 'writing' | 'waiting' | 'received'

/** The minutes of one meeting: taken along, written at every tap, handed in once. They need the office only to be received. */
export function useAppraisal(application: string, claim: string) {
  const { officer, refreshList } = useDesk()
  const state = ref<AppraisalState>('loading')
  const sheet = shallowRef<AppraisalSheet>()
  const error = shallowRef<ProblemError>()
  const draft = reactive<AppraisalDraft>(newAppraisal(0)) as AppraisalDraft
  const writing = keepWritten(draft, () => saveAppraisal(officer, claim, draft))

  const word = computed(() => (draft.handedOver === undefined ? undefined : wordOn<MinutesReceived>(draft.handedOver)))
  const entry = computed(() => (draft.handedOver === undefined ? undefined : findEntry(draft.handedOver)))
  const done = computed(() => lines.filter((line) => sheet.value && isDone(line, sheet.value, draft)))
  const next = computed(() => lines.find((line) => !done.value.includes(line)))

  async function load(): Promise<void> {
    error.value = undefined
    const begun = await findAppraisal(officer, claim)
    let kept = await findSheet(officer, claim)
    if (begun?.received !== undefined) {
      // Received before: a second meeting begins anew once it is asked for.
      kept = await takeSheet(officer, application, claim).catch(() => undefined)
      if (kept === undefined) {
        writing.show(() => Object.assign(draft, begun))
        state.value = 'received'
        return
      }
      await removeAppraisal(officer, claim)
    }
    try {
      kept ??= await takeSheet(officer, application, claim)
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
    }
    sheet.value = kept?.sheet
    if (begun && begun.received === undefined) writing.show(() => Object.assign(draft, begun))
    else if (kept) writing.show(() => Object.assign(draft, newAppraisal(kept.ahead)))
    // Handing over was broken off before anything lay in the outbox: it is the writer's again.
    if (draft.handedOver !== undefined && !entry.value && word.value === undefined) delete draft.handedOver
    if (begun || kept) writing.begin()
    draft.open ??= next.value ?? 'read'
    state.value = draft.handedOver !== undefined ? 'waiting' : kept ? 'writing' : 'missing'
    follow()
  }

  async function receive(answer: MinutesReceived): Promise<void> {
    writing.rest()
    await writing.kept()
    const { handedOver } = draft
    // What was written is the office's now: of all of it only the receipt stays on this phone.
    await removeAppraisal(officer, claim)
    Object.assign(draft, { ...newAppraisal(0), received: answer.receiptNumber })
    await saveAppraisal(officer, claim, { ...newAppraisal(0), received: answer.receiptNumber })
    if (handedOver !== undefined) await settle(handedOver)
    state.value = 'received'
    void refreshList()
  }

  async function giveBack(): Promise<void> {
    const { handedOver } = draft
    const why = word.value?.word === 'refused' ? word.value.problem : undefined
    if (handedOver === undefined || why === undefined) return
    delete draft.handedOver
    draft.refused = { ...why }
    draft.marks = refusedPictures(handedOver)
    await writing.kept()
    await takeBack(handedOver)
    await loadTexts(['problem']).catch(() => undefined)
    state.value = 'writing'
  }

  /** What the outbox knows of it, as this page shows it. */
  function follow(): void {
    if (draft.handedOver === undefined || state.value === 'received' || state.value === 'loading') return
    const answer = answerTo<MinutesReceived>(draft.handedOver)
    if (answer) void receive(answer)
    else if (word.value?.word === 'refused') void giveBack()
    else state.value = 'waiting'
  }

  let handing = false
  /** Hands it in, once: it is received now, or waits on this phone and goes by itself. */
  async function handIn(): Promise<void> {
    if (handing || sheet.value === undefined || next.value !== undefined) return
    handing = true
    try {
      await picturesMade()
      const key = crypto.randomUUID()
      delete draft.refused
      delete draft.marks
      const writes = writesOf(sheet.value, draft, key, officer)
      draft.handedOver = key
      await writing.kept() // first: what is handed over is not written any more, whoever opens it now
      void askToStay()
      await enqueue(writes)
      state.value = 'waiting'
      void sendNow()
    } finally {
      handing = false
    }
  }

  useSmaller(
    () => draft.photos,
    (small, key) => {
      draft.photos = draft.photos.map((one) => (one.key === key ? small : one))
    },
  )
  const photos = computed({
    get: () => draft.photos.map(({ picture }) => picture as File),
    set: (files) => {
      const stay = draft.photos.filter(({ picture }) => files.includes(picture as File))
      const fresh = files.filter((file) => !stay.some(({ picture }) => picture === file))
      draft.photos = [...stay, ...fresh.map(taken)]
    },
  })
  /** Kept after every stroke, so that a call coming in does not cost a signature. */
  const sign = (at: 0 | 1, take: () => Promise<{ image: Blob } | undefined>): Promise<void> =>
    makePicture(async () => {
      const written = await take()
      if (written) draft.counters[at].signature = { key: crypto.randomUUID(), picture: written.image }
      else delete draft.counters[at].signature
    })

  onMounted(async () => {
    await openOutbox().catch(() => undefined)
    await load()
    watch([entry, word], follow)
  })
  return { state, sheet, error, draft, done, next, word, officer, load, handIn, photos, sign }
}
export type AppraisalWriting = ReturnType<typeof useAppraisal>
