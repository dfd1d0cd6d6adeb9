import type { FactKey } from '../fact/dictionary.ts'
import type { ParameterKey } from './parameters/shape.ts'
import type { LimitName } from './limits.ts'
import type { MeasureName } from './measures.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { CircumstanceId } from './circumstance-ids.ts'
import type { Source } from './source.ts'

/**
 * A condition's sentence (catalogue `policy`: `policy.rule.<rule>` and its `.yes`, `.no`, `.unknown`)
 * and the article it stands on.
 */
type Spoken = { readonly rule: string; readonly by: Source }

/** Compares a fact or a derived figure with a number or with a named figure of the place. */
type Comparison<Op extends string> = Spoken & {
  readonly [O in Op]: readonly [fact: MeasureName, limit: number | LimitName]
}

/**
 * The whole vocabulary in which programmes are written: plain data, read by the engine, the policy
 * pages and the clerk's screen alike. Every condition is yes, no or unknown (Kleene); nothing in it
 * can turn a missing fact into a no.
 */
export type Condition =
  | (Spoken & { readonly eq: readonly [fact: FactKey, value: boolean | number | string] })
  | (Spoken & { readonly ne: readonly [fact: FactKey, value: string] })
  | (Spoken & { readonly oneOf: readonly [fact: FactKey, values: readonly string[]] })
  /** The household has one of these statuses now. */
  | (Spoken & { readonly has: readonly [fact: 'currentStatus', values: readonly string[]] })
  | Comparison<'lt'>
  | Comparison<'le'>
  | Comparison<'gt'>
  | Comparison<'ge'>
  /** A switch that a place may set. */
  | (Spoken & { readonly flag: ParameterKey })
  | (Spoken & { readonly isA: ProgrammeId | CircumstanceId })
  | (Spoken & { readonly notA: ProgrammeId | CircumstanceId })
  | (Spoken & { readonly someMember: Condition })
  /** Every member; unknown while fewer are listed than live together. */
  | (Spoken & { readonly everyMember: Condition })
  | (Partial<Spoken> & { readonly all: readonly Condition[] })
  | (Partial<Spoken> & { readonly any: readonly Condition[] })
  /** A derivation's own tree, in place. */
  | { readonly use: CircumstanceId }
