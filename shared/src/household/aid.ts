import { addDays } from '../calendar/working-days.ts'
import { undecidedStates, type ClaimStateName } from '../claim/claim.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'
import type { Verdict } from '../policy/verdict.ts'
import { excludeEachOther } from './exclusions.ts'

/** Whom a claim is for, as far as it is known: everybody who lives there, whoever asked alone, or somebody of them. */
export type Concerns = 'household' | 'applicant' | 'anybody'

/** One claim of people who live together, as far as it matters whether aid is given twice. */
export type AidClaim = {
  id: string
  programme: ProgrammeId
  state: ClaimStateName
  /** The day of the decision; null where nobody has decided. */
  decidedOn: string | null
  /** Whoever asked, as a natural person: records that turned out to be one count as one. */
  applicant: string
  /** With whom they live today, themself among them. */
  household: readonly string[]
  concerns: Concerns
  /** Of temporary aid: for what; null where nobody said. */
  cause: string | null
}

/** Somebody looked at two claims and said why both may be given. */
export type AidClearance = {
  claim: string
  other: string
  on: string
  /** Officers whose hands were in it. */
  hands: readonly string[]
  basis: string
  reason: string
}

/** What the rules say of two: never both; both where a reason is recorded; or where another officer recorded it. */
export type AidLaw = 'never' | 'with-reason' | 'second-person'
export type AidWhy = 'same-programme' | 'same-cause' | 'excluded'

/** Two claims that are not simply given side by side, seen from one of them. */
export type AidConflict = {
  other: string
  why: AidWhy
  law: AidLaw
  /** Of the other: given, or still to be decided. */
  standing: 'given' | 'open'
  cleared: AidClearance | null
}

/** States of a claim in which aid is given. */
export const givenStates: readonly ClaimStateName[] = [
  'confirmed',
  'paying',
  'active',
  'adjusted',
  'suspended',
  'gradualExit',
  'emergencyPaid',
  'backfill',
]

const year = 365

/** For how many days aid that was given stands in the way of more; null without an end, 0 never. */
function spanOf(programme: ProgrammeId): number | null {
  const { amount, deadlines } = programmes[programme]
  switch (amount.kind) {
    case 'monthly':
    case 'status': {
      const validity = deadlines.find(({ step, unit }) => step === 'validity' && unit === 'month')
      return validity === undefined ? null : Math.ceil((validity.n * year) / 12)
    }
    case 'once':
    case 'yearly':
      return year
    // Each bill, each matter and each service is one of its own.
    case 'per-bill':
    case 'service':
      return 0
    default:
      return amount.kind satisfies never
  }
}

/** The last day on which aid that was decided then still stands by its programme; null without an end. */
export function givenUntil(programme: ProgrammeId, decidedOn: string): string | null {
  const span = spanOf(programme)
  return span === null ? null : addDays(decidedOn, span - 1)
}

/** Whether a claim stands in the way of others on this day: what was refused, taken back or has ended never does. */
export function standingOf(
  { programme, state, decidedOn }: AidClaim,
  today: string,
): AidConflict['standing'] | 'over' {
  if (undecidedStates.includes(state)) return 'open'
  if (!givenStates.includes(state)) return 'over'
  // A day that is not known may be yesterday.
  const until = decidedOn === null ? null : givenUntil(programme, decidedOn)
  return until === null || today <= until ? 'given' : 'over'
}

/** Everybody whom a claim may be for. */
const peopleOf = ({ concerns, applicant, household }: AidClaim): readonly string[] =>
  concerns === 'applicant' ? [applicant] : household

const meet = (one: AidClaim, other: AidClaim): boolean =>
  peopleOf(one).some((person) => peopleOf(other).includes(person))

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((person) => other.includes(person)) && other.every((person) => one.includes(person))

/** Whether it is beyond doubt that both are for the same: where it may be another member, a reason can say so. */
function surely(one: AidClaim, other: AidClaim): boolean {
  if (one.concerns === 'anybody' || other.concerns === 'anybody') return false
  if (one.concerns === 'household' && other.concerns === 'household') return true
  return sameSet(peopleOf(one), peopleOf(other))
}

function sameProgramme(one: AidClaim, other: AidClaim): Pick<AidConflict, 'why' | 'law'> | undefined {
  const { amount } = programmes[one.programme]
  if (spanOf(one.programme) === 0) return undefined
  if (one.programme === 'temporary') {
    const differs = one.cause !== null && other.cause !== null && one.cause !== other.cause
    return differs ? undefined : { why: 'same-cause', law: 'second-person' }
  }
  const lasting = amount.kind === 'monthly' || amount.kind === 'status'
  return { why: 'same-programme', law: lasting && surely(one, other) ? 'never' : 'with-reason' }
}

/** What stands between two claims, days and states aside; the same from either side. Undefined where nothing does. */
export function overlapOf(one: AidClaim, other: AidClaim): Pick<AidConflict, 'why' | 'law'> | undefined {
  if (one.id === other.id || !meet(one, other)) return undefined
  if (one.programme === other.programme) return sameProgramme(one, other)
  if (!excludeEachOther(one.programme, other.programme)) return undefined
  return { why: 'excluded', law: surely(one, other) ? 'never' : 'with-reason' }
}

/** Everything that stands beside a claim today and is not simply given with it: what a desk is shown before it goes on. */
export function conflictsOf(
  claim: AidClaim,
  others: readonly AidClaim[],
  clearances: readonly AidClearance[],
  today: string,
): AidConflict[] {
  return others.flatMap((other): AidConflict[] => {
    const standing = standingOf(other, today)
    const overlap = overlapOf(claim, other)
    if (standing === 'over' || overlap === undefined) return []
    const cleared =
      clearances.filter((one) => one.claim === claim.id && one.other === other.id).at(-1) ?? null
    return [{ other: other.id, ...overlap, standing, cleared: overlap.law === 'never' ? null : cleared }]
  })
}

export type AidRefusalCode = 'aid-twice' | 'aid-second-person'

/** Whether this conflict stands in the way of a confirmation by these hands; what is still open elsewhere does not. */
export function refusedBy(
  { law, standing, cleared }: AidConflict,
  hands: readonly string[],
): AidRefusalCode | undefined {
  if (standing === 'open') return undefined
  if (law === 'never' || cleared === null) return 'aid-twice'
  if (law === 'second-person' && cleared.hands.some((one) => hands.includes(one))) return 'aid-second-person'
  return undefined
}

/** Whom a claim of a programme is for, by what the rules say of each member of the family. `first` is whoever asked. */
export function concernsOf(
  programme: ProgrammeId,
  verdicts: readonly Pick<Verdict, 'programme' | 'member' | 'verdict'>[],
  first: string,
): Concerns {
  const { forHousehold, forMember } = programmes[programme]
  if (forMember === undefined) return 'household'
  const possible = verdicts.filter((one) => one.programme === programme && one.verdict !== 'ineligible')
  if (forHousehold !== undefined && possible.some(({ member }) => member === undefined)) return 'household'
  return possible.length > 0 && possible.every(({ member }) => member === first) ? 'applicant' : 'anybody'
}

/** The same of aid that was decided: by the members whom the decision names, the household where it names none. */
export function concernsGiven(given: readonly { member: string | null }[], first: string): Concerns {
  if (given.some(({ member }) => member === null)) return 'household'
  return given.length > 0 && given.every(({ member }) => member === first) ? 'applicant' : 'anybody'
}
