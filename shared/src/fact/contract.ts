import * as v from 'valibot'
import { factRefSchema } from '../assessment/contract.ts'
import { businessDate, entityId, programmeId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { factKeys, isHouseholdFact } from './dictionary.ts'
import { factSources } from './held.ts'
import { isValueOf, memberId } from './schema.ts'

const value = v.union([v.boolean(), v.number(), v.string(), v.array(v.string())], 'not-a-value')
const place = { key: v.picklist(factKeys, 'unknown-fact'), member: v.nullable(memberId) }

const statement = v.pipe(
  v.strictObject({ ...place, value }),
  v.check((one) => isValueOf(one.key, one.value), 'not-a-value'),
  v.check((one) => isHouseholdFact(one.key) === (one.member === null), 'member-id'),
)

/** POST /api/work/applications/:id/facts: what a visit or a paper shows, with the paper or rule it rests on. */
export const recordFacts = v.strictObject({
  source: v.picklist(['visit', 'document']),
  /** The day for which it holds. */
  asOf: businessDate,
  facts: v.pipe(v.array(statement), v.minLength(1, 'nothing-sent'), v.maxLength(60, 'too-many')),
  basis: v.pipe(text(200), v.minLength(2, 'basis-needed')),
  reason,
})
export type RecordFacts = v.InferOutput<typeof recordFacts>

/** POST …/facts/choices: which of the values that stood side by side holds, and why. */
export const chooseFact = v.strictObject({
  ...place,
  holds: text(80),
  /** All that stood there when it was decided. */
  over: v.pipe(v.array(text(80)), v.minLength(2, 'nothing-sent'), v.maxLength(40, 'too-many')),
  reason,
})
export type ChooseFact = v.InferOutput<typeof chooseFact>

/** One word on one fact, with whose it is. */
const word = v.object({
  id: v.string(),
  value,
  source: v.picklist(factSources),
  /** The id of a department (`verification.source.<id>`), or the name of an officer; null for the applicant. */
  by: v.nullable(v.string()),
  asOf: v.string(),
})
export type FactWord = v.InferOutput<typeof word>

/** What is held of a family, at the desk: what is still needed first. */
export const workFacts = v.object({
  applicationId: entityId,
  receiptNumber: v.string(),
  members: v.array(v.string()),
  programmes: v.array(
    v.object({
      claimId: entityId,
      programme: programmeId,
      verdict: v.picklist(['eligible', 'ineligible', 'unknown']),
      missing: v.array(factRefSchema),
      /** Facts of which only the family itself spoke: they refuse nobody. */
      unverified: v.array(factRefSchema),
    }),
  ),
  conflicts: v.array(v.object({ ...place, words: v.array(word) })),
  settled: v.array(v.object({ ...place, value, words: v.array(word), chosen: v.nullable(v.string()) })),
  /** Whether this officer may write here. */
  may: v.boolean(),
})
export type WorkFacts = v.InferOutput<typeof workFacts>
