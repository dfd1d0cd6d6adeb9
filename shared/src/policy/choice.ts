import { isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { Condition } from './condition.ts'
import { leaf, wordsOf, yesIf, type Words } from './leaf.ts'
import { factsUnder, nothing, type Node } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import { bitsOf, decode, encode, slotOf, type Level, type Sheet } from './sheet.ts'
import type { Because } from './verdict.ts'

/** Reads a fact off the sheet and looks its answer up; `answer` is asked once for each value. */
function lookUp(sheet: Sheet, key: FactKey, words: Words, limit: FactValue, answer: (code: number) => Level): Node {
  const slot = slotOf(key)
  const { numbers } = sheet
  const known: { level: Level, because: Because }[] = []
  const unknown = leaf(1, words, key, undefined, limit)
  const entry = (code: number) => known[code] ??= {
    level: answer(code), because: leaf(answer(code), words, key, decode(key, code), limit),
  }
  return {
    household: isHouseholdFact(key),
    decide() {
      const code = numbers[slot] as number
      return code !== code ? 1 : entry(code).level
    },
    because() {
      const code = numbers[slot] as number
      return code !== code ? unknown : entry(code).because
    },
    progress() {
      const code = numbers[slot] as number
      return code === code && entry(code).level === 2 ? 1 : 0
    },
    ...factsUnder(sheet, [key], isHouseholdFact),
  }
}

/** `eq`, `ne`, `oneOf`, `has`: a fact against words, yes or no, or a small number. */
export function choiceNode(sheet: Sheet, condition: Condition): Node | undefined {
  if ('eq' in condition) {
    const [key, value] = condition.eq
    const code = encode(slotOf(key), value)
    return lookUp(sheet, key, wordsOf(condition), value, (seen) => yesIf(seen === code))
  }
  if ('ne' in condition) {
    const [key, value] = condition.ne
    const code = encode(slotOf(key), value)
    return lookUp(sheet, key, wordsOf(condition), value, (seen) => yesIf(seen !== code))
  }
  if ('oneOf' in condition) {
    const [key, values] = condition.oneOf
    const codes = new Set(values.map((value) => encode(slotOf(key), value)))
    return lookUp(sheet, key, wordsOf(condition), values, (seen) => yesIf(codes.has(seen)))
  }
  if ('has' in condition) {
    const [key, values] = condition.has
    const bits = bitsOf(key, values)
    return lookUp(sheet, key, wordsOf(condition), values, (seen) => yesIf((seen & bits) !== 0))
  }
  return undefined
}

/** A switch of the place: the same for everybody. */
export function flagNode(condition: Extract<Condition, { flag: unknown }>, figures: PolicyParameters): Node {
  const level = yesIf(figures[condition.flag] === true)
  const because = leaf(level, wordsOf(condition))
  return { household: true, decide: () => level, because: () => because, open: () => {}, progress: () => level / 2, lean: () => nothing }
}
