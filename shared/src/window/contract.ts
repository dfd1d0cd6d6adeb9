import * as v from 'valibot'
import { answers, consent, programmesAsked, submitted } from '../application/contract.ts'
import { entityId, lastFour, personName, regionCode, text } from '../border.ts'
import { codeRefusals } from '../code/refusal.ts'
import { applicationView, papersSent } from '../claim/contract.ts'
import { personSeen } from '../identity/papers.ts'
import { addressMax, wordsMax } from '../identity/text.ts'
import { purposes, shownScopes } from './occasion.ts'

const scopes = v.pipe(
  v.array(v.picklist(shownScopes, 'unknown-scope')),
  v.maxLength(shownScopes.length, 'too-many'),
)
const pin = v.pipe(v.string('not-text'), v.regex(/^\d{4,6}$/, 'pin'))

/** A moment by the server's clock, as a phone knows it (ISO 8601). */
export const moment = v.pipe(v.string('not-text'), v.maxLength(40, 'not-a-moment'), v.isoTimestamp('not-a-moment'))

const read = {
  text: v.pipe(v.string('not-text'), v.maxLength(600, 'too-long')),
  purpose: v.picklist(purposes, 'unknown-purpose'),
  words: v.optional(text(100)),
  /** Of a card: the officer knows the face and says so; it stands in the log. */
  faceToFace: v.optional(v.boolean()),
}
type Purposed = { purpose: string; words?: string | undefined }
const saysWhat = ({ purpose, words }: Purposed): boolean => purpose !== 'other' || Boolean(words)

/** POST /api/work/scans: what was read or typed, and what the person came for. */
export const scan = v.pipe(
  v.strictObject({
    ...read,
    /** The occasion's, made on the phone: should the answer be lost, the same scan kept for later is the same occasion. */
    id: v.optional(entityId),
    pin: v.optional(pin),
  }),
  v.forward(
    v.check((said) => saysWhat(said), 'say-something'),
    ['words'],
  ),
)

/**
 * POST /api/work/occasions: a scan that was kept where there was no network. A card's PIN is not among it: nobody could
 * check it there, and it shall not lie on an officer's phone.
 */
export const keptScan = v.pipe(
  v.strictObject({ ...read, id: entityId, scannedAt: moment }),
  v.forward(
    v.check((said) => saysWhat(said), 'say-something'),
    ['words'],
  ),
)
export type KeptScan = v.InferOutput<typeof keptScan>

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
  minimum: v.object({
    name: v.string(),
    level: v.picklist(['claimed', 'proven']),
    here: v.number(),
    /** Whoever has no ID number chooses four digits for the receipt. */
    hasNumber: v.boolean(),
  }),
  asked: v.array(v.picklist(shownScopes)),
  given: v.array(v.picklist(shownScopes)),
  openedAt: v.string(),
  endsAt: v.string(),
  over: v.boolean(),
  /** Until then what the person says may be written down and handed in. */
  writableUntil: v.string(),
  /** The server's time, by which the phone learns how far off its own clock is. */
  now: v.string(),
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
export const proveHere = v.strictObject(personSeen)

const { commitment, authorisation } = consent.options[0].entries

/** Ways to agree for somebody who cannot sign: the thumb on paper, photographed, or a yes said aloud. */
export const witnessedWays = ['thumb', 'spoken'] as const

/** How the person agreed before the officer's eyes: signed on the officer's phone, before a witness, or not yet. */
export const consentHere = v.variant('method', [
  ...consent.options,
  v.strictObject({
    method: v.literal('witnessed'),
    commitment,
    authorisation,
    how: v.picklist(witnessedWays, 'not-a-choice'),
    witness: personName,
    /** Of a thumb: its picture. */
    picture: v.optional(entityId),
  }),
])
export type ConsentHere = v.InferOutput<typeof consentHere>

/**
 * POST /api/work/occasions/:id/applications: what the person says, written down and handed in by the officer. Who
 * it is, the occasion knows; `chosenFour` only for somebody without an ID number.
 */
export const fileHere = v.strictObject({
  words: v.pipe(text(wordsMax), v.minLength(2, 'say-something')),
  regionCode,
  address: v.optional(text(addressMax)),
  photos: v.pipe(v.array(entityId), v.maxLength(9, 'too-many')),
  answers,
  /** Programmes that the person asks for by name. */
  added: v.optional(programmesAsked, []),
  consent: consentHere,
  chosenFour: v.optional(lastFour),
  /** When the person stood there and it was handed over; without it, now. */
  writtenAt: v.optional(moment),
})
export type FileHere = v.InferOutput<typeof fileHere>

/** The receipt, with what a slip needs besides, and whether an SMS goes to a number of the person's own. */
export const filedHere = v.object({ ...submitted.entries, name: v.string(), sms: v.boolean() })
export type FiledHere = v.InferOutput<typeof filedHere>

/** POST /api/work/occasions/:id/papers: papers that were asked for, photographed at the window. */
export const papersHere = v.strictObject({
  applicationId: entityId,
  claimId: papersSent.entries.claimId,
  papers: papersSent.entries.papers,
  writtenAt: v.optional(moment),
})
export type PapersHere = v.InferOutput<typeof papersHere>

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
