import * as v from 'valibot'
import { entityId, idNumber, lastFour, mobile } from '../border.ts'
import { regionLevels } from '../region/code.ts'
import { plainDigits } from './digits.ts'

/** POST /api/phone-codes: send a six-digit code to a phone. Answers alike for every number. */
export const phoneCodeRequest = v.strictObject({ phone: mobile })
/** POST /api/phone-codes/confirm: the code back; the answer is a proof usable once within the hour. */
export const phoneCodeConfirm = v.strictObject({
  phone: mobile,
  code: v.pipe(
    v.string('not-text'),
    v.maxLength(40, 'six-digits'),
    v.transform(plainDigits),
    v.regex(/^\d{6}$/, 'six-digits'),
  ),
})
export const phoneProof = v.object({ phoneProof: v.string() })

/** POST /api/sessions: one phone with one typed ID (or the chosen four digits); sees only that pair's applications. */
export const residentSignIn = v.strictObject({
  phone: mobile,
  phoneProof: v.pipe(v.string('not-text'), v.maxLength(80, 'too-long')),
  who: v.variant('identity', [
    v.strictObject({ identity: v.literal('id-number'), idNumber }),
    v.strictObject({ identity: v.literal('no-id-number'), chosenFour: lastFour }),
  ]),
})
export const residentSession = v.object({ kind: v.literal('resident'), phone: v.string() })

/** POST /api/staff/sessions: the demo picker; OpenID Connect and passkeys enter by the same seam. */
export const demoSignIn = v.strictObject({ officerId: entityId })
export const officerView = v.object({
  id: v.string(),
  name: v.string(),
  post: v.string(),
  role: v.string(),
  unit: v.string(),
  region: v.string(),
  /** Of the own place; a phone that kept somebody from before does not know it. */
  level: v.optional(v.picklist(regionLevels)),
})
export type OfficerView = v.InferOutput<typeof officerView>
export const session = v.object({
  /** `mark` tells one person on a shared phone from the next, and nothing else. */
  resident: v.nullable(
    v.object({
      ...residentSession.entries,
      mark: v.string(),
      /** `proven`: by the identity service, at a window or at home. */
      level: v.optional(v.picklist(['claimed', 'proven'])),
    }),
  ),
  officer: v.nullable(officerView),
  /** The officer's desk was left alone: nothing is answered until they sign in again. */
  locked: v.optional(v.boolean()),
  /** Ended from another device: what was kept here has to go. */
  revoked: v.optional(v.object({ resident: v.boolean(), officer: v.boolean() })),
  /** Names of the identity services with which one may sign in; null where there is none. */
  services: v.optional(v.object({ residents: v.nullable(v.string()), staff: v.nullable(v.string()) })),
  demo: v.boolean(),
  /** The office's business date: due dates are counted from it, whatever clock the phone keeps. */
  today: v.string(),
})
export type Session = v.InferOutput<typeof session>
