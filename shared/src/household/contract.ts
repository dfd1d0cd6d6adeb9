import * as v from 'valibot'
import { entityId, programmeId, text } from '../border.ts'
import { claimStates } from '../claim/claim.ts'
import { reason } from '../claim/reason.ts'

const basis = v.pipe(text(200), v.minLength(2, 'basis-needed'))

/** Aid that a claim of a request would double, as an officer is shown it: which, from whom, since when. */
export const aidWarning = v.object({
  /** The claim of this request, and the other one. */
  claim: v.string(),
  other: v.string(),
  programme: programmeId,
  /** The day of its decision; null where it is still to be decided. */
  since: v.nullable(v.string()),
  office: v.string(),
  /** Null while another office has it. */
  receiptNumber: v.nullable(v.string()),
  why: v.picklist(['same-programme', 'same-cause', 'excluded']),
  law: v.picklist(['never', 'with-reason', 'second-person']),
  standing: v.picklist(['given', 'open']),
  /** Who said on what ground that both may be given. */
  cleared: v.nullable(
    v.object({ on: v.string(), who: v.array(v.string()), basis: v.string(), reason: v.string() }),
  ),
})
export type AidWarning = v.InferOutput<typeof aidWarning>

/** POST /api/work/applications/:id/claims/:claimId/clearance: both may be given, and why. */
export const clearance = v.strictObject({ other: entityId, basis, reason })
export type Clearance = v.InferOutput<typeof clearance>

/** POST /api/work/applications/:id/merging: the same need, said twice; `into` is the request that goes on. */
export const merging = v.strictObject({ into: entityId, reason })
/** POST /api/work/applications/:id/unmerging */
export const unmerging = v.strictObject({ reason })

const member = v.object({
  name: v.string(),
  relation: v.string(),
  since: v.string(),
  proven: v.boolean(),
  /** Whether the request is theirs. */
  asked: v.boolean(),
})

/** One value as somebody said it; a fenced one is known to be there and not shown. */
const factLine = v.object({
  fact: v.string(),
  member: v.nullable(v.string()),
  value: v.unknown(),
  source: v.picklist(['declared', 'read', 'department', 'visit', 'document']),
  /** The department, or the officer; null where the applicant said it. */
  from: v.nullable(v.string()),
  asOf: v.string(),
  consent: v.nullable(v.string()),
  fenced: v.boolean(),
})
export type HouseholdFactLine = v.InferOutput<typeof factLine>

const aidLine = v.object({
  id: v.string(),
  application: v.string(),
  /** Null while another office has it. */
  receiptNumber: v.nullable(v.string()),
  office: v.string(),
  /** Whose; null where only the number that they typed is the same. */
  name: v.nullable(v.string()),
  programme: programmeId,
  state: v.picklist(claimStates),
  openedOn: v.string(),
  decidedOn: v.nullable(v.string()),
  /** In yuan, with what it is counted by; null where nothing was decided. */
  amount: v.nullable(
    v.object({
      yuan: v.number(),
      per: v.picklist(['monthly', 'yearly', 'once', 'per-bill', 'status', 'service']),
    }),
  ),
  /** The first month for which it is paid, `YYYY-MM`. */
  from: v.nullable(v.string()),
  here: v.boolean(),
})
export type AidLine = v.InferOutput<typeof aidLine>

const sameNeed = v.object({
  id: v.string(),
  /** Null while another office has it. */
  receiptNumber: v.nullable(v.string()),
  office: v.string(),
  submittedOn: v.string(),
  programmes: v.array(programmeId),
  /** Whether it may be merged with the present one, by whom looks; null where it may, else why not. */
  refused: v.nullable(v.string()),
})

/**
 * GET /api/work/households/:id: the household that a request is about, seen through that request; reading it is
 * logged for everybody of whom something is shown.
 */
export const householdView = v.object({
  /** The request. */
  id: v.string(),
  receiptNumber: v.string(),
  name: v.string(),
  state: v.string(),
  /** A department sees the part of its own programmes. */
  whole: v.boolean(),
  /** By the family record: agreed by each of them. Empty where nobody founded one. */
  members: v.array(member),
  /** Named in the request and agreed by nobody. */
  named: v.array(v.object({ id: v.string(), facts: v.number() })),
  facts: v.array(factLine),
  /** Places of facts (`<member> <fact>`) where values differ and nobody has decided. */
  conflicts: v.array(v.object({ fact: v.string(), member: v.nullable(v.string()) })),
  aid: v.array(aidLine),
  warnings: v.array(aidWarning),
  sameNeed: v.array(sameNeed),
  /** Into which request this one went, while it is merged. */
  merged: v.nullable(
    v.object({ into: v.string(), receiptNumber: v.nullable(v.string()), on: v.string(), reason: v.string() }),
  ),
})
export type HouseholdView = v.InferOutput<typeof householdView>

/** What an officer takes a file along for; its owner reads it. */
export const filePurposes = ['handle', 'appeal', 'audit', 'archive'] as const
export type FilePurpose = (typeof filePurposes)[number]
/** GET /api/work/applications/:id/file */
export const fileQuery = v.strictObject({ purpose: v.optional(v.picklist(filePurposes)) })
