import type { OfficerRole } from '../access/actor.ts'
import type { RegionLevel } from '../region/code.ts'
import type { kinships } from './kinship.ts'
import { addDays } from '../calendar/working-days.ts'

export type Place = { code: string; name: string; level: RegionLevel; parent: string | null; open: boolean }

export type Unit = {
  id: string
  regionCode: string
  name: string
  shortName: string
  /** What it does: `window`, `civil`, `discipline`, a department's name. Never changes: close it and open another. */
  kind: string
  phone: string | null
  parent: string | null
  open: boolean
}

export type Officer = {
  id: string
  unitId: string
  /** Jurisdiction: the place of the office, or a village worker's village. */
  regionCode: string
  name: string
  post: string
  role: OfficerRole
  active: boolean
  manager: string | null
  /** Who was manager before, and until which day. */
  pastManagers: readonly { id: string; until: string }[]
  /** Who put this person in office: the one who proposed and the one who confirmed. */
  appointedBy: readonly string[]
  appointedOn: string | null
}

/** Away from one day to another, both included; the deputy acts in between. */
export type Absence = { id: string; officerId: string; from: string; to: string; deputy: string | null }

/** What can be changed. A change says what is to be, not how it was. */
export type Change =
  | { type: 'add-region'; code: string; name: string }
  | { type: 'rename-region'; code: string; name: string }
  | { type: 'close-region'; code: string }
  | {
      type: 'add-unit'
      id: string
      regionCode: string
      name: string
      shortName: string
      kind: string
      phone: string | null
      parent: string | null
    }
  | {
      type: 'change-unit'
      id: string
      name: string
      shortName: string
      phone: string | null
      parent: string | null
    }
  | { type: 'close-unit'; id: string }
  | ({ type: 'add-officer' } & OfficerFields)
  | ({ type: 'change-officer' } & OfficerFields)
  | { type: 'end-officer'; id: string }
  | { type: 'reactivate-officer'; id: string }
  | { type: 'set-absence'; id: string; officerId: string; from: string; to: string; deputy: string | null }
  | { type: 'end-absence'; id: string }
  | { type: 'set-duty'; unitId: string; officerId: string | null; from: string; to: string }
  /** Of an officer by somebody else; whose name and number travel apart, and stand in no event. */
  | { type: 'add-relative'; id: string; officerId: string; kinship: (typeof kinships)[number] }
  | { type: 'end-relative'; id: string; officerId: string }

export type OfficerFields = {
  id: string
  unitId: string
  regionCode: string
  name: string
  post: string
  role: OfficerRole
  manager: string | null
  /** The last four digits of another duty number that came with it; the number itself stands in no event. */
  newPhone?: string
}

/** How far a change has come; what is refused, taken back or lapsed stands only in the history. */
export type Pending = {
  id: string
  change: Change
  reason: string
  effectiveOn: string
  /** `proposed` waits for a second person, `scheduled` for its day. */
  state: 'proposed' | 'scheduled'
  proposedBy: string
  confirmedBy: string | null
  /** How whoever gains by it stood when it was proposed: nobody confirms what he could not see. */
  basis: string
}

export type Organisation = {
  places: Readonly<Record<string, Place>>
  units: Readonly<Record<string, Unit>>
  officers: Readonly<Record<string, Officer>>
  absences: readonly Absence[]
  pending: Readonly<Record<string, Pending>>
}

/** Days that a line which was cut, and the hand that put somebody in office, still count. */
const coolingDays = 365

const stillCounts = (until: string, today: string): boolean => addDays(until, coolingDays) > today

/** Who leads an officer, and who did until less than a year ago. */
export const managersOf = (officer: Officer, today: string): string[] => [
  ...(officer.manager === null ? [] : [officer.manager]),
  ...officer.pastManagers.filter(({ until }) => stillCounts(until, today)).map(({ id }) => id),
]

/** Everything reached from a start by steps that lead on; the start too. */
export function reach(start: string | readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const found = new Set(typeof start === 'string' ? [start] : start)
  for (const id of found) for (const other of next(id)) found.add(other)
  return found
}

/**
 * An officer's line: the managers above, the subordinates below, and the officer. Whoever cuts a line could
 * otherwise raise the other end of it a moment later, so a line that was cut counts for another year.
 */
export function lineOf({ officers }: Organisation, id: string, today: string): Set<string> {
  const above = reach(id, (one) => (officers[one] ? managersOf(officers[one], today) : []))
  const below = reach(id, (one) =>
    Object.values(officers)
      .filter((other) => managersOf(other, today).includes(one))
      .map((other) => other.id),
  )
  return new Set([...above, ...below])
}

/**
 * Those for whom an officer may stand in: itself, and whoever put it in office within a year, and so on.
 * Somebody made a moment ago must not do what those who made it may not.
 */
export function handOf({ officers }: Organisation, id: string, today: string): Set<string> {
  return reach(id, (one) => {
    const officer = officers[one]
    if (!officer?.appointedOn || !stillCounts(officer.appointedOn, today)) return []
    return officer.appointedBy
  })
}
