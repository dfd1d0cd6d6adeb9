import * as v from 'valibot'
import { grounds } from './decide.ts'

/** How a claim was decided, for one line: how much from when, or why not. Nothing of it for whoever may not read the words. */
export const decisionGist = v.object({
  kind: v.picklist(['monthly', 'yearly', 'once', 'per-bill', 'status', 'service']),
  fen: v.nullable(v.number()),
  /** `YYYY-MM`; null where it is not paid by the month. */
  firstMonth: v.nullable(v.string()),
  /** What is given where the rules set no sum. */
  named: v.nullable(v.string()),
  /** Of a refusal that lies outside the rules. */
  ground: v.nullable(v.picklist(grounds)),
  /** Of a refusal by the rules the first condition that fails: a sentence of the catalogue `policy` and its figures. */
  failed: v.nullable(
    v.object({
      key: v.string(),
      params: v.object({ value: v.optional(v.number()), limit: v.optional(v.number()) }),
    }),
  ),
})
export type DecisionGist = v.InferOutput<typeof decisionGist>
