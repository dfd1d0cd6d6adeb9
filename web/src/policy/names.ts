import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { findText } from '../app/text.ts'

/** A programme's plain name. The page must have loaded the catalogue `policy`. */
export const programmeName = (id: ProgrammeId): string => findText(`policy.programme.${id}.name`) ?? id
