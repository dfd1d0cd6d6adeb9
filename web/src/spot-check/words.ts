import { t } from '../app/text.ts'

/** `2026-Q4` as one says it. */
export const quarterText = (quarter: string): string =>
  t('spot-check.quarter', { year: quarter.slice(0, 4), number: quarter.slice(6) })
