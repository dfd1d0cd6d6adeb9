import type { FactValue } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import { circumstances } from './circumstances.ts'
import { comparisonOf, kindOf } from './compile.ts'
import type { Condition } from './condition.ts'
import { ruleKey } from './node.ts'
import { figuresBehind, limitRules, lineFor } from './limits.ts'
import type { ParameterKey, PolicyParameters } from './parameters/shape.ts'
import { publicSource, type PublicSource } from './source.ts'
import type { Because } from './verdict.ts'

/** One line for a reader: a catalogue key of `policy`, what it names, and the article it stands on. */
export type Line = { key: string; params: { value?: number; limit?: number }; ok: Truth; article?: string }

/**
 * A verdict's reasons as plain lines. Of a "no" only what makes it so, of a yes what holds, of an
 * unknown what holds and what is open; of several ways in, those that count.
 */
export function explain(because: Because): Line[] {
  const lines = linesOf(because)
  const seen = new Set<string>()
  return lines.filter(({ key, params, ok }) => {
    const name = JSON.stringify([key, params, ok])
    return seen.has(name) ? false : seen.add(name)
  })
}

function linesOf(because: Because): Line[] {
  const { ok, all, any, rule } = because
  if (ok === 'yes' && rule !== undefined && summed.has(rule)) return [lineOf(because)]
  if (all !== undefined) {
    return all.filter((part) => ok !== 'no' || part.ok === 'no').flatMap(linesOf)
  }
  if (any !== undefined) {
    if (ok === 'yes')
      return any
        .filter((part) => part.ok === 'yes')
        .slice(0, 1)
        .flatMap(linesOf)
    if (rule !== undefined) return [lineOf(because)]
    return any.filter((part) => part.ok === ok).flatMap(linesOf)
  }
  return rule === undefined ? [] : [lineOf(because)]
}

/** Named derivations speak for their parts when they hold: "possessions are within the limits". */
const summed: ReadonlySet<string> = new Set(
  Object.values(circumstances).flatMap((one) =>
    'rule' in one && one.rule !== undefined ? [ruleKey(one.rule)] : [],
  ),
)

const number = (value: FactValue | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined

function lineOf({ ok, rule = '', value, limit, article, fact }: Because): Line {
  const [seen, line] = [number(value), number(limit)]
  // No income at all has no ratio to show.
  const bare = fact === 'rigidRatio' && ok === 'yes' && seen === undefined ? '.bare' : ''
  const params = {
    ...(seen === undefined ? {} : { value: seen }),
    ...(line === undefined ? {} : { limit: line }),
  }
  return { key: `${rule}.${ok}${bare}`, params, ok, ...(article === undefined ? {} : { article }) }
}

/** A condition as a policy page states it, with the figures of the place. */
export type Statement = {
  /** Catalogue key of `policy`; left out for a group that only joins its parts. */
  key?: string
  /** The figure: one number, or from–to where town and country differ. */
  limit?: string
  source?: PublicSource
  /** The parameters that set the figure. */
  figures: readonly ParameterKey[]
  all?: Statement[]
  any?: Statement[]
}

/** A programme's conditions as the policy page states them: the published rule is the running rule. */
export function statement(condition: Condition, parameters: PolicyParameters): Statement {
  if ('use' in condition) return statement(circumstances[condition.use], parameters)
  const head =
    'rule' in condition && condition.rule !== undefined && condition.by !== undefined
      ? { key: ruleKey(condition.rule), source: publicSource(condition.by) }
      : {}
  if ('all' in condition) {
    return { ...head, figures: [], all: condition.all.map((part) => statement(part, parameters)) }
  }
  if ('any' in condition) {
    return { ...head, figures: [], any: condition.any.map((part) => statement(part, parameters)) }
  }
  return { ...head, ...figureOf(condition, parameters) }
}

function figureOf(condition: Condition, parameters: PolicyParameters): Pick<Statement, 'limit' | 'figures'> {
  const comparison = comparisonOf(condition)
  if (comparison === undefined) return { figures: [] }
  const [, measure, limit] = comparison
  if (typeof limit === 'number') return { limit: String(limit), figures: [] }
  const scale = kindOf(measure) === 'hundredths' ? 100 : 1
  const [rural, urban] = (['rural', 'urban'] as const).map((home) => {
    const { over, under } = lineFor(limitRules[limit], parameters, home)
    return over / under / scale
  })
  return { limit: rural === urban ? String(rural) : `${rural}–${urban}`, figures: figuresBehind(limitRules[limit]) }
}
