import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'
import { ProblemError } from '../app/http.ts'
import { keepLatest } from '../app/keep-latest.ts'
import { refusedOf } from '../app/outbox-order.ts'
import {
  actorOf, answerOf, answerTo, enqueue, openOutbox, outbox, sending, settle, takeBack, type NewEntry,
} from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { session } from '../app/session.ts'
import { forget, keep, recall } from '../app/store.ts'
import { findText, t } from '../app/text.ts'
import { shrink } from '../application/shrink.ts'
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
  problem: Ref<string | undefined>
  state: ComputedRef<'loading' | 'failed' | 'editing' | 'kept' | 'sending' | 'refused' | 'done'>
  load: () => Promise<void>
  /** Hands the photos over; with papers still without a photo only at the second tap. */
  send: () => Promise<void>
  /** Takes back what the server refused, so that it can be corrected. */
  correct: () => Promise<void>
}

/** Papers asked of one claim: photos kept on this phone until the server's answer is stored. */
export function usePapers(id: string, claimId: string): Papers {
  const shelf = papersShelf(claimId)
  const application = shallowRef<ApplicationView>()
  const error = shallowRef<ProblemError>()
  const photos = reactive<Photos>({})
  const without = ref(0)
  const problem = ref<string>()
  const write = ref<string>()
  const done = ref(false)
  const ready = ref(false)

  const claim = computed(() => application.value?.claims.find((one) => one.id === claimId))
  const entry = computed(() => outbox.value.find((one) => one.id === write.value))
  // A picture that is refused holds up the list that names it.
  const refused = computed(() => entry.value && refusedOf(entry.value, outbox.value))
  const state = computed<Papers['state']['value']>(() => {
    if (done.value) return 'done'
    if (!ready.value) return error.value ? 'failed' : 'loading'
    if (refused.value !== undefined) return 'refused'
    if (entry.value !== undefined) return sending.value ? 'sending' : 'kept'
    return 'editing'
  })

  async function load(): Promise<void> {
    error.value = undefined
    try {
      application.value = await findOwnApplication(id)
      const kept = await recall<KeptPapers>(shelf)
      Object.assign(photos, kept?.photos)
      for (const paper of claim.value?.papers ?? []) photos[paper.id] ??= []
      write.value = kept?.write
      await openOutbox()
      ready.value = true
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
    }
  }

  const remember = (): Promise<void> => {
    const handedOver = write.value === undefined ? {} : { write: write.value }
    const kept: KeptPapers = { photos: { ...photos }, ...handedOver }
    return keep(shelf, kept)
  }
  const keeper = keepLatest(remember) // one after the other: many photos take long to encrypt
  watch(photos, () => {
    without.value = 0
    problem.value = undefined
    if (ready.value && !done.value) keeper.changed()
  })

  /** The photos first, then the list that names them: the outbox keeps this order. */
  async function entries(chosen: [string, File[]][]): Promise<NewEntry[]> {
    const pictures: NewEntry[] = []
    const papers = []
    for (const [paper, files] of chosen) {
      const ids = files.map(() => crypto.randomUUID())
      for (const [at, file] of files.entries()) {
        const blob = await shrink(file)
        pictures.push({ id: ids[at] ?? '', kind: 'file', path: '/files', body: null, blob })
      }
      papers.push({ id: paper, files: ids.map((picture) => answerOf(picture, 'id')) })
    }
    const actor = session.value ? actorOf(session.value, 'resident') : null
    const head: NewEntry = {
      id: crypto.randomUUID(), kind: 'papers', path: `/me/applications/${id}/papers`,
      body: { claimId, papers }, after: pictures.map((picture) => picture.id),
      ...(actor === null ? {} : { actor }),
    }
    return [...pictures, head]
  }

  async function send(): Promise<void> {
    const wanted = claim.value?.papers.filter((paper) => paper.sentAt === null).map((paper) => paper.id) ?? []
    const chosen = Object.entries(photos)
      .filter(([paper, files]) => wanted.includes(paper) && files.length > 0)
    if (chosen.length === 0) {
      problem.value = t('claim.papers.nothing')
      return
    }
    const left = wanted.length - chosen.length
    if (left > 0 && without.value === 0) {
      without.value = left
      return
    }
    const fresh = await entries(chosen)
    write.value = fresh[fresh.length - 1]?.id
    await remember()
    void askToStay()
    await enqueue(fresh)
  }

  /** Only once the answer is stored may the photos go. */
  watch(entry, async (now) => {
    if (now?.answer === undefined) return
    application.value = answerTo<ApplicationView>(now.id) ?? application.value
    done.value = true
    await keeper.kept()
    await forget(shelf)
    await settle(now.id)
  })

  async function correct(): Promise<void> {
    if (write.value === undefined) return
    const why = refused.value?.problem
    const [field] = why?.errors ?? []
    await takeBack(write.value)
    write.value = undefined
    problem.value = (field && findText(`problem.field.${field.code}`)) ?? why?.title
    await remember()
  }

  return { application, claim, error, photos, without, problem, state, load, send, correct }
}
