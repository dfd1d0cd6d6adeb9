import type { Actor } from '@yima/shared/access/actor'
import type { OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'

export type OfficerActor = Extract<Actor, { kind: 'officer' }>

/** An officer in one of the offices in which they act: the own one, or that of a colleague who is away. */
export const actorIn = (officer: Pick<OfficerSession['officer'], 'id'>, hat: Hat): OfficerActor => ({
  kind: 'officer',
  id: officer.id,
  role: hat.role,
  region: hat.regionCode,
  ...(hat.id === officer.id ? {} : { deputyFor: hat.name, inPlaceOf: hat.id }),
})

/** An officer's session as the deciders see it, in the own office. */
export const actorOf = (officer: OfficerSession['officer']): OfficerActor => actorIn(officer, officer)
