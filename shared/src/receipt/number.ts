import { plainDigits } from '../identity/digits.ts'

/*
 * Damm's check digit (H. M. Damm, 2004): a totally anti-symmetric quasigroup of order ten. Receipts
 * are copied by hand and read out on the telephone; of the decimal schemes it alone catches every
 * wrong digit and every swap of neighbours (ISO 7064 MOD 11,10 lets some swaps pass) without an X.
 */
const damm = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
  '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
]

const length = 13

/** The check digit of a row of digits; over a row with its check digit it is `0`. */
export function receiptCheckDigit(digits: string): string {
  let interim = 0
  for (const digit of digits) interim = Number(damm[interim]?.charAt(Number(digit)))
  return String(interim)
}

/** A new receipt number; `randomDigit` gives 0 to 9 from a cryptographic source. */
export function makeReceiptNumber(randomDigit: () => number): string {
  const digits = Array.from({ length: length - 1 }, () => String(randomDigit())).join('')
  return digits + receiptCheckDigit(digits)
}

/** `4831 7052 6318 6`: groups that can be read aloud and copied. */
export const formatReceiptNumber = (value: string): string =>
  value.replace(/^(\d{4})(\d{4})(\d{4})(\d)$/, '$1 $2 $3 $4')

/** Why a typed number is no receipt number; the sentence is `problem.field.receipt-<code>`. */
export const receiptNumberErrors = ['empty', 'letters', 'too-short', 'too-long', 'checksum'] as const
export type ReceiptNumberRefused = {
  ok: false
  code: (typeof receiptNumberErrors)[number]
  /** Digits missing (`too-short`) or too many (`too-long`). */
  count?: number
}

/** Reads a receipt number as copied: other digits, spaces, dashes and a label before it do not matter. */
export function parseReceiptNumber(typed: string): { ok: true; value: string } | ReceiptNumberRefused {
  const value = plainDigits(typed)
  if (value === '') return { ok: false, code: 'empty' }
  if (!/^\d+$/.test(value)) return { ok: false, code: 'letters' }
  if (value.length < length) return { ok: false, code: 'too-short', count: length - value.length }
  if (value.length > length) return { ok: false, code: 'too-long', count: value.length - length }
  return receiptCheckDigit(value) === '0' ? { ok: true, value } : { ok: false, code: 'checksum' }
}
