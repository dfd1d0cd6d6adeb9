import { deadline, type Deadline, type Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { addDays } from '../calendar/working-days.ts'
import { isOpenFor, type AgainStep } from '../process/commands.ts'
import type { Process } from '../process/process.ts'
import { isRecorded } from '../process/record.ts'
import type { Reach } from '../process/seat.ts'
import { declineReasons, type DeclineReason, type Effect, type ObjectionFinding } from './contract.ts'
import type { Objection, ObjectionEvent } from './objection.ts'

/** What can be asked of an objection. */
export type ObjectionCommand =
  | { type: 'admit' }
  | { type: 'decline'; why: DeclineReason; words: string }
  | { type: 'answer'; found: ObjectionFinding; again: AgainStep | null; words: string }
  /** What time alone brings about: it is admitted by itself, or lies one level up. */
  | { type: 'pass-time' }

export type ObjectionContext = {
  today: string
  /** The claim that the notice was about. */
  process: Process
}

export const objectionRefusals = ['not-allowed-now', 'again-not-now', 'names-something', 'not-due'] as const
export type ObjectionRefusal = { refused: (typeof objectionRefusals)[number]; allowed: readonly string[] }

/** Days of an objection, counted from the one on which it came. */
export function filed(
  on: string, { checkable, above = false }: { checkable: boolean; above?: boolean }, terms: { admission: Term; answer: Term }, table: HolidayTable,
): ObjectionEvent {
  const by = (term: Term): Deadline => deadline(on, term, table)
  return { type: 'objection-filed', on, checkable, above, admitBy: by(terms.admission), answerBy: by(terms.answer) }
}

/**
 * What its admission does to the claim. It waits once, whatever comes later, for no more days than answering has: an
 * objection that comes while it waits joins; any other, and what names nothing and was not admitted in its days, is
 * looked into while the claim goes on.
 */
export function effectOn(process: Process, { answerBy, admitBy, checkable }: Objection, today: string): Effect {
  if (process.paused?.reason === 'objection') return 'joins'
  const inTime = today < answerBy.date && (checkable || today <= admitBy.date)
  return isOpenFor(process, 'object') && inTime ? 'pauses' : 'beside'
}

/** What of the claim may be done anew because of it: what was done, while nobody has decided. */
export const againOf = (process: Process): AgainStep[] =>
  !isOpenFor(process, 'examined')
    ? []
    : (['verification', 'visit', 'notice'] as const).filter((step) =>
        step === 'notice' ? process.notice !== null : isRecorded(process, step))

/** The day after the last on which somebody may do what is due; null where nothing is, or it went up already. */
export function nextLook({ state, admitBy, answerBy, late }: Objection): string | null {
  if (late || state === 'answered' || state === 'not-admitted') return null
  return addDays(state === 'filed' ? admitBy.date : answerBy.date, 1)
}

/** By when what is due now is done. */
export const dueOf = ({ state, admitBy, answerBy }: Objection): Deadline | null =>
  state === 'filed' ? admitBy : state === 'admitted' ? answerBy : null

/** What may be done with it now, by whoever may look into it. */
export const allowed = ({ state }: Objection): ('admit' | 'decline' | 'answer')[] =>
  state === 'filed' ? ['admit', 'decline'] : state === 'admitted' ? ['answer'] : []

/**
 * Whether nobody may confirm the claim yet: something that can be looked at, or whose days of saying so have not passed,
 * came while its notice hung and may still make it wait. Whatever comes after the one pause keeps nobody.
 */
export const holdsUp = (objection: Objection, process: Process, today: string): boolean =>
  objection.state === 'filed' && isOpenFor(process, 'object')
  && (objection.checkable ? today < objection.answerBy.date : today <= objection.admitBy.date)

/** What follows from a command, or why nothing does. Who may give it is asked before (`examiners`). */
export function decide(objection: Objection, command: ObjectionCommand, context: ObjectionContext): ObjectionEvent[] | ObjectionRefusal {
  const { today: on, process } = context
  const refused = (code: ObjectionRefusal['refused']): ObjectionRefusal => ({ refused: code, allowed: allowed(objection) })
  if (command.type === 'pass-time') return passTime(objection, context) ?? refused('not-due')
  if (!allowed(objection).includes(command.type)) return refused('not-allowed-now')
  switch (command.type) {
    case 'admit':
      return [{ type: 'objection-admitted', on, effect: effectOn(process, objection, on) }]
    case 'decline':
      if (command.why === 'nothing-to-check' && objection.checkable) return refused('names-something')
      return [{ type: 'objection-declined', on, why: command.why, words: command.words }]
    case 'answer': {
      const { found, again, words } = command
      if (again !== null && !againOf(process).includes(again)) return refused('again-not-now')
      return [{ type: 'objection-answered', on, found, again, words }]
    }
    default:
      return command satisfies never
  }
}

/** Whoever says nothing in time has admitted what can be looked at; everything else goes one level up. */
function passTime(objection: Objection, { today: on, process }: ObjectionContext): ObjectionEvent[] | undefined {
  const look = nextLook(objection)
  if (look === null || on < look) return undefined
  return objection.state === 'filed' && objection.checkable
    ? [{ type: 'objection-admitted', on, effect: effectOn(process, objection, on) }]
    : [{ type: 'objection-late', on }]
}

/** Before whom it lies now, and by whom it may be looked into where those are wanting. */
export const reachOf = ({ above, late }: Objection): Reach => (above ? 'above' : late ? 'wide' : 'near')
export const widestOf = ({ above }: Objection): Reach => (above ? 'above' : 'wide')

/** Tells a refusal from events. */
export const isRefusal = (answer: ObjectionEvent[] | ObjectionRefusal): answer is ObjectionRefusal => 'refused' in answer

/** Of what can be looked at nobody may say that there is nothing to look at. */
export const declinesOf = ({ checkable }: Pick<Objection, 'checkable'>): DeclineReason[] =>
  declineReasons.filter((why) => why !== 'nothing-to-check' || !checkable)

/**
 * What an answer does to the claim: something is done anew, and the claim goes back to it at once; or it goes on as soon
 * as nobody is left for whom it waits. Undefined where it stays as it is.
 */
export function afterAnswer(process: Process, again: AgainStep | null, all: readonly Objection[]): AgainStep | null | undefined {
  if (!isOpenFor(process, 'examined')) return undefined
  const isWaitedFor = all.some(({ state, effect }) => state === 'admitted' && effect !== 'beside')
  return again !== null || !isWaitedFor || process.paused === null ? again : undefined
}
