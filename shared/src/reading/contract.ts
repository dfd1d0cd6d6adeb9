import * as v from 'valibot'
import { programmeId, regionCode, text } from '../border.ts'

/** POST /api/readings. */
export const readingRequest = v.object({ text: text(2000), regionCode: v.optional(regionCode) })

const span = { start: v.number(), end: v.number() }

/** The answer: the shape of `Reading`. */
export const readingResponse = v.object({
  programmes: v.array(v.object({ programme: programmeId, score: v.number(), phrases: v.array(v.string()) })),
  urgent: v.boolean(),
  dangers: v.array(v.string()),
  complaint: v.boolean(),
  complaintSpans: v.array(v.object(span)),
  offTopic: v.boolean(),
  facts: v.record(v.string(), v.unknown()),
  phrases: v.array(v.object({ ...span, text: v.string(), kind: v.string(), key: v.string(), value: v.optional(v.unknown()) })),
})
