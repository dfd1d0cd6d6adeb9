import { choiceNode, flagNode } from './choice.ts'
import type { CircumstanceId } from './circumstance-ids.ts'
import { circumstances } from './circumstances.ts'
import { comparisonNode } from './comparison.ts'
import type { Condition } from './condition.ts'
import { threeAnswers, wordsOf } from './leaf.ts'
import { levelOf, nothing, truths, type Naming, type Node, type Ref } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import type { ProgrammeId } from './programme-ids.ts'
import { programmes } from './programmes/index.ts'
import { slotOf, truthSlotOf, type Level, type Sheet } from './sheet.ts'
import type { Because } from './verdict.ts'

type Named = ProgrammeId | CircumstanceId
type Compile = (condition: Condition) => Node

/**
 * Makes conditions ready to run on one sheet under one set of figures. Named derivations and
 * programmes are made once and their answer is kept for the household, or for the member on the
 * sheet, so that ten programmes that ask "assisted?" work it out once.
 */
export function compiler(sheet: Sheet, figures: PolicyParameters) {
  const made = new Map<Named, Node>()
  const named = (id: Named): Node => {
    const known = made.get(id)
    if (known !== undefined) return known
    const condition = conditionOf(id)
    const node = remembered(sheet, truthSlotOf(id), compile(condition))
    made.set(id, node)
    return node
  }
  const compile: Compile = (condition) => {
    if ('use' in condition) return named(condition.use)
    if ('isA' in condition) return pointer(condition, named(condition.isA), false)
    if ('notA' in condition) return pointer(condition, named(condition.notA), true)
    if ('flag' in condition) return flagNode(condition, figures)
    if ('someMember' in condition) return someMember(sheet, condition, compile(condition.someMember))
    if ('everyMember' in condition) return everyMember(sheet, condition, compile(condition.everyMember))
    if ('all' in condition) return every(sheet, condition, condition.all.map(compile))
    if ('any' in condition) return some(sheet, condition, condition.any.map(compile))
    const node = choiceNode(sheet, condition) ?? comparisonNode(sheet, condition, figures)
    if (node === undefined) throw new TypeError('a condition without an operator')
    return node
  }
  const memberTruths = () => [...made].filter(([, node]) => !node.household).map(([id]) => truthSlotOf(id))
  return { compile, named, memberTruths }
}

/** A programme as a condition is its household's way in, where it has one. */
function conditionOf(id: Named): Condition {
  if (id in circumstances) return circumstances[id as CircumstanceId]
  const { forHousehold, forMember } = programmes[id as ProgrammeId]
  const condition = forHousehold ?? forMember
  if (condition === undefined) throw new TypeError(`a programme without conditions: ${id}`)
  return condition
}

/** Keeps a truth on the sheet until the household (or the member) changes. */
function remembered(sheet: Sheet, slot: number, node: Node): Node {
  const { numbers } = sheet
  const decide = (): Level => {
    const kept = numbers[slot] as number
    if (kept === kept) return kept as Level
    const level = node.decide()
    numbers[slot] = level
    return level
  }
  return { ...node, decide }
}

/** "Is a …" and "is not a …": one line; the other programme's own row tells the rest. */
function pointer(condition: Extract<Condition, { isA: Named } | { notA: Named }>, target: Node, negated: boolean): Node {
  const answers = threeAnswers(wordsOf(condition))
  const decide = negated ? (): Level => 2 - target.decide() as Level : target.decide
  const progress = negated ? () => decide() / 2 : target.progress
  return { ...target, decide, progress, because: () => answers[decide()] }
}

/** Reasons of the household are made once for all members: `round` tells whether they are stale. */
function once(sheet: Sheet, household: boolean, make: () => Because): () => Because {
  if (!household) return make
  let round = -1
  let kept: Because = { ok: 'unknown' }
  return () => {
    if (round !== sheet.round) {
      kept = make()
      round = sheet.round
    }
    return kept
  }
}

const headOf = (condition: Condition) =>
  'rule' in condition && condition.rule !== undefined && condition.by !== undefined
    ? wordsOf({ rule: condition.rule, by: condition.by }) : undefined

function every(sheet: Sheet, condition: Condition, parts: readonly Node[]): Node {
  const head = headOf(condition)
  const count = parts.length
  const household = parts.every((part) => part.household)
  const decide = (): Level => {
    let least: Level = 2
    for (let at = 0; at < count; at += 1) {
      const level = (parts[at] as Node).decide()
      if (level === 0) return 0
      if (level < least) least = level
    }
    return least
  }
  const make = (): Because => {
    let least: Level = 2
    const all: Because[] = new Array<Because>(count)
    for (let at = 0; at < count; at += 1) {
      const because = (parts[at] as Node).because()
      const level = levelOf(because.ok)
      if (level < least) least = level
      all[at] = because
    }
    return head === undefined ? { ok: truths[least], all } : { ok: truths[least], ...head, all }
  }
  return { household, decide, because: once(sheet, household, make), ...gathered(parts, decide, 0) }
}

function some(sheet: Sheet, condition: Condition, parts: readonly Node[]): Node {
  const head = headOf(condition)
  const count = parts.length
  const household = parts.every((part) => part.household)
  const decide = (): Level => {
    let most: Level = 0
    for (let at = 0; at < count; at += 1) {
      const level = (parts[at] as Node).decide()
      if (level === 2) return 2
      if (level > most) most = level
    }
    return most
  }
  const make = (): Because => {
    let most: Level = 0
    const any: Because[] = new Array<Because>(count)
    for (let at = 0; at < count; at += 1) {
      const because = (parts[at] as Node).because()
      const level = levelOf(because.ok)
      if (level > most) most = level
      any[at] = because
    }
    return head === undefined ? { ok: truths[most], any } : { ok: truths[most], ...head, any }
  }
  return { household, decide, because: once(sheet, household, make), ...gathered(parts, decide, 2) }
}

/**
 * Open and assumed facts of a group. `breaker` is the answer by which one part decides alone (no for
 * "all", yes for "any"): one such part that assumes nothing carries the answer without assumptions.
 */
function gathered(parts: readonly Node[], decide: () => Level, breaker: Level): Pick<Node, 'open' | 'progress' | 'lean'> {
  return {
    progress(): number {
      const each = parts.map((part) => part.progress())
      return breaker === 2 ? Math.max(...each) : each.reduce((sum, one) => sum + one, 0) / each.length
    },
    open(name: Naming, share: number): void {
      const unknown = parts.filter((part) => part.decide() === 1)
      for (const part of unknown) part.open(name, breaker === 2 ? share / unknown.length : share)
    },
    lean(): readonly Ref[] {
      if (decide() !== breaker) return parts.flatMap((part) => part.lean())
      const leans = parts.filter((part) => part.decide() === breaker).map((part) => part.lean())
      return leans.some((refs) => refs.length === 0) ? nothing : leans.flat()
    },
  }
}

/** Runs a member's condition for each member, then puts back the one that lay on the sheet. */
function eachMember(sheet: Sheet, visit: () => void): void {
  const before = sheet.at
  for (let at = 0; at < sheet.members.length; at += 1) {
    sheet.turnTo(at)
    visit()
  }
  if (before >= 0) sheet.turnTo(before)
}

type Quantified = Extract<Condition, { someMember: Condition } | { everyMember: Condition }>

function someMember(sheet: Sheet, condition: Quantified, part: Node): Node {
  const decide = (): Level => {
    let most: Level = 0
    eachMember(sheet, () => { most = Math.max(most, part.decide()) as Level })
    return most
  }
  return quantified(sheet, condition, part, decide)
}

function everyMember(sheet: Sheet, condition: Quantified, part: Node): Node {
  const size = slotOf('householdSize')
  const decide = (): Level => {
    // Somebody whom nobody has listed may be the one at work.
    let least: Level = (sheet.numbers[size] as number) <= sheet.members.length ? 2 : 1
    eachMember(sheet, () => { least = Math.min(least, part.decide()) as Level })
    return least
  }
  return quantified(sheet, condition, part, decide)
}

function quantified(sheet: Sheet, condition: Quantified, part: Node, decide: () => Level): Node {
  const answers = threeAnswers(wordsOf(condition))
  return {
    household: true,
    decide,
    because: once(sheet, true, () => answers[decide()]),
    open: (name, share) => eachMember(sheet, () => { if (part.decide() === 1) part.open(name, share) }),
    progress: () => decide() / 2,
    lean: () => nothing,
  }
}
