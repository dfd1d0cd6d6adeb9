import * as v from 'valibot'
import { agreement } from '@yima/shared/claim/contract'
import type { Agreement } from './api.ts'

export const ways = ['in-person', 'phone', 'written', 'guardian'] as const
export type Way = (typeof ways)[number]
export type AgreementDraft = {
  how: Way | undefined
  on: string
  witness: string
  name: string
  idNumber: string
  phone: string
}
export type AgreementField = keyof AgreementDraft

/** The agreement as it is sent. What was left empty and may be is left out. */
export function agreementBody({ how, idNumber, phone, ...rest }: AgreementDraft): Partial<Agreement> {
  return {
    ...rest,
    ...(how === undefined ? {} : { how }),
    ...(idNumber.trim() === '' ? {} : { idNumber }),
    ...(phone.trim() === '' ? {} : { phone }),
  }
}

/** Reason codes by field, from the contract the server checks by; a missing way is `not-a-choice`. */
export function agreementProblems(draft: AgreementDraft): Partial<Record<AgreementField, string>> {
  const checked = v.safeParse(agreement, agreementBody(draft))
  if (checked.success) return {}
  const pairs = checked.issues.map((issue) => [String(issue.path?.[0]?.key ?? ''), issue.message] as const)
  return Object.fromEntries(
    pairs.map(([field, code]) => [field, field === 'how' ? 'not-a-choice' : code]).reverse(),
  )
}
