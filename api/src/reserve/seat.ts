import { levelOf } from '@yima/shared/region/code'
import { namesOf } from '@yima/shared/process/seat'
import type { Settler } from '@yima/shared/reserve/fund'
import type { OfficerSession } from '../http/context.ts'
import type { OfficerActor } from '../work/actor.ts'
import { findActing } from '../work/reach.ts'

type Officer = OfficerSession['officer']

/** In which office somebody settles what a fund's place proposes: the county’s before the township’s. Undefined where in none. */
export const settlingIn = (officer: Officer, town: string, excluded: readonly string[] = []): OfficerActor | undefined =>
  findActing(officer, 'fund-reserve', town, excluded) ?? findActing(officer, 'confirm-payment', town, excluded)

export const settlerOf = (actor: OfficerActor): Settler => ({ names: namesOf(actor), county: levelOf(actor.region) === 'county' })

/** Under which names something is written: who it was, and in whose place. */
export const handOf = ({ id, inPlaceOf }: OfficerActor) => ({ by: id, for: inPlaceOf ?? null })
