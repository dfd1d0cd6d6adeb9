import type { DecisionGist } from '@yima/shared/decision/gist'
import type { StoredClaim } from '../claim/store.ts'
import type { Reader } from '../db/transaction.ts'
import { allOf } from '../together.ts'
import { findDecision, type StoredDecision } from './decide.ts'

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

/** How those of these claims were decided that stand decided now; one that is looked at once more is not among them. */
export async function gistsOf(
  db: Reader,
  key: Buffer,
  claims: readonly StoredClaim[],
): Promise<ReadonlyMap<string, DecisionGist>> {
  const decided = claims.filter(({ state }) => (state.process?.decision ?? null) !== null)
  const kept = await allOf(decided.map(({ id }) => findDecision(db, key, id)))
  return new Map(kept.flatMap((one) => (one ? [[one.claimId, gistOf(one.stored)] as const] : [])))
}
