import type { ClaimView } from '@yima/shared/claim/contract'
import { findText, t } from '../app/text.ts'

type Paper = ClaimView['papers'][number]

/** What a paper is called: the office's own words where it added some. Needs the catalogue `policy`. */
export function paperName({ paper, words }: Paper): string {
  const name = findText(`policy.paper.${paper}`)
  if (name === undefined) return words ?? t('claim.papers.other')
  return words === undefined ? name : t('claim.papers.named', { name, words })
}
