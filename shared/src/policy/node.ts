import type { FactKey } from '../fact/dictionary.ts'
import type { Level } from './sheet.ts'
import { slotOf, type Sheet } from './sheet.ts'
import type { Because } from './verdict.ts'
import type { Truth } from '../truth.ts'

/** A fact of the household (`at` −1) or of one member, as one number: cheap to collect and compare. */
export type Ref = number
const span = 64
export const refOf = (slot: number, at: number): Ref => (at + 1) * span + slot
export const slotIn = (ref: Ref): number => ref % span
export const memberIn = (ref: Ref): number => Math.floor(ref / span) - 1

export type Naming = (ref: Ref, share: number) => void

/** A condition made ready to run on the sheet. */
export type Node = {
  /** True when every member gives the same answer. */
  household: boolean
  decide: () => Level
  because: () => Because
  /**
   * Names the facts nobody has said that keep this unknown. `share` is how much each is needed: all
   * of it in an "all", a part in an "any", where another way may do.
   */
  open: (name: Naming, share: number) => void
  /** How much of the way to a yes is known to hold, 0 to 1. */
  progress: () => number
  /** The assumed defaults that this answer leans on. */
  lean: () => readonly Ref[]
}

export const truths: readonly [Truth, Truth, Truth] = ['no', 'unknown', 'yes']
export const levelOf = (ok: Truth): Level => ok === 'no' ? 0 : ok === 'yes' ? 2 : 1

export const nothing: readonly never[] = []

/** Facts behind a leaf: which of them are missing, which assumed. */
export function factsUnder(sheet: Sheet, keys: readonly FactKey[], isHousehold: (key: FactKey) => boolean) {
  const parts = keys.map((key) => ({ slot: slotOf(key), own: !isHousehold(key) }))
  const ref = ({ slot, own }: (typeof parts)[number]): Ref => refOf(slot, own ? sheet.at : -1)
  return {
    open(name: Naming, share: number): void {
      for (const part of parts) if (Number.isNaN(sheet.numbers[part.slot])) name(ref(part), share)
    },
    lean: (): readonly Ref[] =>
      parts.filter(({ slot }) => sheet.assumed[slot] === 1).map(ref),
  }
}
