import type { FactKey, FactValue } from '../fact/dictionary.ts'
import { cite, type Source } from './source.ts'

/** What a reason always says: its sentence (catalogue key) and the article it stands on. */
export type Words = { rule: string; article: string }

/** The catalogue key of a condition's sentence. */
export const ruleKey = (rule: string): string => `policy.rule.${rule}`

export const wordsOf = ({ rule, by }: { rule: string; by: Source }): Words => ({
  rule: ruleKey(rule),
  article: cite(by),
})

/** A fact looked up in a table of answers by its code; `limit` is what it is held against. */
type Choice = { kind: 'choice'; slot: number; table: Uint8Array; key: FactKey; limit: FactValue }

/**
 * A quotient (`over` / `under`, by slot) against a line. `least` and `most` are the line for people
 * whose home class is unknown, urban or rural; `scale` makes both sides whole numbers.
 */
export type Comparison = {
  kind: 'comparison'
  over: number
  under: number
  scale: number
  least: readonly number[]
  most: readonly number[]
  strict: boolean
  below: boolean
  /** Facts behind the measure, as slots, and what the measure is called. */
  facts: readonly number[]
  fact: string
  /** Whether a reason may be kept by the number alone. */
  keep: boolean
  show: (over: number, under: number) => number | undefined
}

type Group = { kind: 'all' | 'any'; parts: readonly Node[] }
/** "Is a …" or "is not a …". */
type Pointer = { kind: 'same' | 'opposite'; target: Node }
/** A switch of the place. */
type Constant = { kind: 'constant'; level: 0 | 2 }
/**
 * Some member or every member. `unless` names what makes the question idle: a node that came out as
 * given decides the group around it alone.
 */
type Quantified = {
  kind: 'quantified'
  every: boolean
  part: Node
  bit: number
  unless: readonly { node: Node; level: 0 | 2 }[]
}

/**
 * A computation on the tape. Conditions that ask the same under different articles share one, so
 * that "has a disability certificate" is looked up once for seven programmes.
 */
export type Step = { at: number; readonly id: number; readonly node: Node; readonly parts: readonly Step[] }

/** A condition with its own words; every part stands before it. */
export type Node = {
  at: number
  step: Step
  words: Words | undefined
  /** True when every member gives the same answer. */
  household: boolean
} & (Choice | Comparison | Group | Pointer | Constant | Quantified)

export type NodeOf<Kind extends Node['kind']> = Extract<Node, { kind: Kind }>

/** What a node is made of, in the order of its places. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.parts
    case 'same':
    case 'opposite':
      return [node.target]
    case 'choice':
    case 'comparison':
    case 'constant':
    case 'quantified':
      return []
    default:
      return node satisfies never
  }
}
