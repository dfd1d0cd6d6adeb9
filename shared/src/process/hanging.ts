import type { Process } from './process.ts'
import { nextSteps } from './stage.ts'

/** Whether a notice hangs: posted, and not over. What somebody may still say counts before anything is decided. */
export const isHanging = (process: Process): boolean => process.notice !== null && nextSteps(process).includes('notice')
