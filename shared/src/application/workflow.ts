import { roleOf } from '../access/actor.ts'
import type { Actor, Role } from '../access/actor.ts'
import type { Deadline } from '../calendar/deadline.ts'

export type ApplicationStateName = 'draft' | 'submitted' | 'open' | 'closed' | 'withdrawn' | 'merged'

/** How somebody for whom another person spoke agreed, when, and before whom. */
export type Agreement = {
  how: 'in-person' | 'phone' | 'written' | 'guardian'
  on: string
  witness: string
}

/** An application, or an outreach request: a visit to make, without claims until that person agrees. */
export type ApplicationState = {
  kind: 'application' | 'outreach'
  state: Exclude<ApplicationStateName, 'draft'>
  /** The first officer who acted: the named responsible person. */
  handler: string | null
  /** Business date from which the first visit is counted. */
  submittedOn: string
  agreement: Agreement | null
}

export type ApplicationCommand =
  | { type: 'submit'; kind: 'application' | 'outreach' }
  /** The first act of an officer on it, or the first claim accepted by silence. */
  | { type: 'open' }
  | { type: 'agree'; agreement: Agreement }
  /** That person wants none of it: nothing begins, and nobody asks again. */
  | { type: 'decline'; visitedOn: string; reason: string }
  /** Nobody was met: somebody goes there again. */
  | { type: 'try-again'; visitedOn: string; reason: string; by: Deadline }
  | { type: 'close'; reason: string }
  | { type: 'withdraw'; reason?: string }
  /** The same need, said twice: another request of the same person goes on with it. */
  | { type: 'merge'; into: string; reason: string }
  | { type: 'unmerge'; reason: string }
export type ApplicationCommandName = ApplicationCommand['type']

export type ApplicationEvent =
  | { type: 'application-submitted'; on: string }
  | { type: 'outreach-requested'; on: string }
  | { type: 'application-opened'; on: string; handler: string | null }
  | { type: 'agreement-recorded'; on: string; agreement: Agreement; handler: string | null }
  | { type: 'outreach-declined'; on: string; visitedOn: string; reason: string }
  | { type: 'outreach-tried'; on: string; visitedOn: string; reason: string; by: Deadline }
  | { type: 'application-closed'; on: string; reason: string }
  | { type: 'application-withdrawn'; on: string; reason: string | null }
  | { type: 'application-merged'; on: string; into: string; reason: string }
  | { type: 'application-unmerged'; on: string; reason: string }

export type ApplicationContext = {
  actor: Actor
  /** Business date. */
  today: string
  /** Claims on which somebody still has something to do. */
  claimsRunning: number
}

export const applicationRefusalCodes = [
  'not-allowed-now', 'not-yours', 'claims-running', 'reason-needed', 'witness-needed', 'date-to-come', 'date-too-old',
] as const
export type ApplicationRefusalCode = (typeof applicationRefusalCodes)[number]
export type ApplicationRefusal = {
  refused: ApplicationRefusalCode
  allowed: readonly ApplicationCommandName[]
}

type Kind = 'application' | 'outreach'
type Rule = { of: readonly Kind[]; in: readonly ApplicationStateName[]; by: readonly Role[] }

const office: readonly Role[] = ['clerk', 'leader', 'county-officer']

/** The one table of what may be done with an application, in which state, by whom. */
const rules: Record<ApplicationCommandName, Rule> = {
  submit: { of: ['application', 'outreach'], in: ['draft'], by: ['resident', 'village-worker', ...office] },
  open: { of: ['application'], in: ['submitted'], by: [...office, 'system'] },
  // Whoever goes there is told yes or no; what follows from it, the office decides.
  agree: { of: ['outreach'], in: ['submitted', 'open'], by: ['village-worker', ...office] },
  decline: { of: ['outreach'], in: ['submitted', 'open'], by: ['village-worker', ...office] },
  'try-again': { of: ['outreach'], in: ['submitted', 'open'], by: ['village-worker', ...office] },
  close: { of: ['application', 'outreach'], in: ['submitted', 'open'], by: [...office, 'system'] },
  withdraw: { of: ['application', 'outreach'], in: ['submitted', 'open'], by: ['resident'] },
  merge: { of: ['application'], in: ['submitted', 'open'], by: office },
  unmerge: { of: ['application'], in: ['merged'], by: office },
}

const commandNames = Object.keys(rules) as ApplicationCommandName[]

const isOpenFor = (application: ApplicationState | undefined, command: ApplicationCommandName): boolean =>
  rules[command].in.includes(application?.state ?? 'draft')
  && (application === undefined || rules[command].of.includes(application.kind))

/** The commands this actor may give now, for buttons and for the refusal (409). */
export function allowed(application: ApplicationState | undefined, actor: Actor): ApplicationCommandName[] {
  return commandNames.filter((command) =>
    isOpenFor(application, command) && rules[command].by.includes(roleOf(actor)))
}

/** Days of a visit: not to come, and not long before it was asked for. */
function refusedByDay(
  application: ApplicationState | undefined, day: string, today: string,
): ApplicationRefusalCode | undefined {
  if (day > today) return 'date-to-come'
  // Asked before the request was typed, perhaps; a year before is a slip of the pen.
  return application && day < aYearBefore(application.submittedOn) ? 'date-too-old' : undefined
}
const aYearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`

function refusedByContent(
  application: ApplicationState | undefined, command: ApplicationCommand, context: ApplicationContext,
): ApplicationRefusalCode | undefined {
  switch (command.type) {
    case 'agree':
      if (command.agreement.witness.trim() === '') return 'witness-needed'
      return refusedByDay(application, command.agreement.on, context.today)
    case 'decline':
    case 'try-again':
      if (command.reason.trim() === '') return 'reason-needed'
      return refusedByDay(application, command.visitedOn, context.today)
    case 'close':
      if (command.reason.trim() === '') return 'reason-needed'
      return application?.kind === 'application' && context.claimsRunning > 0 ? 'claims-running' : undefined
    case 'merge':
      if (command.reason.trim() === '') return 'reason-needed'
      return context.claimsRunning > 0 ? 'claims-running' : undefined
    case 'unmerge':
      return command.reason.trim() === '' ? 'reason-needed' : undefined
    case 'submit':
    case 'open':
    case 'withdraw':
      return undefined
    default:
      return command satisfies never
  }
}

function happening(command: ApplicationCommand, { actor, today: on }: ApplicationContext): ApplicationEvent {
  // Who helps at the door answers for nothing: the office that accepts it does.
  const handler = actor.kind === 'officer' && roleOf(actor) !== 'village-worker' ? actor.id : null
  switch (command.type) {
    case 'submit':
      return { type: command.kind === 'outreach' ? 'outreach-requested' : 'application-submitted', on }
    case 'open':
      return { type: 'application-opened', on, handler }
    case 'agree':
      return { type: 'agreement-recorded', on, agreement: command.agreement, handler }
    case 'decline': {
      const { visitedOn, reason } = command
      return { type: 'outreach-declined', on, visitedOn, reason }
    }
    case 'try-again': {
      const { visitedOn, reason, by } = command
      return { type: 'outreach-tried', on, visitedOn, reason, by }
    }
    case 'close':
      return { type: 'application-closed', on, reason: command.reason }
    case 'withdraw':
      return { type: 'application-withdrawn', on, reason: command.reason ?? null }
    case 'merge':
      return { type: 'application-merged', on, into: command.into, reason: command.reason }
    case 'unmerge':
      return { type: 'application-unmerged', on, reason: command.reason }
    default:
      return command satisfies never
  }
}

/** What follows from a command, or why nothing does. `application` is undefined while it is a draft. */
export function decide(
  application: ApplicationState | undefined, command: ApplicationCommand, context: ApplicationContext,
): readonly ApplicationEvent[] | ApplicationRefusal {
  const refuse = (refused: ApplicationRefusalCode): ApplicationRefusal =>
    ({ refused, allowed: allowed(application, context.actor) })
  if (!rules[command.type].by.includes(roleOf(context.actor))) return refuse('not-yours')
  if (!isOpenFor(application, command.type)) return refuse('not-allowed-now')
  const refused = refusedByContent(application, command, context)
  return refused === undefined ? [happening(command, context)] : refuse(refused)
}

const submitted = (kind: Kind, submittedOn: string): ApplicationState =>
  ({ kind, state: 'submitted', handler: null, submittedOn, agreement: null })

/** The application after an event. Never refuses: what happened has happened. */
export function evolve(application: ApplicationState | undefined, event: ApplicationEvent): ApplicationState {
  if (event.type === 'application-submitted') return submitted('application', event.on)
  if (event.type === 'outreach-requested') return submitted('outreach', event.on)
  if (application === undefined) throw new RangeError(`${event.type} before it was submitted`)
  switch (event.type) {
    case 'application-opened':
      return { ...application, state: 'open', handler: application.handler ?? event.handler }
    case 'agreement-recorded': {
      const handler = application.handler ?? event.handler
      // Of somebody who only helped at the door it is new to the office: the first act of that one opens it.
      const state = event.handler === null ? application.state : 'open'
      return { ...application, kind: 'application', state, agreement: event.agreement, handler }
    }
    case 'outreach-tried':
      return application
    case 'outreach-declined':
    case 'application-closed':
      return { ...application, state: 'closed' }
    case 'application-withdrawn':
      return { ...application, state: 'withdrawn' }
    case 'application-merged':
      return { ...application, state: 'merged' }
    case 'application-unmerged':
      return { ...application, state: 'open' }
    default:
      return event satisfies never
  }
}
