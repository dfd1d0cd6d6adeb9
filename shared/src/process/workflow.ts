import { roleOf } from '../access/actor.ts'
import type { Actor } from '../access/actor.ts'
import { deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { Level } from '../policy/steps.ts'
import { isPauseDue, readClock } from './clock.ts'
import { isCalled, needsMeeting } from './appraisal.ts'
import { maySkip } from './skip.ts'
import { allowed, isOpenFor, isTaskOf, sitsFor } from './commands.ts'
import type { ProcessCommand, ProcessCommandName } from './commands.ts'
import { dispatchEvents, ofDesks, refusedDispatch } from './desks.ts'
import { takingOver } from './dispatch.ts'
import { evolve } from './evolve.ts'
import { passesUnread } from './hanging.ts'
import { daysToHang, hasHung, isNewJudgement, judgement } from './judging.ts'
import { mostCompanions } from './limits.ts'
import { spansOf, type LaterStep } from './plan.ts'
import type { Act, Process, ProcessEvent, RaiseReason } from './process.ts'
import { companionsFor, isLocal, levelAbove, maySit, namesOf, type Officer } from './seat.ts'
import { isUncheckable, signingOf, waitsForSignatures } from './signing.ts'
import { findStep, reportOf, restsOn } from './record.ts'
import { nextSteps, openSteps } from './stage.ts'

/** Everything a decision may depend on besides the claim. */
export type ProcessContext = {
  actor: Actor
  /** Business date. */
  today: string
  table: HolidayTable
  /** Officers in office today for the claim's place, from its village to its county. */
  staff: readonly Officer[]
  /** Officers who must not handle it (回避): relatives. */
  excluded: readonly string[]
}

/** Who asks, and who must not. */
export type Who = Pick<ProcessContext, 'actor' | 'excluded'>

export const processRefusalCodes = [
  'not-allowed-now', 'not-yours', 'excluded', 'same-hands', 'reason-needed', 'basis-needed', 'second-person-needed',
  'too-many', 'unknown-officer', 'step-required', 'not-due', 'signatures-missing', 'unknown-desk', 'days-over',
  'appraisal-not-called', 'minutes-needed',
] as const
export type ProcessRefusalCode = (typeof processRefusalCodes)[number]
export type ProcessRefusal = {
  refused: ProcessRefusalCode
  allowed: readonly ProcessCommandName[]
  /** What is missing first, where that is why. */
  missing: readonly LaterStep[]
}

/** Officers who may do this step of this claim now. */
export const eligible = (process: Process, step: LaterStep, { staff, excluded }: Pick<ProcessContext, 'staff' | 'excluded'>): Officer[] =>
  staff.filter((officer) => !excluded.includes(officer.id) && maySit(process, step, officer))

function refusedByPerson(process: Process, type: ProcessCommandName, { actor, excluded }: Who): ProcessRefusalCode | undefined {
  if (!isTaskOf(type, roleOf(actor))) return 'not-yours'
  if (actor.kind !== 'officer') return undefined
  if (excluded.includes(actor.id)) return 'excluded'
  if (!isOpenFor(process, type) || sitsFor(process, type, actor)) return undefined
  return sitsFor(withoutHands(process), type, actor) ? 'same-hands' : 'not-yours'
}

/** As if nobody had had anything to do with it: who may do something then is refused for their hands alone. */
function withoutHands({ anew: _anew, posters: _posters, examiners: _examiners, settlers: _settlers, assisted: _assisted, ...process }: Process): Process {
  return { ...process, hands: [] }
}

/** Why somebody may not do this now, whatever they would say; undefined when they may. */
export const whyNot = (process: Process, type: ProcessCommandName, who: Who): ProcessRefusalCode | undefined =>
  refusedByPerson(process, type, who) ?? (isOpenFor(process, type) ? undefined : 'not-allowed-now')

/** The same of one step that is to be recorded or left out. */
export function whyNotStep(
  process: Process, type: 'record' | 'skip', step: LaterStep, who: Who,
): ProcessRefusalCode | undefined {
  const refused = whyNot(process, type, who)
  if (refused !== undefined) return refused
  if (!nextSteps(process).includes(step)) return 'not-allowed-now'
  if (type === 'record' && step === 'verification' && waitsForSignatures(process)) return 'signatures-missing'
  if (type === 'record' && step === 'appraisal' && needsMeeting(process) && !isCalled(process)) return 'appraisal-not-called'
  const { actor } = who
  if (actor.kind === 'officer' && !maySit(process, step, actor)) return maySit(withoutHands(process), step, actor) ? 'same-hands' : 'not-yours'
  return type === 'record' || maySkip(process, step, who.actor) ? undefined : 'step-required'
}

/** The first request for papers speaks for itself; each further one needs a reason, and is counted. */
const mayBeSilent = (process: Process, { type }: ProcessCommand): boolean =>
  type === 'ask-papers' && process.paperRequests === 0

function refusedBySaying(process: Process, command: ProcessCommand): ProcessRefusalCode | undefined {
  if (!('basis' in command)) return undefined
  if (command.reason.trim() === '' && !mayBeSilent(process, command)) return 'reason-needed'
  return command.basis.trim() === '' ? 'basis-needed' : undefined
}

/**
 * A visit is made by two (at least one besides whoever writes it down), none of them a relative, nor, where it is made anew,
 * whoever made it before. Above the township
 * one at most comes along: else nobody who looked into nothing would be left to decide.
 */
export function refusedVisit(
  companions: readonly string[], { actor, staff, excluded }: ProcessContext, earlier: readonly string[] = [],
): ProcessRefusalCode | undefined {
  if (actor.kind !== 'officer') return 'not-yours'
  const others = [...new Set(companions)].filter((id) => !namesOf(actor).includes(id))
  if (others.length === 0) return 'second-person-needed'
  if (others.some((id) => excluded.includes(id))) return 'excluded'
  const may = companionsFor(actor, staff, earlier)
  const strange = others.filter((id) => !may.some((officer) => officer.id === id))
  if (strange.length > 0) return strange.every((id) => earlier.includes(id)) ? 'same-hands' : 'unknown-officer'
  const higher = others.filter((id) => may.some((officer) => officer.id === id && !isLocal(officer)))
  return others.length > mostCompanions || higher.length > 1 ? 'too-many' : undefined
}

function refusedByContent(process: Process, command: ProcessCommand, context: ProcessContext): ProcessRefusalCode | undefined {
  const { today, table, staff, excluded } = context
  switch (command.type) {
    case 'record':
    case 'skip': {
      const refused = whyNotStep(process, command.type, command.step, context)
      if (refused !== undefined || command.type === 'skip') return refused
      if (command.step === 'appraisal' && command.companions.some((id) => excluded.includes(id))) return 'excluded'
      if (command.step === 'appraisal' && needsMeeting(process) && command.meeting === undefined) return 'minutes-needed'
      return command.step === 'visit' ? refusedVisit(command.companions, context, process.anew) : undefined
    }
    case 'renew':
      if (waitsForSignatures(process)) return 'signatures-missing'
      return command.report === reportOf(process) ? 'not-allowed-now' : undefined
    case 'propose':
      return command.opinion === 'confirm' && isUncheckable(process) ? 'signatures-missing' : undefined
    case 'signing':
      return command.to === signingOf(process) ? 'not-allowed-now' : undefined
    case 'file-board':
    case 'withhold-notice':
    case 'settle-facts':
      return command.by.some((id) => excluded.includes(id)) ? 'excluded' : undefined
    case 'hand-over':
      if (excluded.includes(command.to)) return 'excluded'
      return staff.some(({ id }) => id === command.to) ? undefined : 'unknown-officer'
    case 'judge-notice':
      return isNewJudgement(process.notice, command, today, table) ? undefined : 'not-due'
    case 'restart-notice':
      if (command.by.some((id) => excluded.includes(id))) return 'excluded'
      return passesUnread(process, command.since) ? undefined : 'not-due'
    case 'end-notice':
      return hasHung(process.notice, today) ? undefined : 'not-due'
    case 'warn':
      return (readClock(process, today, table).warning ?? 0) > (process.warned ?? 0) ? undefined : 'not-due'
    case 'urge':
    case 'raise-overdue':
      return readClock(process, today, table).overdue ? undefined : 'not-due'
    case 'end-objection':
      return process.paused?.until !== undefined && today > process.paused.until ? undefined : 'not-due'
    case 'remind':
    case 'end-waiting':
      return isPauseDue(process, command.type, today) ? undefined : 'not-due'
    case 'transfer':
    case 'give-back':
    case 'ask-views':
    case 'raise-untaken':
      return refusedDispatch(process, command, context)
    default:
      return undefined
  }
}

function actOf(command: ProcessCommand, { actor, today: on }: ProcessContext): Act {
  const said = 'basis' in command ? { basis: command.basis, reason: command.reason } : { basis: '', reason: '' }
  return { on, hands: actor.kind === 'officer' ? namesOf(actor) : [], ...said }
}

/** Counted from the day on which it began to wait: by its last day nobody works out on which day somebody objected. */
const lastOfObjection = ({ plan }: Process, { today, table }: ProcessContext): string =>
  deadline(today, spansOf(plan).objection, table).date

function warned(process: Process, { today: on, table }: ProcessContext): ProcessEvent[] {
  const part = readClock(process, on, table).warning
  return part === null ? [] : [{ type: 'clock-warned', on, part }]
}

const raisedOnce = (process: Process, on: string, why: RaiseReason) => (step: LaterStep): ProcessEvent[] => {
  const to: Level | undefined = levelAbove(process, step)
  return to === undefined ? [] : [{ type: 'step-raised', on, step, to, why }]
}

function happening(process: Process, command: ProcessCommand, context: ProcessContext): ProcessEvent[] {
  const act = actOf(command, context)
  const { today: on } = context
  switch (command.type) {
    case 'record': {
      const companions = command.step === 'visit' || command.step === 'appraisal' ? command.companions : []
      const hands = [...new Set([...act.hands, ...companions])]
      return [{ ...act, hands, type: 'step-recorded', step: command.step, outcome: 'done', found: command.found, ...restsOn(command) }]
    }
    case 'skip': {
      const outcome = findStep(process, command.step)?.when === 'always' ? 'exempt' : 'not-needed'
      return [{ ...act, type: 'step-recorded', step: command.step, outcome, found: null }]
    }
    case 'renew':
      return [{ ...act, type: 'report-renewed', found: command.found, report: command.report }]
    case 'call-appraisal':
      return [{ ...act, type: 'appraisal-called' }]
    case 'ask-reappraisal':
      // Nobody of the family asks in the name of the office.
      return [{ ...act, type: 'reappraisal-asked', by: context.actor.kind === 'officer' ? command.by : 'family' }]
    case 'propose':
      return [{ ...act, type: 'opinion-given', opinion: command.opinion }]
    case 'post-notice':
      return [{ ...act, type: 'notice-posted', ...daysToHang(process, context) }]
    case 'judge-notice':
      return judgement(process.notice, command, context)
    case 'file-board': {
      const { by: hands, notice, photo, day } = command
      return [{ ...act, hands, type: 'board-filed', notice, photo, day }]
    }
    case 'end-notice':
      return [{ type: 'notice-ended', on }]
    case 'withhold-notice':
      return [{ ...act, hands: command.by, type: 'notice-withheld' }]
    case 'restart-notice':
      return [{ ...act, hands: command.by, type: 'notice-restarted', ...daysToHang(process, context) }]
    case 'settle-facts':
      return [{ type: 'facts-settled', on, hands: command.by }]
    case 'ask-papers':
      return [{ ...act, type: 'clock-paused', why: 'supplement', until: deadline(on, spansOf(process.plan).papers, context.table).date }]
    case 'contest':
      return [{ ...act, type: 'clock-paused', why: 'contested' }]
    case 'object':
      return [{ ...act, type: 'clock-paused', why: 'objection', until: lastOfObjection(process, context) }]
    case 'examined':
      return [{ ...act, type: 'objection-examined', again: command.again }]
    case 'end-objection':
      return [{ type: 'objection-overdue', on }]
    case 'keep-notice':
      return [{ type: 'notice-kept', on }]
    case 'papers-in':
      return [{ ...act, hands: [], type: 'clock-resumed', again: null }]
    case 'answer':
      return [{ ...act, type: 'clock-resumed', again: command.again }]
    case 'send-back':
      return [{ ...act, type: 'claim-sent-back', to: command.to }]
    case 'confirm': {
      const afterwards = openSteps(process).map(({ name }) => name).filter((name) => name !== 'confirmation')
      return [{ ...act, type: 'claim-confirmed', afterwards }]
    }
    case 'refuse':
      return [{ ...act, type: 'claim-refused' }]
    case 'signing':
      return [{ type: 'signing-changed', on, to: command.to }]
    case 'fence':
      return [{ type: 'verification-fenced', on, basis: command.basis, reason: command.reason }]
    case 'pay-first':
      return [{ type: 'paid-first', on, fen: command.fen, town: command.town }]
    case 'pay-back':
      return [{ type: 'paid-back', on }]
    case 'recheck':
      return [{ type: 'claim-rechecked', on, reason: command.reason }]
    case 'hand-over':
      return [{ ...act, type: 'claim-handed-over', to: command.to }]
    case 'extend':
      return [{ ...act, type: 'time-extended' }]
    case 'urge':
      return [{ type: 'claim-urged', on }]
    case 'warn':
      return warned(process, context)
    case 'raise-overdue':
      return nextSteps(process).flatMap(raisedOnce(process, on, 'overdue'))
    case 'raise-untaken':
      return nextSteps(process).flatMap(raisedOnce(process, on, 'not-taken'))
    case 'transfer':
    case 'take-over':
    case 'give-back':
    case 'ask-views':
    case 'give-view':
    case 'waive-views':
      return dispatchEvents(command, act, context.actor)
    case 'go-on':
      return [{ ...act, type: 'papers-waived' }]
    case 'remind':
      return [{ type: 'papers-reminded', on }]
    case 'end-waiting':
      return [{ type: 'papers-overdue', on }]
    default:
      return command satisfies never
  }
}

/** What nobody at its level may do goes up by itself, level by level, until somebody may or the county is reached. */
export function raiseUnmanned(process: Process, context: Pick<ProcessContext, 'staff' | 'excluded' | 'today'>): ProcessEvent[] {
  const unmanned = nextSteps(process).filter((step) => eligible(process, step, context).length === 0)
  const events = unmanned.flatMap(raisedOnce(process, context.today, 'nobody'))
  if (events.length === 0) return []
  return [...events, ...raiseUnmanned(events.reduce(evolve, process), context)]
}

/** Whatever else a desk does with what it was sent says that it has taken it over. */
function takenFirst(process: Process, command: ProcessCommand, context: ProcessContext): ProcessEvent[] {
  const { actor } = context
  if (actor.kind !== 'officer' || !('basis' in command) || ofDesks.includes(command.type)) return []
  return takingOver(process, actor, actOf(command, context))
}

/**
 * What follows from a command, or why nothing does. Pure: the same claim, command and context give the same events.
 */
export function decide(process: Process, command: ProcessCommand, context: ProcessContext): readonly ProcessEvent[] | ProcessRefusal {
  const refused =
    whyNot(process, command.type, context)
    ?? refusedBySaying(process, command)
    ?? refusedByContent(process, command, context)
  if (refused !== undefined) return refusal(process, refused, context)
  const events = [...takenFirst(process, command, context), ...happening(process, command, context)]
  return [...events, ...raiseUnmanned(events.reduce(evolve, process), context)]
}

function refusal(process: Process, refused: ProcessRefusalCode, { actor, excluded }: ProcessContext): ProcessRefusal {
  const missing = openSteps(process).filter(({ when }) => when !== 'afterwards').map(({ name }) => name)
  return { refused, allowed: allowed(process, actor, excluded), missing }
}

/** Tells a refusal from events. */
export const isRefusal = (answer: readonly ProcessEvent[] | ProcessRefusal): answer is ProcessRefusal => 'refused' in answer
