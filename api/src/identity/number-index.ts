import { numberKey, type PapersNumber } from '@yima/shared/identity/papers'
import type { Deps } from '../http/context.ts'

/**
 * The keyed hash by which a number is found again; null where there is none. An ID number is looked up as applications
 * keep it; the number of a foreign document apart from those.
 */
export function numberIndex(
  { vault }: Pick<Deps, 'vault'>,
  { number }: { number: PapersNumber },
): Buffer | null {
  const found = numberKey(number)
  return found ? vault.index(found.kind === 'foreign' ? 'foreign-number' : 'id-number', found.key) : null
}
