import type { Votes } from '@yima/shared/appraisal/panel'
import { t } from '../app/text.ts'

/** A count in one line, as both sides read it. */
export const countText = (votes: Votes): string => t('process.appraisal.count', { ...votes })
