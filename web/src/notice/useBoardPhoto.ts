import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkNotice } from '@yima/shared/notice/contract'
import { fieldText } from '../app/field-text.ts'
import { dayOf } from '../app/formats.ts'
import { giveBack } from '../app/give-back.ts'
import type { Handed } from '../app/hand-over.ts'
import { officeDay } from '../app/office-day.ts'
import { refusedOf } from '../app/outbox-order.ts'
import { reasonOf } from '../app/outbox-reason.ts'
import { outbox } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import { draftKey } from '../work/acts.ts'
import { boardPath, fileBoard } from './desk-api.ts'

export type BoardPhotoForm = {
  photos: ShallowRef<File[]>
  /** Why the office refused the one that lies here again. */
  marks: ShallowRef<(string | undefined)[]>
  /** Business date on which it was taken. */
  on: Ref<string>
  busy: Ref<boolean>
  missing: Ref<boolean>
  failed: Ref<string | undefined>
  /** Hands the photo over: what became of it; undefined where it lies here still. */
  send: () => Promise<Handed['word'] | undefined>
}

/** Today as the office counts it, as far as this phone knows. */
function today(): string {
  const here = dayOf(new Date().toISOString())
  const office = officeDay() ?? here
  return office > here ? office : here
}

/** The photo of the board in the village, kept on this phone from the moment it is taken. */
export function useBoardPhoto(notice: WorkNotice, officer: OfficerView): BoardPhotoForm {
  const path = boardPath(notice.id)
  const photos = shallowRef<File[]>([])
  const marks = shallowRef<(string | undefined)[]>([])
  const on = ref('')
  const busy = ref(false)
  const missing = ref(false)
  const failed = ref<string>()

  // At once, so that the day that was kept, or handed over, is not taken for the one on which it is put back.
  watch(photos, (now) => {
    missing.value = false
    failed.value = undefined
    marks.value = []
    if (now.length === 0) on.value = ''
    else if (on.value === '') on.value = today()
  }, { flush: 'sync' })

  const { ready, drop } = useKeptFields(draftKey(officer, path), { on, photos })

  /** What was handed over here and not taken lies here again, with why. */
  async function back(): Promise<void> {
    await ready
    let why: string | undefined
    await giveBack<{ on: string }>((entry) => {
      const problem = entry.path === path ? refusedOf(entry, outbox.value)?.problem : undefined
      if (problem) why = reasonOf(problem, false)
      return problem !== undefined
    }, ({ body, pictures }) => {
      if (pictures.length > 0) {
        photos.value = pictures.map(({ file }) => file)
        on.value = body.on
      }
      marks.value = pictures.map((picture) => fieldText(picture.why))
      failed.value = why
    })
  }
  const laid = back().catch(() => undefined) // the form is there all the same

  async function send(): Promise<Handed['word'] | undefined> {
    await laid
    const [photo] = photos.value
    missing.value = photo === undefined
    if (photo === undefined || busy.value) return undefined
    busy.value = true
    failed.value = undefined
    try {
      const { word } = await fileBoard(notice, officer, photo, on.value)
      await drop()
      return word
    } catch (caught) {
      const problem = caught instanceof ProblemError ? caught : new ProblemError('malformed')
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { photos, marks, on, busy, missing, failed, send }
}
