import * as v from 'valibot'
import { businessDate, programmeId, text } from '../border.ts'
import { trailKey, trailRoot } from '../trail/contract.ts'
import { checkFindings, checkMet, checkQuestions } from './finding.ts'
import { quarterPattern } from './quarter.ts'

/** A quarter, or the one that was drawn last. */
export const quarterOrLatest = v.pipe(v.string(), v.check((said) => said === 'latest' || quarterPattern.test(said), 'not-a-quarter'))

const tags = v.array(v.string())
const list = v.object({
  county: v.string(),
  quarter: v.string(),
  committedAt: v.string(),
  tags,
  size: v.number(),
  digest: v.string(),
})

/** GET /api/open/checks/:quarter: all that is needed to draw it again. Nobody is in it. */
export const openDraw = v.object({
  /** All there are, the newest first. */
  quarters: v.array(v.string()),
  list: v.nullable(list),
  draw: v.nullable(v.object({ root: trailRoot, seed: v.string(), drawn: tags })),
  key: trailKey,
})
export type OpenDraw = v.InferOutput<typeof openDraw>

const finding = v.picklist(checkFindings)
const outcome = v.picklist(['confirmed', 'refused'])
/** Whatever brought it there: nothing of that is in it. */
const item = {
  id: v.string(),
  programme: programmeId,
  place: v.string(),
  dueOn: v.string(),
  late: v.boolean(),
  finding: v.nullable(finding),
  doneOn: v.nullable(v.string()),
}
export const checkItem = v.object(item)
export type CheckItem = v.InferOutput<typeof checkItem>

/** GET /api/oversight/checks: what this officer looks at again, and how far the county has come with the quarter. */
export const ownChecks = v.object({
  today: v.string(),
  items: v.array(checkItem),
  county: v.nullable(v.object({ quarter: v.string(), all: v.number(), done: v.number(), right: v.number() })),
})
export type OwnChecks = v.InferOutput<typeof ownChecks>

const answer = v.picklist(['yes', 'no', 'unknown'])
const seen = v.strictObject(Object.fromEntries(checkQuestions.map((one) => [one, answer])) as Record<(typeof checkQuestions)[number], typeof answer>)

/** POST /api/oversight/checks/:id/finding: the same form for every visit. */
export const findingBody = v.strictObject({
  visitedOn: businessDate,
  met: v.picklist(checkMet, 'choose-one'),
  seen,
  finding: v.picklist(checkFindings, 'choose-one'),
  words: v.pipe(text(1000), v.minLength(4, 'reason-needed')),
  measure: v.optional(v.pipe(text(500), v.minLength(2, 'measure-needed'))),
})
export type FindingBody = v.InferOutput<typeof findingBody>

/** GET /api/oversight/checks/:id: one visit with what to know before it; the look is noted. */
export const checkView = v.object({
  ...item,
  drawnOn: v.string(),
  receiptNumber: v.string(),
  name: v.string(),
  beneficiary: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  address: v.nullable(v.string()),
  outcome,
  decidedOn: v.string(),
  number: v.string(),
  /** What comes of it; null where nothing does, or no sum is set. */
  fen: v.nullable(v.number()),
  monthly: v.boolean(),
  /** Why it was decided so, as it was written. */
  reason: v.string(),
  found: v.nullable(v.object({ ...findingBody.entries, by: v.string(), recheck: v.boolean() })),
})
export type CheckView = v.InferOutput<typeof checkView>

/** POST /api/oversight/complaints/:id/revisits: the request that is looked at again, by its number. */
export const revisitBody = v.strictObject({ receiptNumber: v.pipe(v.string('not-text'), v.maxLength(60, 'too-long')) })
export type RevisitBody = v.InferOutput<typeof revisitBody>
