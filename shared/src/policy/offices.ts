import type { DepartmentId, Programme } from './programme.ts'

/** Which kind of office a department is; the others bear its own name. */
const officeKinds: Partial<Record<DepartmentId, string>> = {
  'civil-affairs': 'civil',
  labour: 'hr',
  'political-legal': 'prosecution-court',
}

/** The kinds of offices that are the departments of a programme. */
export const officesOf = ({ departments }: Pick<Programme, 'departments'>): string[] =>
  departments.map((department) => officeKinds[department] ?? department)
