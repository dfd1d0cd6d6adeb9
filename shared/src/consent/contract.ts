import * as v from 'valibot'
import { businessDate, entityId, idNumber, lastFour, personName, text } from '../border.ts'
import { signature } from '../family/contract.ts'
import { wardKinds } from '../family/guardianship.ts'
import { reasonMax } from '../identity/text.ts'
import { signings } from '../process/signing.ts'
import { sourceIds } from '../verification/sources.ts'
import { authorisationRoles, authorisationStates, certainties, signingMethods } from './authorisation.ts'
import { findConsentText } from './texts.ts'

const wording = v.pipe(
  v.string('not-text'),
  v.check((version) => {
    const kind = findConsentText(version)?.kind
    return kind !== undefined && kind !== 'commitment'
  }, 'unknown-wording'),
)
const said = v.optional(text(reasonMax))
const reason = v.pipe(text(reasonMax), v.minLength(2, 'reason-needed'))

/** What opens a consent: what stands behind `#` in its link, or the number read aloud. It travels in bodies alone. */
export const consentToken = v.pipe(
  v.string('not-text'),
  v.regex(/^(1s\.\d{6}\.[A-Za-z0-9_-]{22}|\d{16})$/, 'invite-unknown'),
)

/** POST /api/consents/look: what is asked, before anybody says who they are. */
export const consentLook = v.strictObject({ token: consentToken })

const terms = {
  role: v.picklist(authorisationRoles),
  departments: v.array(v.picklist(sourceIds)),
  until: v.nullable(v.string()),
  state: v.picklist(authorisationStates),
  signedOn: v.nullable(v.string()),
  /** Of the wording that is to be signed, or was. */
  version: v.string(),
}
/** Names are masked: a link may have gone astray. */
export const consentAsked = v.object({
  ...terms,
  name: v.string(),
  applicant: v.string(),
  /** The office that queries, by its full name. */
  centre: v.string(),
  /** What tells that it is them: the last four of a number that is known, the whole of one that is not, or nothing more. */
  proof: v.picklist(['last-four', 'id-number', 'signed-in']),
})
export type ConsentAsked = v.InferOutput<typeof consentAsked>

const signer = v.optional(personName)
/** What whoever is asked says. */
const answers = v.variant('answer', [
  v.strictObject({ answer: v.literal('sign'), wording, signature, signer }),
  v.strictObject({ answer: v.picklist(['refuse', 'withdraw']) }),
])
/** `own-to`: what was signed by a link was signed by them. Only whoever is proven can say so. */
const ownAnswers = v.variant('answer', [...answers.options, v.strictObject({ answer: v.literal('own-to') })])
export type ConsentAnswer = v.InferInput<typeof answers>
export type OwnAnswer = v.InferInput<typeof ownAnswers>

/** POST /api/consents/answer: by the link, with the last four of the own number, or all of one that nobody knows. */
export const answerByLink = v.strictObject({
  token: consentToken,
  lastFour: v.optional(lastFour),
  idNumber: v.optional(idNumber),
  said: answers,
})
/** POST /api/me/consents/:id/answer: one’s own, or a ward’s, signed in. */
export const answerOwn = v.strictObject({ said: ownAnswers })
export const consentAnswered = v.object({ state: v.picklist(authorisationStates) })

/** Whom to ask besides: a name, and the ID number where it is known. */
const adult = {
  name: personName,
  idNumber: v.optional(idNumber),
  birthDate: v.optional(businessDate),
  /** Whoever cannot sign alone. */
  ward: v.optional(v.picklist(wardKinds)),
}
/** POST /api/me/applications/:id/consents. `of`: of whom the application only told. */
export const adultAdded = v.strictObject({ ...adult, of: v.optional(entityId) })

/** How somebody signs before an officer. `witness`: whoever saw it besides, needed at a door and without a signature. */
const signedHere = v.strictObject({
  place: v.picklist(['window', 'door']),
  wording,
  signature: v.nullable(signature),
  witness: v.optional(personName),
  signer,
  /** The document was held beside it. */
  seen: v.boolean(),
})
export type SignedHere = v.InferInput<typeof signedHere>

/** POST /api/work/applications/:id/consents: at the door an adult is listed and signs in one, with or without a network. */
export const adultListed = v.strictObject({
  ...adult,
  of: v.optional(entityId),
  signing: v.optional(signedHere),
})
export type AdultListed = v.InferInput<typeof adultListed>

/** POST /api/work/applications/:id/consents/:consentId/acts: what an officer writes down. */
export const consentAct = v.variant('type', [
  v.strictObject({ type: v.literal('sign'), ...signedHere.entries }),
  v.strictObject({ type: v.literal('refuse'), reason: said }),
  v.strictObject({ type: v.literal('withdraw'), reason }),
  v.strictObject({ type: v.literal('see') }),
  v.strictObject({ type: v.literal('strike'), reason }),
  v.strictObject({ type: v.literal('renew') }),
])
export type ConsentAct = v.InferInput<typeof consentAct>

const acts = v.picklist(['name', 'ask', 'sign', 'refuse', 'withdraw', 'see', 'strike', 'renew'])

const row = {
  id: v.string(),
  ...terms,
  name: v.string(),
  ward: v.nullable(v.picklist(wardKinds)),
  askedOn: v.string(),
  endedOn: v.nullable(v.string()),
  method: v.nullable(v.picklist(signingMethods)),
  certainty: v.nullable(v.picklist(certainties)),
  numberKnown: v.boolean(),
  signer: v.nullable(v.string()),
  /** What may be done with it now by whoever reads this. */
  allowed: v.array(acts),
}
export type ConsentRow = v.InferOutput<typeof consentRow>
export const consentRow = v.object(row)

/** GET /api/me/applications/:id/consents and its like at the desk: who has signed, who has not. */
export const consentsOfApplication = v.object({
  /** `not-needed`: nothing of it checks means. */
  signing: v.picklist(signings),
  /** Whose application, as who reads it may know it. */
  applicant: v.string(),
  centre: v.string(),
  rows: v.array(consentRow),
  /** What another adult would be asked now. */
  asks: v.object({ departments: v.array(v.picklist(sourceIds)), until: v.nullable(v.string()), version: v.string() }),
  mayAdd: v.boolean(),
})
export type ConsentsOfApplication = v.InferOutput<typeof consentsOfApplication>

/** A link that was made: shown once, kept nowhere. */
export const consentLink = v.object({
  id: v.string(),
  token: v.string(),
  number: v.string(),
  expiresAt: v.string(),
})
export type ConsentLink = v.InferOutput<typeof consentLink>

/** One’s own, wherever they were asked for (`GET /api/me/consents`). */
export const ownAuthorisation = v.object({
  ...row,
  /** Masked where it is another’s application. */
  applicant: v.string(),
  centre: v.string(),
  receiptNumber: v.nullable(v.string()),
})
export type OwnAuthorisation = v.InferOutput<typeof ownAuthorisation>
