import * as v from 'valibot'
import { dueDate, office } from '../application/contract.ts'
import {
  businessDate, entityId, idNumber, lastFour, mobile, personName, programmeId, text,
} from '../border.ts'
import { decisionGist } from '../decision/gist.ts'
import { reasonMax } from '../identity/text.ts'
import { papers } from '../policy/papers.ts'
import { processView } from '../process/contract.ts'
import { ownRenovation } from '../renovation/contract.ts'
import { reason } from './reason.ts'
import { seenVersion } from './version.ts'

/** One line of the thread: what happened (catalogue key `claim.event.<type>`), when, by which office. */
export const timelineEntry = v.object({
  at: v.string(),
  type: v.string(),
  programme: v.optional(programmeId),
  /** Of a step of the process: which. */
  step: v.optional(v.string()),
  by: v.nullable(v.string()),
  reason: v.optional(v.string()),
  /** Who did it in whose place. */
  acting: v.optional(v.object({ by: v.string(), forName: v.string() })),
})
export type TimelineEntry = v.InferOutput<typeof timelineEntry>

/** A paper asked for. `paper` is a catalogue key of `policy`, or `other` with its own words. */
export const paperView = v.object({
  id: v.string(),
  paper: v.string(),
  words: v.optional(v.string()),
  sentAt: v.nullable(v.string()),
})

export const claimView = v.object({
  id: v.string(),
  programme: programmeId,
  state: v.string(),
  due: v.nullable(dueDate),
  /** Why the clock stands still, if it does. */
  paused: v.nullable(v.string()),
  reason: v.nullable(v.string()),
  papers: v.array(paperView),
  /** The named responsible person of this claim. */
  handler: v.nullable(v.object({ name: v.string(), post: v.string() })),
  /** What an act on it says it has seen (`version.ts`). */
  version: v.number(),
  /** From acceptance on. */
  process: v.nullable(processView),
  /** Papers that are still wanted where money came first; absent where none did. */
  owed: v.optional(v.array(v.object({ paper: v.string(), words: v.optional(v.string()) }))),
  /** Of an emergency, while money that comes first is not there: by which moment it is to be, and whether that is past. */
  payFirst: v.optional(v.object({ by: v.string(), late: v.boolean() })),
  /** Of a house that is renovated: how the works stand, once it was decided. */
  house: v.optional(ownRenovation),
  /** How it was decided, while it stands decided. */
  decided: v.optional(decisionGist),
})
export type ClaimView = v.InferOutput<typeof claimView>

/** The owner's view of one application. */
export const applicationView = v.object({
  id: v.string(),
  receiptNumber: v.string(),
  kind: v.picklist(['application', 'outreach']),
  state: v.string(),
  submittedAt: v.string(),
  words: v.string(),
  urgent: v.boolean(),
  visit: dueDate,
  office,
  handler: v.nullable(v.object({ name: v.string(), post: v.string() })),
  claims: v.array(claimView),
  timeline: v.array(timelineEntry),
  /** Of its village, whose board shows what is posted. Views kept by earlier versions lack it. */
  region: v.optional(v.string()),
})
export type ApplicationView = v.InferOutput<typeof applicationView>

/** POST /api/tracking: the limited view. No name, word, fact or programme in it. */
export const trackingRequest = v.strictObject({
  receiptNumber: v.pipe(v.string('not-text'), v.maxLength(60, 'too-long')),
  lastFour,
})
export const trackingView = v.object({
  receiptNumber: v.string(),
  kind: v.picklist(['application', 'outreach']),
  state: v.string(),
  submittedAt: v.string(),
  office,
  visit: dueDate,
  claims: v.array(
    v.object({
      state: v.string(),
      due: v.nullable(dueDate),
      paused: v.nullable(v.string()),
      overdue: v.boolean(),
      /** It went one level up. */
      raised: v.boolean(),
      /** On which day money was handed over before the papers; absent where none was. */
      paidOn: v.optional(v.string()),
      urge: v.picklist(['possible', 'used', 'later']),
    }),
  ),
  /** The next due date of all, and whose turn it is. */
  next: v.object({ key: v.string(), due: v.nullable(dueDate) }),
})
export type TrackingView = v.InferOutput<typeof trackingView>

/** POST /api/me/applications/:id/papers: pictures for papers asked of one claim. */
export const papersSent = v.strictObject({
  /** For whom, where somebody acts in another's place. */
  onBehalfOf: v.optional(entityId),
  claimId: entityId,
  papers: v.pipe(
    v.array(
      v.strictObject({
        id: entityId,
        files: v.pipe(v.array(entityId), v.minLength(1, 'no-picture'), v.maxLength(9, 'too-many')),
      }),
    ),
    v.minLength(1, 'nothing-sent'),
    v.maxLength(20, 'too-many'),
  ),
})

export const addClaim = v.strictObject({ programme: programmeId, reason })
export const dropClaim = v.strictObject({ reason, version: seenVersion })
export const acceptClaim = v.strictObject({ version: seenVersion })
/** A paper of the list, or `other`, described in words. */
const paperId = v.pipe(
  v.string('not-text'),
  v.check((paper) => paper === 'other' || Object.hasOwn(papers, paper), 'unknown-paper'),
)

/** The one list of papers (一次性告知): complete, because it can be asked for once. */
const askedPaper = v.pipe(
  v.strictObject({ paper: paperId, words: v.optional(text(100)) }),
  v.check(({ paper, words }) => paper !== 'other' || Boolean(words), 'no-paper'),
)
export const askPapers = v.strictObject({
  papers: v.pipe(
    v.array(askedPaper),
    v.minLength(1, 'no-paper'),
    v.maxLength(20, 'too-many'),
  ),
  note: v.optional(text(reasonMax)),
  version: seenVersion,
})
/** The person spoken for agrees: how, when, before whom; then it is their application. */
export const agreement = v.strictObject({
  how: v.picklist(['in-person', 'phone', 'written', 'guardian']),
  on: businessDate,
  witness: personName,
  name: personName,
  idNumber: v.optional(idNumber),
  phone: v.optional(mobile),
})
export const acknowledge = v.strictObject({})
export const withdraw = v.strictObject({ reason: v.optional(text(reasonMax)), onBehalfOf: v.optional(entityId) })
