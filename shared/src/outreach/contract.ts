import * as v from 'valibot'
import { dueDate, office, submitted } from '../application/contract.ts'
import { businessDate, entityId, idNumber, mobile, personName, programmeId, regionCode, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { plainDigits } from '../identity/digits.ts'
import { addressMax, wordsMax } from '../identity/text.ts'
import { ways } from './ways.ts'

/** Who points somebody out; whoever is asked nothing is a neighbour. */
export const finderRoles = ['neighbour', 'grid-worker', 'volunteer', 'hotline'] as const
export type FinderRole = (typeof finderRoles)[number]

/** More pictures do not make it clearer where somebody lives and what is wrong. */
export const mostPictures = 3

const words = v.pipe(text(wordsMax), v.minLength(2, 'seen-needed'))

/**
 * POST /api/outreach: somebody in need, pointed out by anybody without a session. Of whoever does it only what they
 * leave: who they are, in a word, and a number to be asked the way.
 */
export const outreachBody = v.pipe(
  v.strictObject({
    words,
    regionCode,
    name: v.optional(personName),
    phone: v.optional(mobile),
    whereToFind: v.optional(text(addressMax)),
    photos: v.pipe(v.array(entityId), v.maxLength(mostPictures, 'too-many')),
    finder: v.strictObject({ as: v.picklist(finderRoles), phone: v.nullable(mobile) }),
  }),
  // A whole village cannot be visited.
  v.forward(v.check(({ name, phone, whereToFind }) => Boolean(name ?? phone ?? whereToFind), 'find-needed'), ['whereToFind']),
)
export type OutreachBody = v.InferOutput<typeof outreachBody>
export type OutreachInput = v.InferInput<typeof outreachBody>

/** What is said back at once: its number, and by when somebody goes there. */
export const outreachFiled = v.object({
  receiptNumber: v.string(),
  visitBy: dueDate,
  office,
  urgent: v.boolean(),
  duty: submitted.entries.duty,
})
export type OutreachFiled = v.InferOutput<typeof outreachFiled>

/** POST /api/outreach/status: the number alone opens it, for it opens next to nothing. */
export const outreachAsked = v.strictObject({ receiptNumber: v.pipe(v.string('not-text'), v.maxLength(60, 'too-long')) })

export const outreachStates = ['waiting', 'looked-at', 'with-them', 'closed'] as const

/** What whoever pointed somebody out may know of it: nothing of that person, and not what they said. */
export const outreachStatus = v.object({
  receiptNumber: v.string(),
  state: v.picklist(outreachStates),
  /** By when somebody goes there; null once somebody is with them, or it is over. */
  visitBy: v.nullable(dueDate),
  office,
})
export type OutreachStatus = v.InferOutput<typeof outreachStatus>

/** What one of those who pointed somebody out said. */
export const outreachNote = v.object({
  id: v.string(),
  at: v.string(),
  as: v.picklist(finderRoles),
  words: v.string(),
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  whereToFind: v.nullable(v.string()),
  /** To ask the way; gone once somebody has been there. */
  finderPhone: v.nullable(v.string()),
})
export type OutreachNote = v.InferOutput<typeof outreachNote>

/** GET /api/work/outreach/:id: all that is needed to find somebody and to ask them, also without a network. The look is noted. */
export const firstVisit = v.object({
  now: v.string(),
  id: v.string(),
  receiptNumber: v.string(),
  place: v.string(),
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  whereToFind: v.nullable(v.string()),
  words: v.string(),
  photos: v.array(v.string()),
  urgent: v.boolean(),
  due: dueDate,
  /** When somebody was there and met nobody, the latest first. */
  tries: v.array(v.object({ on: v.string(), by: v.nullable(v.string()), why: v.string() })),
  notes: v.array(outreachNote),
  /** Who spoke for them under their own name, where it came in that way. */
  speaker: v.nullable(v.object({ name: v.string(), phone: v.nullable(v.string()) })),
  office,
})
export type FirstVisit = v.InferOutput<typeof firstVisit>

const fourDigits = v.pipe(v.string('not-text'), v.maxLength(40, 'four-digits'), v.transform(plainDigits), v.regex(/^\d{4}$/, 'four-digits'))
/** The day on which somebody was there. */
const on = businessDate

const agreed = v.pipe(
  v.strictObject({
    type: v.literal('agreed'),
    on,
    how: v.picklist(ways),
    witness: personName,
    name: personName,
    idNumber: v.optional(idNumber),
    /** In place of the last four of an ID number, where there is none. */
    chosenFour: v.optional(fourDigits),
    phone: v.optional(mobile),
    /** What is hard, as the person wants it to stand. */
    words: v.pipe(text(wordsMax), v.minLength(2, 'say-something')),
  }),
  v.forward(v.check(({ idNumber: id, chosenFour }) => id !== undefined || chosenFour !== undefined, 'id-or-four'), ['idNumber']),
)

/** POST /api/work/outreach/:id/visits: what came of one visit to somebody who was pointed out. */
export const firstVisitAct = v.variant('type', [
  agreed,
  v.strictObject({ type: v.literal('declined'), on, reason }),
  v.strictObject({ type: v.literal('not-met'), on, reason }),
  /** Nobody has to go there any more: of the office alone. */
  v.strictObject({ type: v.literal('ended'), reason }),
])
export type FirstVisitAct = v.InferOutput<typeof firstVisitAct>
export type FirstVisitInput = v.InferInput<typeof firstVisitAct>

/** POST /api/work/outreach/:id/partings: what this note says is about somebody else. */
export const partingBody = v.strictObject({ note: entityId, reason })
export type PartingBody = v.InferOutput<typeof partingBody>

/** By when somebody goes to each of the two. */
export const parted = v.object({ other: v.string(), receiptNumber: v.string(), due: dueDate, otherDue: dueDate })
export type Parted = v.InferOutput<typeof parted>

export const firstVisitKept = v.object({
  /** The application that began, by its receipt; null where none did. */
  receiptNumber: v.nullable(v.string()),
  programmes: v.array(programmeId),
  /** By when somebody goes there again. */
  again: v.nullable(dueDate),
})
export type FirstVisitKept = v.InferOutput<typeof firstVisitKept>
