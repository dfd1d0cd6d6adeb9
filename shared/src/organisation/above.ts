import type { Officer, Organisation } from './organisation.ts'
import { mayIn } from './workflow.ts'

/** Who leads an officer, then who leads that one, and so on. */
function leadersOf({ officers }: Organisation, id: string): Officer[] {
  const leaders: Officer[] = []
  for (let next = officers[id]?.manager ?? null; next !== null;) {
    const leader = officers[next]
    if (!leader || leaders.includes(leader)) break
    leaders.push(leader)
    next = leader.manager
  }
  return leaders
}

/**
 * Who hears of it when somebody changes how an officer comes in: the nearest who leads that officer and has a duty number
 * (`reached`: whoever has one), or, where nobody above does, all with a number who may confirm. Never the officer, nor
 * those whose hands did it. A leader without a number would hear nothing, and nobody else would. None where nobody can.
 */
export function overseersOf(
  organisation: Organisation,
  id: string,
  hands: readonly (string | null)[],
  reached: ReadonlySet<string>,
): string[] {
  const officer = organisation.officers[id]
  if (!officer) return []
  const hears = (one: Officer) =>
    one.active && one.id !== id && !hands.includes(one.id) && reached.has(one.id)
  const leader = leadersOf(organisation, id).find(hears)
  if (leader) return [leader.id]
  return Object.values(organisation.officers)
    .filter((one) => hears(one) && mayIn(organisation, one.id, 'confirm-organisation', [officer.regionCode]))
    .map((one) => one.id)
}
