import { computed, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import type { VisitPack, VisitReceived } from '@yima/shared/visit/contract'
import { keepWritten } from '../app/keep-written.ts'
import { answerTo, enqueue, findEntry, openOutbox, sendNow, settle, takeBack, wordOn } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { ProblemError } from '../app/problem-error.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { loadTexts } from '../app/text.ts'
import { taken, useSmaller } from '../application/photos.ts'
import { makePicture, picturesMade } from '../application/pictures-made.ts'
import { useDesk } from '../work/desk.ts'
import { heldAgainst, isDone, linesOf, newVisit, nowOf, writesOf, type VisitDraft } from './draft.ts'
import { findPack, findVisit, removeVisit, saveVisit, takeAlong } from './kept.ts'

export type VisitState = 'loading' | 'missing' | 'writing' | 'waiting' | 'received'

/** One visit: taken along, written at every tap, handed in once. It needs the office only to be received. */
export function useVisit(application: string) {
  const { officer, refreshList } = useDesk()
  const state = ref<VisitState>('loading')
  const pack = shallowRef<VisitPack>()
  const error = shallowRef<ProblemError>()
  const draft = reactive<VisitDraft>(newVisit(0)) as VisitDraft
  const writing = keepWritten(draft, () => saveVisit(officer, application, draft))

  const entry = computed(() => (draft.handedOver === undefined ? undefined : findEntry(draft.handedOver)))
  const word = computed(() => (draft.handedOver === undefined ? undefined : wordOn<VisitReceived>(draft.handedOver)))
  const lines = computed(() => (pack.value ? linesOf(pack.value) : []))
  const done = computed(() => lines.value.filter((line) => pack.value && isDone(line, pack.value, draft)))
  const next = computed(() => lines.value.find((line) => !done.value.includes(line)))

  async function load(): Promise<void> {
    error.value = undefined
    const begun = await findVisit(officer, application)
    if (begun?.received !== undefined) {
      writing.show(() => Object.assign(draft, begun))
      state.value = 'received'
      return
    }
    let kept = await findPack(officer, application)
    try {
      kept ??= await takeAlong(officer, application)
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
    }
    pack.value = kept?.pack
    if (begun) writing.show(() => Object.assign(draft, kept ? { ...begun, answers: heldAgainst(kept.pack, begun.answers) } : begun))
    else if (kept) writing.show(() => Object.assign(draft, newVisit(kept.ahead, kept.pack.safety)))
    // Handing over was broken off before anything lay in the outbox: it is the writer's again.
    if (draft.handedOver !== undefined && !entry.value && word.value === undefined) delete draft.handedOver
    if (begun || kept) writing.begin()
    draft.open ??= next.value // a line stays open until somebody goes on
    state.value = draft.handedOver !== undefined ? 'waiting' : kept ? 'writing' : 'missing'
    follow()
  }

  async function receive(answer: VisitReceived): Promise<void> {
    writing.rest()
    await writing.kept()
    const { handedOver } = draft
    // What was seen is the office's now: of all of it only the receipt stays on this phone.
    await removeVisit(officer, application)
    Object.assign(draft, { ...newVisit(0), received: answer.receiptNumber })
    await saveVisit(officer, application, { ...newVisit(0), received: answer.receiptNumber })
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
    const answer = answerTo<VisitReceived>(draft.handedOver)
    if (answer) void receive(answer)
    else if (word.value?.word === 'refused') void giveBack()
    else state.value = 'waiting'
  }

  let handing = false
  /** Hands it in, once: it is received now, or waits on this phone and goes by itself. */
  async function handIn(): Promise<void> {
    if (handing || pack.value === undefined || next.value !== undefined) return
    handing = true
    try {
      await picturesMade()
      const key = crypto.randomUUID()
      draft.endedAt ??= nowOf(draft)
      delete draft.refused
      delete draft.marks
      const writes = writesOf(pack.value, draft, key, officer)
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
    () => Object.values(draft.photos).flat(),
    (small, key) => {
      for (const [item, photos] of Object.entries(draft.photos))
        draft.photos[item] = photos.map((one) => (one.key === key ? small : one))
    },
  )
  const photosOf = (item: string): File[] => (draft.photos[item] ?? []).map(({ picture }) => picture as File)
  function setPhotos(item: string, files: readonly File[]): void {
    const before = draft.photos[item] ?? []
    const stay = before.filter(({ picture }) => files.includes(picture as File))
    const fresh = files.filter((file) => !before.some(({ picture }) => picture === file))
    draft.photos[item] = [...stay, ...fresh.map(taken)]
  }
  /** Kept after every stroke, so that a call coming in does not cost a signature. */
  const sign = (whose: 'person' | 'investigator' | 'along', take: () => Promise<{ image: Blob } | undefined>): Promise<void> =>
    makePicture(async () => {
      const written = await take()
      if (written) draft[whose] = { key: crypto.randomUUID(), picture: written.image }
      else delete draft[whose]
    })

  onMounted(async () => {
    await openOutbox().catch(() => undefined)
    await load()
    watch([entry, word], follow)
  })
  return { state, pack, error, draft, lines, done, next, word, officer, load, handIn, photosOf, setPhotos, sign, sendNow }
}
export type Visit = ReturnType<typeof useVisit>
