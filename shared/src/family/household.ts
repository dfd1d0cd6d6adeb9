import { begun, deciderOf } from './decider.ts'
import { isPerson } from './relation.ts'
import type { FamilyActor, KnownRelation, Relation } from './relation.ts'

/** One stay of one person: who comes back has a second one. */
export type Stay = {
  person: string
  relation: KnownRelation
  joinedOn: string
  /** Null while the person belongs to it. */
  leftOn: string | null
}

/** Why somebody left. Not asked of who goes for a reason of their own. */
export const leaveReasons = ['own', 'split', 'moved', 'died', 'mistake'] as const
export type LeaveReason = (typeof leaveReasons)[number]

export type HouseholdState = {
  head: string
  stays: readonly Stay[]
  endedOn: string | null
}

export type HouseholdCommand =
  /** `from` is the household that the founder leaves in the same moment. */
  | { type: 'found'; head: string; from: string | null }
  | { type: 'join'; person: string; relation: Relation; from: string | null }
  /** All at once, so that nobody who cannot live alone is left behind. */
  | { type: 'leave'; people: readonly string[]; reason: LeaveReason; to: string | null }
  | { type: 'relate'; person: string; relation: Relation }
  | { type: 'pass-head'; to: string }
export type HouseholdCommandName = HouseholdCommand['type']

export type HouseholdEvent =
  | { type: 'household-founded'; on: string; person: string; from: string | null }
  | { type: 'member-joined'; on: string; person: string; relation: Relation; from: string | null }
  | { type: 'member-left'; on: string; person: string; reason: LeaveReason; to: string | null }
  | { type: 'relation-stated'; on: string; person: string; relation: Relation }
  | { type: 'head-passed'; on: string; person: string; before: string }
  | { type: 'household-ended'; on: string; person: string }

export type HouseholdContext = {
  actor: FamilyActor
  /** Business date. */
  today: string
  /** Members somebody is guardian of today: they are nobody's head and live nowhere alone. */
  dependants: readonly string[]
  /** Those of whom the actor is the guardian today. */
  wards: readonly string[]
  /** People who belong to another household today. */
  elsewhere: readonly string[]
  /** Whether a member has asked the actor to join. */
  invited: boolean
}

export const householdRefusalCodes = [
  'not-yours',
  'ended',
  'no-invitation',
  'in-another-household',
  'a-member-already',
  'no-member',
  'wards-alone',
  'cannot-be-head',
] as const
export type HouseholdRefusalCode = (typeof householdRefusalCodes)[number]

/** Who belongs to it now. */
export const present = (state: HouseholdState | undefined): readonly Stay[] =>
  state?.stays.filter((stay) => stay.leftOn === null) ?? []

/** Whether somebody lives there now. */
export const belongs = (state: HouseholdState | undefined, person: string): boolean =>
  present(state).some((stay) => stay.person === person)

/** Those who may stand at the head: present, and nobody's ward. Longest there first, the spouse before all. */
function heirs(state: HouseholdState, leaving: readonly string[], dependants: readonly string[]): Stay[] {
  const left = present(state).filter(
    ({ person }) => !leaving.includes(person) && !dependants.includes(person),
  )
  return [...left].sort(
    (one, other) =>
      Number(other.relation === 'spouse') - Number(one.relation === 'spouse') ||
      one.joinedOn.localeCompare(other.joinedOn),
  )
}

/** The commands that this person may give now, for buttons and for the refusal (409). */
export function allowed(
  state: HouseholdState | undefined,
  context: HouseholdContext,
): HouseholdCommandName[] {
  const { actor, invited } = context
  if (actor.kind !== 'person') return []
  if (state === undefined) return ['found']
  if (state.endedOn !== null) return []
  if (!belongs(state, actor.id)) return invited ? ['join'] : []
  const all: HouseholdCommandName[] = ['join', 'leave', 'relate']
  return isPerson(actor, state.head) ? [...all, 'pass-head'] : all
}

type Leave = Extract<HouseholdCommand, { type: 'leave' }>

const actsFor = (person: string, { actor, wards }: HouseholdContext): boolean =>
  isPerson(actor, person) || wards.includes(person)

function refusedFounding(head: string, context: HouseholdContext): HouseholdRefusalCode | undefined {
  if (!isPerson(context.actor, head)) return 'not-yours'
  if (context.dependants.includes(head)) return 'cannot-be-head'
  return context.elsewhere.includes(head) ? 'in-another-household' : undefined
}

function refusedJoining(
  state: HouseholdState,
  person: string,
  context: HouseholdContext,
): HouseholdRefusalCode | undefined {
  const { actor, wards } = context
  const brought = wards.includes(person) && actor.kind === 'person' && belongs(state, actor.id)
  if (!brought && !isPerson(actor, person)) return 'not-yours'
  if (!brought && !context.invited) return 'no-invitation'
  if (belongs(state, person)) return 'a-member-already'
  return context.elsewhere.includes(person) ? 'in-another-household' : undefined
}

function refusedLeaving(
  state: HouseholdState,
  { people, reason }: Leave,
  context: HouseholdContext,
): HouseholdRefusalCode | undefined {
  const head = isPerson(context.actor, state.head) && reason !== 'own' && reason !== 'split'
  if (people.length === 0 || people.some((one) => !belongs(state, one))) return 'no-member'
  if (!people.every((one) => head || actsFor(one, context))) return 'not-yours'
  const left = present(state).filter(({ person }) => !people.includes(person))
  const alone = left.length > 0 && left.every(({ person }) => context.dependants.includes(person))
  return alone ? 'wards-alone' : undefined
}

function refusalCode(
  state: HouseholdState | undefined,
  command: HouseholdCommand,
  context: HouseholdContext,
): HouseholdRefusalCode | undefined {
  if (command.type === 'found') return state === undefined ? refusedFounding(command.head, context) : 'ended'
  if (state === undefined) return 'no-member'
  if (state.endedOn !== null) return 'ended'
  switch (command.type) {
    case 'join':
      return refusedJoining(state, command.person, context)
    case 'leave':
      return refusedLeaving(state, command, context)
    case 'relate':
      if (!belongs(state, command.person) || command.person === state.head) return 'no-member'
      return actsFor(command.person, context) || isPerson(context.actor, state.head) ? undefined : 'not-yours'
    case 'pass-head':
      if (!isPerson(context.actor, state.head)) return 'not-yours'
      if (!belongs(state, command.to) || command.to === state.head) return 'no-member'
      return context.dependants.includes(command.to) ? 'cannot-be-head' : undefined
    default:
      return command satisfies never
  }
}

function leaving(
  state: HouseholdState,
  { people, reason, to }: Leave,
  { today: on, dependants }: HouseholdContext,
): HouseholdEvent[] {
  const gone = people.map((person): HouseholdEvent => ({ type: 'member-left', on, person, reason, to }))
  if (present(state).every(({ person }) => people.includes(person)))
    return [...gone, { type: 'household-ended', on, person: state.head }]
  if (!people.includes(state.head)) return gone
  const [heir] = heirs(state, people, dependants)
  if (heir === undefined) throw new RangeError('a household of wards alone')
  return [{ type: 'head-passed', on, person: heir.person, before: state.head }, ...gone]
}

function happening(
  before: HouseholdState | undefined,
  command: HouseholdCommand,
  context: HouseholdContext,
): HouseholdEvent[] {
  const on = context.today
  if (command.type === 'found')
    return [{ type: 'household-founded', on, person: command.head, from: command.from }]
  const state = begun(before, command.type)
  switch (command.type) {
    case 'join':
      return [{ ...command, type: 'member-joined', on }]
    case 'leave':
      return leaving(state, command, context)
    case 'relate':
      return [{ ...command, type: 'relation-stated', on }]
    case 'pass-head':
      return [{ type: 'head-passed', on, person: command.to, before: state.head }]
    default:
      return command satisfies never
  }
}

/** What follows from a command, or why nothing does. Pure. */
export const decide = deciderOf({ refusalCode, happening, allowed })

const restate = (state: HouseholdState, person: string, relation: KnownRelation): readonly Stay[] =>
  state.stays.map((stay) => (stay.person === person && stay.leftOn === null ? { ...stay, relation } : stay))

/** Relations are to the head: with another head all but the head's own are to be said anew. */
const restateAll = (state: HouseholdState, head: string): readonly Stay[] =>
  state.stays.map((stay) =>
    stay.leftOn === null ? { ...stay, relation: stay.person === head ? 'head' : 'unsaid' } : stay,
  )

/** The household after an event. Never refuses: what happened has happened. */
export function evolve(before: HouseholdState | undefined, event: HouseholdEvent): HouseholdState {
  const { on, person } = event
  if (event.type === 'household-founded')
    return { head: person, stays: [{ person, relation: 'head', joinedOn: on, leftOn: null }], endedOn: null }
  const state = begun(before, event.type)
  switch (event.type) {
    case 'member-joined':
      return {
        ...state,
        stays: [...state.stays, { person, relation: event.relation, joinedOn: on, leftOn: null }],
      }
    case 'member-left':
      return {
        ...state,
        stays: state.stays.map((stay) =>
          stay.person === person && stay.leftOn === null ? { ...stay, leftOn: on } : stay,
        ),
      }
    case 'relation-stated':
      return { ...state, stays: restate(state, person, event.relation) }
    case 'head-passed':
      return { ...state, head: person, stays: restateAll(state, person) }
    case 'household-ended':
      return { ...state, endedOn: on }
    default:
      return event satisfies never
  }
}
