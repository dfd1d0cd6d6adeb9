import type { FamilyView } from '@yima/shared/family/contract'
import { decide, type HouseholdCommand } from '@yima/shared/family/household'

/**
 * Whether whoever looks may do this in the household they see: the office's own decider, so that no button stands
 * there that it refuses. Undefined household: nothing may be done.
 */
export function mayIn(
  { you, household, wards }: FamilyView,
  today: string,
): (command: HouseholdCommand) => boolean {
  if (!household) return () => false
  const { members } = household
  const state = {
    head: members.find(({ relation }) => relation === 'head')?.person ?? '',
    stays: members.map(({ person, relation, joinedOn }) => ({ person, relation, joinedOn, leftOn: null })),
    endedOn: null,
  }
  const context = {
    actor: { kind: 'person', id: you.person } as const,
    today,
    dependants: members.filter(({ ward }) => ward).map(({ person }) => person),
    wards: wards.map(({ person }) => person),
    elsewhere: [],
    invited: false,
  }
  return (command) => !('refused' in decide(state, command, context))
}

export type MemberActs = { relate: boolean; head: boolean; gone: boolean }

/** What whoever looks may do about one member. */
export function actsOn(family: FamilyView, person: string, today: string): MemberActs {
  const may = mayIn(family, today)
  const own = person === family.you.person
  return {
    relate: may({ type: 'relate', person, relation: 'other' }),
    head: may({ type: 'pass-head', to: person }),
    gone: !own && may({ type: 'leave', people: [person], reason: 'moved', to: null }),
  }
}
