import { explain, type Line } from '@yima/shared/policy/explain'
import type { PaperId } from '@yima/shared/policy/papers'
import type { PictureRow } from '@yima/shared/policy/picture'
import type { Deadline, Programme } from '@yima/shared/policy/programme'
import { localRule } from '@yima/shared/policy/source'
import { findText, t } from '../app/text.ts'
import { factLabel } from './fact-words.ts'

// Everything here needs the catalogues `policy` and `fact`.

/** A paper's name. */
export const paperName = (id: PaperId): string => findText(`policy.paper.${id}`) ?? id

/** One reason as a sentence. */
export const lineText = ({ key, params }: Line): string => findText(key, params) ?? key

/** The article a reason stands on; what a place decides for itself is called so. */
export const articleText = ({ article }: Line): string | undefined =>
  article === localRule ? findText('policy.source.local-rule') : article

const mostMissing = 3
const mostReasons = 2
const unfinished = (text: string): string => text.replace(/[。.]$/, '')

/**
 * Why a row stands where it does, in one line: what speaks for it, what is missing, or what speaks
 * against it.
 */
export function summaryOf({ likelihood, verdicts }: PictureRow): string {
  const and = t('assessment.row.and')
  if (likelihood === 'possible') {
    const missing = [...new Set(verdicts.flatMap((verdict) => verdict.missing.map(({ fact }) => fact)))]
    if (missing.length > 0)
      return t('assessment.row.missing', { facts: missing.slice(0, mostMissing).map(factLabel).join(and) })
  }
  const wanted = likelihood === 'likely' ? 'yes' : 'no'
  const [verdict] = verdicts
  const lines = verdict ? explain(verdict.because).filter(({ ok }) => ok === wanted) : []
  // Where somebody is registered fits everything and explains nothing.
  const telling = [...lines].sort((a, b) => Number('value' in b.params) - Number('value' in a.params))
  return telling
    .slice(0, mostReasons)
    .map((line) => unfinished(lineText(line)))
    .join(t('assessment.row.also'))
}

/** `30 个工作日`, or `马上`. */
export const spanText = ({ n, unit }: Pick<Deadline, 'n' | 'unit'>): string =>
  (n === 0 ? findText('policy.deadline.unit.at-once') : findText(`policy.deadline.unit.${unit}`, { n })) ?? ''

/** `从收下到决定：30 个工作日`. */
export const deadlineText = ({ step, ...span }: Deadline): { name: string; value: string } =>
  ({ name: findText(`policy.deadline.${step}`) ?? step, value: spanText(span) })

/** What it may come to; never a promise. */
export function amountText({ amount }: Programme, yuan: number | undefined): string | undefined {
  const { kind } = amount
  if (kind === 'status' || kind === 'service') return findText(`policy.amount.${kind}`)
  return yuan === undefined
    ? findText('policy.amount.later')
    : findText(`policy.amount.${kind}`, { amount: yuan })
}
