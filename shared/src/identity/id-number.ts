import { plainDigits } from './digits.ts'

/** Why a typed number is not an ID number; the sentence is `problem.field.id-<code>`. */
export const idNumberErrors = [
  'empty', 'letters', 'fifteen-digits', 'too-short', 'too-long', 'birth-date', 'checksum',
] as const
export type IdNumberError = (typeof idNumberErrors)[number]

export type IdNumberRefused = {
  ok: false
  code: IdNumberError
  /** For `too-short`: how many characters are still missing; for `too-long`: how many too many. */
  count?: number
}

export type IdNumber = {
  ok: true
  /** 18 characters, digits and perhaps a final capital X. */
  value: string
  /** `YYYY-MM-DD` */
  birthDate: string
  sex: 'female' | 'male'
  /** The six digits of the county of first registration, which may since have vanished. */
  regionCode: string
  /** A prefix never given to a province (99: demo people). A warning, never a refusal. */
  unknownRegion: boolean
}

// GB 11643-1999, 4.2: weights 2^(18-i) mod 11 and the check character of each remainder.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'

// GB/T 2260 provinces; 81-83 residence permits of Hong Kong, Macao and Taiwan; 91-98 permanent
// residents (9 and the province where they applied).
const knownPrefix = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-8])/

/** The check character of the first 17 digits. */
export function checkDigit(first17: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0)
  return checkCharacters.charAt(sum % 11)
}

/**
 * Plain digits and a capital X, whatever keyboard they come from. A key pad without letters has `*` in
 * place of the X.
 */
export const normaliseIdNumber = (typed: string): string =>
  plainDigits(typed)
    .replace(/[xХхΧχ×✕╳]/gu, 'X')
    .replace(/^(\d+)\*$/, '$1X')

/** Whether `YYYY-MM-DD` is a day of the calendar. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

const birthDateOf = (number: string): string =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`

/** A year of a living person, as far as it is typed; `today` limits it when it is known. */
function isBirthDate(date: string, today: string | undefined): boolean {
  return isDay(date) && date >= '1880-01-01' && (today === undefined || date <= today)
}

const hasLetters = (number: string): boolean => !/^\d*X?$/.test(number)

function refusal(number: string, today: string | undefined): IdNumberRefused | undefined {
  const length = number.length
  if (length === 0) return { ok: false, code: 'empty' }
  if (/^\d{15}$/.test(number)) return { ok: false, code: 'fifteen-digits' }
  if (hasLetters(number)) return { ok: false, code: 'letters' }
  if (length < 18) return { ok: false, code: 'too-short', count: 18 - length }
  if (length > 18) return { ok: false, code: 'too-long', count: length - 18 }
  if (!isBirthDate(birthDateOf(number), today)) return { ok: false, code: 'birth-date' }
  if (checkDigit(number) !== number[17]) return { ok: false, code: 'checksum' }
  return undefined
}

/**
 * Reads a resident ID number as people type it (GB 11643-1999). A valid number is never refused
 * for its region: counties vanish, people do not. With `today` a birth date to come is refused.
 */
export function parseIdNumber(typed: string, today?: string): IdNumber | IdNumberRefused {
  const value = normaliseIdNumber(typed)
  return refusal(value, today) ?? {
    ok: true,
    value,
    birthDate: birthDateOf(value),
    sex: Number(value[16]) % 2 === 1 ? 'male' : 'female',
    regionCode: value.slice(0, 6),
    unknownRegion: !knownPrefix.test(value),
  }
}

export type IdNumberProgress =
  | { state: 'typing'; typed: number; missing: number }
  | { state: 'wrong'; code: IdNumberError; count?: number }
  | { state: 'done'; unknownRegion: boolean }

/** What cannot become right any more by typing on. */
function earlyError(number: string, today: string | undefined): IdNumberError | undefined {
  if (hasLetters(number)) return 'letters'
  // X is always the last one: digits before it were skipped.
  if (number.endsWith('X')) return 'too-short'
  const month = number.slice(10, 12)
  if (month.length === 2 && (month < '01' || month > '12')) return 'birth-date'
  if (number.length >= 14 && !isBirthDate(birthDateOf(number), today)) return 'birth-date'
  return undefined
}

/**
 * The check while somebody types: silent while the number can still become right, so that nobody
 * is told "wrong" in the middle of a correct number (15 digits are only a stage here).
 */
export function idNumberProgress(typed: string, today?: string): IdNumberProgress {
  const number = normaliseIdNumber(typed)
  if (number.length < 18) {
    const code = earlyError(number, today)
    const missing = 18 - number.length
    if (code === 'too-short') return { state: 'wrong', code, count: missing }
    return code === undefined ? { state: 'typing', typed: number.length, missing } : { state: 'wrong', code }
  }
  const parsed = parseIdNumber(typed, today)
  if (parsed.ok) return { state: 'done', unknownRegion: parsed.unknownRegion }
  const { code, count } = parsed
  return count === undefined ? { state: 'wrong', code } : { state: 'wrong', code, count }
}

/**
 * Completed years on a day, both `YYYY-MM-DD`. Who was born on 29 February completes a year on
 * 1 March where that day is missing. Negative before birth.
 */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years
}
