import { may } from '../access/table.ts'
import { isAboveCounty } from '../region/code.ts'
import { carryOut, evolve, type OrganisationEvent } from './evolve.ts'
import { handOf, lineOf, type Change, type Organisation, type Pending } from './organisation.ts'
import { basisOf, gainers } from './power.ts'
import { findInvalid, latestStart, type InvalidCode } from './validity.ts'

export type OrganisationCommand =
  | { type: 'propose'; id: string; change: Change; reason: string; effectiveOn: string }
  | { type: 'confirm'; id: string }
  | { type: 'decline'; id: string; reason: string }
  | { type: 'withdraw'; id: string }
  /** What the clock does; nobody else. */
  | { type: 'take-effect'; id: string }

/** `actor`: an officer's id, or null for the clock. `today`: business date. */
export type OrganisationContext = { actor: string | null; today: string }

export type OrganisationRefusalCode =
  | 'not-yours'
  | 'own-line'
  | 'own-proposal'
  | 'not-waiting'
  | 'reason-needed'
  | 'date-past'
  | 'date-too-far'
  | 'changed-meanwhile'
  | 'needs-confirmation'
  | 'not-due'
  | InvalidCode
export type OrganisationRefusal = { refused: OrganisationRefusalCode; field?: string }

type Answer = readonly OrganisationEvent[] | OrganisationRefusal

const refuse = (refused: OrganisationRefusalCode, field?: string): OrganisationRefusal =>
  field === undefined ? { refused } : { refused, field }

/** Tells a refusal from events. */
export const isRefusal = (answer: Answer): answer is OrganisationRefusal => 'refused' in answer

/** Every place a change reaches into: nobody changes anything beyond the own jurisdiction. */
export function placesOf(change: Change, { units, officers, absences }: Organisation): string[] {
  const officerPlaces = (id: string | null) =>
    id === null ? [] : [officers[id]?.regionCode ?? '', units[officers[id]?.unitId ?? '']?.regionCode ?? '']
  switch (change.type) {
    case 'add-region':
    case 'rename-region':
    case 'close-region':
      return [change.code]
    case 'add-unit':
      return [change.regionCode, ...(change.parent === null ? [] : [units[change.parent]?.regionCode ?? ''])]
    case 'change-unit':
    case 'close-unit':
      return [units[change.id]?.regionCode ?? '']
    case 'add-officer':
      return [change.regionCode, units[change.unitId]?.regionCode ?? '', ...officerPlaces(change.manager)]
    case 'change-officer':
      return [
        change.regionCode,
        units[change.unitId]?.regionCode ?? '',
        ...officerPlaces(change.id),
        // Whoever led this officer until now loses the sight of them.
        ...officerPlaces(officers[change.id]?.manager ?? null),
        ...officerPlaces(change.manager),
      ]
    case 'end-officer':
    case 'reactivate-officer':
      return officerPlaces(change.id)
    case 'set-absence':
      return [...officerPlaces(change.officerId), ...officerPlaces(change.deputy)]
    case 'end-absence':
      return officerPlaces(absences.find(({ id }) => id === change.id)?.officerId ?? '')
    case 'set-duty':
      return [units[change.unitId]?.regionCode ?? '']
    case 'add-relative':
    case 'end-relative':
      return officerPlaces(change.officerId)
    default:
      return change satisfies never
  }
}

type OrganisationAction = 'see-organisation' | 'change-organisation' | 'confirm-organisation'

/**
 * Whether an officer may do this in all of these places, in the own office: a deputy never inherits the say
 * over who holds office.
 */
export function mayIn(
  { officers }: Organisation,
  id: string,
  action: OrganisationAction,
  places: readonly string[],
): boolean {
  const officer = officers[id]
  if (!officer?.active) return false
  const actor = { kind: 'officer', id, role: officer.role, region: officer.regionCode } as const
  return places.every((region) => may(actor, action, { region }))
}

/** Whether anybody for whom the actor stands is in the line of somebody who gains. */
const isOwnLine = (id: string, gaining: readonly string[], after: Organisation, today: string): boolean => {
  const hand = handOf(after, id, today)
  return gaining.some((one) => [...lineOf(after, one, today)].some((other) => hand.has(other)))
}

const confirmersIn = (organisation: Organisation): number =>
  Object.values(organisation.officers).filter(({ id, regionCode }) =>
    mayIn(organisation, id, 'confirm-organisation', [regionCode]),
  ).length

/** One alone could change nothing that gives power ever again: the last two stay until others are there. */
const leavesTooFew = (before: Organisation, after: Organisation): boolean =>
  confirmersIn(after) < 2 && confirmersIn(after) < confirmersIn(before)

/**
 * The first administrator of a new server is alone: nobody could ever confirm anything. A second one who may, and
 * nothing else, is appointed by that one hand; from then on it takes two.
 */
const bringsSecond = (before: Organisation, after: Organisation): boolean =>
  confirmersIn(before) === 1 && confirmersIn(after) === 2

/** Nobody alone touches those who oversee the county: whoever is overseen could send them away. */
const reachesAbove = (change: Change, organisation: Organisation): boolean =>
  placesOf(change, organisation).some(isAboveCounty)

/** `second`: somebody gains by it, or stands above, and another person must confirm that. */
type Effect = { after: Organisation; gaining: string[]; second: boolean }

function effectOf(change: Change, organisation: Organisation, on: string): Effect | OrganisationRefusal {
  const invalid = findInvalid(change, organisation, on)
  if (invalid) return refuse(invalid.code, invalid.field)
  const after = carryOut(organisation, change, on)
  if (leavesTooFew(organisation, after)) return refuse('too-few-confirmers')
  const gaining = gainers(change, organisation, after, on)
  const needed = gaining.length > 0 || reachesAbove(change, organisation)
  return { after, gaining, second: needed && !bringsSecond(organisation, after) }
}

type Propose = Extract<OrganisationCommand, { type: 'propose' }>

function propose(organisation: Organisation, command: Propose, actor: string, today: string): Answer {
  const { id, change, reason, effectiveOn } = command
  if (!mayIn(organisation, actor, 'change-organisation', placesOf(change, organisation)))
    return refuse('not-yours')
  if (reason.trim() === '') return refuse('reason-needed', 'reason')
  if (effectiveOn < today) return refuse('date-past', 'effectiveOn')
  if (effectiveOn > latestStart(today)) return refuse('date-too-far', 'effectiveOn')
  if (organisation.pending[id]) return refuse('already-there')
  const effect = effectOf(change, organisation, today)
  if ('refused' in effect) return effect
  if (isOwnLine(actor, effect.gaining, effect.after, today)) return refuse('own-line')
  const pending: Pending = {
    id,
    change,
    reason,
    effectiveOn,
    state: effect.second ? 'proposed' : 'scheduled',
    proposedBy: actor,
    confirmedBy: null,
    basis: basisOf(change, organisation, today),
  }
  return withEffect(organisation, [{ type: 'change-proposed', pending }], id, today)
}

/** What was decided today and is dated today happens today. */
function withEffect(
  organisation: Organisation,
  events: readonly OrganisationEvent[],
  id: string,
  today: string,
): readonly OrganisationEvent[] {
  const held = events.reduce(evolve, organisation).pending[id]
  const due = held?.state === 'scheduled' && held.effectiveOn <= today
  return due ? [...events, { type: 'change-took-effect', id, on: today }] : events
}

function confirm(organisation: Organisation, held: Pending, actor: string, today: string): Answer {
  if (held.state !== 'proposed') return refuse('not-waiting')
  if (held.proposedBy === actor) return refuse('own-proposal')
  const effect = effectOf(held.change, organisation, today)
  if ('refused' in effect) return effect
  if (basisOf(held.change, organisation, today) !== held.basis) return refuse('changed-meanwhile')
  if ([actor, held.proposedBy].some((one) => isOwnLine(one, effect.gaining, effect.after, today)))
    return refuse('own-line')
  return withEffect(organisation, [{ type: 'change-confirmed', id: held.id, by: actor }], held.id, today)
}

/** At its day a change is held against the organisation as it is then: what nobody confirmed does not happen. */
function takeEffect(organisation: Organisation, held: Pending, today: string): Answer {
  if (held.state !== 'scheduled') return refuse('not-waiting')
  if (held.effectiveOn > today) return refuse('not-due')
  const lapsed = (why: string): Answer => [{ type: 'change-lapsed', id: held.id, why }]
  const effect = effectOf(held.change, organisation, today)
  if ('refused' in effect) return lapsed(effect.refused)
  if (effect.second) {
    if (held.confirmedBy === null) return lapsed('needs-confirmation')
    if (basisOf(held.change, organisation, today) !== held.basis) return lapsed('changed-meanwhile')
    const hands = [held.proposedBy, held.confirmedBy]
    if (hands.some((one) => isOwnLine(one, effect.gaining, effect.after, today))) return lapsed('own-line')
  }
  return [{ type: 'change-took-effect', id: held.id, on: today }]
}

/** What follows from a command, or why nothing does. Pure. */
export function decide(
  organisation: Organisation,
  command: OrganisationCommand,
  { actor, today }: OrganisationContext,
): Answer {
  if (command.type === 'propose')
    return actor === null ? refuse('not-yours') : propose(organisation, command, actor, today)
  const held = organisation.pending[command.id]
  if (!held) return refuse('not-waiting')
  if (command.type === 'take-effect')
    return actor === null ? takeEffect(organisation, held, today) : refuse('not-yours')
  if (actor === null) return refuse('not-yours')
  const places = placesOf(held.change, organisation)
  switch (command.type) {
    case 'confirm':
      if (!mayIn(organisation, actor, 'confirm-organisation', places)) return refuse('not-yours')
      return confirm(organisation, held, actor, today)
    case 'decline':
      if (!mayIn(organisation, actor, 'confirm-organisation', places)) return refuse('not-yours')
      if (held.proposedBy === actor) return refuse('own-proposal')
      if (held.state !== 'proposed') return refuse('not-waiting')
      if (command.reason.trim() === '') return refuse('reason-needed', 'reason')
      return [{ type: 'change-declined', id: held.id, by: actor, reason: command.reason }]
    case 'withdraw':
      if (held.proposedBy !== actor || !organisation.officers[actor]?.active) return refuse('not-yours')
      return [{ type: 'change-withdrawn', id: held.id, by: actor }]
    default:
      return command satisfies never
  }
}

export type Settlement = 'confirm' | 'decline' | 'withdraw'

/** What somebody may do with a change that waits, and for the rest why not: the page greys by what the api refuses by. */
export function allowed(
  organisation: Organisation,
  id: string,
  context: OrganisationContext,
): Record<Settlement, OrganisationRefusalCode | null> {
  const of = (command: OrganisationCommand): OrganisationRefusalCode | null => {
    const answer = decide(organisation, command, context)
    return isRefusal(answer) ? answer.refused : null
  }
  return {
    confirm: of({ type: 'confirm', id }),
    decline: of({ type: 'decline', id, reason: '-' }),
    withdraw: of({ type: 'withdraw', id }),
  }
}
