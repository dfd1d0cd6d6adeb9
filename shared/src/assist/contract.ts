import * as v from 'valibot'
import { answers, applicant, dueDate, programmesAsked } from '../application/contract.ts'
import { entityId, lastFour, personName, regionCode, text } from '../border.ts'
import { applicationView, papersSent } from '../claim/contract.ts'
import { reason } from '../claim/reason.ts'
import { remedyKinds } from '../decision/remedies.ts'
import { addressMax, reasonMax, wordsMax } from '../identity/text.ts'
import { accessLine, correction, saidFacts } from '../me/contract.ts'
import { inboxMessage } from '../notification/contract.ts'
import { contesting } from '../verification/contract.ts'
import { readWays } from './read.ts'
import { consentHere, moment, witnessedWays } from '../window/contract.ts'

const read = v.picklist(readWays, 'read-first')

/** POST /api/work/assists: the slip that somebody brings, and the four digits only its owner knows. */
export const openAssist = v.strictObject({
  receiptNumber: v.pipe(v.string('not-text'), v.maxLength(60, 'too-long')),
  lastFour,
  /** For whoever wrote the application down: another who stands there, with their hand to it. */
  beside: v.optional(v.strictObject({ witness: personName, signature: entityId })),
})
export type OpeningAssist = v.InferOutput<typeof openAssist>

/** POST /api/work/occasions/:id/assists: the matter of somebody whose card was scanned, and who gave it to be seen. */
export const openOfOccasion = v.strictObject({ applicationId: entityId })

/** His own hand on the worker's phone, or his mark or word before a witness; and how it was read to him before. */
const yes = v.variant('method', [
  v.strictObject({ method: v.literal('signed'), read, signature: entityId }),
  v.strictObject({
    method: v.literal('witnessed'),
    read,
    how: v.picklist(witnessedWays, 'not-a-choice'),
    witness: personName,
    /** Of a thumb: its picture. */
    picture: v.optional(entityId),
  }),
])
export type AssistYes = v.InferOutput<typeof yes>

const always = { yes: v.optional(yes), writtenAt: v.optional(moment) }
const { item, answer, words, pictures } = contesting.entries

/** POST /api/work/assists/:id/acts: what the owner does, in the words of the owner's own routes. */
export const assistAct = v.variant('type', [
  v.strictObject({ type: v.literal('papers'), claimId: entityId, papers: papersSent.entries.papers, ...always }),
  v.strictObject({ type: v.literal('urge'), ...always }),
  v.strictObject({ type: v.literal('withdraw'), reason: v.optional(text(reasonMax)), ...always }),
  v.strictObject({ type: v.literal('correct'), answers: correction.entries.answers, ...always }),
  v.strictObject({ type: v.literal('contest'), item, answer, words, pictures, ...always }),
  v.strictObject({ type: v.literal('recheck'), claimId: entityId, reason, ...always }),
  v.strictObject({ type: v.literal('reappraise'), claimId: entityId, reason, ...always }),
  v.strictObject({ type: v.literal('question'), lookId: entityId, words: v.optional(text(reasonMax)), ...always }),
  /** The written decision was read to him and is in his hand. */
  v.strictObject({ type: v.literal('hear'), claimId: entityId, ...always }),
])
export type AssistActed = v.InferOutput<typeof assistAct>

/** A decision that was read to its owner, and until when something may be done against it, counted from that day. */
const heard = v.object({
  claimId: v.string(),
  on: v.string(),
  remedies: v.array(v.object({ kind: v.picklist(remedyKinds), last: dueDate })),
})

/** What its owner would read signed in, for as long as the owner stands there. */
export const assistView = v.object({
  id: v.string(),
  endsAt: v.string(),
  /** The server's time, by which the phone learns how far off its own clock is. */
  now: v.string(),
  name: v.string(),
  application: applicationView,
  said: v.nullable(saidFacts),
  looks: v.array(accessLine),
  messages: v.array(inboxMessage),
  heard: v.array(heard),
})
export type AssistView = v.InferOutput<typeof assistView>

/** What was done on it, for a phone that sends it later: of the matter nothing comes back. */
export const assistDone = v.object({ done: v.literal(true) })

/** POST /api/work/assists/:id/applications (the id is made on the worker's phone): written for somebody who stands there and has neither phone nor code. */
export const writeFor = v.strictObject({
  words: v.pipe(text(wordsMax), v.minLength(2, 'say-something')),
  regionCode,
  address: v.optional(text(addressMax)),
  photos: v.pipe(v.array(entityId), v.maxLength(9, 'too-many')),
  answers,
  added: v.optional(programmesAsked, []),
  applicant,
  consent: consentHere,
  /** How what is signed was read to him. */
  read,
  writtenAt: moment,
})
export type WriteFor = v.InferOutput<typeof writeFor>
