import { plainDigits } from '../identity/digits.ts'
import { receiptCheckDigit } from '../receipt/number.ts'

/** Digits with the check digit: a code read aloud, a card, a receipt, an invitation, a consent to sign. No two kinds are as long as one another. */
const numberLengths = { mine: 10, card: 12, receipt: 13, member: 14, signing: 16 } as const
export type NumberKind = keyof typeof numberLengths

const kindOf = (length: number): NumberKind | undefined =>
  (Object.keys(numberLengths) as NumberKind[]).find((kind) => numberLengths[kind] === length)

/**
 * A number of that kind from random bytes: at least 10^9 of them, and a check digit (Damm) that catches every
 * wrong digit and every swap of neighbours. `random` is an integer of at least 40 random bits.
 */
export function makeNumber(kind: Exclude<NumberKind, 'receipt'>, random: bigint): string {
  const length = numberLengths[kind] - 1
  const digits = String(random % 10n ** BigInt(length)).padStart(length, '0')
  return digits + receiptCheckDigit(digits)
}

/** `482 917 3056`, `4829 1730 5614`: groups in which people say digits. */
export function groupNumber(number: string): string {
  switch (number.length) {
    case 10:
      return number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')
    default:
      return number.replace(/(\d{4})(?=\d)/g, '$1 ')
  }
}

/** Why typed digits are no number of ours. */
export type NumberRefused = 'id-number' | 'phone' | 'too-short' | 'too-long' | 'checksum'
export type ParsedNumber =
  { ok: true; kind: NumberKind; number: string } | { ok: false; code: NumberRefused } | undefined

/** Reads what is typed or dictated as a number; undefined for what is no row of digits at all. */
export function parseNumber(typed: string): ParsedNumber {
  const number = plainDigits(typed)
  if (/^\d{17}[\dXx]$/.test(number)) return { ok: false, code: 'id-number' }
  if (!/^\d+$/.test(number)) return undefined
  const kind = kindOf(number.length)
  if (!kind && /^(86)?1[3-9]\d{9}$/.test(number)) return { ok: false, code: 'phone' }
  if (!kind) return { ok: false, code: number.length > numberLengths.mine ? 'too-long' : 'too-short' }
  return receiptCheckDigit(number) === '0' ? { ok: true, kind, number } : { ok: false, code: 'checksum' }
}
