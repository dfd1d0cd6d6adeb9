import { plainDigits } from './digits.ts'

/** Why a typed number is no phone number; the sentence is `problem.field.phone-<code>`. */
export const phoneErrors = [
  'empty', 'letters', 'too-short', 'too-long', 'foreign', 'unknown-prefix', 'landline',
] as const
export type PhoneError = (typeof phoneErrors)[number]

export type PhoneRefused = {
  ok: false
  code: PhoneError
  /** Digits missing (`too-short`) or too many (`too-long`). */
  count?: number
}
export type Phone = { ok: true; value: string; kind: 'mobile' | 'landline' }

/** Digits only, a leading + kept; country code 86 removed, and the 0 that some dial before a mobile. */
const normalisePhone = (typed: string): string =>
  plainDigits(typed)
    .replace(/^(\+|00)?86(?=0?1\d{10}$|0\d{9,11}$)/, '')
    .replace(/^(?:\+|00)86/, '')
    .replace(/^0(?=1[3-9]\d{9}$)/, '')

/** Area code (three or four digits) and seven or eight more, without an extension. */
const landline = /^0(10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/

function refusal(number: string): PhoneRefused {
  const count = number.length
  if (count === 0) return { ok: false, code: 'empty' }
  if (!/^\+?\d+$/.test(number)) return { ok: false, code: 'letters' }
  if (/^(\+|00)/.test(number)) return { ok: false, code: 'foreign' }
  if (!/^[01]/.test(number) || /^1[0-2]/.test(number)) return { ok: false, code: 'unknown-prefix' }
  if (count < 11) return { ok: false, code: 'too-short', count: 11 - count }
  if (count > 11) return { ok: false, code: 'too-long', count: count - 11 }
  return { ok: false, code: 'unknown-prefix' }
}

/** A number to be reached at: a Chinese mobile or a landline with its area code. */
export function parsePhone(typed: string): Phone | PhoneRefused {
  const value = normalisePhone(typed)
  if (/^1[3-9]\d{9}$/.test(value)) return { ok: true, value, kind: 'mobile' }
  return landline.test(value) ? { ok: true, value, kind: 'landline' } : refusal(value)
}

/** A number that can receive a code by SMS; a landline is refused with its own reason. */
export function parseMobile(typed: string): Phone | PhoneRefused {
  const phone = parsePhone(typed)
  return phone.ok && phone.kind === 'landline' ? { ok: false, code: 'landline' } : phone
}

/** `5678`: by this somebody in an office tells two numbers of a colleague apart. */
export const phoneEnd = (value: string): string => value.slice(-4)

/** `138****5678`: enough to recognise one's own, too little to call. */
export const maskPhone = (value: string): string => `${value.slice(0, 3)}****${value.slice(-4)}`
