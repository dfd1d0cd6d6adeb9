import type { Organisation } from './organisation.ts'
import { mayIn } from './workflow.ts'

/**
 * Who hears of it when somebody changes how an officer comes in: whoever leads that officer, or, where nobody else
 * does, all who may confirm. Never the officer, nor those whose hands did it.
 */
export function overseersOf(
  organisation: Organisation,
  id: string,
  hands: readonly (string | null)[],
): string[] {
  const officer = organisation.officers[id]
  if (!officer) return []
  const others = Object.values(organisation.officers).filter(
    (one) => one.active && one.id !== id && !hands.includes(one.id),
  )
  const leading = others.filter((one) => one.id === officer.manager)
  const told =
    leading.length > 0
      ? leading
      : others.filter((one) => mayIn(organisation, one.id, 'confirm-organisation', [officer.regionCode]))
  return told.map((one) => one.id)
}
