import type { Node } from './node.ts'
import { ofHousehold } from './gaps.ts'
import type { Sheet } from './sheet.ts'
import type { Tape } from './tape.ts'

/** Names a fact (by slot; of the household, −1, or of the member at `at`) and how much it is needed. */
export type Naming = (slot: number, at: number, share: number) => void

/**
 * Names the facts that keep an unknown open. `share` is how much each is needed: all of it in an
 * "all", a part in an "any", where another way may do.
 */
export function nameOpen(tape: Tape, sheet: Sheet, node: Node, name: Naming, share: number): void {
  const { numbers, at } = sheet
  const call = (slot: number): void => {
    if (Number.isNaN(numbers[slot])) name(slot, ofHousehold[slot] === true ? -1 : at, share)
  }
  switch (node.kind) {
    case 'choice':
      return call(node.slot)
    case 'comparison':
      return node.facts.forEach(call)
    case 'all':
    case 'any': {
      const unknown = node.parts.filter((part) => tape.levelAt(part.step.at) === 1)
      const each = node.kind === 'any' ? share / unknown.length : share
      return unknown.forEach((part) => nameOpen(tape, sheet, part, name, each))
    }
    case 'same':
    case 'opposite':
      return nameOpen(tape, sheet, node.target, name, share)
    case 'quantified':
      tape.fold(node, () => {
        if (tape.levelAt(node.part.step.at) === 1) nameOpen(tape, sheet, node.part, name, share)
      })
      return
    case 'constant':
      return
    default:
      return node satisfies never
  }
}

/** How much of the way to a yes is known to hold, 0 to 1. */
export function progressOf(tape: Tape, node: Node): number {
  if (node.kind !== 'all' && node.kind !== 'any') return tape.levelAt(node.step.at) === 2 ? 1 : 0
  const each = node.parts.map((part) => progressOf(tape, part))
  return node.kind === 'any' ? Math.max(...each) : each.reduce((sum, one) => sum + one, 0) / each.length
}
