import { addDays } from '../calendar/working-days.ts'
import { adultAge, type WardKind } from '../family/guardianship.ts'
import { ageOn } from '../identity/id-number.ts'
import type { Signing } from '../process/signing.ts'
import type { SourceId } from '../verification/sources.ts'

/** `guardian-for`: whoever cannot sign for themselves, and for whom a guardian does. */
export const authorisationRoles = ['applicant', 'adult', 'guardian-for'] as const
export type AuthorisationRole = (typeof authorisationRoles)[number]

/** `struck`: was never to be asked (a slip of the pen, somebody who does not live there); an officer says why. */
export const authorisationStates = ['asked', 'signed', 'refused', 'withdrawn', 'expired', 'struck'] as const
export type AuthorisationState = (typeof authorisationStates)[number]

/** `witnessed`: somebody saw it besides the officer, at the door or where a hand cannot write. */
export const signingMethods = ['own-phone', 'witnessed', 'at-window', 'with-application'] as const
export type SigningMethod = (typeof signingMethods)[number]

/** How sure it is that the hand is theirs: `claimed`: held the link and knew the number; `seen`: an officer or a proven sign-in. */
export const certainties = ['claimed', 'seen'] as const
export type Certainty = (typeof certainties)[number]

export const consentPurpose = 'means-check'

/** Whom an authorisation is about. '' while nobody has said the name: the application only told of an adult. */
export type Whose = {
  name: string
  birthDate: string | null
  /** Who it is among the members of the application; null for whoever it does not name. */
  memberId: string | null
  numberKnown: boolean
}

/** One adult’s word on being asked about (核对授权). Plain data, changed by events alone; its terms never change. */
export type Authorisation = {
  id: string
  who: Whose
  role: AuthorisationRole
  /** Why a guardian signs; null for adults who sign themselves. */
  ward: WardKind | null
  departments: readonly SourceId[]
  purpose: typeof consentPurpose
  /** The last day; null where the wording alone says when it ends. */
  until: string | null
  state: AuthorisationState
  askedOn: string
  method: SigningMethod | null
  certainty: Certainty | null
  /** Of the wording that was signed, and what it was hashed to with everything filled in. */
  version: string | null
  hash: string | null
  signedOn: string | null
  /** Whose hand it was where it is not their own: the guardian’s. */
  signer: string | null
  /** The day it was refused or withdrawn, or ended. */
  endedOn: string | null
  /** The one that was asked for in its place. */
  renewedBy: string | null
}

const ofAge = ({ ward, who }: Authorisation, day: string): boolean =>
  ward === 'child' && who.birthDate !== null && ageOn(who.birthDate, day) >= adultAge

/** The last day on which it may hold: that of its period, or the one before the child comes of age; null where neither is set. */
export function lastDayOf({ until, ward, who: { birthDate } }: Authorisation): string | null {
  if (ward !== 'child' || birthDate === null) return until
  const [year, month, day] = birthDate.split('-').map(Number) as [number, number, number]
  // By its month, so that whoever was born on 29 February has one, too.
  const first = `${year + adultAge}-${String(month).padStart(2, '0')}-01`
  const last = addDays(first, day - 2)
  return until === null || last < until ? last : until
}

/** How it stands on a day: a period ends by the clock, and a guardian’s word with the child’s eighteenth birthday. */
export function stateOn(one: Authorisation, today: string): AuthorisationState {
  if (one.state !== 'signed') return one.state
  return (one.until !== null && today > one.until) || ofAge(one, today) ? 'expired' : 'signed'
}

/** Whether somebody else may have signed it in their place: whoever held its link and knew the number could. */
export const mayBeAnothers = ({ role, method, certainty }: Authorisation): boolean =>
  role !== 'applicant' && method === 'own-phone' && certainty === 'claimed'

/** Whether this department may be asked about this person on this day. Nothing else allows a query. */
export const covers = (one: Authorisation, source: SourceId, today: string): boolean =>
  stateOn(one, today) === 'signed' && one.departments.includes(source)

/** What was asked for in the place of this word, the newest last. */
function newerThan(all: readonly Authorisation[], { renewedBy }: Authorisation): Authorisation[] {
  const next = all.find(({ id }) => id === renewedBy)
  return next ? [next, ...newerThan(all, next)] : []
}

/** Every word that the same person was asked for one after the other, without this one. */
export const othersOf = (all: readonly Authorisation[], one: Authorisation): Authorisation[] => [
  ...all.filter((before) => newerThan(all, before).includes(one)),
  ...newerThan(all, one),
]

/**
 * Whether this department is asked under this word: the newest one that covers it, or one person would be asked about twice
 * and all they have counted twice.
 */
export const asksUnder = (
  all: readonly Authorisation[],
  one: Authorisation,
  source: SourceId,
  today: string,
): boolean =>
  covers(one, source, today) && !newerThan(all, one).some((newer) => covers(newer, source, today))

/** Those that count: neither struck nor replaced. */
export const standing = (all: readonly Authorisation[]): Authorisation[] =>
  all.filter(({ state, renewedBy }) => state !== 'struck' && renewedBy === null)

/**
 * How the signatures of a household stand to the departments that its claims need. Complete only when everybody who is
 * listed has signed for all of them; a household of which nobody is listed has signed nothing.
 */
export function signingOf(
  all: readonly Authorisation[],
  today: string,
  needed: readonly SourceId[] = [],
): Exclude<Signing, 'not-needed'> {
  const now = standing(all)
  const states = now.map((one) => stateOn(one, today))
  if (states.includes('withdrawn')) return 'withdrawn'
  if (states.includes('refused')) return 'refused'
  const whole = now.length > 0 && now.every((one) => needed.every((source) => covers(one, source, today)))
  return whole && states.every((state) => state === 'signed') ? 'complete' : 'open'
}
