import { findParameter } from '@yima/shared/policy/parameters/parameters-for'
import type { ParameterKey } from '@yima/shared/policy/parameters/shape'
import { publicSource, type PublicSource, type Source } from '@yima/shared/policy/source'
import { findText, t } from '../app/text.ts'

// Everything here needs the catalogues `policy` and `policies`.

/** Where a rule stands, by official name and article; what a place decides for itself is called so. */
export function ruleSource(source: PublicSource): string {
  if (source.kind === 'local') return findText('policy.source.local-rule') ?? ''
  const document = findText(`policy.document.${source.document}`) ?? ''
  const { article } = source
  if (article === undefined) return document
  return findText('policy.source.article', { document, article }) ?? document
}

/** Where a figure of the place comes from: a document, or that it is a local parameter (demonstration). */
export function figureSource(key: ParameterKey, region: string, date: string): string {
  const source = findParameter(key, region, date)?.period.source
  return source === undefined ? '' : spanSource(source)
}

/** Where a span of days or a share comes from. */
export function spanSource(source: Source): string {
  const shown = publicSource(source)
  return shown.kind === 'local' ? findText('policy.source.local') ?? '' : ruleSource(shown)
}

/** The line under a condition: its article, and where its figure comes from if that is another place. */
export function conditionSource(
  source: PublicSource | undefined, figures: readonly ParameterKey[], region: string, date: string,
): string | undefined {
  const rule = source && ruleSource(source)
  const all = new Set(figures.map((key) => figureSource(key, region, date)))
  const own = [...all].filter((text) => text !== rule)
  if (own.length === 0) return rule
  const figure = t('policies.condition.figure', { source: own.join(t('policies.and')) })
  return rule === undefined ? figure : t('policies.condition.both', { rule, figure })
}
