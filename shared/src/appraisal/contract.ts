import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { entityId, programmeId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { asides, seats, votes as voteNames } from './panel.ts'
import { appraisalLevels } from './quorum.ts'

const moment = v.pipe(v.string('not-text'), v.maxLength(40, 'not-a-moment'), v.isoTimestamp('not-a-moment'))
const name = v.pipe(text(30), v.minLength(2, 'name-needed'))

export const mostMembers = 40
export const mostMinutesPhotos = 6

const member = v.strictObject({
  name,
  seat: v.picklist(seats),
  officer: v.optional(entityId),
  /** Did not vote, and why. */
  aside: v.optional(v.picklist(asides)),
  /** Of a show of hands alone. */
  vote: v.optional(v.picklist(voteNames)),
  signature: v.optional(entityId),
})

const count = v.pipe(v.number('not-a-number'), v.integer('not-a-number'), v.minValue(0, 'out-of-range'), v.maxValue(mostMembers, 'out-of-range'))

/** POST /api/work/applications/:id/claims/:claimId/appraisals: the minutes of one meeting. Their id was made on the phone. */
export const minutes = v.pipe(
  v.strictObject({
    id: entityId,
    heldAt: moment,
    place: v.pipe(text(60), v.minLength(2, 'place-needed')),
    how: v.picklist(['hands', 'secret']),
    panel: v.pipe(v.array(member), v.minLength(1, 'nothing-sent'), v.maxLength(mostMembers, 'too-many')),
    votes: v.strictObject({ for: count, against: count, abstained: count }),
    /** What was asked and said, in short; it stands as the reason of the step. */
    summary: reason,
    /** The minutes on paper, and the meeting. */
    photos: v.pipe(v.array(entityId), v.minLength(1, 'photo-needed'), v.maxLength(mostMinutesPhotos, 'too-many')),
    /** Where not everybody signed: two who counted. */
    counters: v.optional(v.pipe(v.array(v.strictObject({ name, signature: entityId })), v.length(2, 'two-needed'))),
  }),
  // A secret count stays secret: nobody's vote arrives here, so none can be kept.
  v.forward(v.check(({ how, panel }) => how === 'hands' || panel.every(({ vote }) => vote === undefined), 'vote-is-secret'), ['panel']),
  v.forward(v.check(({ panel }) => new Set(panel.map((one) => one.name)).size === panel.length, 'same-name-twice'), ['panel']),
)
export type Minutes = v.InferOutput<typeof minutes>

/** That they were received; `number` is the receipt of the request they belong to. */
export const minutesReceived = v.object({ id: v.string(), receiptNumber: v.string(), receivedAt: v.string() })
export type MinutesReceived = v.InferOutput<typeof minutesReceived>

const level = v.picklist(appraisalLevels)
const finding = v.picklist(['fits', 'differs', 'doubtful'])
const quorum = v.object({ voters: v.number(), villagers: v.object({ n: v.number(), of: v.number() }), source: v.string(), provisional: v.boolean() })

/** GET /api/work/applications/:id/claims/:claimId/appraisal-sheet: all that is needed in the hall without a network. The look is noted. */
export const appraisalSheet = v.object({
  now: v.string(),
  /** ISO 8601: afterwards it is wiped from the phone. */
  until: v.string(),
  application: v.object({ id: v.string(), receiptNumber: v.string() }),
  claim: v.object({ id: v.string(), programme: programmeId, due: v.nullable(dueDate) }),
  name: v.string(),
  place: v.string(),
  level,
  quorum,
  /** Why it was called. */
  doubt: v.nullable(v.string()),
  /** What the visit came to, to be read out. */
  found: v.array(v.object({ on: v.string(), found: finding, words: v.string() })),
  /** Whom the office knows in that place, and why some of them may not vote. */
  officers: v.array(v.object({ id: v.string(), name: v.string(), post: v.string(), seat: v.picklist(seats), aside: v.nullable(v.picklist(asides)) })),
  /** Others who must not vote, by name: the family, and who voted before. */
  barred: v.array(v.object({ name: v.string(), why: v.picklist(asides) })),
})
export type AppraisalSheet = v.InferOutput<typeof appraisalSheet>

/** GET /api/work/appraisals: meetings that the worker of a village may hold. Whose they are the sheet tells. */
export const meetingsWaiting = v.object({
  items: v.array(
    v.object({ application: v.string(), claim: v.string(), receiptNumber: v.string(), programme: programmeId, place: v.string(), due: v.nullable(dueDate) }),
  ),
})
export type MeetingsWaiting = v.InferOutput<typeof meetingsWaiting>

/** GET /api/work/applications/:id/appraisals: the minutes of a request, the latest last. */
export const appraisalsHeld = v.object({
  appraisals: v.array(
    v.object({
      id: v.string(),
      programme: programmeId,
      level,
      heldAt: v.string(),
      receivedAt: v.string(),
      place: v.string(),
      by: v.string(),
      how: v.picklist(['hands', 'secret']),
      panel: v.array(v.object({ name: v.string(), seat: v.picklist(seats), aside: v.nullable(v.picklist(asides)), vote: v.nullable(v.picklist(voteNames)), signature: v.nullable(v.string()) })),
      votes: v.object({ for: v.number(), against: v.number(), abstained: v.number() }),
      found: finding,
      summary: v.string(),
      photos: v.array(v.string()),
      counters: v.array(v.object({ name: v.string(), signature: v.string() })),
    }),
  ),
})
export type AppraisalsHeld = v.InferOutput<typeof appraisalsHeld>

/** POST /api/me/applications/:id/claims/:claimId/reappraisal: once, with a reason. */
export const askReappraisal = v.strictObject({ reason, onBehalfOf: v.optional(entityId) })
export type AskReappraisal = v.InferOutput<typeof askReappraisal>
