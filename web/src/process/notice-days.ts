import type { CountedDays } from '@yima/shared/notice/counted'
import { t } from '../app/text.ts'

/** How many days of a notice counted and how many have to; undefined in a view kept by an earlier version, which says only when it ends. */
export function countedText({ counted, needed }: Partial<CountedDays>): string | undefined {
  if (counted === undefined || needed === undefined) return undefined
  return t('process.notice.counted', { counted, needed })
}

/** Why it ends later than it was to; undefined where no day was missed. */
export const movedText = ({ missed: count = 0 }: Partial<CountedDays>): string | undefined =>
  count === 0 ? undefined : t('process.notice.moved', { count })
