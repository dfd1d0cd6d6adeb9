import { ageOn } from '../identity/id-number.ts'
import { begun, deciderOf } from './decider.ts'
import { isPerson } from './relation.ts'
import type { FamilyActor } from './relation.ts'

/** A child until the day it is eighteen (Civil Code, art. 17, 27); an adult who cannot act alone (art. 28). */
export const wardKinds = ['child', 'incapable'] as const
export type WardKind = (typeof wardKinds)[number]

/** What an officer saw. */
export const guardianBases = [
  'household-register',
  'birth-certificate',
  'court-decision',
  'committee-letter',
] as const
export type GuardianBasis = (typeof guardianBases)[number]

/**
 * What shows that somebody is the guardian of such a ward, the usual paper first. A birth says who a child's parents
 * are (Civil Code, art. 27), and nothing of an adult: there a court has spoken, or the committee has (art. 28, 31).
 */
export const basesFor = (kind: WardKind): readonly GuardianBasis[] =>
  kind === 'child' ? guardianBases : ['court-decision', 'committee-letter', 'household-register']

export type GuardianshipState = {
  guardian: string
  ward: string
  kind: WardKind
  /** Null for an adult of whom nobody said it. */
  birthDate: string | null
  /** Whether the guardian wrote the ward down first: then nothing of anybody else stands under it. */
  written: boolean
  confirmed: { on: string; basis: GuardianBasis; officer: string } | null
  ended: { on: string; by: 'guardian' | 'officer' | 'age' } | null
}

export type GuardianshipCommand =
  | {
      type: 'claim'
      guardian: string
      ward: string
      kind: WardKind
      birthDate: string | null
      written: boolean
    }
  | { type: 'confirm'; basis: GuardianBasis }
  /** An officer ends it or does not believe it: with a reason that the guardian reads. */
  | { type: 'refuse'; reason: string }
  | { type: 'revoke' }
  | { type: 'come-of-age' }
export type GuardianshipCommandName = GuardianshipCommand['type']

export type GuardianshipEvent =
  | {
      type: 'guardianship-claimed'
      on: string
      guardian: string
      ward: string
      kind: WardKind
      birthDate: string | null
      written: boolean
    }
  | { type: 'guardianship-confirmed'; on: string; basis: GuardianBasis; officer: string }
  | { type: 'guardianship-ended'; on: string; by: 'guardian' | 'officer' | 'age'; reason: string | null }

export type GuardianshipContext = { actor: FamilyActor; today: string }

export const guardianshipRefusalCodes = [
  'not-yours',
  'not-allowed-now',
  'of-age',
  'birth-date-needed',
  'not-oneself',
  'reason-needed',
  'wrong-basis',
] as const
export type GuardianshipRefusalCode = (typeof guardianshipRefusalCodes)[number]

export const adultAge = 18

const ofAge = (kind: WardKind, birthDate: string | null, today: string): boolean =>
  kind === 'child' && birthDate !== null && ageOn(birthDate, today) >= adultAge

/** The guardian stands in the ward's place today, confirmed or only claimed. A birthday ends it by itself. */
export const stands = ({ kind, birthDate, ended }: GuardianshipState, today: string): boolean =>
  ended === null && !ofAge(kind, birthDate, today)

/**
 * Whether the guardian may act for the ward today: confirmed, or for somebody whom only this guardian
 * wrote down, because then nothing is there that another said or filed.
 */
export const mayAct = (state: GuardianshipState, today: string): boolean =>
  stands(state, today) && (state.confirmed !== null || state.written)

/** The commands that this person may give now. */
export function allowed(
  state: GuardianshipState | undefined,
  { actor, today }: GuardianshipContext,
): GuardianshipCommandName[] {
  if (state === undefined) return ['claim']
  if (state.ended !== null) return []
  if (actor.kind === 'system') return stands(state, today) ? [] : ['come-of-age']
  if (!stands(state, today)) return []
  if (actor.kind === 'officer') return state.confirmed === null ? ['confirm', 'refuse'] : ['refuse']
  return isPerson(actor, state.guardian) || isPerson(actor, state.ward) ? ['revoke'] : []
}

type Claim = Extract<GuardianshipCommand, { type: 'claim' }>

function refusedClaim(
  { guardian, ward, kind, birthDate }: Claim,
  { actor, today }: GuardianshipContext,
): GuardianshipRefusalCode | undefined {
  if (!isPerson(actor, guardian)) return 'not-yours'
  if (guardian === ward) return 'not-oneself'
  if (kind === 'child' && birthDate === null) return 'birth-date-needed'
  return ofAge(kind, birthDate, today) ? 'of-age' : undefined
}

function refusalCode(
  state: GuardianshipState | undefined,
  command: GuardianshipCommand,
  context: GuardianshipContext,
): GuardianshipRefusalCode | undefined {
  if (command.type === 'claim')
    return state === undefined ? refusedClaim(command, context) : 'not-allowed-now'
  if (state === undefined || state.ended !== null) return 'not-allowed-now'
  if (!allowed(state, context).includes(command.type))
    return stands(state, context.today) && context.actor.kind === 'person' ? 'not-yours' : 'not-allowed-now'
  if (command.type === 'confirm' && !basesFor(state.kind).includes(command.basis)) return 'wrong-basis'
  return command.type === 'refuse' && command.reason.trim() === '' ? 'reason-needed' : undefined
}

const endedBy = ({ kind }: FamilyActor): 'guardian' | 'officer' | 'age' =>
  kind === 'person' ? 'guardian' : kind === 'officer' ? 'officer' : 'age'

function happening(
  _state: GuardianshipState | undefined,
  command: GuardianshipCommand,
  { actor, today: on }: GuardianshipContext,
): GuardianshipEvent[] {
  const officer = actor.kind === 'officer' ? actor.id : ''
  switch (command.type) {
    case 'claim':
      return [{ ...command, type: 'guardianship-claimed', on }]
    case 'confirm':
      return [{ type: 'guardianship-confirmed', on, basis: command.basis, officer }]
    case 'refuse':
      return [{ type: 'guardianship-ended', on, by: 'officer', reason: command.reason }]
    case 'revoke':
    case 'come-of-age':
      return [{ type: 'guardianship-ended', on, by: endedBy(actor), reason: null }]
    default:
      return command satisfies never
  }
}

/** What follows from a command, or why nothing does. Pure. */
export const decide = deciderOf({ refusalCode, happening, allowed })

/** The guardianship after an event. Never refuses: what happened has happened. */
export function evolve(before: GuardianshipState | undefined, event: GuardianshipEvent): GuardianshipState {
  if (event.type === 'guardianship-claimed') {
    const { guardian, ward, kind, birthDate, written } = event
    return { guardian, ward, kind, birthDate, written, confirmed: null, ended: null }
  }
  const state = begun(before, event.type)
  switch (event.type) {
    case 'guardianship-confirmed':
      return { ...state, confirmed: { on: event.on, basis: event.basis, officer: event.officer } }
    case 'guardianship-ended':
      return { ...state, ended: { on: event.on, by: event.by } }
    default:
      return event satisfies never
  }
}
