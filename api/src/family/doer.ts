import type { Deps, OfficerSession } from '../http/context.ts'
import type { Identity } from '../identity/own.ts'
import type { OfficerActor } from '../work/actor.ts'
import { nameOf } from './people.ts'
import type { Doer } from './record.ts'

/** Somebody for themselves. */
export const asOneself = (deps: Deps, who: Identity): Doer => ({
  kind: 'resident',
  id: who.id,
  name: nameOf(deps, who),
})

/** Somebody in the place of another: the trail gets both. */
export const inPlaceOf = (deps: Deps, who: Identity, other: Identity): Doer => ({
  ...asOneself(deps, who),
  onBehalfOf: { id: other.id, name: nameOf(deps, other) },
})

/** An officer; who stands in for a colleague who is away signs with both names. */
export const asOfficer = (
  { id, name }: OfficerSession['officer'],
  { deputyFor }: Pick<OfficerActor, 'deputyFor'>,
): Doer => ({ kind: 'officer', id, name, ...(deputyFor === undefined ? {} : { deputyFor }) })
