import type { ClaimStateName } from '../claim/claim.ts'

/** What becomes of an application when its owner ends the account. */
export type Fate = 'erased' | 'kept' | 'running'

export type ErasableApplication = { state: string; claims: readonly ClaimStateName[] }

/** Nothing was ever granted or decided on it. */
const withoutTrace: readonly ClaimStateName[] = ['withdrawn', 'notAccepted']

/**
 * A request that an office still works on goes on until it is answered or taken back. What led to a
 * decision is a file of the administration and stays for as long as its archive must be kept (PIPL
 * art. 47: where the period of a law has not ended, only storing goes on). All else is erased.
 */
export function fateOf({ state, claims }: ErasableApplication): Fate {
  if (state === 'withdrawn' || claims.every((claim) => withoutTrace.includes(claim)))
    return state === 'withdrawn' || state === 'closed' ? 'erased' : 'running'
  return state === 'closed' ? 'kept' : 'running'
}

/** An account ends when nothing runs any more. */
export const mayErase = (applications: readonly ErasableApplication[]): boolean =>
  applications.every((one) => fateOf(one) !== 'running')
