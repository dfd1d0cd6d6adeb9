import type { RouteOffice } from '@yima/shared/complaint/keys'
import type { DeskComplaint } from '@yima/shared/complaint/desk-contract'
import { officesThatMay } from '@yima/shared/complaint/routing'
import { concernNow, type ComplaintRow, type KeptRoute } from './desk-store.ts'
import { officeOf, unitsAbove, type Above, type Routing } from './routing-of.ts'

type Placed = Pick<ComplaintRow, 'receivingUnit'>

/** Offices that are not excluded, with whoever of them could read it today. */
const eligible = ({ organisation, context }: Routing, kept: KeptRoute): { unitId: string; readers: string[] }[] =>
  officesThatMay(organisation, concernNow(kept), kept, context)

/** Who of an office could read it today: nobody who is excluded or led by somebody who is. */
export const readersIn = (routing: Routing, kept: KeptRoute, unitId: string): string[] =>
  eligible(routing, kept).find((one) => one.unitId === unitId)?.readers ?? []

/** Colleagues of the office that has it who have a key, and for whom it is not sealed yet. */
export function colleaguesOf(routing: Routing, kept: KeptRoute, { receivingUnit }: Placed, readers: ReadonlySet<string>): DeskComplaint['colleagues'] {
  const lacking = readersIn(routing, kept, receivingUnit).filter((id) => !readers.has(id))
  if (lacking.length === 0) return null
  const office = officeOf(routing, receivingUnit, lacking)
  return { ...office, readers: office.readers.map((one) => ({ ...one, name: routing.organisation.officers[one.officerId]?.name ?? '' })) }
}

/** The next office above in which somebody can open it. What nobody opens would be lost. */
export const openedAbove = (routing: Routing, kept: KeptRoute, row: Placed, there: ReadonlySet<string>): Above | undefined =>
  unitsAbove(routing, concernNow(kept), row.receivingUnit).find(({ readers }) => readers.some((id) => there.has(id)))

/** The office that has it next where the own one may not have it any more: the lowest of the others. */
export const lowestOther = (routing: Routing, kept: KeptRoute, { receivingUnit }: Placed): Above | undefined =>
  eligible(routing, kept).find(({ unitId }) => unitId !== receivingUnit)

/** The nearest office above some of whose people cannot open it yet; null once all can, or where nobody stands above. */
export function nextOf(routing: Routing, kept: KeptRoute, row: Placed, readers: ReadonlySet<string>): RouteOffice | null {
  for (const { unitId, readers: may } of unitsAbove(routing, concernNow(kept), row.receivingUnit)) {
    const lacking = may.filter((id) => !readers.has(id))
    if (lacking.length > 0) return officeOf(routing, unitId, lacking)
  }
  return null
}

/** Where it may be sent. */
export const sendableTo = (routing: Routing, kept: KeptRoute, { receivingUnit }: Placed): RouteOffice[] =>
  eligible(routing, kept)
    .filter(({ unitId }) => unitId !== receivingUnit)
    .map(({ unitId, readers }) => officeOf(routing, unitId, readers))
