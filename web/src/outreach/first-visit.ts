import type { FirstVisit, FirstVisitInput } from '@yima/shared/outreach/contract'
import type { Way } from '@yima/shared/outreach/ways'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import { parseMobile } from '@yima/shared/identity/phone'
import { fieldText } from '../app/field-text.ts'

export type Met = FirstVisitInput['type']
/** What is written at the door. */
export type FirstVisitDraft = {
  met: Met | undefined
  on: string
  how: Way
  witness: string
  name: string
  hasNumber: 'yes' | 'no'
  idNumber: string
  chosenFour: string
  phone: string
  words: string
  reason: string
}
export type VisitLacks = Partial<Record<keyof FirstVisitDraft, string>>

/** Nothing that somebody said already is asked again: it stands there, to be read out and put right. */
export const beginDraft = ({ name, phone, words }: FirstVisit, officer: string, today: string): FirstVisitDraft => ({
  ...{ met: undefined, on: today, how: 'in-person', witness: officer, hasNumber: 'yes', idNumber: '', chosenFour: '', reason: '' },
  ...{ name: name ?? '', phone: phone ?? '', words },
})

const nameLack = (typed: string): string | undefined => {
  const parsed = parseName(typed)
  return parsed.ok ? undefined : fieldText(`name-${parsed.code}`)
}
function numberLacks({ hasNumber, idNumber, chosenFour }: FirstVisitDraft): VisitLacks {
  if (hasNumber === 'no') return /^\d{4}$/.test(chosenFour.trim()) ? {} : { chosenFour: fieldText('four-digits') ?? '' }
  const parsed = parseIdNumber(idNumber)
  return parsed.ok ? {} : { idNumber: fieldText(`id-${parsed.code}`) ?? '' }
}
function agreedLacks(draft: FirstVisitDraft): VisitLacks {
  const phone = draft.phone.trim() === '' ? undefined : parseMobile(draft.phone)
  const lacks = {
    name: nameLack(draft.name),
    witness: nameLack(draft.witness),
    phone: phone && !phone.ok ? fieldText(`phone-${phone.code}`) : undefined,
    words: draft.words.trim().length < 2 ? fieldText('say-something') : undefined,
  }
  const said = Object.entries(lacks).filter(([, lack]) => lack !== undefined)
  return { ...(Object.fromEntries(said) as VisitLacks), ...numberLacks(draft) }
}

export function visitLacks(draft: FirstVisitDraft): VisitLacks {
  if (draft.met === undefined) return { met: fieldText('not-a-choice') ?? '' }
  if (draft.met === 'agreed') return agreedLacks(draft)
  return draft.reason.trim().length < 2 ? { reason: fieldText('reason-needed') ?? '' } : {}
}

/** What is sent of it. */
export function actOf({ met, on, how, witness, name, hasNumber, idNumber, chosenFour, phone, words, reason }: FirstVisitDraft): FirstVisitInput {
  if (met === 'declined' || met === 'not-met') return { type: met, on, reason: reason.trim() }
  if (met !== 'agreed') return { type: 'ended', reason: reason.trim() }
  return {
    ...{ type: met, on, how, witness, name, words: words.trim() },
    ...(hasNumber === 'yes' ? { idNumber } : { chosenFour: chosenFour.trim() }),
    ...(phone.trim() === '' ? {} : { phone }),
  }
}

/** What opens the progress of their application, with the receipt number. */
export const lastFourOf = ({ hasNumber, idNumber, chosenFour }: FirstVisitDraft): string =>
  hasNumber === 'yes' ? idNumber.trim().slice(-4).toUpperCase() : chosenFour.trim()

type Said = Pick<FirstVisit, 'name' | 'phone' | 'words'>

/** What others said of this one alone, where nobody has written something else since. */
export function sayAnew(draft: Pick<FirstVisitDraft, 'name' | 'phone' | 'words'>, before: Said, now: Said): void {
  for (const key of ['name', 'phone', 'words'] as const) if (draft[key] === (before[key] ?? '')) draft[key] = now[key] ?? ''
}
