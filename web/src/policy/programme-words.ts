import type { PaperId } from '@yima/shared/policy/papers'
import type { PictureRow } from '@yima/shared/policy/picture'
import { findText, t } from '../app/text.ts'
import { factLabel } from './fact-words.ts'

/** A paper's name. The page must have loaded the catalogue `policy`. */
export const paperName = (id: PaperId): string => findText(`policy.paper.${id}`) ?? id

const mostMissing = 3

/** Why a row stands where it does, in one line. */
export function summaryOf({ verdicts }: PictureRow): string {
  const missing = [...new Set(verdicts.flatMap((verdict) => verdict.missing.map(({ fact }) => fact)))]
  const facts = missing.slice(0, mostMissing).map(factLabel).join(t('assessment.row.and'))
  return facts === '' ? '' : t('assessment.row.missing', { facts })
}
