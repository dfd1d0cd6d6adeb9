import { dictionary, factKeys, factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey, FactValue, Household, Member } from '../fact/dictionary.ts'
import { circumstanceIds } from './circumstance-ids.ts'
import { countedIncome, isDerived, rigidQuotient } from './measures.ts'
import type { DerivedMeasure, MeasureName } from './measures.ts'
import { programmeIds } from './programme-ids.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { CircumstanceId } from './circumstance-ids.ts'

// One household lies before the engine as a row of numbers: facts as codes, whole numbers or fen,
// NaN for what nobody has said. NaN is the safe choice: every comparison with it is false, so a
// missing fact can make nothing true and nothing false.

/** Truth as a number, so that "and" is the least and "or" the greatest: 0 no, 1 unknown, 2 yes. */
export type Level = 0 | 1 | 2

const facts = factKeys.length
const derivedNames = [
  'perCapitaMonthlyIncome', 'perCapitaYearlyIncome', 'financialAssetsPerCapita', 'rigidRatio',
] as const satisfies readonly DerivedMeasure[]

/** Slots: facts, then each derived measure's two parts, the constant one, the home class, then truths. */
const derivedAt = (name: DerivedMeasure): number => facts + 2 * derivedNames.indexOf(name)
const oneAt = facts + 2 * derivedNames.length
export const countedAt = oneAt + 1
/** 0 unknown, 1 urban, 2 rural: limits differ by it. */
export const homeAt = oneAt + 2
const truthsAt = oneAt + 3
const named: readonly (ProgrammeId | CircumstanceId)[] = [...programmeIds, ...circumstanceIds]
const width = truthsAt + named.length

const slots = Object.fromEntries(factKeys.map((key, at) => [key, at])) as Record<FactKey, number>
export const slotOf = (key: FactKey): number => slots[key]
export const truthSlotOf = (id: ProgrammeId | CircumstanceId): number => truthsAt + named.indexOf(id)

/** Where the two parts of a measure lie; a plain fact is over one. */
export const partsOf = (name: MeasureName): { over: number, under: number } =>
  isDerived(name) ? { over: derivedAt(name), under: derivedAt(name) + 1 } : { over: slotOf(name), under: oneAt }

type Codes = Readonly<Record<string, number>>
const codesOf = (values: readonly string[]): Codes =>
  Object.assign(Object.create(null), Object.fromEntries(values.map((value, at) => [value, at])))

const codes = factKeys.map((key) => {
  const spec = factSpec(key)
  return spec.type === 'enum' || spec.type === 'set' ? codesOf(spec.values) : undefined
})
const inHundredths = factKeys.map((key) => factSpec(key).type === 'number')
/** Two tables, so that a household's fact among a member's can never overwrite the household's. */
const slotsOf = (keys: readonly FactKey[]): Codes =>
  Object.assign(Object.create(null), Object.fromEntries(keys.map((key) => [key, slotOf(key)])))
const householdKeys = factKeys.filter(isHouseholdFact)
const memberKeys = factKeys.filter((key) => !isHouseholdFact(key))
const householdSlot = slotsOf(householdKeys)
const memberSlot = slotsOf(memberKeys)
const memberSlots = memberKeys.map(slotOf)

/** The words of a set as bits; `none` is the empty set. */
export function bitsOf(key: FactKey, values: readonly string[]): number {
  let bits = 0
  for (const value of values) {
    const code = codes[slotOf(key)]?.[value]
    if (code !== undefined && value !== 'none') bits |= 1 << code
  }
  return bits
}

/** The number that stands for a value; NaN for `"unknown"` and for anything that is no value of it. */
export function encode(slot: number, value: unknown): number {
  switch (typeof value) {
    case 'number': return inHundredths[slot] ? Math.round(value * 100) : value
    case 'boolean': return value ? 1 : 0
    case 'string': return codes[slot]?.[value] ?? NaN
    default: return Array.isArray(value) ? bitsOf(factKeys[slot] as FactKey, value) : NaN
  }
}

/** The value a number stands for; undefined for NaN. */
export function decode(key: FactKey, number: number): FactValue | undefined {
  if (Number.isNaN(number)) return undefined
  const spec = factSpec(key)
  switch (spec.type) {
    case 'boolean': return number === 1
    case 'integer': return number
    case 'number': return number / 100
    case 'enum': return spec.values[number]
    case 'set': return number === 0 ? ['none'] : spec.values.filter((_, at) => (number >> at) & 1)
    default: return spec satisfies never
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
  readonly numbers = new Float64Array(width)
  /** 1 where a dictionary default stands in for what nobody has said. */
  readonly assumed = new Uint8Array(facts)
  /** Whether a default of the household stands in; those of members concern amounts only. */
  anyAssumed = false
  members: readonly Member[] = []
  /** Which member lies on the sheet. */
  at = 0
  /** Rises with every household: reasons kept for an earlier one are stale. */
  round = 0
  /** The named truths that differ from member to member; set once, when all are compiled. */
  memberTruths: readonly number[] = []

  load(household: Household, members: readonly Member[]): void {
    const { numbers } = this
    numbers.fill(NaN)
    for (const key in household) {
      const slot = householdSlot[key]
      if (slot !== undefined) numbers[slot] = encode(slot, household[key as keyof Household])
    }
    this.round += 1
    this.members = members
    this.at = -1
    this.anyAssumed = this.#assume(householdDefaults)
    this.#derive()
  }

  /** Puts a member's facts on the sheet in place of the one before. */
  turnTo(at: number): void {
    if (at === this.at) return
    const { numbers } = this
    for (const slot of memberSlots) numbers[slot] = NaN
    for (const slot of this.memberTruths) numbers[slot] = NaN
    const member = this.members[at]
    for (const key in member) {
      const slot = memberSlot[key]
      if (slot !== undefined) numbers[slot] = encode(slot, member[key as keyof Member])
    }
    this.at = at
    this.#assume(memberDefaults)
  }

  #assume(list: typeof defaults): boolean {
    const { numbers, assumed } = this
    let any = false
    for (const { slot, value } of list) {
      const missing = Number.isNaN(numbers[slot])
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
    const of = (key: keyof typeof dictionary): number => numbers[slots[key]] as number
    const set = (name: DerivedMeasure, over: number, under: number): void => {
      numbers[derivedAt(name)] = over
      numbers[derivedAt(name) + 1] = under
    }
    const size = of('householdSize')
    const counted = countedIncome(of('monthlyIncome'), of('exemptMonthlyIncome'), of('employmentDeduction'))
    const { over, under } = rigidQuotient(
      of('monthlyIncome'), of('rigidMedical12m'), of('rigidEducation12m'), of('rigidRehab12m'),
    )
    numbers[oneAt] = 1
    numbers[countedAt] = counted
    numbers[homeAt] = Number.isNaN(of('hukouClass')) ? 0 : of('hukouClass') + 1
    set('perCapitaMonthlyIncome', counted, size)
    set('perCapitaYearlyIncome', counted * 12, size)
    set('financialAssetsPerCapita', of('financialAssets'), size)
    set('rigidRatio', over, under)
  }
}
