import type { ClaimView } from '@yima/shared/claim/contract'
import { findText, t } from '../app/text.ts'

type Paper = ClaimView['papers'][number]

/** What a paper is called: the office's own words where it wrote some. Needs the catalogue `policy`. */
export const paperName = ({ paper, words }: Paper): string =>
  words ?? findText(`policy.paper.${paper}`) ?? t('claim.papers.other')
