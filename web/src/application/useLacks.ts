import { nextTick, reactive, watch } from 'vue'
import { fieldText } from '../app/field-text.ts'
import type { PhoneCode } from '../identity/usePhoneCode.ts'
import type { ApplyStep, Draft } from './draft.ts'
import { stepOf, type ApplyField, type Lack } from './submission.ts'

export type FieldErrors = Partial<Record<ApplyField, string>>
export type Lacks = {
  /** The sentence for each field that is missing or was refused. */
  errors: FieldErrors
  /** Puts the sentences to their fields and the reader to the first of them. */
  point: (lacks: readonly Lack[]) => Promise<void>
}

const focusable = 'section, input, textarea, button'

/** What is missing or was refused, at its place on the page; it goes as soon as the value changes. */
export function useLacks(draft: Draft, phone: PhoneCode, reach: (step: ApplyStep) => Promise<void>): Lacks {
  const errors = reactive<FieldErrors>({})
  const forget = (source: () => unknown, ...fields: ApplyField[]): void => {
    watch(
      source,
      () => {
        for (const field of fields) delete errors[field]
      },
      { deep: true },
    )
  }
  forget(() => draft.words, 'words', 'complaint')
  forget(() => draft.photos.length, 'photos')
  forget(() => [draft.household, draft.members], 'facts')
  forget(() => draft.applicant.name, 'name')
  forget(() => [draft.applicant.idNumber, draft.applicant.chosenFour, draft.applicant.withoutId], 'idNumber')
  forget(() => draft.place, 'place')
  forget(() => draft.address, 'address')
  forget(() => draft.beneficiary.name, 'beneficiaryName')
  forget(() => draft.beneficiary.whereToFind, 'whereToFind')
  forget(() => draft.beneficiary.phone, 'beneficiary')
  forget(() => draft.consent, 'signature')

  /** The phone's fields show their own errors. */
  function show({ field, code, count }: Lack): void {
    const sentence = fieldText(code, count) ?? ''
    if (field === 'phone' || field === 'code') phone.errors[field] ??= sentence
    else errors[field] = sentence
  }

  async function point(lacks: readonly Lack[]): Promise<void> {
    lacks.forEach(show)
    const [first] = lacks
    if (!first) return
    await reach(stepOf(first.field))
    await nextTick()
    const place = document.getElementById(`apply-${first.field}`)
    const target = place?.matches(focusable) ? place : place?.querySelector<HTMLElement>('input')
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
  }

  return { errors, point }
}
