import { roleOf } from '../access/actor.ts'
import type { Actor, Role } from '../access/actor.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { isOpenFor as isOpenOnItsWay, sitsFor } from '../process/commands.ts'
import { undecidedStates } from './claim.ts'
import type { AskedPaper, ClaimOrigin, ClaimState, ClaimStateName } from './claim.ts'

/** What can be asked of a claim. Ids of papers are made by the caller: nothing here is random. */
export type ClaimCommand =
  | { type: 'open'; programme: ProgrammeId; origin: ClaimOrigin }
  | { type: 'add'; programme: ProgrammeId; reason: string }
  | { type: 'accept' }
  | { type: 'ask-papers'; papers: readonly AskedPaper[]; note?: string }
  | { type: 'send-papers'; papers: readonly string[] }
  | { type: 'drop'; reason: string }
  | { type: 'withdraw'; reason?: string }
  | { type: 'accept-by-silence'; handler: string | null }
  | { type: 'begin' }

export type ClaimCommandName = ClaimCommand['type']

type Rule = { in: readonly (ClaimStateName | 'none')[]; by: readonly Role[] }

/** A township without eligible staff hands up: its leader and the county can do all a clerk can. */
const office: readonly Role[] = ['clerk', 'leader', 'county-officer']

/** The one table of what may be done, in which state, by whom. In whose jurisdiction: access/table.ts. */
const rules: Record<ClaimCommandName, Rule> = {
  // At the door, by whoever took down what somebody wants.
  open: { in: ['none'], by: ['resident', 'system', 'village-worker', ...office] },
  // Who withdrew or was not accepted may come again without penalty.
  add: { in: ['none', 'notAccepted', 'withdrawn'], by: ['resident', ...office] },
  // Also without the papers that were asked for.
  accept: { in: ['proposed', 'supplement'], by: office },
  'ask-papers': { in: ['proposed', 'accepted'], by: [...office, 'department-officer'] },
  // Whoever has no phone brings papers to the window, or shows them at the door.
  'send-papers': { in: ['supplement'], by: ['resident', 'village-worker', ...office] },
  // While papers are awaited, once that has lasted long enough (`refusedByContent`).
  drop: { in: ['proposed', 'supplement'], by: office },
  withdraw: { in: undecidedStates, by: ['resident'] },
  'accept-by-silence': { in: ['proposed'], by: ['system'] },
  // What was accepted before claims had a process gets one.
  begin: { in: ['accepted'], by: ['system'] },
}

export const claimCommandNames = Object.keys(rules) as ClaimCommandName[]

/**
 * Whether the claim stands where anybody may do this. From acceptance on its process says when papers may be asked for, and when
 * they are awaited: those that follow help also after the decision.
 */
export function isOpenFor(command: ClaimCommandName, claim: ClaimState | undefined): boolean {
  if (command === 'ask-papers' && claim?.process) return isOpenOnItsWay(claim.process, command)
  if (command === 'send-papers' && claim?.process) return isOpenOnItsWay(claim.process, 'papers-in')
  if ((command === 'accept' || command === 'drop') && claim?.process) return false
  return rules[command].in.includes(claim?.state ?? 'none')
}

/** Whether this role is ever asked to do this. */
export const isTaskOf = (command: ClaimCommandName, role: Role): boolean => rules[command].by.includes(role)

/**
 * The commands this actor may give now, in the order of the table: the page shows them, the api
 * refuses all others.
 */
export function allowed(claim: ClaimState | undefined, actor: Actor): ClaimCommandName[] {
  // Papers of a claim on its way are asked for where it lies, as its process says.
  const sits = (command: ClaimCommandName): boolean =>
    command !== 'ask-papers' || !claim?.process || actor.kind !== 'officer' || sitsFor(claim.process, command, actor)
  return claimCommandNames.filter((command) =>
    isOpenFor(command, claim)
    && isTaskOf(command, roleOf(actor))
    && sits(command))
}
