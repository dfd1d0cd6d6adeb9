import type { AccessLine } from '@yima/shared/me/contract'
import { officeAndPost } from '@yima/shared/organisation/office-and-post'
import { findText, t } from '../app/text.ts'

/** Whoever saw the whole application has seen these too. */
const inApplication: readonly string[] = ['list', 'name', 'call-task']

/** What was seen, in plain words and each thing once; of a code that was shown, only what it showed. */
export function seenText({ whats, facts }: { whats: readonly string[]; facts: readonly string[] }): string {
  const whole = whats.includes('application')
  const kinds = whats.filter((what) =>
    what === 'occasion' ? facts.length === 0 : !(whole && inApplication.includes(what)),
  )
  const things = [
    ...kinds.map((what) => findText(`mine.what.${what}`) ?? t('mine.what.other')),
    ...facts.map((fact) => findText(`mine.fact.${fact}`) ?? fact),
  ]
  return [...new Set(things)].join(t('mine.join'))
}

export const purposeText = (purpose: string): string => findText(`mine.purpose.${purpose}`) ?? t('mine.purpose.other')

export const fromText = ({ office, post }: NonNullable<AccessLine['reader']>): string => officeAndPost(office, post)
