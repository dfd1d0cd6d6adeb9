import * as v from 'valibot'
import { declaredFacts } from '../assessment/contract.ts'
import { findConsentText, type ConsentKind } from '../consent/texts.ts'
import { plainDigits } from '../identity/digits.ts'
import { addressMax, wordsMax } from '../identity/text.ts'
import { programmeIds } from '../policy/programme-ids.ts'
import { entityId, idNumber, mobile, personName, programmeId, regionCode, text } from '../border.ts'
import { receiptSeal } from '../trail/contract.ts'

export { forWhom, type ForWhom } from './for-whom.ts'

const chosenFour = v.pipe(
  v.string('not-text'),
  v.maxLength(40, 'four-digits'),
  v.transform(plainDigits),
  v.regex(/^\d{4}$/, 'four-digits'),
)

/** Who speaks. Without an ID number four digits of one's own choice stand for its last four. */
export const applicant = v.variant('identity', [
  v.strictObject({
    identity: v.literal('id-number'),
    name: personName,
    idNumber,
    phone: v.optional(mobile),
    phoneProof: v.optional(v.pipe(v.string(), v.maxLength(80))),
  }),
  v.strictObject({
    identity: v.literal('no-id-number'),
    name: personName,
    chosenFour,
    phone: v.optional(mobile),
    phoneProof: v.optional(v.pipe(v.string(), v.maxLength(80))),
  }),
])

/** A wording that was really put before people, in force now or once: a phone may have waited for days. */
const wording = (kind: ConsentKind) =>
  v.pipe(
    v.string('not-text'),
    v.check((version) => findConsentText(version)?.kind === kind, 'unknown-wording'),
  )

/** Whoever `onBehalfOf` names, as the offices know them: nothing of it is typed. Four digits where they have no number. */
const known = v.strictObject({ identity: v.literal('known'), chosenFour: v.optional(chosenFour) })

/** Signed on the phone (a picture of the signature), or left to the visit. */
export const consent = v.variant('method', [
  v.strictObject({
    method: v.literal('signed'),
    commitment: wording('commitment'),
    authorisation: wording('authorisation'),
    signature: entityId,
  }),
  v.strictObject({ method: v.literal('at-visit') }),
])

/** What the resident says about the facts: confirmed, corrected or answered; they beat what was read. */
export const answers = declaredFacts

/** The person somebody else speaks for. Only what helps to find them. */
export const beneficiary = v.strictObject({
  name: v.optional(personName),
  phone: v.optional(mobile),
  whereToFind: v.optional(text(addressMax)),
})

const common = {
  words: v.pipe(text(wordsMax), v.minLength(2, 'say-something')),
  regionCode,
  address: v.optional(text(addressMax)),
  photos: v.pipe(v.array(entityId), v.maxLength(9, 'too-many')),
  applicant: v.variant('identity', [...applicant.options, known]),
  /** For whom, where a helper or guardian applies: the applicant is then that person, whatever was typed. */
  onBehalfOf: v.optional(entityId),
}

/** Programmes asked for by name; one that was tapped twice is asked for once. */
export const programmesAsked = v.pipe(
  v.array(programmeId),
  v.maxLength(programmeIds.length, 'too-many'),
  v.transform((asked) => [...new Set(asked)]),
)

/** POST /api/applications: one sentence and who says it; everything else is help. */
export const submission = v.variant('forWhom', [
  v.strictObject({
    ...common,
    forWhom: v.literal('self'),
    answers,
    added: programmesAsked,
    consent,
  }),
  v.strictObject({ ...common, forWhom: v.picklist(['family', 'neighbour']), beneficiary }),
])
export type Said = v.InferOutput<typeof submission>
/** What was said, with who it is: the one who typed it, or the person in whose place it was said. */
export type Submission = WithApplicant<Said>
type WithApplicant<S> = S extends Said
  ? Omit<S, 'applicant'> & { applicant: v.InferOutput<typeof applicant> }
  : never
export type SubmissionInput = v.InferInput<typeof submission>

/** A due date by the working-day clock; provisional in a year without a holiday table. */
export const dueDate = v.object({ date: v.string(), provisional: v.boolean() })

/** The office that comes, with the telephone at which a person answers. */
export const office = v.object({ name: v.string(), phone: v.nullable(v.string()) })

export const submitted = v.object({
  id: v.string(),
  receiptNumber: v.string(),
  kind: v.picklist(['application', 'outreach']),
  submittedAt: v.string(),
  urgent: v.boolean(),
  /**
   * Who was called to an urgent one; null when nobody is on duty anywhere. `rang` is false where their
   * phone was not rung for it, because it had just been for several others.
   */
  duty: v.nullable(
    v.object({
      unit: v.string(),
      phone: v.nullable(v.string()),
      answerBy: v.string(),
      rang: v.optional(v.boolean()),
    }),
  ),
  visit: dueDate,
  office,
  handler: v.nullable(v.object({ name: v.string(), post: v.string() })),
  claims: v.array(v.object({ id: v.string(), programme: programmeId, answerBy: dueDate })),
  phoneConfirmed: v.boolean(),
  /** True when the confirmed phone now has a session, so that progress needs no further code. */
  signedIn: v.boolean(),
  /** Where the record stood, signed; slips of older versions have none. */
  seal: v.optional(receiptSeal),
})
export type Submitted = v.InferOutput<typeof submitted>
