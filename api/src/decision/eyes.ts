import { whyWithheld, type Withheld } from '@yima/shared/decision/eyes'
import { authorisationsOf } from '../consent/live.ts'
import type { Reader } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import type { StoredDecision } from './decide.ts'

/** Why figures in a decision are kept from whoever reads it; null where nothing is. */
export type EyesOn = (decision: StoredDecision) => Withheld | null

/** Whether departments had a word in it: what a visit or a paper showed its family knows. */
export const restsOnFound = ({ basis: { facts } }: StoredDecision): boolean =>
  facts.some(({ source }) => source === 'department')

/** What somebody is shown of the decisions on a request: of what departments said no more than of their report. */
export async function eyesOn(
  db: Reader,
  deps: Deps,
  { level, acting }: Pick<ResidentSession, 'level' | 'acting'>,
  applicationId: string,
): Promise<EyesOn> {
  const all = await authorisationsOf(db, deps, applicationId)
  const eyes = { proven: level === 'proven', helps: acting?.as === 'helper' }
  return (decision) => (restsOnFound(decision) ? whyWithheld(all, decision.on, eyes) : null)
}
