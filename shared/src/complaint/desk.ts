import { deadline, type Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { ComplaintCategory } from './category.ts'
import { extension } from './deadlines.ts'
import type { ComplaintFinding, ComplaintState } from './state.ts'

/** Days of an office to which a complaint went up. */
const above: Term = { n: 15, unit: 'day' }

/** For how long its words are kept after the decision, in days; then only that it was, of what kind and with which result. */
export const keptFor: Readonly<Record<ComplaintFinding, number>> = { upheld: 1826, partly: 1826, 'cannot-tell': 731, not: 365 }

/** What is being done with it, for whoever reported: said in a word, without opening anything. */
export const deskStatuses = ['reading-papers', 'visiting', 'asking-others', 'writing'] as const
export type DeskStatus = (typeof deskStatuses)[number]

/** What takes a second person. */
export const secondAsks = ['identity', 'deletion', 'category'] as const
export type SecondAsk = (typeof secondAsks)[number]

/** How a complaint stands at the desk; its words lie sealed beside. */
export type DeskStanding = {
  state: ComplaintState
  unit: string
  category: ComplaintCategory
  named: boolean
  reopened: number
  acceptBy: string | null
  finishBy: string | null
  extended: boolean
  status: DeskStatus | null
  finding: ComplaintFinding | null
  /** Who decided last: looked at anew, it is decided by somebody else. */
  decidedBy: string | null
  /** Whoever decided it before that. */
  decidedBefore: readonly string[]
  joinedWith: string | null
  /** What was asked of a second person and waits. */
  waiting: readonly { id: string; what: SecondAsk; by: string; category: ComplaintCategory | null }[]
}

export type DeskCommand =
  | { type: 'accept' }
  | { type: 'say' }
  | { type: 'ask' }
  | { type: 'note' }
  | { type: 'status'; status: DeskStatus }
  | { type: 'extend' }
  | { type: 'decide'; finding: ComplaintFinding }
  | { type: 'share' }
  /** Another key in front, to which everything is sealed from now on. */
  | { type: 'renew' }
  | { type: 'transfer'; to: string }
  | { type: 'step-out' }
  | { type: 'join'; with: string }
  /** Whom it is about has become known: these are excluded from now on. */
  | { type: 'name-accused' }
  | { type: 'ask-second'; id: string; what: SecondAsk; category: ComplaintCategory | null }
  | { type: 'answer-second'; id: string; grant: boolean }
  /** What follows of itself, from the clock or from an act; nobody's own. */
  | { type: 'go-up'; to: string }
  | { type: 'send-on'; to: string }
export type DeskAct = DeskCommand['type']

export type DeskEvent =
  | { type: 'accepted' }
  | { type: 'said' }
  | { type: 'asked' }
  | { type: 'noted' }
  | { type: 'status-set'; status: DeskStatus }
  | { type: 'extended'; finishBy: string }
  | { type: 'decided'; finding: ComplaintFinding; by: string }
  | { type: 'shared' }
  | { type: 'renewed' }
  | { type: 'transferred'; from: string; to: string }
  | { type: 'stepped-out' }
  | { type: 'accused-named' }
  /** With days of its own: whoever it comes to has not had it yet. */
  | { type: 'went-up'; from: string; to: string; due: string }
  | { type: 'joined'; with: string }
  | { type: 'second-asked'; id: string; what: SecondAsk; by: string; category: ComplaintCategory | null }
  | { type: 'second-granted' | 'second-refused'; id: string; what: SecondAsk; category: ComplaintCategory | null }

export type DeskRefusalCode =
  | 'complaint-state' | 'only-once' | 'other-decider' | 'second-person' | 'not-waiting' | 'not-named' | 'same-office'
export type DeskRefusal = { refused: DeskRefusalCode; allowed: readonly DeskAct[] }
/** `actor`: an officer's id, or null for the clock. */
export type DeskContext = { actor: string | null; today: string; holidays: HolidayTable }

const open: readonly ComplaintState[] = ['filed', 'accepted', 'asked']
const taken: readonly ComplaintState[] = ['accepted', 'asked']
const alive: readonly ComplaintState[] = [...open, 'decided']

/** In which states each act may happen: the page greys by it, the office refuses by it. */
const table: Readonly<Record<DeskAct, readonly ComplaintState[]>> = {
  accept: ['filed'],
  say: alive,
  ask: taken,
  note: alive,
  status: taken,
  extend: taken,
  decide: taken,
  share: alive,
  renew: alive,
  transfer: open,
  'step-out': open,
  join: open,
  'name-accused': alive,
  'ask-second': alive,
  'answer-second': alive,
  'go-up': open,
  'send-on': alive,
}

/** What follows of itself is nobody's button. */
const ofItself: readonly DeskAct[] = ['go-up', 'send-on']

/** Everybody who ever decided it. */
export const decidersOf = ({ decidedBy, decidedBefore }: Pick<DeskStanding, 'decidedBy' | 'decidedBefore'>): readonly string[] =>
  decidedBy === null ? decidedBefore : [...new Set([...decidedBefore, decidedBy])]

/** Why an act would be refused now, whoever asks; undefined where nothing stands against it. */
function whyNot(standing: DeskStanding, type: DeskAct, { actor }: DeskContext): DeskRefusalCode | undefined {
  if (!table[type].includes(standing.state)) return 'complaint-state'
  if (type === 'extend' && standing.extended) return 'only-once'
  // Whoever decided it once does not judge what was wrong with that.
  if (type === 'decide' && standing.reopened > 0 && actor !== null && decidersOf(standing).includes(actor)) return 'other-decider'
  if (type === 'join' && standing.joinedWith !== null) return 'only-once'
  return undefined
}

/** What an officer who can read it may do now. */
export const allowedAtDesk = (standing: DeskStanding, context: DeskContext): DeskAct[] =>
  (Object.keys(table) as DeskAct[]).filter((type) => !ofItself.includes(type) && whyNot(standing, type, context) === undefined)

function answerSecond(
  standing: DeskStanding,
  { id, grant }: Extract<DeskCommand, { type: 'answer-second' }>,
  { actor }: DeskContext,
): readonly DeskEvent[] | DeskRefusalCode {
  const asked = standing.waiting.find((one) => one.id === id)
  if (!asked) return 'not-waiting'
  if (asked.by === actor) return 'second-person'
  const { what, category } = asked
  return [{ type: grant ? 'second-granted' : 'second-refused', id, what, category }]
}

function askSecond(
  standing: DeskStanding,
  { id, what, category }: Extract<DeskCommand, { type: 'ask-second' }>,
  { actor }: DeskContext,
): readonly DeskEvent[] | DeskRefusalCode {
  if (what === 'identity' && !standing.named) return 'not-named'
  if (standing.waiting.some((one) => one.what === what)) return 'only-once'
  return [{ type: 'second-asked', id, what, by: actor ?? '', category: what === 'category' ? category : null }]
}

function eventsOf(standing: DeskStanding, command: DeskCommand, context: DeskContext): readonly DeskEvent[] | DeskRefusalCode {
  switch (command.type) {
    case 'accept':
      return [{ type: 'accepted' }]
    case 'say':
      return [{ type: 'said' }]
    case 'ask':
      return [{ type: 'asked' }]
    case 'note':
      return [{ type: 'noted' }]
    case 'status':
      return [{ type: 'status-set', status: command.status }]
    case 'extend': {
      const from = standing.finishBy ?? context.today
      return [{ type: 'extended', finishBy: deadline(from, extension, context.holidays).date }]
    }
    case 'decide':
      return [{ type: 'decided', finding: command.finding, by: context.actor ?? '' }]
    case 'share':
      return [{ type: 'shared' }]
    case 'renew':
      return [{ type: 'renewed' }]
    case 'transfer':
      return command.to === standing.unit ? 'same-office' : [{ type: 'transferred', from: standing.unit, to: command.to }]
    case 'step-out':
      return [{ type: 'stepped-out' }]
    case 'join':
      return [{ type: 'joined', with: command.with }]
    case 'name-accused':
      return [{ type: 'accused-named' }]
    case 'send-on':
      return [{ type: 'transferred', from: standing.unit, to: command.to }]
    case 'ask-second':
      return askSecond(standing, command, context)
    case 'answer-second':
      return answerSecond(standing, command, context)
    case 'go-up':
      return [{ type: 'went-up', from: standing.unit, to: command.to, due: deadline(context.today, above, context.holidays).date }]
    default:
      return command satisfies never
  }
}

/** What follows from an act, or why nothing does. */
export function decide(standing: DeskStanding, command: DeskCommand, context: DeskContext): readonly DeskEvent[] | DeskRefusal {
  const answer = whyNot(standing, command.type, context) ?? eventsOf(standing, command, context)
  return typeof answer === 'string' ? { refused: answer, allowed: allowedAtDesk(standing, context) } : answer
}

/** Tells a refusal from events. */
export const isRefusal = (answer: readonly DeskEvent[] | DeskRefusal): answer is DeskRefusal => 'refused' in answer

/** How it stands after something happened. */
export function evolve(before: DeskStanding, event: DeskEvent): DeskStanding {
  switch (event.type) {
    case 'accepted':
      return { ...before, state: 'accepted' }
    case 'asked':
      return { ...before, state: 'asked' }
    case 'status-set':
      return { ...before, status: event.status }
    case 'extended':
      return { ...before, extended: true, finishBy: event.finishBy }
    case 'decided':
      return { ...before, state: 'decided', finding: event.finding, decidedBy: event.by, decidedBefore: decidersOf(before), status: null }
    // What one office was granted is nothing that the next may use.
    case 'transferred':
      return { ...before, unit: event.to, waiting: [] }
    case 'went-up':
      return { ...before, unit: event.to, waiting: [], ...(before.state === 'filed' ? { acceptBy: event.due } : { finishBy: event.due }) }
    case 'joined':
      return { ...before, joinedWith: event.with }
    case 'second-asked': {
      const { id, what, by, category } = event
      return { ...before, waiting: [...before.waiting, { id, what, by, category }] }
    }
    case 'second-granted':
    case 'second-refused': {
      const waiting = before.waiting.filter(({ id }) => id !== event.id)
      if (event.type === 'second-refused') return { ...before, waiting }
      if (event.what === 'deletion') return { ...before, waiting: [], state: 'closed' }
      return { ...before, waiting, category: event.what === 'category' ? (event.category ?? before.category) : before.category }
    }
    case 'said':
    case 'noted':
    case 'shared':
    case 'renewed':
    case 'stepped-out':
    case 'accused-named':
      return before
    default:
      return event satisfies never
  }
}

/** The day that counts now: for taking it up, then for the answer; none once it is decided. */
export const dueOf = ({ state, acceptBy, finishBy }: Pick<DeskStanding, 'state' | 'acceptBy' | 'finishBy'>): string | null => {
  if (state === 'filed') return acceptBy
  return taken.includes(state) ? finishBy : null
}

/** Whether it is over its days, so that the next level has it by itself. */
export const isOverdue = (standing: Pick<DeskStanding, 'state' | 'acceptBy' | 'finishBy'>, today: string): boolean => {
  const due = dueOf(standing)
  return due !== null && today > due
}
