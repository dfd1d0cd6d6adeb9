import * as v from 'valibot'
import { parameterKeys, parameterShape } from './shape.ts'
import type { ParameterOverrides } from './shape.ts'

const figure = v.pipe(
  v.number('not-a-number'),
  v.finite('not-a-number'),
  v.minValue(0, 'out-of-range'),
  v.maxValue(1e9, 'out-of-range'),
)
const kinds = {
  yuan: figure,
  count: figure,
  /** Compared exactly as whole ten-thousandths, which needs a bound. */
  ratio: v.pipe(figure, v.maxValue(100, 'out-of-range')),
  flag: v.boolean('not-yes-or-no'),
  range: v.strictTuple([figure, figure], 'not-a-range'),
} as const

type Kind = keyof typeof kinds

function partOf(shape: Kind | Record<string, Kind>) {
  if (typeof shape === 'string') return v.optional(kinds[shape])
  const parts = Object.entries(shape).map(([key, kind]) => [key, v.optional(kinds[kind])] as const)
  return v.optional(v.strictObject(Object.fromEntries(parts), 'unknown-parameter'))
}

/** A parameter file may carry remarks beside its figures; they are read over. */
const remark = v.optional(v.string('not-text'))

const entries = Object.fromEntries(parameterKeys.map((key) => [key, partOf(parameterShape[key])]))

/** Figures that a "what if" puts in place of those in force; unknown names are refused. */
export const parameterOverrides = v.strictObject(
  { ...entries, county: remark, note: remark, checks: remark },
  'unknown-parameter',
) as v.GenericSchema<unknown> as v.GenericSchema<ParameterOverrides, ParameterOverrides>
