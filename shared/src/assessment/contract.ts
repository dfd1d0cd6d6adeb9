import * as v from 'valibot'
import { businessDate } from '../border.ts'
import { householdSchema, membersSchema } from '../fact/schema.ts'
import { factKeys } from '../fact/dictionary.ts'
import type { FactValue } from '../fact/dictionary.ts'
import { parameterOverrides } from '../policy/parameters/schema.ts'
import { programmeIds } from '../policy/programme-ids.ts'
import type { Because } from '../policy/verdict.ts'

/** What a person says of the household: confirmed, corrected or answered. */
export const declaredFacts = v.strictObject({ household: householdSchema, members: membersSchema })
export type DeclaredFacts = v.InferOutput<typeof declaredFacts>

/** POST /api/assessments. Without `regionCode` the demo county; without `date` today. */
export const assessmentRequest = v.object({
  household: householdSchema,
  members: membersSchema,
  /** A region code of 2 to 12 digits; figures are inherited from the nearest place above that sets them. */
  regionCode: v.optional(v.pipe(v.string('not-text'), v.regex(/^\d{2,12}$/, 'region-code'))),
  date: v.optional(businessDate),
  /** What if: figures in place of those in force. */
  parameters: v.optional(parameterOverrides),
})
export type AssessmentRequest = v.InferOutput<typeof assessmentRequest>

const factValue: v.GenericSchema<FactValue, FactValue> = v.union([
  v.boolean(),
  v.number(),
  v.string(),
  v.array(v.string()),
])

/** The tree of conditions behind a verdict, each with its own yes, no or unknown. */
export const becauseSchema: v.GenericSchema<Because, Because> = v.object({
  ok: v.picklist(['yes', 'no', 'unknown']),
  rule: v.optional(v.string()),
  fact: v.optional(v.string()),
  value: v.optional(factValue),
  limit: v.optional(factValue),
  article: v.optional(v.string()),
  all: v.optional(v.array(v.lazy(() => becauseSchema))),
  any: v.optional(v.array(v.lazy(() => becauseSchema))),
})

export const factRefSchema = v.object({ fact: v.picklist(factKeys), member: v.optional(v.string()) })

export const verdictSchema = v.object({
  programme: v.picklist(programmeIds),
  member: v.optional(v.string()),
  verdict: v.picklist(['eligible', 'ineligible', 'unknown']),
  amount: v.optional(v.number()),
  because: becauseSchema,
  missing: v.array(factRefSchema),
  assumed: v.array(factRefSchema),
})

export const assessmentResponse = v.object({
  verdicts: v.array(verdictSchema),
  /** The one question worth asking next; null when no answer can change a result that matters. */
  next: v.nullable(v.object({ ...factRefSchema.entries, question: v.string() })),
})
export type AssessmentResponse = v.InferOutput<typeof assessmentResponse>
