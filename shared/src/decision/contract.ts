import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { businessDate, entityId, programmeId } from '../border.ts'
import { factRefSchema } from '../assessment/contract.ts'
import { reason } from '../claim/reason.ts'
import { factKeys } from '../fact/dictionary.ts'
import { factSources } from '../fact/held.ts'
import { parameterKeys } from '../policy/parameters/shape.ts'
import { checkFindings } from '../spot-check/finding.ts'
import { decisionRefusalCodes, grounds } from './decide.ts'
import { withheldWhys } from './eyes.ts'
import { remedyKinds } from './remedies.ts'

const factValue = v.union([v.boolean(), v.number(), v.string(), v.array(v.string())])

/** A sentence of the catalogue `policy` with the figures in it, and the article it stands on. */
const line = v.object({
  key: v.string(),
  params: v.object({ value: v.optional(v.number()), limit: v.optional(v.number()) }),
  ok: v.picklist(['yes', 'no', 'unknown']),
  article: v.optional(v.string()),
})

/** One step of a sum, in fen; `of` are the places of the steps it goes on from. */
const step = v.object({
  op: v.picklist(['figure', 'money', 'income', 'times', 'sum', 'less', 'share', 'most']),
  of: v.array(v.number()),
  figure: v.optional(v.picklist(parameterKeys)),
  part: v.optional(v.string()),
  fact: v.optional(v.picklist(factKeys)),
  by: v.optional(v.number()),
  floor: v.optional(v.literal(true)),
  fen: v.number(),
})
export type AmountStepView = v.InferOutput<typeof step>

/** A fact it rests on: whose kind of word, and of which day; nobody's name. */
const fact = v.object({
  key: v.picklist(factKeys),
  member: v.nullable(v.string()),
  value: factValue,
  source: v.picklist(factSources),
  asOf: v.string(),
})
export type DecidedFact = v.InferOutput<typeof fact>

const figure = v.object({ key: v.picklist(parameterKeys), from: v.string(), article: v.string() })

export const computationView = v.object({
  verdict: v.picklist(['eligible', 'ineligible', 'unknown']),
  kind: v.picklist(['monthly', 'yearly', 'once', 'per-bill', 'status', 'service']),
  given: v.array(v.object({ member: v.nullable(v.string()), fen: v.nullable(v.number()), steps: v.array(step) })),
  fen: v.nullable(v.number()),
  firstMonth: v.nullable(v.string()),
  reasons: v.array(line),
  facts: v.array(fact),
  figures: v.array(figure),
  /** The first digits of the hash of the rules. */
  version: v.string(),
})
export type ComputationView = v.InferOutput<typeof computationView>

const whyNot = v.nullable(v.object({ refused: v.picklist(decisionRefusalCodes), facts: v.array(factRefSchema) }))

/** What a decision would be, before anybody decides: at the opinion and at the confirmation. */
export const decisionPreview = v.object({
  programme: programmeId,
  computation: computationView,
  missing: v.array(factRefSchema),
  conflicts: v.array(v.object({ key: v.picklist(factKeys), member: v.nullable(v.string()) })),
  /** Why it can not be confirmed, or refused by its rules; null where it can. */
  confirm: whyNot,
  refuse: whyNot,
  /** Lawful grounds to refuse that stand now. */
  grounds: v.array(v.picklist(grounds)),
  /** Confirming has to name what is given. */
  named: v.boolean(),
  /** What whoever decides sends back: another answer by then, and it is looked at anew. */
  seen: v.string(),
})
export type DecisionPreview = v.InferOutput<typeof decisionPreview>

const remedy = v.object({ kind: v.picklist(remedyKinds), last: dueDate, source: v.string() })

/** The written decision, as its applicant and the desk read and print it. */
export const decisionDocument = v.object({
  claimId: entityId,
  applicationId: entityId,
  receiptNumber: v.string(),
  programme: programmeId,
  number: v.string(),
  outcome: v.picklist(['confirmed', 'refused']),
  name: v.string(),
  place: v.string(),
  county: v.string(),
  office: v.object({ name: v.string(), phone: v.nullable(v.string()) }),
  on: businessDate,
  basis: v.string(),
  reason: v.string(),
  ground: v.nullable(v.picklist(grounds)),
  named: v.nullable(v.string()),
  /**
   * Offices that were asked for their view. Whether they agreed (null: it was decided without) is among offices. Pages that were
   * kept before know of none.
   */
  joint: v.optional(v.array(v.object({ office: v.string(), agrees: v.optional(v.nullable(v.boolean())) }))),
  computation: computationView,
  remedies: v.array(remedy),
  /** Whether the office may still be asked to look once more. `asked`: it looks; `used`: this is what came of it. */
  recheck: v.picklist(['possible', 'asked', 'used', 'over', 'none']),
  /** Why what departments said is not in it; null where all of it is. */
  withheld: v.nullable(v.picklist(withheldWhys)),
})
export type DecisionDocument = v.InferOutput<typeof decisionDocument>

/** Null while nobody has decided. */
export const decisionAnswer = v.object({ decision: v.nullable(decisionDocument) })
export type DecisionAnswer = v.InferOutput<typeof decisionAnswer>

/** What a spot check found of a decided claim; who went there stands in the family's record of looks. */
const lookedAgain = v.object({ on: businessDate, finding: v.picklist(checkFindings), words: v.string(), measure: v.nullable(v.string()) })
export type LookedAgain = v.InferOutput<typeof lookedAgain>

/** At the desk what supervisors found of it stands beside the decision: it changes nothing by itself. */
export const deskDecision = v.object({ ...decisionAnswer.entries, lookedAgain: v.array(lookedAgain) })
export type DeskDecision = v.InferOutput<typeof deskDecision>

/** POST /api/me/decisions/:claimId/recheck: once, with a reason. */
export const recheck = v.strictObject({ reason, onBehalfOf: v.optional(entityId) })
