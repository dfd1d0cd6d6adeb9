import { roleOf } from '../access/actor.ts'
import type { Actor } from '../access/actor.ts'
import { deadline } from '../calendar/deadline.ts'
import type { Deadline, Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { ClaimEvent, ClaimState } from './claim.ts'
import { allowed, isOpenFor, isTaskOf } from './commands.ts'
import type { ClaimCommand, ClaimCommandName } from './commands.ts'

type AskPapers = Extract<ClaimCommand, { type: 'ask-papers' }>

/** Everything a decision may depend on besides the claim: who, when, and the spans in force. */
export type ClaimContext = {
  actor: Actor
  /** Business date. */
  today: string
  table: HolidayTable
  terms: {
    /** Silence for so long counts as acceptance. */
    silence: Term
    /** The whole road of this programme, counted from acceptance. */
    decision: Term
  }
}

export const claimRefusalCodes = [
  'not-allowed-now', 'not-yours', 'reason-needed', 'papers-asked-before', 'no-paper', 'unknown-paper',
  'twice-the-same-paper', 'papers-sent-before', 'not-due',
] as const
export type ClaimRefusalCode = (typeof claimRefusalCodes)[number]

/** Why nothing happens, and what this actor may do instead. */
export type ClaimRefusal = { refused: ClaimRefusalCode; allowed: readonly ClaimCommandName[] }

/** The last day of what is running now; null while the clock stands still or when nothing is due. */
export function claimDue({ clock, paused }: ClaimState, table: HolidayTable): Deadline | null {
  return clock === null || paused !== null ? null : deadline(clock.from, clock.term, table, clock.pauses)
}

function refusedByTable(
  claim: ClaimState | undefined, { type }: ClaimCommand, actor: Actor,
): ClaimRefusalCode | undefined {
  if (!isTaskOf(type, roleOf(actor))) return 'not-yours'
  return isOpenFor(type, claim?.state ?? 'none') ? undefined : 'not-allowed-now'
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

function refusedByContent(
  claim: ClaimState | undefined, command: ClaimCommand, { today, table }: ClaimContext,
): ClaimRefusalCode | undefined {
  switch (command.type) {
    case 'add':
      if (claim !== undefined && claim.programme !== command.programme) return 'not-allowed-now'
      return command.reason.trim() === '' ? 'reason-needed' : undefined
    case 'drop':
      return command.reason.trim() === '' ? 'reason-needed' : undefined
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
    case 'withdraw':
      return undefined
    default:
      return command satisfies never
  }
}

const officerOf = (actor: Actor): string | null => (actor.kind === 'officer' ? actor.id : null)

const isComplete = (claim: ClaimState | undefined, sent: readonly string[]): boolean =>
  claim?.papers.every((paper) => paper.sentOn !== null || sent.includes(paper.id)) === true

function happening(claim: ClaimState | undefined, command: ClaimCommand, context: ClaimContext): ClaimEvent {
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
  return [happening(claim, command, context)]
}

/** Tells a refusal from events. */
export const isRefusal = (answer: readonly ClaimEvent[] | ClaimRefusal): answer is ClaimRefusal =>
  'refused' in answer
