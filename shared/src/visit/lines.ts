import type { FactKey } from '../fact/dictionary.ts'
import type { RuleData } from '../decision/rules.ts'
import { factsIn } from '../decision/rules.ts'
import { comparisonOf } from '../policy/compile.ts'
import type { Condition } from '../policy/condition.ts'
import { factsBehind } from '../policy/measures.ts'
import { cite, type Source } from '../policy/source.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'

/** Which programme looks at a fact, and the article by which it does. */
export type PolicyLine = { programme: ProgrammeId; article: string }

const partsOf = (condition: Condition): readonly Condition[] => {
  if ('all' in condition) return condition.all
  if ('any' in condition) return condition.any
  if ('someMember' in condition) return [condition.someMember]
  return 'everyMember' in condition ? [condition.everyMember] : []
}

const namedBy = (condition: Condition): string | undefined =>
  'use' in condition ? condition.use : 'isA' in condition ? condition.isA : 'notA' in condition ? condition.notA : undefined

function factsOf(condition: Condition): readonly FactKey[] {
  if ('eq' in condition) return [condition.eq[0]]
  if ('ne' in condition) return [condition.ne[0]]
  if ('oneOf' in condition) return [condition.oneOf[0]]
  if ('has' in condition) return [condition.has[0]]
  const compared = comparisonOf(condition)
  return compared === undefined ? [] : factsBehind(compared[1])
}

/** The first article by which these rules look at each fact; what only an amount looks at stands on that of the programme. */
export function articlesOf(rules: RuleData): ReadonlyMap<FactKey, string> {
  const found = new Map<FactKey, string>()
  const seen = new Set<string>()
  const own = rules.programmes[rules.programme]
  const walk = (condition: Condition, above: Source): void => {
    const by = 'by' in condition && condition.by ? condition.by : above
    for (const fact of factsOf(condition)) if (!found.has(fact)) found.set(fact, cite(by))
    for (const part of partsOf(condition)) walk(part, by)
    const name = namedBy(condition)
    if (name === undefined || seen.has(name)) return
    seen.add(name)
    const other = (rules.programmes as Record<string, typeof own>)[name]
    const named = (rules.circumstances as Record<string, Condition | undefined>)[name]
    for (const one of [other?.forHousehold, other?.forMember, named]) if (one) walk(one, by)
  }
  const source = own?.amount.source ?? { confidence: 'L' as const }
  for (const condition of [own?.forHousehold, own?.forMember]) if (condition) walk(condition, source)
  for (const fact of factsIn(rules)) if (!found.has(fact)) found.set(fact, cite(source))
  return found
}
