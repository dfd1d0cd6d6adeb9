import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '@yima/shared/access/actor'
import { deadline, type Term } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { answerTerm } from '@yima/shared/claim/answer-term'
import type { ClaimEvent, ClaimState } from '@yima/shared/claim/claim'
import { allowed, type ClaimCommand } from '@yima/shared/claim/commands'
import { evolve } from '@yima/shared/claim/evolve'
import { decide, type ClaimContext } from '@yima/shared/claim/workflow'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Spans } from '@yima/shared/process/plan'
import { passTime } from '@yima/shared/process/time'
import { decide as decideOnItsWay, isRefusal } from '@yima/shared/process/workflow'
import { Problem } from '@yima/shared/problem'
import { notAllowedNow, refusalOf } from '../http/refusal.ts'
import type { TrailEntry } from '../trail/append.ts'
import { staffFor, type Colleague, type Lying } from '../work/staff.ts'

/** Where and when a claim is decided on, by whom, and who else is there. */
export type ClaimPlace = {
  actor: Actor
  today: string
  region: string
  staff: readonly Colleague[]
  excluded: readonly string[]
  minor: boolean
  emergency: boolean
}

/** Whichever of two spans ends first: who must be answered today is not taken in hand the day after tomorrow. */
function sooner(today: string, one: Term, other: Term): Term {
  return deadline(today, other, holidays).date < deadline(today, one, holidays).date ? other : one
}

/** The spans of a claim's way that are in force at a place on a day. */
const spansAt = (region: string, today: string): Spans => ({
  takeOver: getTerm('take-over', region, today),
  papers: getTerm('papers', region, today),
  backfill: getTerm('backfill', region, today),
  objection: getTerm('objection', region, today),
})

/** @param going where it is about to be sent */
function contextOf(claim: Lying, { region, staff, ...place }: ClaimPlace, going?: string): ClaimContext {
  const { today } = place
  const decision = answerTerm(claim.programme)
  const silence = sooner(today, getTerm('silence-accepts', region, today), decision)
  const here = staffFor(claim, staff, region, going)
  return {
    ...place,
    staff: here,
    table: holidays,
    terms: { silence, decision },
    spans: spansAt(region, today),
  }
}

export type Outcome = { id: string; state: ClaimState; entries: TrailEntry[] }

/**
 * Gives a command to one claim: its state afterwards and what goes into the trail.
 * Throws `not-allowed-now` (409) with what is allowed instead.
 */
export function commandClaim(
  held: StoredClaim | undefined,
  command: ClaimCommand,
  place: ClaimPlace,
): Outcome {
  const programme = 'programme' in command ? command.programme : held?.state.programme
  if (programme === undefined) throw new Problem('not-found')
  const decided = decide(held?.state, command, contextOf(held?.state ?? { programme, process: null }, place))
  if ('refused' in decided) throw refusalOf(decided, 'claim')
  return afterEvents(held, decided)
}

type StoredClaim = { id: string; state: ClaimState }

/** The same of what is asked of an accepted claim. Throws `not-allowed-now` (409) with what is allowed instead. */
export function commandProcess(held: StoredClaim, command: ProcessCommand, place: ClaimPlace): Outcome {
  const { process } = held.state
  if (process === null) throw notAllowedNow('claim', 'not-allowed-now', allowed(held.state, place.actor))
  const going = command.type === 'transfer' ? command.to : undefined
  const decided = decideOnItsWay(process, command, contextOf(held.state, place, going))
  if (isRefusal(decided)) throw refusalOf(decided, 'claim')
  return afterEvents(held, decided)
}

/** What time alone brings about; undefined where nothing is due. */
export function passTimeOf(held: StoredClaim, place: ClaimPlace): Outcome | undefined {
  const { process } = held.state
  const events = process === null ? [] : passTime(process, contextOf(held.state, place))
  return events.length === 0 ? undefined : afterEvents(held, events)
}

function afterEvents(held: StoredClaim | undefined, events: readonly ClaimEvent[]): Outcome {
  const id = held?.id ?? uuidv7()
  const state = events.reduce<ClaimState | undefined>(evolve, held?.state)
  if (state === undefined) throw new Error('A command that was not refused changed nothing')
  return {
    id,
    state,
    entries: events.map(({ type, ...payload }) => ({ type, payload: { ...payload, claimId: id } })),
  }
}
