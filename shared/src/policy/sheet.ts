import { factKeys, factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey, FactValue, Household, Member } from '../fact/dictionary.ts'
import { countedIncome, isDerived } from './measures.ts'
import type { DerivedMeasure, MeasureName } from './measures.ts'

// One household lies before the engine as a row of numbers: facts as codes, whole numbers or fen,
// NaN for what nobody has said. NaN is the safe choice: every comparison with it is false, so a
// missing fact can make nothing true and nothing false.

/** Truth as a number, so that "and" is the least and "or" the greatest: 0 no, 1 unknown, 2 yes. */
export type Level = 0 | 1 | 2

/** Facts in the order in which they are asked: painful ones last. A fact's slot is its place here. */
export const askingOrder: readonly FactKey[] = factKeys
  .map((key, at) => ({ key, rank: factSpec(key).sensitivity * factKeys.length + at }))
  .sort((one, other) => one.rank - other.rank)
  .map(({ key }) => key)

const facts = askingOrder.length
const derivedNames = [
  'perCapitaMonthlyIncome',
  'perCapitaYearlyIncome',
  'financialAssetsPerCapita',
  'rigidRatio',
] as const satisfies readonly DerivedMeasure[]

/** Slots: facts, then each derived measure's two parts, the constant one, counted income, the home class. */
const derivedAt = (name: DerivedMeasure): number => facts + 2 * derivedNames.indexOf(name)
const oneAt = facts + 2 * derivedNames.length
export const countedAt = oneAt + 1
/** 0 unknown, 1 urban, 2 rural: limits differ by it. */
export const homeAt = oneAt + 2
const width = oneAt + 3
const blank = new Float64Array(width).fill(NaN)
blank[oneAt] = 1

const slots = Object.fromEntries(askingOrder.map((key, at) => [key, at])) as Record<FactKey, number>
export const slotOf = (key: FactKey): number => slots[key]

/** Where the two parts of a measure lie; a plain fact is over one. */
export const partsOf = (name: MeasureName): { over: number; under: number } =>
  isDerived(name)
    ? { over: derivedAt(name), under: derivedAt(name) + 1 }
    : { over: slotOf(name), under: oneAt }

/** How a fact is put into a number: its slot, the codes of its words, hundredths or not. */
type Entry = { slot: number; codes: ReadonlyMap<string, number> | undefined; scale: 1 | 100 }

const entries: readonly Entry[] = askingOrder.map((key, slot) => {
  const spec = factSpec(key)
  const codes =
    spec.type === 'enum' || spec.type === 'set'
      ? new Map(spec.values.map((value, at) => [value, at]))
      : undefined
  return { slot, codes, scale: spec.type === 'number' ? 100 : 1 }
})
/** Two tables, so that a household's fact among a member's can never overwrite the household's. */
const tableOf = (keys: readonly FactKey[]): ReadonlyMap<string, Entry> =>
  new Map(keys.map((key) => [key, entries[slotOf(key)] as Entry]))
const memberKeys = factKeys.filter((key) => !isHouseholdFact(key))
const householdEntries = tableOf(factKeys.filter(isHouseholdFact))
const memberEntries = tableOf(memberKeys)
const memberSlots = memberKeys.map(slotOf)

/** The words of a set as bits; `none` is the empty set. */
export const bitsOf = (key: FactKey, values: readonly string[]): number =>
  bitsIn(entries[slotOf(key)] as Entry, values)

function bitsIn({ codes }: Entry, values: readonly string[]): number {
  let bits = 0
  for (const value of values) {
    const code = codes?.get(value)
    if (code !== undefined && value !== 'none') bits |= 1 << code
  }
  return bits
}

/** The number that stands for a value; NaN for `"unknown"` and for anything that is no value of it. */
export const encode = (slot: number, value: unknown): number => encoded(entries[slot] as Entry, value)

function encoded(entry: Entry, value: unknown): number {
  switch (typeof value) {
    case 'number':
      return entry.scale === 1 ? value : Math.round(value * 100)
    case 'boolean':
      return value ? 1 : 0
    case 'string':
      return entry.codes?.get(value) ?? NaN
    default:
      return Array.isArray(value) ? bitsIn(entry, value) : NaN
  }
}

/** The value a number stands for; undefined for NaN. */
export function decode(key: FactKey, number: number): FactValue | undefined {
  if (Number.isNaN(number)) return undefined
  const spec = factSpec(key)
  switch (spec.type) {
    case 'boolean':
      return number === 1
    case 'integer':
      return number
    case 'number':
      return number / 100
    case 'enum':
      return spec.values[number]
    case 'set':
      return number === 0 ? ['none'] : spec.values.filter((_, at) => (number >> at) & 1)
    default:
      return spec satisfies never
  }
}

const defaults = factKeys.flatMap((key) => {
  const spec = factSpec(key)
  const value = 'default' in spec ? spec.default : undefined
  return value === undefined ? [] : [{ slot: slotOf(key), value: encode(slotOf(key), value), key }]
})
const householdDefaults = defaults.filter(({ key }) => isHouseholdFact(key))
const memberDefaults = defaults.filter(({ key }) => !isHouseholdFact(key))

/** The sheet itself, one for each engine, filled anew for every household and member. */
export class Sheet {
  readonly numbers = new Float64Array(blank)
  /** 1 where a dictionary default stands in for what nobody has said. */
  readonly assumed = new Uint8Array(facts)
  /** Whether a default of the household stands in; those of members concern amounts only. */
  anyAssumed = false
  members: readonly Member[] = []
  /** Rises with every household: reasons kept for an earlier one are stale. */
  round = 0
  /** Which member lies on the sheet. */
  at = 0
  readonly #assumes: boolean

  /** @param assumes whether defaults stand in for what nobody has said; never under a decision */
  constructor(assumes = true) {
    this.#assumes = assumes
  }

  load(household: Household, members: readonly Member[]): void {
    const { numbers } = this
    numbers.set(blank)
    for (const key in household) {
      const entry = householdEntries.get(key)
      if (entry !== undefined) numbers[entry.slot] = encoded(entry, household[key as keyof Household])
    }
    this.members = members
    this.round += 1
    this.at = -1
    this.anyAssumed = this.#assume(householdDefaults)
    this.#derive()
  }

  /** Puts a member's facts on the sheet in place of the one before. */
  turnTo(at: number): void {
    if (at === this.at) return
    const { numbers } = this
    for (let step = 0; step < memberSlots.length; step += 1) numbers[memberSlots[step] as number] = NaN
    const member = this.members[at]
    for (const key in member) {
      const entry = memberEntries.get(key)
      if (entry !== undefined) numbers[entry.slot] = encoded(entry, member[key as keyof Member])
    }
    this.at = at
    this.#assume(memberDefaults)
  }

  #assume(list: typeof defaults): boolean {
    const { numbers, assumed } = this
    let any = false
    if (!this.#assumes) return any
    for (let step = 0; step < list.length; step += 1) {
      const { slot, value } = list[step] as (typeof defaults)[number]
      const said = numbers[slot] as number
      const missing = said !== said
      assumed[slot] = missing ? 1 : 0
      if (missing) {
        numbers[slot] = value
        any = true
      }
    }
    return any
  }

  #derive(): void {
    const { numbers } = this
    const size = numbers[slots.householdSize] as number
    const income = numbers[slots.monthlyIncome] as number
    const counted = countedIncome(
      income,
      numbers[slots.exemptMonthlyIncome] as number,
      numbers[slots.employmentDeduction] as number,
    )
    const spent =
      (numbers[slots.rigidMedical12m] as number) +
      (numbers[slots.rigidEducation12m] as number) +
      (numbers[slots.rigidRehab12m] as number)
    const home = numbers[slots.hukouClass] as number
    numbers[countedAt] = counted
    numbers[homeAt] = home === home ? home + 1 : 0
    this.#setQuotient(monthlyAt, counted, size)
    this.#setQuotient(yearlyAt, counted * 12, size)
    this.#setQuotient(savingsAt, numbers[slots.financialAssets] as number, size)
    // A household without any income stands above every ratio, whatever it spends.
    if (income === 0) this.#setQuotient(rigidAt, 1, 0)
    else this.#setQuotient(rigidAt, spent, 12 * income)
  }

  #setQuotient(at: number, over: number, under: number): void {
    this.numbers[at] = over
    this.numbers[at + 1] = under
  }
}

const monthlyAt = derivedAt('perCapitaMonthlyIncome')
const yearlyAt = derivedAt('perCapitaYearlyIncome')
const savingsAt = derivedAt('financialAssetsPerCapita')
const rigidAt = derivedAt('rigidRatio')
