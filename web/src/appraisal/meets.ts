import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'

/** Whether residents meet about it; a school's own group writes no minutes here. */
export const residentsMeet = (programme: ProgrammeId): boolean => !['none', 'school'].includes(programmes[programme].process.appraisal)
