import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'
import { ProblemError } from '../app/http.ts'
import { fieldText } from '../app/field-text.ts'
import { keepWritten } from '../app/keep-written.ts'
import { actorHere } from '../app/actor-here.ts'
import {
  answerOf, answerTo, enqueue, openOutbox, outbox, settle, takeBack, wordOn, type NewEntry,
} from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { refusedPictures } from '../app/refused-pictures.ts'
import { forget, keep, recall } from '../app/store.ts'
import { findText, t } from '../app/text.ts'
import { shrink } from '../application/shrink.ts'
import { getOwnApplication } from './api.ts'
import { papersShelf, type KeptPapers } from './papers-on-the-way.ts'
import { findOwnApplication } from './useOwnApplications.ts'

type Photos = KeptPapers['photos']

export type Papers = {
  application: ShallowRef<ApplicationView | undefined>
  claim: ComputedRef<ClaimView | undefined>
  error: ShallowRef<ProblemError | undefined>
  photos: Photos
  /** Papers still wanted that have no photo, after a first tap on "send". */
  without: Ref<number>
  /** Why photos were refused, each as a sentence. */
  marks: ShallowRef<ReadonlyMap<File, string | undefined>>
  problem: Ref<string | undefined>
  /** `handing`: the photos are being made smaller, and none can be added that would not go with them. */
  state: ComputedRef<
    'loading' | 'failed' | 'editing' | 'handing' | 'kept' | 'sending' | 'refused' | 'done'
  >
  load: () => Promise<void>
  /** Hands the photos over; with papers still without a photo only at the second tap. */
  send: () => Promise<void>
  /** Takes back what the server refused, so that it can be corrected. */
  correct: () => Promise<void>
}

/**
 * Papers asked of one claim: photos kept on this phone until the server's answer is stored. `behalf`: in whose place
 * they are sent.
 */
export function usePapers(id: string, claimId: string, behalf?: string): Papers {
  const find = (): Promise<ApplicationView> =>
    behalf === undefined ? findOwnApplication(id) : getOwnApplication(id, behalf)
  const shelf = papersShelf(claimId)
  const application = shallowRef<ApplicationView>()
  const error = shallowRef<ProblemError>()
  const photos = reactive<Photos>({})
  const without = ref(0)
  const marks = shallowRef<ReadonlyMap<File, string | undefined>>(new Map())
  const problem = ref<string>()
  const write = ref<string>()
  /** The key of each photo's own write. */
  const pictures = new Map<File, string>()
  const handing = ref(false)
  const done = ref(false)
  const ready = ref(false)

  const claim = computed(() => application.value?.claims.find((one) => one.id === claimId))
  const entry = computed(() => outbox.value.find((one) => one.id === write.value))
  const word = computed(() => (write.value === undefined ? undefined : wordOn(write.value)))
  const state = computed<Papers['state']['value']>(() => {
    if (done.value || word.value?.word === 'received') return 'done'
    if (!ready.value) return error.value ? 'failed' : 'loading'
    return handing.value ? 'handing' : (word.value?.word ?? 'editing')
  })

  async function load(): Promise<void> {
    error.value = undefined
    try {
      application.value = await find()
      const kept = await recall<KeptPapers>(shelf)
      writing.show(() => Object.assign(photos, kept?.photos))
      for (const [paper, keys] of Object.entries(kept?.pictures ?? {}))
        for (const [at, key] of keys.entries()) {
          const file = photos[paper]?.[at]
          if (file) pictures.set(file, key)
        }
      writing.show(() => {
        for (const paper of claim.value?.papers ?? []) photos[paper.id] ??= []
      })
      write.value = kept?.write
      await openOutbox()
      writing.begin()
      ready.value = true
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
    }
  }

  function keyOf(photo: File): string {
    const key = pictures.get(photo) ?? crypto.randomUUID()
    pictures.set(photo, key)
    return key
  }

  const remember = (): Promise<void> => {
    const handedOver = write.value === undefined ? {} : { write: write.value }
    const keys = Object.entries(photos).map(([paper, files]) => [paper, files.map(keyOf)] as const)
    const kept: KeptPapers = { photos: { ...photos }, pictures: Object.fromEntries(keys), ...handedOver }
    return keep(shelf, kept)
  }
  const writing = keepWritten(photos, remember)
  watch(photos, () => {
    without.value = 0
    problem.value = undefined
  })

  /** The photos first, then the list that names them: the outbox keeps this order. */
  async function entries(key: string, chosen: [string, File[]][]): Promise<NewEntry[]> {
    const parts: NewEntry[] = []
    for (const photo of chosen.flatMap(([, files]) => files))
      parts.push({ id: keyOf(photo), kind: 'file', path: '/files', body: null, blob: await shrink(photo) })
    const papers = chosen.map(([paper, files]) =>
      ({ id: paper, files: files.map((photo) => answerOf(keyOf(photo), 'id')) }))
    const actor = await actorHere()
    const head: NewEntry = {
      id: key, kind: 'papers', path: `/me/applications/${id}/papers`,
      body: { claimId, papers, ...(behalf === undefined ? {} : { onBehalfOf: behalf }) }, after: parts.map((part) => part.id), actor,
    }
    return [...parts, head]
  }

  /** The photos that may go now; undefined after saying what is missing. */
  function chosenPhotos(): [string, File[]][] | undefined {
    const wanted = claim.value?.papers.filter((paper) => paper.sentAt === null).map((paper) => paper.id) ?? []
    const chosen = Object.entries(photos)
      .filter(([paper, files]) => wanted.includes(paper) && files.length > 0)
    if (chosen.length === 0) {
      problem.value = t('claim.papers.nothing')
      return undefined
    }
    const left = wanted.length - chosen.length
    const asked = left === 0 || without.value > 0
    without.value = left
    return asked ? chosen : undefined
  }

  /** A second tap while photos are made smaller changes nothing: the first has everything. */
  async function send(): Promise<void> {
    if (handing.value) return
    const chosen = chosenPhotos()
    if (!chosen) return
    handing.value = true
    try {
      const key = (write.value ??= crypto.randomUUID())
      await remember() // first: sent once more after a death of this phone, it is the same write
      void askToStay()
      await enqueue(await entries(key, chosen))
    } catch (error) {
      problem.value = (error instanceof ProblemError ? error : new ProblemError('malformed')).title
    } finally {
      handing.value = false
    }
  }

  /** Only once the answer is stored may the photos go. */
  watch(entry, async (now) => {
    if (now?.answer === undefined) return
    application.value = answerTo<ApplicationView>(now.id) ?? application.value
    done.value = true
    writing.rest()
    await writing.kept()
    await forget(shelf)
    await settle(now.id)
  })

  async function correct(): Promise<void> {
    const now = word.value
    const codes = refusedPictures(write.value ?? '')
    if (write.value === undefined || now?.word !== 'refused' || !(await takeBack(write.value))) return
    const { problem: refusal } = now
    const [field] = refusal?.errors ?? []
    marks.value = new Map([...pictures].map(([file, key]) => [file, fieldText(codes[key])]))
    write.value = undefined
    pictures.clear() // what is sent now is another write: none of its keys has been used
    application.value = await find().catch(() => application.value)
    problem.value = (field && findText(`problem.field.${field.code}`)) ?? refusal?.title
    await remember()
  }

  return { application, claim, error, photos, without, marks, problem, state, load, send, correct }
}
