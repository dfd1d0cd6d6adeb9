import { helpLine } from '../app/help-line.ts'
import type { DepartmentId } from '@yima/shared/policy/programme'

export type Hotline = typeof helpLine | '12333' | '12348' | '12393'

/** The telephone at which a department answers everywhere in the country; else the government's own. */
export function hotlineOf(department: DepartmentId | undefined): Hotline {
  switch (department) {
    case 'labour':
      return '12333'
    case 'justice':
      return '12348'
    case 'medical-insurance':
      return '12393'
    default:
      return helpLine
  }
}
