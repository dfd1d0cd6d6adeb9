import * as v from 'valibot'
import { programmeIds } from './policy/programme-ids.ts'
import { cleanText, surplusOf } from './identity/text.ts'
import { parseName } from './identity/name.ts'
import { normaliseIdNumber, parseIdNumber } from './identity/id-number.ts'
import { parseMobile } from './identity/phone.ts'

// What people type, checked and normalised once at the border. Every message here is a stable
// code, never a sentence: valibot's own messages would quote the refused value.

/** A typed text, cleaned of what nobody can see; longer than `max` characters (code points) is refused, never cut. */
export const text = (max: number) =>
  v.pipe(
    v.string('not-text'),
    v.maxLength(max * 4, 'too-long'),
    v.transform((typed) => cleanText(typed)),
    v.check((clean) => surplusOf(clean, max) === 0, 'too-long'),
  )

type Parsed = { ok: true; value: string } | { ok: false; code: string }

/** A string that a parser normalises or refuses with a code of its own family. */
const parsedBy = (family: string, parse: (typed: string) => Parsed) =>
  v.pipe(
    v.string('not-text'),
    v.maxLength(300, 'too-long'),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value)
      if (parsed.ok) return parsed.value
      addIssue({ message: `${family}-${parsed.code}` })
      return NEVER
    }),
  )

export const personName = parsedBy('name', parseName)

/** An 18-digit citizen identity number (GB 11643), normalised. */
export const idNumber = parsedBy('id', (typed) => parseIdNumber(typed))

/** A mobile number that can receive a code. */
export const mobile = parsedBy('phone', parseMobile)

export const lastFour = v.pipe(
  v.string('not-text'),
  v.maxLength(40, 'last-four'),
  v.transform(normaliseIdNumber),
  v.regex(/^\d{3}[\dX]$/, 'last-four'),
)

export const regionCode = v.pipe(v.string('not-text'), v.regex(/^\d{12}$/, 'region-code'))
export const programmeId = v.picklist(programmeIds, 'unknown-programme')
/** Small letters, as the database writes them: a link typed in capitals means the same. */
export const entityId = v.pipe(v.string('not-text'), v.uuid('not-an-id'), v.toLowerCase())

/** A day that a calendar has and that can concern somebody living: `2026-02-31` and `0000-01-01` are none. */
const isDay = (date: string): boolean => {
  if (date < '1900' || date >= '2200') return false
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)
}

export const businessDate = v.pipe(
  v.string('not-text'),
  v.isoDate('not-a-date'),
  v.check(isDay, 'not-a-date'),
)
