import type { ClaimState } from '@yima/shared/claim/claim'
import { basisOf, compute, type Basis, type Computation } from '@yima/shared/decision/computation'
import type { DecisionContext } from '@yima/shared/decision/decide'
import { waitedInVain } from '@yima/shared/decision/papers'
import { canonical, rulesOf } from '@yima/shared/decision/rules'
import { holidays } from '@yima/shared/calendar/holidays'
import { businessDate } from '@yima/shared/calendar/deadline'
import { settle } from '@yima/shared/fact/held'
import { signingOf } from '@yima/shared/process/signing'
import type { Held } from '../application/act.ts'
import type { Reader } from '../db/transaction.ts'
import { choicesOf, factsOf } from '../fact/held.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'

/** What a claim comes to as things stand, with all it rests on. */
export type Judged = {
  basis: Basis
  computation: Computation
  /** SHA-256 of the rules, hex. */
  version: string
  /** What of it somebody saw: other facts, figures or rules, and it is another. */
  seen: string
}

export type Of = Pick<Held, 'row' | 'key' | 'content' | 'person'>

const hashOf = (value: unknown): string => sha256(canonical(value)).toString('hex')

/** Works out a claim as it would be decided now, on settled facts alone. */
export async function judge(db: Reader, deps: Deps, held: Of, claim: ClaimState): Promise<Judged> {
  const [facts, choices] = await Promise.all([factsOf(db, deps, held), choicesOf(db, held)])
  const rules = rulesOf(claim.programme)
  const basis = basisOf({
    settled: settle(facts, choices),
    members: [...held.content.members.map(({ id }) => id), ...facts.flatMap(({ member }) => member ?? [])],
    rules,
    region: held.row.regionCode,
    applied: businessDate(held.row.submittedAt),
    today: deps.clock.today(),
  })
  const computation = compute(basis)
  return { basis, computation, version: hashOf(rules), seen: hashOf([basis, computation]).slice(0, 32) }
}

/** What stands beside the facts where a claim is decided on. */
export const contextOf = ({ process, papers }: ClaimState): DecisionContext => ({
  signing: process === null ? 'not-needed' : signingOf(process),
  papersOpen: process !== null && waitedInVain(process, papers, holidays),
})
