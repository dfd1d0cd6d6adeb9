import type { Process } from './process.ts'
import { nextSteps } from './stage.ts'

/** Whether a notice hangs: posted, and not over. What somebody may still say counts before anything is decided. */
export const isHanging = (process: Process): boolean => process.notice !== null && nextSteps(process).includes('notice')

/** Whether days of its notice passed, or pass, on which nobody could read it: from `since` on nothing was posted. */
export const passesUnread = (process: Process, since: string): boolean =>
  isHanging(process) || (process.notice !== null && process.decision === null && process.notice.to >= since)
