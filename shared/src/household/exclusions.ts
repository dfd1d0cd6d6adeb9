import type { CircumstanceId } from '../policy/circumstance-ids.ts'
import type { Condition } from '../policy/condition.ts'
import { programmeIds, type ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'

/** Circumstances that say that somebody has the aid of a programme. */
const standsFor: Partial<Record<ProgrammeId | CircumstanceId, ProgrammeId>> = {
  tekunHousehold: 'tekun',
  tekunPerson: 'tekun',
}

const isProgramme = (id: ProgrammeId | CircumstanceId): id is ProgrammeId =>
  (programmeIds as readonly string[]).includes(id)

const named = (id: ProgrammeId | CircumstanceId): ProgrammeId[] => {
  const programme = isProgramme(id) ? id : standsFor[id]
  return programme === undefined ? [] : [programme]
}

/** Programmes that a condition will not have beside its own (`notA`). */
function ruledOut(condition: Condition | undefined): ProgrammeId[] {
  if (condition === undefined || 'use' in condition) return []
  if ('notA' in condition) return named(condition.notA)
  if ('all' in condition) return condition.all.flatMap(ruledOut)
  if ('any' in condition) return condition.any.flatMap(ruledOut)
  return []
}

const excluded = new Map(
  programmeIds.map((id) => {
    const { forHousehold, forMember } = programmes[id]
    return [id, new Set([...ruledOut(forHousehold), ...ruledOut(forMember)])]
  }),
)

/** Whether two programmes exclude one another: read from the conditions of either, so it is the rule that is published. */
export const excludeEachOther = (one: ProgrammeId, other: ProgrammeId): boolean =>
  one !== other && (excluded.get(one)?.has(other) === true || excluded.get(other)?.has(one) === true)
