import { factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { CircumstanceId } from './circumstance-ids.ts'
import type { RuleBook } from './book.ts'
import type { Condition } from './condition.ts'
import { lineFor } from './limits.ts'
import type { LimitName } from './limits.ts'
import { factsBehind, isDerived } from './measures.ts'
import type { MeasureKind, MeasureName } from './measures.ts'
import { partsOf as partsOfNode, wordsOf, type Node, type Step, type Words } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import type { ProgrammeId } from './programme-ids.ts'
import { bitsOf, encode, partsOf, slotOf } from './sheet.ts'

type Name = ProgrammeId | CircumstanceId
type Spoken = Exclude<Condition, { use: unknown } | { all: unknown } | { any: unknown }>

type Guards = Extract<Node, { kind: 'quantified' }>['unless']
type Work = Node extends infer N
  ? N extends Node
    ? Omit<N, 'at' | 'step' | 'words' | 'household'>
    : never
  : never

/**
 * Lays conditions out under one set of figures, parts before wholes: `household` what is the same for
 * every member, `member` the rest. Named derivations and programmes are laid out once, so that ten
 * programmes that ask "assisted?" share one answer.
 */
export class Compiler {
  readonly household: Node[] = []
  readonly member: Node[] = []
  /** The computations, household's and members', in the same order. */
  readonly householdSteps: Step[] = []
  readonly memberSteps: Step[] = []
  /** How many quantified conditions there are: each has its bit. */
  quantified = 0
  readonly #figures: PolicyParameters
  readonly #book: RuleBook
  readonly #made = new Map<Name, Node>()
  readonly #steps = new Map<string, Step>()

  constructor(figures: PolicyParameters, book: RuleBook) {
    this.#figures = figures
    this.#book = book
  }

  /** A derivation, or a programme by its household's way in where it has one. */
  named(id: Name): Node {
    const known = this.#made.get(id)
    if (known !== undefined) return known
    const node = this.compile(conditionOf(id, this.#book))
    this.#made.set(id, node)
    return node
  }

  /** `guards`: parts that stand before this one and may decide the groups around it alone. */
  compile(condition: Condition, guards: Guards = []): Node {
    if ('use' in condition) return this.named(condition.use)
    if ('all' in condition) return this.#group('all', condition, condition.all, guards)
    if ('any' in condition) return this.#group('any', condition, condition.any, guards)
    const words = wordsOf(condition)
    if ('isA' in condition) return this.#pointer('same', this.named(condition.isA), words)
    if ('notA' in condition) return this.#pointer('opposite', this.named(condition.notA), words)
    if ('someMember' in condition) return this.#quantify(condition.someMember, false, words, guards)
    if ('everyMember' in condition) return this.#quantify(condition.everyMember, true, words, guards)
    if ('flag' in condition) {
      return this.#place(
        { kind: 'constant', level: this.#figures[condition.flag] === true ? 2 : 0 },
        words,
        true,
      )
    }
    const { work, keys } = choice(condition) ?? comparison(condition, this.#figures, this.#book)
    return this.#place(work, words, keys.every(isHouseholdFact))
  }

  #place(work: Work, words: Words | undefined, household: boolean): Node {
    const nodes = household ? this.household : this.member
    const node = { ...work, at: nodes.length, words, household } as Node
    node.step = this.#step(node)
    nodes.push(node)
    return node
  }

  /** The computation behind a condition: one already there if it comes to the same. */
  #step(node: Node): Step {
    const parts = [...new Set(partsOfNode(node).map(({ step }) => step))]
    const [only] = parts
    if (only !== undefined && parts.length === 1 && node.kind !== 'opposite') return only
    const key = keyOf(node, parts)
    const known = this.#steps.get(key)
    if (known !== undefined) return known
    const steps = node.household ? this.householdSteps : this.memberSteps
    const step: Step = { at: steps.length, id: this.#steps.size, node, parts }
    this.#steps.set(key, step)
    steps.push(step)
    return step
  }

  #group(
    kind: 'all' | 'any',
    { rule, by }: Partial<Pick<Spoken, 'rule' | 'by'>>,
    conditions: readonly Condition[],
    guards: Guards,
  ): Node {
    const parts: Node[] = []
    for (const condition of conditions) {
      const before = parts.map((node) => ({ node, level: kind === 'all' ? 0 : 2 }) as const)
      parts.push(this.compile(condition, [...guards, ...before]))
    }
    const words = rule !== undefined && by !== undefined ? wordsOf({ rule, by }) : undefined
    return this.#place(
      { kind, parts },
      words,
      parts.every((part) => part.household),
    )
  }

  #pointer(kind: 'same' | 'opposite', target: Node, words: Words): Node {
    return this.#place({ kind, target }, words, target.household)
  }

  #quantify(condition: Condition, every: boolean, words: Words, unless: Guards): Node {
    const part = this.compile(condition)
    const bit = this.quantified
    this.quantified += 1
    return this.#place({ kind: 'quantified', every, part, bit, unless }, words, true)
  }
}

/** Two computations with the same key give the same answer on every sheet. */
function keyOf(node: Node, parts: readonly Step[]): string {
  switch (node.kind) {
    case 'choice':
      return JSON.stringify([node.slot, [...node.table]])
    case 'comparison':
      return JSON.stringify([
        node.over,
        node.under,
        node.scale,
        node.least,
        node.most,
        node.strict,
        node.below,
      ])
    case 'constant':
      return `is ${node.level}`
    case 'quantified':
      return `members ${node.bit}`
    case 'all':
    case 'any':
    case 'same':
    case 'opposite':
      return `${node.kind} ${parts
        .map(({ id }) => id)
        .sort((one, other) => one - other)
        .join()}`
    default:
      return node satisfies never
  }
}

function conditionOf(id: Name, { circumstances, programmes }: RuleBook): Condition {
  const { forHousehold, forMember } = programmes[id as ProgrammeId] ?? {}
  const condition = circumstances[id as CircumstanceId] ?? forHousehold ?? forMember
  if (condition === undefined) throw new TypeError(`a programme without conditions: ${id}`)
  return condition
}

type Leaf = { work: Work; keys: readonly FactKey[] }

/** Codes and counts that a choice can see. */
const codes = 128

/** `eq`, `ne`, `oneOf`, `has`: the answer for every code, worked out once. */
function choice(condition: Condition): Leaf | undefined {
  const leaf = (key: FactKey, limit: FactValue, holds: (code: number) => boolean): Leaf => {
    const table = Uint8Array.from({ length: codes }, (_, code) => (holds(code) ? 2 : 0))
    return { work: { kind: 'choice', slot: slotOf(key), table, key, limit }, keys: [key] }
  }
  const codeOf = (key: FactKey, value: boolean | number | string): number => encode(slotOf(key), value)
  if ('eq' in condition) {
    const [key, value] = condition.eq
    return leaf(key, value, (code) => code === codeOf(key, value))
  }
  if ('ne' in condition) {
    const [key, value] = condition.ne
    return leaf(key, value, (code) => code !== codeOf(key, value))
  }
  if ('oneOf' in condition) {
    const [key, values] = condition.oneOf
    return leaf(key, values, (code) => values.some((value) => codeOf(key, value) === code))
  }
  if ('has' in condition) {
    const [key, values] = condition.has
    return leaf(key, values, (code) => (code & bitsOf(key, values)) !== 0)
  }
  return undefined
}

type Operator = 'lt' | 'le' | 'gt' | 'ge'
const operators: readonly Operator[] = ['lt', 'le', 'gt', 'ge']

/** The parts of a comparison; undefined for any other condition. */
export function comparisonOf(condition: Condition): [Operator, MeasureName, number | LimitName] | undefined {
  for (const operator of operators) {
    if (operator in condition) {
      const parts = condition as Partial<Record<Operator, readonly [MeasureName, number | LimitName]>>
      return parts[operator] && [operator, ...parts[operator]]
    }
  }
  return undefined
}

export const kindOf = (name: MeasureName): MeasureKind =>
  name === 'rigidRatio'
    ? 'ratio'
    : isDerived(name) || factSpec(name).type === 'number'
      ? 'hundredths'
      : 'whole'

/** What a quotient looks like to a reader: yuan, years, or a ratio of at most four decimals. */
const shownAs: Record<MeasureKind, (over: number, under: number) => number | undefined> = {
  whole: (over, under) => finite(over / under),
  hundredths: (over, under) => finite(Math.round(over / under) / 100),
  ratio: (over, under) => finite(Math.round((over / under) * 10_000) / 10_000),
}
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

function lineOf(limit: number | LimitName, kind: MeasureKind, figures: PolicyParameters, { limits }: RuleBook) {
  if (typeof limit === 'number') {
    const over = kind === 'hundredths' ? limit * 100 : limit
    return { urban: over, rural: over, scale: 1 }
  }
  const rule = limits[limit]
  if (rule === undefined) throw new TypeError(`a line that nobody set: ${limit}`)
  const { over: urban, under: scale } = lineFor(rule, figures, 'urban')
  return { urban, rural: lineFor(rule, figures, 'rural').over, scale }
}

function comparison(condition: Condition, figures: PolicyParameters, book: RuleBook): Leaf {
  const parts = comparisonOf(condition)
  if (parts === undefined) throw new TypeError('a condition without an operator')
  const [operator, measure, limit] = parts
  const kind = kindOf(measure)
  const { urban, rural, scale } = lineOf(limit, kind, figures, book)
  const same = urban === rural
  const keys: readonly FactKey[] = [...(same ? [] : (['hukouClass'] as const)), ...factsBehind(measure)]
  const work: Work = {
    kind: 'comparison',
    ...partsOf(measure),
    scale,
    least: [Math.min(urban, rural), urban, rural],
    most: [Math.max(urban, rural), urban, rural],
    strict: operator === 'lt' || operator === 'ge',
    below: operator === 'lt' || operator === 'le',
    facts: keys.map(slotOf),
    fact: measure,
    keep: same && kind === 'whole',
    show: shownAs[kind],
  }
  return { work, keys }
}
