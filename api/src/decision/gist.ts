import { gistForEyes } from '@yima/shared/decision/eyes'
import type { DecisionGist } from '@yima/shared/decision/gist'
import type { StoredClaim } from '../claim/store.ts'
import type { Reader } from '../db/transaction.ts'
import { allOf } from '../together.ts'
import { findDecision, type StoredDecision } from './decide.ts'
import { restsOnFound, type EyesOn } from './eyes.ts'

function gistOf({ computation, named, ground }: StoredDecision): DecisionGist {
  const { kind, fen, firstMonth, verdict, reasons } = computation
  const [first] = verdict === 'ineligible' && ground === null ? reasons : []
  return {
    kind,
    fen,
    firstMonth,
    named,
    ground,
    failed: first ? { key: first.key, params: first.params } : null,
  }
}

/**
 * How those of these claims were decided that stand decided now; one that is looked at once more is not among them.
 * Whose eyes read it is asked only where something is kept from some.
 */
export async function gistsOf(
  db: Reader,
  key: Buffer,
  claims: readonly StoredClaim[],
  eyesNeeded: () => Promise<EyesOn>,
): Promise<ReadonlyMap<string, DecisionGist>> {
  const decided = claims.filter(({ state }) => (state.process?.decision ?? null) !== null)
  const kept = await allOf(decided.map(({ id }) => findDecision(db, key, id)))
  const found = kept.flatMap((one) => one ?? [])
  const eyes = found.some(({ stored }) => restsOnFound(stored)) ? await eyesNeeded() : () => null
  return new Map(found.map(({ claimId, stored }) => [claimId, gistForEyes(gistOf(stored), eyes(stored))]))
}
