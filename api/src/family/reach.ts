import type { OfficerRole } from '@yima/shared/access/actor'
import { may, type Action } from '@yima/shared/access/table'
import { Problem } from '@yima/shared/problem'
import type { OfficerSession } from '../http/context.ts'

type Officer = OfficerSession['officer']

/** Whether an officer may do this to somebody of that place. */
export const mayInPlace = ({ id, role, regionCode }: Officer, action: Action, region: string): boolean =>
  may({ kind: 'officer', id, role: role as OfficerRole, region: regionCode }, action, { region })

/** Throws `not-found` for what lies elsewhere exactly as for what is not there. */
export function requirePlace(officer: Officer, action: Action, region: string): void {
  if (!mayInPlace(officer, action, region)) throw new Problem('not-found')
}

/** Throws `forbidden` for a role that has no such work anywhere. */
export function requireRole(officer: Officer, action: Action): void {
  if (!mayInPlace(officer, action, officer.regionCode)) throw new Problem('forbidden')
}
