import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '@yima/shared/access/actor'
import { deadline, type Term } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { answerTerm } from '@yima/shared/claim/answer-term'
import type { ClaimEvent, ClaimState } from '@yima/shared/claim/claim'
import type { ClaimCommand } from '@yima/shared/claim/commands'
import { evolve } from '@yima/shared/claim/evolve'
import { decide, type ClaimContext } from '@yima/shared/claim/workflow'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { Problem } from '@yima/shared/problem'
import type { TrailEntry } from '../trail/append.ts'

/** Where and when a claim is decided on. */
export type ClaimPlace = { actor: Actor; today: string; region: string }

/** Whichever of two spans ends first: who must be answered today is not taken in hand the day after tomorrow. */
function sooner(today: string, one: Term, other: Term): Term {
  return deadline(today, other, holidays).date < deadline(today, one, holidays).date ? other : one
}

function contextOf(programme: ProgrammeId, { actor, today, region }: ClaimPlace): ClaimContext {
  const decision = answerTerm(programme)
  const silence = sooner(today, getTerm('silence-accepts', region, today), decision)
  return { actor, today, table: holidays, terms: { silence, decision } }
}

export type Outcome = { id: string; state: ClaimState; entries: TrailEntry[] }

/**
 * Gives a command to one claim: its state afterwards and what goes into the trail.
 * Throws `not-allowed-now` (409) with what is allowed instead.
 */
export function commandClaim(
  held: { id: string; state: ClaimState } | undefined,
  command: ClaimCommand,
  place: ClaimPlace,
): Outcome {
  const programme = 'programme' in command ? command.programme : held?.state.programme
  if (programme === undefined) throw new Problem('not-found')
  const decided = decide(held?.state, command, contextOf(programme, place))
  if ('refused' in decided) {
    throw new Problem('not-allowed-now', [{ field: 'claim', code: decided.refused }], {
      allowed: decided.allowed,
    })
  }
  return afterEvents(held, decided)
}

function afterEvents(
  held: { id: string; state: ClaimState } | undefined,
  events: readonly ClaimEvent[],
): Outcome {
  const id = held?.id ?? uuidv7()
  const state = events.reduce<ClaimState | undefined>(evolve, held?.state)
  if (state === undefined) throw new Error('A command that was not refused changed nothing')
  return {
    id,
    state,
    entries: events.map(({ type, ...payload }) => ({ type, payload: { ...payload, claimId: id } })),
  }
}
