import { isFactKey, isHouseholdFact } from './dictionary.ts'
import type { Facts, Household, Member } from './dictionary.ts'

/** Facts said in one answer; those of a person are about `member`. */
export type Said = { sets: Facts; member?: string | undefined }

/** What is known of a household and its members. */
export type KnownHousehold = { household: Household; members: readonly Member[] }

/**
 * What is known once something more is said; what was known before stays as it was for everybody
 * who still holds it. A member not yet listed is added.
 */
export function withSaid(
  known: KnownHousehold,
  said: readonly Said[],
): { household: Household; members: Member[] } {
  const household: Household = { ...known.household }
  const members = [...known.members]
  for (const { sets, member } of said) {
    const own = Object.entries(sets).filter(([fact]) => isFactKey(fact) && !isHouseholdFact(fact))
    Object.assign(
      household,
      Object.fromEntries(Object.entries(sets).filter(([fact]) => isFactKey(fact) && isHouseholdFact(fact))),
    )
    if (own.length === 0 || member === undefined) continue
    const at = members.findIndex(({ id }) => id === member)
    const next = { ...members[at], id: member, ...Object.fromEntries(own) }
    if (at < 0) members.push(next)
    else members[at] = next
  }
  return { household, members }
}
