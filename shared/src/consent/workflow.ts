import { adultAge } from '../family/guardianship.ts'
import type { Refusal } from '../family/decider.ts'
import { ageOn } from '../identity/id-number.ts'
import { othersOf, stateOn, type Authorisation } from './authorisation.ts'
import type {
  ConsentActor,
  ConsentCommand,
  ConsentCommandName,
  ConsentEvent,
  ConsentRefusalCode,
  Terms,
} from './commands.ts'

export type ConsentContext = {
  actor: ConsentActor
  /** Business date. */
  today: string
}

/** Who ever gives such a command; of which one is said below. */
const actors: Record<ConsentCommandName, readonly ConsentActor[]> = {
  list: ['applicant', 'officer', 'system'],
  name: ['applicant', 'officer'],
  ask: ['applicant', 'officer'],
  sign: ['person', 'applicant', 'officer', 'system'],
  refuse: ['person', 'applicant', 'officer'],
  withdraw: ['person', 'applicant', 'officer'],
  see: ['person', 'applicant', 'officer'],
  strike: ['officer'],
  renew: ['person', 'applicant', 'officer', 'system'],
  expire: ['system'],
}

/** Acts on one’s own word: an applicant gives, owns to and takes back nobody’s but the own. */
const ofOneself: readonly ConsentCommandName[] = ['sign', 'refuse', 'withdraw', 'see']

function isOpenFor(one: Authorisation, command: ConsentCommandName, { actor, today }: ConsentContext): boolean {
  const state = stateOn(one, today)
  const unsigned = state === 'asked' || state === 'refused'
  // What was signed before it was asked for more still holds, still ends, and can still be taken back.
  if (one.renewedBy !== null && command !== 'withdraw' && command !== 'expire') return false
  switch (command) {
    case 'list':
      return false
    case 'name':
      return unsigned && one.who.name === ''
    case 'ask':
    case 'sign':
      return unsigned && one.who.name !== ''
    case 'refuse':
      return state === 'asked'
    case 'withdraw':
      return state === 'signed'
    case 'see':
      // Who signed with their application is not asked whether it was they: the whole application is their word.
      if (actor !== 'officer' && one.method === 'with-application') return false
      return state === 'signed' && one.certainty === 'claimed'
    case 'strike':
      return unsigned && one.role !== 'applicant'
    case 'renew':
      return state !== 'struck'
    case 'expire':
      return one.state === 'signed' && state === 'expired'
    default:
      return command satisfies never
  }
}

function mayActor(one: Authorisation, command: ConsentCommandName, { actor }: ConsentContext): boolean {
  if (!actors[command].includes(actor)) return false
  return actor !== 'applicant' || !ofOneself.includes(command) || one.role === 'applicant'
}

/** What this actor may do with one authorisation now, for buttons and for the refusal (409). */
export const allowedFor = (one: Authorisation, context: ConsentContext): ConsentCommandName[] =>
  (Object.keys(actors) as ConsentCommandName[]).filter(
    (command) => mayActor(one, command, context) && isOpenFor(one, command, context),
  )

const minor = (birthDate: string | null, today: string): boolean =>
  birthDate !== null && ageOn(birthDate, today) < adultAge

/** Whether somebody of that age can be asked so: a child signs for nobody, an adult is nobody’s child. */
function refusedAge({ who, role, ward }: Pick<Terms, 'who' | 'role' | 'ward'>, today: string) {
  if (role === 'guardian-for') {
    if (ward === null) return 'not-a-ward'
    return ward === 'child' && who.birthDate !== null && !minor(who.birthDate, today) ? 'of-age' : undefined
  }
  // Who applies for themselves while young is asked like everybody: the application is theirs, and the office sees it.
  return role === 'adult' && minor(who.birthDate, today) ? 'guardian-needed' : undefined
}

function refusedListing(
  all: readonly Authorisation[],
  command: Extract<ConsentCommand, { type: 'list' }>,
  { actor, today }: ConsentContext,
): ConsentRefusalCode | undefined {
  const { id, who, role, departments, until } = command
  const member = who.memberId
  const known = all.filter((one) => one.renewedBy === null && one.state !== 'struck')
  const isListed = known.some((one) =>
    role === 'applicant' ? one.role === role : member !== null && one.who.memberId === member,
  )
  if (!actors.list.includes(actor) || (role === 'applicant' && actor !== 'system')) return 'not-yours'
  if (isListed || all.some((one) => one.id === id)) return 'listed-already'
  if (who.name === '' && actor !== 'system') return 'name-needed'
  if (departments.length === 0) return 'no-department'
  if (until !== null && until < today) return 'over'
  return refusedAge(command, today)
}

function refusedSigning(
  one: Authorisation,
  { method, signer, witness }: Extract<ConsentCommand, { type: 'sign' }>,
  { actor, today }: ConsentContext,
): ConsentRefusalCode | undefined {
  const isOfficers = method === 'witnessed' || method === 'at-window'
  if (isOfficers !== (actor === 'officer')) return 'not-yours'
  if ((method === 'with-application') !== (actor === 'system')) return 'not-yours'
  if (one.until !== null && today > one.until) return 'over'
  if (one.role === 'guardian-for' && !signer?.trim()) return 'guardian-needed'
  if (one.role !== 'guardian-for' && signer !== null) return 'not-a-ward'
  const age = refusedAge(one, today)
  if (age !== undefined) return age
  return method === 'witnessed' && witness.trim() === '' ? 'witness-needed' : undefined
}

function refusedByContent(
  one: Authorisation,
  command: Exclude<ConsentCommand, { type: 'list' }>,
  context: ConsentContext,
): ConsentRefusalCode | undefined {
  switch (command.type) {
    case 'sign':
      return refusedSigning(one, command, context)
    case 'name':
      if (command.who.name === '') return 'name-needed'
      return refusedAge({ ...one, who: command.who }, context.today)
    case 'strike':
      return command.reason.trim() === '' ? 'reason-needed' : undefined
    case 'withdraw':
      // Of whoever says it at an office the trail tells how it was said.
      return context.actor === 'officer' && command.reason.trim() === '' ? 'reason-needed' : undefined
    case 'renew': {
      if (command.departments.length === 0) return 'no-department'
      if (command.until !== null && command.until < context.today) return 'over'
      const wider = command.departments.some((source) => !one.departments.includes(source))
      // What still holds, or is still to be answered, is asked anew only for more than it names.
      const ended = ['withdrawn', 'expired'].includes(stateOn(one, context.today))
      return ended || wider ? undefined : 'not-allowed-now'
    }
    case 'ask':
    case 'refuse':
    case 'see':
    case 'expire':
      return undefined
    default:
      return command satisfies never
  }
}

function refusalCode(
  all: readonly Authorisation[],
  command: ConsentCommand,
  context: ConsentContext,
): ConsentRefusalCode | undefined {
  if (command.type === 'list') return refusedListing(all, command, context)
  const one = all.find(({ id }) => id === command.id)
  if (one === undefined) return 'not-allowed-now'
  if (!mayActor(one, command.type, context)) return 'not-yours'
  if (!isOpenFor(one, command.type, context)) return 'not-allowed-now'
  if (command.type === 'renew' && all.some(({ id }) => id === command.as)) return 'listed-already'
  return refusedByContent(one, command, context)
}

function happening(all: readonly Authorisation[], command: ConsentCommand, on: string): ConsentEvent[] {
  switch (command.type) {
    case 'list':
      return [{ ...command, type: 'authorisation-listed', on, renews: null }]
    case 'name':
      return [{ type: 'authorisation-named', id: command.id, on, who: command.who }]
    case 'ask':
      return [{ type: 'authorisation-asked', id: command.id, on }]
    case 'sign': {
      const { witness: _, type: __, ...signed } = command
      return [{ ...signed, type: 'authorisation-signed', on }]
    }
    case 'withdraw':
      return takenBack(all, command, on)
    case 'refuse':
    case 'strike': {
      const { id, reason } = command
      return [{ type: `authorisation-${ended[command.type]}`, id, on, reason }]
    }
    case 'see':
      return [{ type: 'authorisation-seen', id: command.id, on }]
    case 'renew': {
      const before = all.find(({ id }) => id === command.id)
      if (!before) return []
      const { who, role, ward } = before
      const { as: id, departments, until } = command
      return [
        { type: 'authorisation-listed', id, on, who, role, ward, departments, until, renews: before.id },
      ]
    }
    case 'expire':
      return [{ type: 'authorisation-expired', id: command.id, on }]
    default:
      return command satisfies never
  }
}

const ended = { refuse: 'refused', strike: 'struck' } as const

/**
 * Whoever takes one word back takes back all they gave for this request: who was asked for more has signed twice, and means
 * both. What they are still asked for is answered by that, too.
 */
function takenBack(
  all: readonly Authorisation[],
  { id, reason }: Extract<ConsentCommand, { type: 'withdraw' }>,
  on: string,
): ConsentEvent[] {
  const one = all.find((each) => each.id === id)
  const others = one ? othersOf(all, one) : []
  return [
    { type: 'authorisation-withdrawn', id, on, reason },
    ...others.flatMap((other): ConsentEvent[] => {
      const state = stateOn(other, on)
      if (state === 'signed') return [{ type: 'authorisation-withdrawn', id: other.id, on, reason }]
      const isOpen = state === 'asked' && other.renewedBy === null
      return isOpen ? [{ type: 'authorisation-refused', id: other.id, on, reason }] : []
    }),
  ]
}

/** What follows from a command, or why nothing does. Pure. */
export function decide(
  all: readonly Authorisation[],
  command: ConsentCommand,
  context: ConsentContext,
): readonly ConsentEvent[] | Refusal<ConsentRefusalCode, ConsentCommandName> {
  const refused = refusalCode(all, command, context)
  if (refused === undefined) return happening(all, command, context.today)
  const one = all.find(({ id }) => id === command.id)
  return {
    refused,
    allowed: one ? allowedFor(one, context) : actors.list.includes(context.actor) ? ['list'] : [],
  }
}
