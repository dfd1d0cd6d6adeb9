import { begun, deciderOf, type Refusal } from './decider.ts'
import { isPerson } from './relation.ts'
import type { FamilyActor } from './relation.ts'

/** What a helper may do for somebody; each thing by itself. A code is shown and a message received by oneself. */
export const scopes = ['apply', 'see-progress', 'see-words', 'send-papers', 'withdraw'] as const
export type Scope = (typeof scopes)[number]

export type MandateState = {
  giver: string
  /** Null until somebody has taken it over. */
  helper: string | null
  scopes: readonly Scope[]
  from: string
  /** The last day on which it holds. */
  until: string
  how: 'phone' | 'window'
  ended: { on: string; by: 'giver' | 'helper' | 'time' } | null
}

export type MandateCommand =
  | {
      type: 'give'
      giver: string
      helper: string | null
      scopes: readonly Scope[]
      until: string
      how: MandateState['how']
    }
  | { type: 'accept'; helper: string }
  /** Takes some of it back. More needs a new mandate. */
  | { type: 'narrow'; scopes: readonly Scope[]; until: string }
  /** Also before an officer who sees the giver: whoever has no phone ends it at a window. */
  | { type: 'revoke' }
  /** The helper does not want to any more. */
  | { type: 'resign' }
  | { type: 'expire' }
export type MandateCommandName = MandateCommand['type']

export type MandateEvent =
  | {
      type: 'mandate-given'
      on: string
      giver: string
      helper: string | null
      scopes: readonly Scope[]
      until: string
      how: MandateState['how']
    }
  | { type: 'mandate-accepted'; on: string; helper: string }
  | { type: 'mandate-narrowed'; on: string; scopes: readonly Scope[]; until: string }
  | { type: 'mandate-ended'; on: string; by: 'giver' | 'helper' | 'time' }

export type MandateContext = { actor: FamilyActor; today: string }

export const mandateRefusalCodes = [
  'not-yours',
  'not-allowed-now',
  'no-scope',
  'not-more',
  'too-long',
  'over',
  'not-oneself',
  'not-over',
] as const
export type MandateRefusalCode = (typeof mandateRefusalCodes)[number]
export type MandateRefusal = Refusal<MandateRefusalCode, MandateCommandName>

/** Where an officer saw whoever gives or ends a mandate without a phone. */
export const seenPlaces = ['window', 'home', 'hospital'] as const
export type SeenPlace = (typeof seenPlaces)[number]

/** The last day that a mandate given today may hold: the same day next year. */
export function longestUntil(today: string): string {
  const next = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
  return next.endsWith('-02-29') ? `${next.slice(0, 4)}-02-28` : next
}

/** Whether a helper may use it today. It ends by itself: nobody has to come and end it. */
export const inForce = (state: MandateState, today: string): boolean =>
  state.helper !== null && state.ended === null && state.from <= today && today <= state.until

const running = (state: MandateState, today: string): boolean => state.ended === null && today <= state.until

/** The commands that this person may give now. */
export function allowed(
  state: MandateState | undefined,
  { actor, today }: MandateContext,
): MandateCommandName[] {
  if (state === undefined) return ['give']
  if (actor.kind === 'system') return state.ended === null && today > state.until ? ['expire'] : []
  if (!running(state, today)) return []
  if (actor.kind === 'officer') return ['revoke']
  if (isPerson(actor, state.giver)) return ['narrow', 'revoke']
  if (isPerson(actor, state.helper)) return ['resign']
  return state.helper === null ? ['accept'] : []
}

type Give = Extract<MandateCommand, { type: 'give' }>

function refusedGiving(
  { giver, helper, scopes: given, until, how }: Give,
  { actor, today }: MandateContext,
): MandateRefusalCode | undefined {
  const entitled = how === 'window' ? actor.kind === 'officer' : isPerson(actor, giver)
  if (!entitled) return 'not-yours'
  if (giver === helper) return 'not-oneself'
  if (given.length === 0) return 'no-scope'
  if (until < today) return 'over'
  return until > longestUntil(today) ? 'too-long' : undefined
}

function refusalCode(
  state: MandateState | undefined,
  command: MandateCommand,
  context: MandateContext,
): MandateRefusalCode | undefined {
  if (command.type === 'give')
    return state === undefined ? refusedGiving(command, context) : 'not-allowed-now'
  if (state === undefined) return 'not-allowed-now'
  const { actor, today } = context
  if (command.type === 'expire' && state.ended === null && today <= state.until) return 'not-over'
  if (command.type === 'accept' && command.helper === state.giver) return 'not-oneself'
  if (!allowed(state, context).includes(command.type))
    return actor.kind === 'system' || !running(state, today) ? 'not-allowed-now' : 'not-yours'
  if (command.type === 'accept') return isPerson(actor, command.helper) ? undefined : 'not-yours'
  if (command.type !== 'narrow') return undefined
  if (command.scopes.length === 0) return 'no-scope'
  const more = command.until > state.until || command.scopes.some((one) => !state.scopes.includes(one))
  if (more) return 'not-more'
  return command.until < today ? 'over' : undefined
}

function happening(
  _state: MandateState | undefined,
  command: MandateCommand,
  { today: on }: MandateContext,
): MandateEvent[] {
  switch (command.type) {
    case 'give':
      return [{ ...command, type: 'mandate-given', on }]
    case 'accept':
      return [{ ...command, type: 'mandate-accepted', on }]
    case 'narrow':
      return [{ ...command, type: 'mandate-narrowed', on }]
    case 'revoke':
      return [{ type: 'mandate-ended', on, by: 'giver' }]
    case 'resign':
      return [{ type: 'mandate-ended', on, by: 'helper' }]
    case 'expire':
      return [{ type: 'mandate-ended', on, by: 'time' }]
    default:
      return command satisfies never
  }
}

/** What follows from a command, or why nothing does. Pure. */
export const decide = deciderOf({ refusalCode, happening, allowed })

/** The mandate after an event. Never refuses: what happened has happened. */
export function evolve(before: MandateState | undefined, event: MandateEvent): MandateState {
  if (event.type === 'mandate-given') {
    const { giver, helper, until, how } = event
    return { giver, helper, scopes: event.scopes, from: event.on, until, how, ended: null }
  }
  const state = begun(before, event.type)
  switch (event.type) {
    case 'mandate-accepted':
      return { ...state, helper: event.helper }
    case 'mandate-narrowed':
      return { ...state, scopes: event.scopes, until: event.until }
    case 'mandate-ended':
      return { ...state, ended: { on: event.on, by: event.by } }
    default:
      return event satisfies never
  }
}
