import type { Actor, OfficerRole } from '@yima/shared/access/actor'
import type { OfficerSession } from '../http/context.ts'

/** An officer's session as the deciders see it. */
export const actorOf = (officer: OfficerSession['officer']): Extract<Actor, { kind: 'officer' }> => ({
  kind: 'officer',
  id: officer.id,
  role: officer.role as OfficerRole,
  region: officer.regionCode,
})
