import type { Facts, Hearing } from './collector.ts'
import { readDamage } from './damage.ts'
import { readLaw } from './law.ts'
import { readRoof } from './roof.ts'
import { readSudden } from './sudden.ts'

/** Sudden events, disaster, legal matters, shelter, the house. */
export function readEvents(hearing: Hearing, facts: Facts): void {
  readDamage(hearing, facts)
  // How a child's parents died is told of them, not of an emergency now.
  if (!hearing.heard.has('bothParentsGone')) readSudden(hearing, facts)
  readLaw(hearing, facts)
  readRoof(hearing, facts)
}
