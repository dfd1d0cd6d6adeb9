import * as v from 'valibot'
import { businessDate, entityId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { contestAnswers, handlings } from './contest.ts'
import { queryStates } from './query.ts'
import { reportRules } from './report-item.ts'
import { sourceIds } from './sources.ts'

const nothing = v.strictObject({})

/** POST /api/work/applications/:id/verification: asks every department about everybody who has signed. */
export const startVerification = nothing

const pictures = v.pipe(v.array(entityId), v.maxLength(6, 'too-many'))

/** POST …/verification/letters: what a department wrote on paper, copied off by an officer, and the paper as a picture. */
export const letter = v.strictObject({
  query: entityId,
  pictures: v.optional(pictures),
  asOf: businessDate,
  /** The letter’s own number or date, by which it is found again. */
  paper: v.pipe(text(80), v.minLength(2, 'paper-needed')),
  answer: v.record(v.string(), v.unknown()),
})

/** POST …/verification/giving-up: nobody waits for this answer any longer. */
export const givingUp = v.strictObject({ query: entityId, reason })

/** The id of an item: rule, line, consent. It names nobody. */
export const itemId = v.pipe(
  v.string('not-text'),
  v.regex(/^[a-z-]{2,20}(:[a-z0-9-]{1,40})?$/, 'no-such-item'),
)

/** POST …/verification/handlings: the office’s answer to one contested item. */
export const handling = v.strictObject({ item: itemId, how: v.picklist(handlings), reason })

/** POST /api/me/applications/:id/verification: what the family says to one item. */
export const contesting = v.strictObject({
  item: itemId,
  answer: v.picklist(contestAnswers),
  words: text(500),
  pictures,
  onBehalfOf: v.optional(entityId),
})
export type Contesting = v.InferOutput<typeof contesting>

const source = v.picklist(sourceIds)
const value = v.nullable(v.union([v.boolean(), v.number(), v.string(), v.array(v.string())]))

const contestView = v.nullable(
  v.object({
    answer: v.picklist(contestAnswers),
    words: v.string(),
    pictures: v.array(v.string()),
    at: v.string(),
    handled: v.nullable(
      v.object({ how: v.picklist(handlings), reason: v.string(), by: v.string(), at: v.string() }),
    ),
  }),
)

/** One line of the report. Where figures are not this reader’s, `shown` is false and they are null. */
const itemView = v.object({
  id: v.string(),
  rule: v.picklist(reportRules),
  line: v.nullable(v.picklist(['dibao', 'edge'])),
  /** Whose it is; null for the household. */
  who: v.nullable(v.string()),
  conclusion: v.picklist(['fits', 'over', 'differs', 'unknown', 'not-answered']),
  fact: v.nullable(v.string()),
  shown: v.boolean(),
  declared: value,
  found: value,
  limit: v.nullable(v.number()),
  sources: v.array(
    v.object({
      source: v.picklist([...sourceIds, 'aid']),
      asOf: v.nullable(v.string()),
      answered: v.boolean(),
    }),
  ),
  contest: contestView,
})
export type ReportItemView = v.InferOutput<typeof itemView>

const finding = v.picklist(['fits', 'differs', 'doubtful'])
const report = {
  id: v.string(),
  madeOn: v.string(),
  until: v.string(),
  /** Whether a decision may rest on it today. */
  current: v.boolean(),
  items: v.array(itemView),
}
const reportView = v.nullable(v.object({ ...report, finding }))
export type ReportView = NonNullable<v.InferOutput<typeof reportView>>

const queryView = v.object({
  id: v.string(),
  source,
  who: v.string(),
  state: v.picklist(queryStates),
  /** Why it stands there (`verification.why.<code>`). */
  why: v.nullable(v.string()),
  attempts: v.number(),
  asOf: v.nullable(v.string()),
  /** Copied off a letter, by whom. */
  byLetter: v.nullable(v.string()),
  /** Of the letter. */
  pictures: v.array(v.string()),
})
export type QueryView = v.InferOutput<typeof queryView>

/** The desk’s page: whom is asked, what came, what it comes to, what the family says to it. */
export const workVerification = v.object({
  receiptNumber: v.string(),
  name: v.string(),
  signing: v.picklist(['not-needed', 'open', 'complete', 'refused', 'withdrawn']),
  state: v.picklist(['none', 'running', 'reported', 'void']),
  startedAt: v.nullable(v.string()),
  /** Why it cannot be started now (`verification.refused.<code>`); null where it can. */
  start: v.nullable(v.string()),
  /** What this officer may do besides. */
  may: v.object({ letters: v.boolean(), handle: v.boolean(), see: v.boolean() }),
  /** Whose signature came by a link, with no card held beside it: by their consent. */
  unsure: v.array(v.object({ consent: v.string(), who: v.string() })),
  queries: v.array(queryView),
  report: reportView,
  /** Claims that this officer may record as verified by this report. */
  claims: v.array(
    v.object({
      id: v.string(),
      programme: v.string(),
      recorded: v.boolean(),
      /** The report it rests on so far; null where it rests on none. */
      report: v.nullable(v.string()),
      refused: v.nullable(v.string()),
    }),
  ),
})
export type WorkVerification = v.InferOutput<typeof workVerification>

/** The family’s page. */
export const ownVerification = v.object({
  state: v.picklist(['none', 'running', 'reported', 'void']),
  asked: v.number(),
  answered: v.number(),
  /** Why nothing can be said to it now; null where something can. */
  closed: v.nullable(v.string()),
  /** Of whom nothing is shown, because nobody is sure yet that they signed. */
  withheld: v.array(v.string()),
  /** `finding` is null where something is withheld: what is shown would not say the whole. */
  report: v.nullable(v.object({ ...report, finding: v.nullable(finding) })),
})
export type OwnVerification = v.InferOutput<typeof ownVerification>
