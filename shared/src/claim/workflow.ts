import { roleOf } from '../access/actor.ts'
import type { Actor } from '../access/actor.ts'
import { deadline } from '../calendar/deadline.ts'
import type { Deadline, Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { dispatched } from '../process/dispatch.ts'
import { planOf, type Spans } from '../process/plan.ts'
import { programmes } from '../policy/programmes/index.ts'
import { dueOf } from '../process/clock.ts'
import type { ProcessCommand, ProcessCommandName } from '../process/commands.ts'
import { evolve as evolveProcess } from '../process/evolve.ts'
import type { Process, ProcessEvent } from '../process/process.ts'
import {
  decide as decideOnItsWay, raiseUnmanned, type ProcessContext, type ProcessRefusal, type ProcessRefusalCode,
} from '../process/workflow.ts'
import type { ClaimEvent, ClaimState } from './claim.ts'
import { allowed, isOpenFor, isTaskOf } from './commands.ts'
import type { ClaimCommand, ClaimCommandName } from './commands.ts'

type AskPapers = Extract<ClaimCommand, { type: 'ask-papers' }>

/** Everything a decision may depend on besides the claim: who, when, who else is there, and the spans in force. */
export type ClaimContext = ProcessContext & {
  /** Whether it is known to be about somebody under age, who is never posted where the rules say so. */
  minor: boolean
  /** Whether help is needed at once: then what may follow it does. */
  emergency: boolean
  terms: {
    /** Silence for so long counts as acceptance. */
    silence: Term
    /** The whole road of this programme, counted from acceptance. */
    decision: Term
  }
  /** Of its way after acceptance. */
  spans: Spans
}

export const claimRefusalCodes = [
  'not-allowed-now', 'not-yours', 'reason-needed', 'papers-asked-before', 'no-paper', 'unknown-paper',
  'twice-the-same-paper', 'papers-sent-before', 'not-due',
] as const
export type ClaimRefusalCode = (typeof claimRefusalCodes)[number]

/** Why nothing happens, and what this actor may do instead. */
export type ClaimRefusal = {
  refused: ClaimRefusalCode | ProcessRefusalCode
  allowed: readonly (ClaimCommandName | ProcessCommandName)[]
}

/** The last day of what is running now; null while the clock stands still or when nothing is due. */
export function claimDue({ clock, paused, process }: ClaimState, table: HolidayTable): Deadline | null {
  if (process !== null) return dueOf(process, table)
  return clock === null || paused !== null ? null : deadline(clock.from, clock.term, table, clock.pauses)
}

function refusedByTable(
  claim: ClaimState | undefined, { type }: ClaimCommand, actor: Actor,
): ClaimRefusalCode | undefined {
  if (!isTaskOf(type, roleOf(actor))) return 'not-yours'
  return isOpenFor(type, claim) ? undefined : 'not-allowed-now'
}

function refusedList(ids: readonly string[]): ClaimRefusalCode | undefined {
  if (ids.length === 0) return 'no-paper'
  return new Set(ids).size < ids.length ? 'twice-the-same-paper' : undefined
}

/** Papers are asked for once, all together (一次性告知). Whoever must ask again says why: the applicant reads it. */
function refusedRequest(claim: ClaimState | undefined, { papers, note = '' }: AskPapers): ClaimRefusalCode | undefined {
  const known = claim?.papers.map(({ id }) => id) ?? []
  const refused = refusedList(papers.map(({ id }) => id))
  if (refused !== undefined) return refused
  if (papers.some(({ id }) => known.includes(id))) return 'twice-the-same-paper'
  return claim?.papersAsked === true && note.trim() === '' ? 'papers-asked-before' : undefined
}

/** A paper counts once, on the day it came first: a second write of the same would rewrite that day. */
function refusedPapers(claim: ClaimState | undefined, ids: readonly string[]): ClaimRefusalCode | undefined {
  const asked = new Map(claim?.papers.map((paper) => [paper.id, paper.sentOn]))
  if (ids.some((id) => !asked.has(id))) return 'unknown-paper'
  return ids.some((id) => asked.get(id) !== null) ? 'papers-sent-before' : undefined
}

/** Nobody is turned away for papers while the days for them run, or may still be counted anew. */
function isWaitedFor({ paused }: ClaimState, { papers }: Spans, today: string, table: HolidayTable): boolean {
  if (paused === null) return false
  const until = deadline(paused.since, papers, table)
  return today <= until.date || until.provisional
}

function refusedByContent(
  claim: ClaimState | undefined, command: ClaimCommand, { today, table, spans }: ClaimContext,
): ClaimRefusalCode | undefined {
  switch (command.type) {
    case 'add':
      if (claim !== undefined && claim.programme !== command.programme) return 'not-allowed-now'
      return command.reason.trim() === '' ? 'reason-needed' : undefined
    case 'drop':
      if (command.reason.trim() === '') return 'reason-needed'
      return claim !== undefined && isWaitedFor(claim, spans, today, table) ? 'not-due' : undefined
    case 'ask-papers':
      return refusedRequest(claim, command)
    case 'send-papers':
      return refusedList(command.papers) ?? refusedPapers(claim, command.papers)
    case 'accept-by-silence': {
      const due = claim === undefined ? null : claimDue(claim, table)
      return due === null || today <= due.date ? 'not-due' : undefined
    }
    case 'open':
    case 'accept':
    case 'begin':
    case 'withdraw':
      return undefined
    default:
      return command satisfies never
  }
}

const officerOf = (actor: Actor): string | null => (actor.kind === 'officer' ? actor.id : null)

const isComplete = (claim: ClaimState | undefined, sent: readonly string[]): boolean =>
  claim?.papers.every((paper) => paper.sentOn !== null || sent.includes(paper.id)) === true

/** The way of an accepted claim begins: whoever received it first is named, what was asked for before stays counted. */
function beginning(claim: ClaimState | undefined, handler: string | null, context: ClaimContext): ProcessEvent[] {
  if (claim === undefined) return []
  const { today, terms, minor, emergency, spans } = context
  // What was accepted before keeps its day, its term and the days on which it stood still.
  const before = claim.state === 'accepted' ? claim.clock : null
  const { from: on, term, pauses } = before ?? { from: today, term: terms.decision, pauses: [] }
  const began = {
    type: 'process-began' as const,
    on,
    plan: planOf(programmes[claim.programme], term, { minor, emergency, spans }),
    handler: claim.handler ?? handler,
    paperRequests: requestsOf(claim),
    ...(pauses.length > 0 ? { pauses: pauses.map((pause) => ({ ...pause, reason: 'supplement' as const })) } : {}),
  }
  const sent = dispatched(began.plan, today)
  const process = sent.reduce<Process>(evolveProcess, evolveProcess(undefined, began))
  return [began, ...sent, ...raiseUnmanned(process, context)]
}

/** How often papers were asked for, before acceptance and after. */
export const requestsOf = ({ papersAsked, furtherRequests = 0 }: ClaimState): number =>
  papersAsked ? 1 + furtherRequests : 0

/** What the process of the claim makes of it; without one, nothing. */
function onItsWay(
  claim: ClaimState | undefined, command: ProcessCommand, context: ClaimContext,
): readonly ProcessEvent[] | ProcessRefusal {
  return claim?.process ? decideOnItsWay(claim.process, command, context) : []
}

/** What follows for the process of a claim from what happened to the claim itself. */
function following(
  claim: ClaimState | undefined, command: ClaimCommand, context: ClaimContext,
): readonly ProcessEvent[] | ProcessRefusal {
  switch (command.type) {
    case 'accept':
    case 'begin':
      return beginning(claim, officerOf(context.actor), context)
    case 'accept-by-silence':
      return beginning(claim, command.handler, context)
    case 'ask-papers':
      return onItsWay(claim, { type: 'ask-papers', basis: 'one-time-notice', reason: command.note ?? '' }, context)
    case 'send-papers':
      return isComplete(claim, command.papers) ? onItsWay(claim, { type: 'papers-in' }, context) : []
    case 'open':
    case 'add':
    case 'drop':
    case 'withdraw':
      return []
    default:
      return command satisfies never
  }
}

function happening(
  claim: ClaimState | undefined, command: Exclude<ClaimCommand, { type: 'begin' }>, context: ClaimContext,
): ClaimEvent {
  const { today: on, terms, actor } = context
  const handler = officerOf(actor)
  switch (command.type) {
    case 'open':
      return { ...command, type: 'claim-opened', on, term: terms.silence }
    case 'add': {
      const origin = handler === null ? 'resident' : 'officer'
      return { ...command, type: 'claim-added', on, term: terms.silence, origin }
    }
    case 'accept':
      return { type: 'claim-accepted', on, term: terms.decision, handler }
    case 'accept-by-silence':
      return { ...command, type: 'claim-accepted-by-silence', on, term: terms.decision }
    case 'ask-papers':
      return { ...command, type: claim?.papersAsked === true ? 'papers-asked-again' : 'papers-asked', on, handler }
    case 'send-papers':
      return { ...command, type: 'papers-sent', on, complete: isComplete(claim, command.papers) }
    case 'drop':
      return { ...command, type: 'claim-dropped', on }
    case 'withdraw':
      return { type: 'claim-withdrawn', on, reason: command.reason ?? null }
    default:
      return command satisfies never
  }
}

/**
 * What follows from a command, or why nothing does. Pure: the same claim, command and context give
 * the same events. `claim` is undefined where the programme has none yet.
 */
export function decide(
  claim: ClaimState | undefined, command: ClaimCommand, context: ClaimContext,
): readonly ClaimEvent[] | ClaimRefusal {
  const refused = refusedByTable(claim, command, context.actor) ?? refusedByContent(claim, command, context)
  if (refused !== undefined) return { refused, allowed: allowed(claim, context.actor) }
  const then = following(claim, command, context)
  if ('refused' in then) return then
  return command.type === 'begin' ? then : [happening(claim, command, context), ...then]
}

/** Tells a refusal from events. */
export const isRefusal = (answer: readonly ClaimEvent[] | ClaimRefusal): answer is ClaimRefusal =>
  'refused' in answer
