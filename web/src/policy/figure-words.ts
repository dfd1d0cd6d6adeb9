import { parameterShape } from '@yima/shared/policy/parameters/shape'
import type { ParameterKey, PolicyParameters } from '@yima/shared/policy/parameters/shape'
import { yuanText } from '../app/formats.ts'
import { preferences } from '../app/preferences.ts'
import { findText, t } from '../app/text.ts'

const plain = (value: number): string =>
  new Intl.NumberFormat(preferences.language, { maximumFractionDigits: 4 }).format(value)

/** `640–800`: each number grouped as people write it. */
export const limitText = (limit: string): string =>
  limit.split('–').map((part) => plain(Number(part))).join('–')

const share = (value: number): string =>
  new Intl.NumberFormat(preferences.language, { style: 'percent', maximumFractionDigits: 2 }).format(value)

// "1.5 times" is how people say a multiple, "60 %" how they say a part.
const isShare = (key: ParameterKey): boolean => key.endsWith('Ratio')

function oneValue(key: ParameterKey, kind: string, value: unknown): string {
  if (kind === 'flag') return t(value === true ? 'policies.figure.yes' : 'policies.figure.no')
  if (Array.isArray(value)) {
    return t('policies.figure.range', { from: plain(Number(value[0])), to: plain(Number(value[1])) })
  }
  if (typeof value !== 'number') return ''
  if (kind === 'yuan') return yuanText(value)
  return kind === 'ratio' && isShare(key) ? share(value) : plain(value)
}

/** A figure of the place as rows of name and value: one row, or one for each of its parts. */
export function figureRows(
  key: ParameterKey, parameters: PolicyParameters,
): { name: string; value: string }[] {
  const shape = parameterShape[key]
  const name = findText(`policy.parameter.${key}`) ?? key
  if (typeof shape === 'string') return [{ name, value: oneValue(key, shape, parameters[key]) }]
  const values = parameters[key] as Record<string, unknown>
  return Object.entries(shape).map(([part, kind]) => ({
    name: findText(`policy.part.${part}`) ?? part, value: oneValue(key, kind, values[part]),
  }))
}

/** Whether a figure has several parts, so that its name stands above them. */
export const hasParts = (key: ParameterKey): boolean => typeof parameterShape[key] !== 'string'
