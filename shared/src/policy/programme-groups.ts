import type { DepartmentId, Programme } from './programme.ts'
import type { ProgrammeId } from './programme-ids.ts'

const group = (layer: Programme['layer'], department: DepartmentId) => ({ layer, department })

/**
 * Under which layer and leading department a programme is listed: what a list of all programmes needs, without
 * the rules of all of them (24 KB). A test holds it to the programmes' own files.
 */
export const programmeGroups = {
  dibao: group(1, 'civil-affairs'),
  tekun: group(1, 'civil-affairs'),
  'dibao-edge': group(2, 'civil-affairs'),
  'rigid-expenditure': group(2, 'civil-affairs'),
  temporary: group(3, 'civil-affairs'),
  medical: group(2, 'medical-insurance'),
  education: group(2, 'education'),
  housing: group(2, 'housing'),
  'rural-housing': group(2, 'housing'),
  employment: group(2, 'labour'),
  disaster: group(3, 'emergency'),
  'disability-living': group(2, 'civil-affairs'),
  'disability-care': group(2, 'civil-affairs'),
  orphan: group(1, 'civil-affairs'),
  'unsupported-child': group(1, 'civil-affairs'),
  elderly: group(0, 'civil-affairs'),
  'legal-aid': group(4, 'justice'),
  homeless: group(3, 'rescue-station'),
  pension: group(2, 'labour'),
  judicial: group(4, 'political-legal'),
  'care-service': group(2, 'civil-affairs'),
} as const satisfies Record<ProgrammeId, ReturnType<typeof group>>
