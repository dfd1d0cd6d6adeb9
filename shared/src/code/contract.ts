import * as v from 'valibot'
import { entityId } from '../border.ts'
import { plainDigits } from '../identity/digits.ts'
import { personSeen } from '../identity/papers.ts'
import { entitlementStatuses } from './entitlement.ts'
import { parseNumber } from './number.ts'

/** POST /api/me/codes: a code of one's own, good once. Times are seconds from now: no phone's clock is trusted. */
export const ownCodeAsk = v.strictObject({})
export const ownCode = v.object({
  /** What stands behind `#` in the QR. */
  text: v.string(),
  /** The same code to read aloud: ten digits. */
  number: v.string(),
  shownFor: v.number(),
  numberFor: v.number(),
  /** The server's time (ISO 8601), by which a phone learns how far off its own clock is. */
  now: v.string(),
  /** The holder's name as others may see it over a shoulder; '' where none was said, or the ask is a repeated one. */
  name: v.string(),
})
export type OwnCode = v.InferOutput<typeof ownCode>

/** POST /api/me/code-devices: the public half of a key that never leaves its phone (P-256, uncompressed, base64url). */
export const deviceRegistration = v.strictObject({
  publicKey: v.pipe(v.string('not-text'), v.regex(/^B[A-Za-z0-9_-]{86}$/, 'not-a-key')),
})
export const codeDevice = v.object({
  id: v.string(),
  /** As its codes name it. */
  device: v.string(),
  county: v.string(),
  /** Tells one person on a shared phone from the next. */
  mark: v.string(),
})
export type CodeDevice = v.InferOutput<typeof codeDevice>

const pin = v.pipe(
  v.string('not-text'),
  v.maxLength(40, 'pin'),
  v.transform(plainDigits),
  v.regex(/^\d{4,6}$/, 'pin'),
)
/** What the owner of a card chose; null: the card is taken only face to face. */
export const pinOrNone = v.nullable(pin)

/** POST /api/work/cards: a printed card for somebody who was seen with the document; an older one is dead at once. */
export const cardIssue = v.strictObject({ ...personSeen, pin: pinOrNone })
export const issuedCard = v.object({
  id: v.string(),
  text: v.string(),
  number: v.string(),
  hasPin: v.boolean(),
})
export type IssuedCard = v.InferOutput<typeof issuedCard>
/** As printed on the card: it tells two of one name and birthday apart who have no papers. */
const cardNumber = v.optional(
  v.pipe(
    v.string('not-text'),
    v.maxLength(40, 'card-number'),
    v.transform(plainDigits),
    v.check((digits) => {
      const parsed = parseNumber(digits)
      return parsed?.ok === true && parsed.kind === 'card'
    }, 'card-number'),
  ),
)

/** POST /api/work/cards/revocation: the card is lost. POST /api/work/cards/unlocking: the PIN was forgotten. */
export const cardRevocation = v.strictObject({ ...personSeen, cardNumber })
export const cardUnlocking = v.strictObject({ ...personSeen, cardNumber, pin: pinOrNone })
export const cardChanged = v.object({ changed: v.boolean() })

/** GET /api/me/cards: cards that are alive, by their last four digits. */
export const ownCards = v.object({
  cards: v.array(
    v.object({
      id: entityId,
      lastFour: v.string(),
      hasPin: v.boolean(),
      locked: v.boolean(),
      issuedAt: v.string(),
    }),
  ),
})
export type OwnCards = v.InferOutput<typeof ownCards>

/** GET /api/me/entitlements: statuses one holds; nothing for somebody whom no document has proven yet. */
export const ownEntitlements = v.object({
  entitlements: v.array(
    v.object({
      id: entityId,
      status: v.picklist(entitlementStatuses),
      until: v.nullable(v.string()),
      demo: v.boolean(),
    }),
  ),
})
export type OwnEntitlements = v.InferOutput<typeof ownEntitlements>
export const entitlementCodeAsk = v.strictObject({})
export const entitlementCode = v.object({ text: v.string(), expiresAt: v.string() })
export type EntitlementCodeAnswer = v.InferOutput<typeof entitlementCode>

/** GET /api/codes/keys: what a verifier takes along: keys that sign statuses, and codes taken back before their end. */
export const verifierList = v.object({
  county: v.string(),
  keys: v.array(v.object({ id: v.string(), x: v.string(), y: v.string() })),
  revoked: v.array(v.string()),
  at: v.string(),
})
export type VerifierList = v.InferOutput<typeof verifierList>

const office = v.object({ name: v.string(), phone: v.nullable(v.string()) })
/** GET /api/places/:code: what works here today. Telephones are those of offices. */
export const placeToday = v.object({
  code: v.string(),
  name: v.string(),
  path: v.array(v.string()),
  office: v.nullable(office),
  onDuty: v.array(
    v.object({ name: v.string(), post: v.string(), office: v.string(), phone: v.nullable(v.string()) }),
  ),
  inside: v.array(v.object({ code: v.string(), name: v.string() })),
  today: v.string(),
})
export type PlaceToday = v.InferOutput<typeof placeToday>
