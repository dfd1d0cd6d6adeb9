import { plainDigits } from './digits.ts'
import { parseIdNumber } from './id-number.ts'

/** Documents of people without a resident ID number of their own. */
export const foreignDocuments = [
  'passport',
  'permanent-residence',
  'hk-macao-permit',
  'taiwan-permit',
  'hk-macao-taiwan-residence',
] as const
export type ForeignDocument = (typeof foreignDocuments)[number]

export const foreignErrors = [
  'empty',
  'passport',
  'permanent-residence',
  'hk-macao-permit',
  'taiwan-permit',
  'residence',
] as const
export type ForeignError = (typeof foreignErrors)[number]
export type ForeignNumber = { ok: true; value: string } | { ok: false; code: ForeignError }

/** Eighteen digits in the form of a resident ID number, of a prefix that only these people have. */
const inForm = (value: string, prefix: RegExp): boolean => prefix.test(value) && parseIdNumber(value).ok

/**
 * Whether a number has the form of its document. Passports: up to nine letters and digits (ICAO 9303,
 * part 4), five at least and one digit. Foreigners' permanent residence card: three letters and twelve
 * digits, since 2023 eighteen digits that begin with 9 (GB 11643). Home return permit: H or M with eight
 * or ten digits. Taiwan compatriots' permit: eight digits, the old one ten. Residence permit of Hong Kong,
 * Macao or Taiwan: eighteen digits from 81, 82 or 83 on (GB 11643).
 */
function fits(kind: ForeignDocument, value: string): boolean {
  switch (kind) {
    case 'passport':
      return /^(?=.*\d)[A-Z\d]{5,9}$/.test(value)
    case 'permanent-residence':
      return /^[A-Z]{3}\d{12}$/.test(value) || inForm(value, /^9[1-8]/)
    case 'hk-macao-permit':
      return /^[HM]\d{8}(\d{2})?$/.test(value)
    case 'taiwan-permit':
      return /^\d{8}$|^\d{10}[A-Z\d]?$/.test(value)
    case 'hk-macao-taiwan-residence':
      return inForm(value, /^8[1-3]/)
    default:
      return kind satisfies never
  }
}

/** Reads the number of a foreign document as people type it: blanks and dashes gone, letters in capitals. */
export function parseForeignNumber(kind: ForeignDocument, typed: string): ForeignNumber {
  const value = plainDigits(typed.normalize('NFKC'))
    .replace(/[\s\-‐-―－.()]/gu, '')
    .toUpperCase()
  if (value === '') return { ok: false, code: 'empty' }
  if (fits(kind, value)) return { ok: true, value }
  return { ok: false, code: kind === 'hk-macao-taiwan-residence' ? 'residence' : kind }
}

/** As it is looked up: two documents may bear the same characters. */
export const foreignKey = (kind: ForeignDocument, value: string): string => `${kind}:${value}`
