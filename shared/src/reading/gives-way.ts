import type { ProgrammeId } from '../policy/programme-ids.ts'
import type { Case } from './case.ts'

/**
 * A single derived hint of the second gives way where the first is raised, unless the text names it: who asks for a
 * carer is not helped by a page of other titles.
 */
const givesWay: readonly (readonly [ProgrammeId, ProgrammeId, readonly string[]])[] = [
  ['care-service', 'disability-living', ['disabilityTopic', 'cert', 'aidDevice']],
  ['temporary', 'disability-living', ['disabilityTopic', 'cert', 'disabledWord']],
  ['homeless', 'dibao', ['dibaoWanted']],
  ['unsupported-child', 'care-service', ['careAsked', 'lowSpirits']],
  ['orphan', 'disability-living', ['disabilityTopic', 'cert']],
  ['orphan', 'disability-care', ['disabilityTopic', 'cert']],
  ['legal-aid', 'disability-living', ['disabilityTopic', 'cert']],
  ['housing', 'homeless', ['evicted']],
]

/** Whether a proposal gives way to another one raised from the same words. */
export function yields(c: Case, programme: ProgrammeId, score: number, raised: ReadonlySet<ProgrammeId>): boolean {
  return score < 1.6 && givesWay.some(([first, second, named]) =>
    second === programme && raised.has(first) && !c.heard.has(...named))
}
