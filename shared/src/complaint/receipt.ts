import { plainDigits } from '../identity/digits.ts'
import { receiptCheckDigit } from '../receipt/number.ts'

/*
 * The receipt of a complaint: eight digits by which it is found, twelve that nobody but its writer ever has, of which the last
 * one checks all of them. Forgotten, it cannot be found again: that is what keeps it from everybody else.
 */
const length = 20
const handleLength = 8

/** A new receipt; `randomDigit` gives 0 to 9 from a cryptographic source. */
export function makeComplaintReceipt(randomDigit: () => number): string {
  const digits = Array.from({ length: length - 1 }, () => String(randomDigit())).join('')
  return digits + receiptCheckDigit(digits)
}

/** `4831 7052 6318 6027 4185`: groups that can be read aloud and copied. */
export const formatComplaintReceipt = (value: string): string => value.replace(/(\d{4})(?=\d)/g, '$1 ')

/** Why what was typed is no receipt of a complaint. */
export const complaintReceiptErrors = ['empty', 'letters', 'too-short', 'too-long', 'checksum'] as const
export type ComplaintReceiptRefused = {
  ok: false
  code: (typeof complaintReceiptErrors)[number]
  /** Digits missing (`too-short`) or too many (`too-long`). */
  count?: number
}

/** Reads a receipt as it was copied: other digits, spaces and dashes do not matter. */
export function parseComplaintReceipt(typed: string): { ok: true; value: string } | ComplaintReceiptRefused {
  const value = plainDigits(typed)
  if (value === '') return { ok: false, code: 'empty' }
  if (!/^\d+$/.test(value)) return { ok: false, code: 'letters' }
  if (value.length < length) return { ok: false, code: 'too-short', count: length - value.length }
  if (value.length > length) return { ok: false, code: 'too-long', count: value.length - length }
  return receiptCheckDigit(value) === '0' ? { ok: true, value } : { ok: false, code: 'checksum' }
}

/** The half by which it is found, which the office hears, and the half that never leaves the phone. */
export const partsOfReceipt = (value: string): { handle: string; secret: string } => ({
  handle: value.slice(0, handleLength),
  secret: value.slice(handleLength),
})
