import type { Deadline } from '../calendar/deadline.ts'
import type { AgainStep } from '../process/commands.ts'
import type { DeclineReason, Effect, ObjectionFinding } from './contract.ts'

/** One objection to one notice. Plain data, changed by events alone; what was said lies elsewhere. */
export type Objection = {
  state: 'filed' | 'admitted' | 'not-admitted' | 'answered'
  filedOn: string
  /** It names something that can be looked at. */
  checkable: boolean
  /** It is about the officials of the place: none of them looks into it. Absent in what came before that was known. */
  above?: boolean
  /** By when somebody says whether it is looked into, and what came of it. */
  admitBy: Deadline
  answerBy: Deadline
  /** Null before it is admitted. */
  effect: Effect | null
  /** Nobody did what was due: it lies one level up, too. */
  late: boolean
  answer: ObjectionAnswer | null
}

/** What is told to whoever objected, whether it was looked into or not. */
export type ObjectionAnswer = {
  on: string
  words: string
  found: ObjectionFinding | null
  again: AgainStep | null
  declined: DeclineReason | null
}

/** What happened. `on` is a business date. */
export type ObjectionEvent =
  | { type: 'objection-filed'; on: string; checkable: boolean; above?: boolean; admitBy: Deadline; answerBy: Deadline }
  | { type: 'objection-admitted'; on: string; effect: Effect }
  | { type: 'objection-declined'; on: string; why: DeclineReason; words: string }
  | { type: 'objection-answered'; on: string; found: ObjectionFinding; again: AgainStep | null; words: string }
  | { type: 'objection-late'; on: string }

/** The objection after an event. Never refuses: what happened has happened. */
export function evolve(objection: Objection | undefined, event: ObjectionEvent): Objection {
  if (event.type === 'objection-filed') {
    const { on: filedOn, checkable, above = false, admitBy, answerBy } = event
    return { state: 'filed', filedOn, checkable, above, admitBy, answerBy, effect: null, late: false, answer: null }
  }
  if (objection === undefined) throw new RangeError(`${event.type} before it was filed`)
  switch (event.type) {
    case 'objection-admitted':
      return { ...objection, state: 'admitted', effect: event.effect, late: false }
    case 'objection-declined': {
      const { on, words, why: declined } = event
      return { ...objection, state: 'not-admitted', answer: { on, words, found: null, again: null, declined } }
    }
    case 'objection-answered': {
      const { on, words, found, again } = event
      return { ...objection, state: 'answered', answer: { on, words, found, again, declined: null } }
    }
    case 'objection-late':
      return { ...objection, late: true }
    default:
      return event satisfies never
  }
}
