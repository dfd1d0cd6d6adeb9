import type { DepartmentId } from '@yima/shared/policy/programme'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Process } from '@yima/shared/process/process'
import { waitsOf } from '@yima/shared/process/waits'

/** Which kind of office a department is; the others bear its own name. */
const officeKinds: Partial<Record<DepartmentId, string>> = {
  'civil-affairs': 'civil',
  labour: 'hr',
  'political-legal': 'prosecution-court',
}

/** The kinds of offices that are the departments of a programme. */
export const officesOf = (programme: ProgrammeId): string[] =>
  programmes[programme].departments.map((department) => officeKinds[department] ?? department)

/** What waits where, a department by the kind of its office: another department has no claim of this programme. */
export const waitsAt = (programme: ProgrammeId, process: Process): string[] =>
  waitsOf(process).flatMap((wait) => {
    const [level, step] = wait.split(':')
    return level === 'department' ? officesOf(programme).map((kind) => `${kind}:${step}`) : [wait]
  })
