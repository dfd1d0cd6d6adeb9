import * as v from 'valibot'
import { answers, consent } from '../application/contract.ts'
import { entityId, idNumber, lastFour, personName, regionCode, text } from '../border.ts'
import { codeRefusals } from '../code/refusal.ts'
import { applicationView } from '../claim/contract.ts'
import { wordsMax } from '../identity/text.ts'
import { purposes, shownScopes } from './occasion.ts'

const scopes = v.pipe(
  v.array(v.picklist(shownScopes, 'unknown-scope')),
  v.maxLength(shownScopes.length, 'too-many'),
)
const pin = v.pipe(v.string('not-text'), v.regex(/^\d{4,6}$/, 'pin'))

/** POST /api/work/scans: what was read or typed, and what the person came for. */
export const scan = v.pipe(
  v.strictObject({
    text: v.pipe(v.string('not-text'), v.maxLength(600, 'too-long')),
    purpose: v.picklist(purposes, 'unknown-purpose'),
    words: v.optional(text(100)),
    pin: v.optional(pin),
    /** Of a card: the officer knows the face and says so; it stands in the log. */
    faceToFace: v.optional(v.boolean()),
  }),
  v.forward(
    v.check(({ purpose, words }) => purpose !== 'other' || Boolean(words), 'say-something'),
    ['words'],
  ),
)

const shown = v.object({
  name: v.optional(v.string()),
  idNumber: v.optional(v.nullable(v.string())),
  contact: v.optional(v.nullable(v.string())),
  address: v.optional(v.nullable(v.string())),
  applications: v.optional(v.array(applicationView)),
  facts: v.optional(
    v.array(
      v.object({
        receiptNumber: v.string(),
        household: v.record(v.string(), v.unknown()),
        members: v.array(v.record(v.string(), v.unknown())),
      }),
    ),
  ),
  papers: v.optional(
    v.array(
      v.object({
        applicationId: v.string(),
        claimId: v.string(),
        programme: v.string(),
        papers: v.array(
          v.object({
            id: v.string(),
            paper: v.string(),
            words: v.optional(v.string()),
            sentAt: v.nullable(v.string()),
          }),
        ),
      }),
    ),
  ),
})

/** What the officer sees: the minimum, and beyond it only what was given on this occasion. */
export const occasionView = v.object({
  id: v.string(),
  purpose: v.picklist(purposes),
  way: v.picklist(['code', 'number', 'device', 'card']),
  reach: v.picklist(['ask', 'minimum']),
  minimum: v.object({ name: v.string(), level: v.picklist(['claimed', 'proven']), here: v.number() }),
  asked: v.array(v.picklist(shownScopes)),
  given: v.array(v.picklist(shownScopes)),
  openedAt: v.string(),
  endsAt: v.string(),
  over: v.boolean(),
  allowed: v.array(v.string()),
  shown,
})
export type OccasionView = v.InferOutput<typeof occasionView>

/** A code that opens nothing is answered too: why, and what to do, stand in the catalogue `code`. */
export const scanned = v.variant('ok', [
  v.object({ ok: v.literal(true), occasion: occasionView }),
  v.object({ ok: v.literal(false), refused: v.picklist(codeRefusals), retryAfter: v.optional(v.number()) }),
])
export type Scanned = v.InferOutput<typeof scanned>

/** GET /api/work/occasions: kinds of facts and no facts, so that asking for it is no look at the person. */
export const goingView = v.object({
  id: v.string(),
  purpose: v.picklist(purposes),
  given: v.array(v.picklist(shownScopes)),
  endsAt: v.string(),
})
export type GoingView = v.InferOutput<typeof goingView>

export const askScopes = v.strictObject({ scopes })
export const giveScopes = v.strictObject({ scopes })
export const agreeFaceToFace = v.strictObject({
  scopes,
  reason: v.pipe(text(200), v.minLength(2, 'reason-needed')),
  witness: v.optional(personName),
})
/** POST /api/work/occasions/:id/proof: the officer saw the person and the document. */
export const proveHere = v.strictObject({ name: personName, idNumber, seen: v.literal(true, 'not-seen') })

/**
 * POST /api/work/occasions/:id/applications: what the person says, written down and handed in by the officer. Who
 * it is, the occasion knows; `chosenFour` only for somebody without an ID number.
 */
export const fileHere = v.strictObject({
  words: v.pipe(text(wordsMax), v.minLength(2, 'say-something')),
  regionCode,
  address: v.optional(text(200)),
  photos: v.pipe(v.array(entityId), v.maxLength(9, 'too-many')),
  answers,
  consent,
  chosenFour: v.optional(lastFour),
})
export type FileHere = v.InferOutput<typeof fileHere>

/** GET /api/me/occasions: who asks on this occasion, for what. */
export const askedView = v.object({
  id: v.string(),
  officer: v.object({ name: v.string(), post: v.string(), office: v.string() }),
  purpose: v.picklist(purposes),
  words: v.nullable(v.string()),
  asked: v.array(v.picklist(shownScopes)),
  given: v.array(v.picklist(shownScopes)),
  endsAt: v.string(),
})
export type AskedView = v.InferOutput<typeof askedView>
