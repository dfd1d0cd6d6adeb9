import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { programmeId, text } from '../border.ts'
import { claimView, paperView, timelineEntry } from '../claim/contract.ts'
import { verdictSchema } from '../assessment/contract.ts'
import { aidWarning } from '../household/contract.ts'
import { outreachNote } from '../outreach/contract.ts'
import { posting } from '../notice/contract.ts'
import { workProcess } from '../process/contract.ts'
import { claimPayment } from '../reserve/contract.ts'
import { countNames } from './order.ts'

/** An urgent request's call to the duty roster: who was called and by when a tap is due. */
export const alertView = v.object({
  unit: v.string(),
  officer: v.nullable(v.string()),
  answerBy: v.string(),
  acknowledgedAt: v.nullable(v.string()),
  acknowledgedBy: v.nullable(v.string()),
})

/** One line of the work list. */
export const workItem = v.object({
  id: v.string(),
  kind: v.picklist(['application', 'outreach']),
  receiptNumber: v.string(),
  name: v.string(),
  /** The person somebody else speaks for, if a name was given. */
  beneficiary: v.nullable(v.string()),
  place: v.string(),
  urgent: v.boolean(),
  alert: v.nullable(alertView),
  /**
   * What is to be done next: `answer-call`, `visit`, `triage`, `wait-papers`, `check-papers`, `nothing`; of an accepted
   * claim `verify`, `visit`, `appraise`, `propose`, `post-notice`, `wait-notice`, `decide`, `answer`,
   * `review`, `take-over`, `view`, `papers` (they did not come), or
   * `elsewhere` where another level has it.
   */
  task: v.string(),
  programmes: v.array(programmeId),
  due: v.nullable(dueDate),
  paused: v.boolean(),
  /** The highest part of its time that a claim in hand has used: half, four fifths, all. */
  warning: v.nullable(v.picklist([50, 80, 100])),
  /** Something of it went one level up. */
  raised: v.boolean(),
  submittedAt: v.string(),
})
export type WorkItem = v.InferOutput<typeof workItem>

/** Where a page of a list begins: what the page before it said, as it said it. */
const pageMark = v.pipe(v.string('not-text'), v.maxLength(200, 'too-long'), v.regex(/^[\w-]+$/, 'invalid'))

/** Which part of the list: one of the counts (all), after that place (from its beginning). */
export const listQuery = v.strictObject({
  due: v.optional(v.picklist(countNames, 'invalid')),
  after: v.optional(pageMark),
})
export type ListQuery = v.InferOutput<typeof listQuery>

/** Names never stand in an address, so that looking for somebody is posted. */
export const listSearch = v.strictObject({ ...listQuery.entries, words: text(60) })
export type ListSearch = v.InferOutput<typeof listSearch>

export const workList = v.object({
  today: v.string(),
  /** Where the next page begins; null where nothing more can come. */
  next: v.nullable(v.string()),
  counts: v.object({ late: v.number(), today: v.number(), week: v.number(), all: v.number() }),
  items: v.array(workItem),
})
export type WorkList = v.InferOutput<typeof workList>

/** A fact with where it comes from; values of different sources stand side by side. */
export const factView = v.object({
  fact: v.string(),
  member: v.nullable(v.string()),
  value: v.unknown(),
  source: v.picklist(['declared', 'read', 'department', 'visit', 'document']),
  asOf: v.string(),
  phrase: v.optional(v.string()),
})
export type FactView = v.InferOutput<typeof factView>

export const workClaim = v.object({
  ...claimView.entries,
  process: v.nullable(workProcess),
  /** With the pictures that came for each, for the office to look at. */
  papers: v.array(v.object({ ...paperView.entries, files: v.array(v.string()) })),
  /** How often papers were asked for: once is the rule. */
  paperRequests: v.number(),
  /** Commands allowed now to this officer: the same table refuses them (409). */
  allowed: v.array(v.string()),
  origin: v.picklist(['calculator', 'resident', 'officer']),
  verdicts: v.array(verdictSchema),
  /** As the resident was told; null for what an officer added. */
  likelihood: v.nullable(v.picklist(['likely', 'possible', 'probably-not'])),
})
export type WorkClaim = v.InferOutput<typeof workClaim>

/** Everything the responsible officer sees of one request. Reading it is logged. */
export const workApplication = v.object({
  id: v.string(),
  kind: v.picklist(['application', 'outreach']),
  forWhom: v.string(),
  receiptNumber: v.string(),
  state: v.string(),
  submittedAt: v.string(),
  urgent: v.boolean(),
  dangers: v.array(v.string()),
  alert: v.nullable(alertView),
  person: v.object({
    name: v.string(),
    idNumber: v.nullable(v.string()),
    phone: v.nullable(v.string()),
    phoneConfirmed: v.boolean(),
    level: v.picklist(['claimed', 'proven']),
  }),
  beneficiary: v.nullable(
    v.object({
      name: v.nullable(v.string()),
      /** Known once they agreed. */
      idNumber: v.nullable(v.string()),
      phone: v.nullable(v.string()),
      whereToFind: v.nullable(v.string()),
    }),
  ),
  place: v.string(),
  address: v.nullable(v.string()),
  words: v.string(),
  phrases: v.array(
    v.object({ start: v.number(), end: v.number(), text: v.string(), kind: v.string(), key: v.string() }),
  ),
  facts: v.array(factView),
  household: v.record(v.string(), v.unknown()),
  members: v.array(v.record(v.string(), v.unknown())),
  photos: v.array(v.string()),
  consent: v.object({
    method: v.string(),
    commitment: v.nullable(v.string()),
    authorisation: v.nullable(v.string()),
    signedAt: v.nullable(v.string()),
    signature: v.nullable(v.string()),
    /** Whose hand it is, where somebody signed in the person's place. */
    signer: v.optional(v.object({ name: v.string(), as: v.picklist(['helper', 'guardian']) })),
    /** The officer on whose phone, or before whose eyes, it was. */
    seenBy: v.optional(v.string()),
    /** Of somebody who cannot sign. */
    witnessed: v.optional(v.object({ how: v.picklist(['thumb', 'spoken']), by: v.string() })),
  }),
  visit: dueDate,
  handler: v.nullable(v.string()),
  claims: v.array(workClaim),
  /** Offices of the county, to which a claim may be sent or whose view may be asked. */
  desks: v.array(v.object({ id: v.string(), name: v.string() })),
  allowed: v.array(v.string()),
  /** Other requests that name the same ID number; only staff see that they exist. */
  others: v.array(
    v.object({
      id: v.string(),
      /** Null while another office has it. */
      receiptNumber: v.nullable(v.string()),
      office: v.string(),
      submittedAt: v.string(),
      state: v.string(),
    }),
  ),
  timeline: v.array(timelineEntry),
  /** Of claims in an emergency: the money that comes first; absent where there is none. */
  payments: v.optional(v.array(claimPayment)),
  /** Works on a house, by the claim that they were given for. */
  houses: v.optional(v.array(v.object({ id: v.string(), claim: v.string() }))),
  /** Aid that a claim in hand would give twice; nothing where there is none. */
  twice: v.optional(v.array(aidWarning)),
  /** What was said by those who pointed this person out; nothing where nobody did. */
  notes: v.optional(v.array(outreachNote)),
  /** What everybody may read of it; only where all of the request is shown. */
  posting: v.optional(posting),
})
export type WorkApplication = v.InferOutput<typeof workApplication>

export const done = v.object({ done: v.literal(true) })
export type Done = v.InferOutput<typeof done>
/** After an act by which a request may leave the desk: that it is done, where it did. */
export const afterAct = v.union([workApplication, done])
