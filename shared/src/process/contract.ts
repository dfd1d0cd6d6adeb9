import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { entityId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { grounds } from '../decision/decide.ts'
import { seenVersion } from '../claim/version.ts'
import { countedDays } from '../notice/counted.ts'
import { againSteps, foundSteps } from './commands.ts'
import { mostCompanions, mostParties } from './limits.ts'
import { signings } from './signing.ts'

const level = v.picklist(['village', 'township', 'county', 'department'])
const foundStep = v.picklist(foundSteps)
const step = v.picklist([...foundSteps, 'opinion', 'notice', 'confirmation'])
const finding = v.picklist(['fits', 'differs', 'doubtful'])
const pause = v.picklist(['supplement', 'contested', 'objection'])

/** On which rule or paper it rests, and why: no act stands without both. */
const said = {
  basis: v.pipe(text(200), v.minLength(2, 'basis-needed')),
  reason,
  version: seenVersion,
}

/** An office of the county by its kind, or a township by its code. */
const desk = v.pipe(v.string('not-text'), v.regex(/^(?:[a-z-]{2,40}|[1-9]\d{11})$/, 'unknown-desk'))

/** Of the preview that was decided on: what was not looked at is not decided. */
const seen = v.optional(text(64))

/**
 * POST /api/work/applications/:id/claims/:claimId/process: one act on an accepted claim. Papers have a way of their
 * own, the same as before acceptance.
 */
export const processAct = v.variant('type', [
  v.strictObject({
    type: v.literal('record'),
    step: foundStep,
    found: finding,
    /** Who came along; a visit needs somebody. */
    companions: v.pipe(v.array(entityId), v.maxLength(mostCompanions, 'too-many')),
    /** Of a check of means: the report it rests on. */
    report: v.optional(v.nullable(entityId)),
    ...said,
  }),
  v.strictObject({ type: v.literal('renew'), found: finding, report: entityId, ...said }),
  v.strictObject({ type: v.literal('call-appraisal'), ...said }),
  v.strictObject({ type: v.literal('ask-reappraisal'), by: v.picklist(['family', 'office']), ...said }),
  v.strictObject({ type: v.literal('skip'), step: foundStep, ...said }),
  v.strictObject({ type: v.literal('propose'), opinion: v.picklist(['confirm', 'refuse']), ...said }),
  v.strictObject({ type: v.literal('post-notice'), ...said }),
  v.strictObject({ type: v.literal('contest'), ...said }),
  // Laid down by phones of before objections had a way of their own; from a desk it is refused.
  v.strictObject({ type: v.literal('object'), ...said }),
  v.strictObject({
    type: v.literal('answer'),
    again: v.nullable(v.picklist(againSteps)),
    ...said,
  }),
  v.strictObject({
    type: v.literal('send-back'),
    to: v.picklist([...foundSteps, 'opinion']),
    ...said,
  }),
  v.strictObject({ type: v.literal('confirm'), ...said, seen, named: v.optional(text(200)) }),
  v.strictObject({ type: v.literal('refuse'), ...said, seen, ground: v.optional(v.picklist(grounds)) }),
  v.strictObject({ type: v.literal('hand-over'), to: entityId, ...said }),
  v.strictObject({ type: v.literal('extend'), ...said }),
  v.strictObject({ type: v.literal('go-on'), ...said }),
  v.strictObject({ type: v.literal('transfer'), to: desk, ...said }),
  v.strictObject({ type: v.literal('take-over'), ...said }),
  v.strictObject({ type: v.literal('give-back'), ...said }),
  v.strictObject({
    type: v.literal('ask-views'),
    of: v.pipe(v.array(desk), v.minLength(1, 'unknown-desk'), v.maxLength(mostParties, 'too-many')),
    ...said,
  }),
  v.strictObject({ type: v.literal('give-view'), agrees: v.boolean(), ...said }),
  v.strictObject({ type: v.literal('waive-views'), ...said }),
])
export type ProcessAct = v.InferOutput<typeof processAct>
export type ProcessActName = ProcessAct['type']

/** POST /api/me/applications/:id/urging. */
export const urging = v.strictObject({ onBehalfOf: v.optional(entityId) })

/** The one clock, as both sides read it. */
const clockView = v.object({
  due: v.nullable(dueDate),
  /** Of its days, in per cent. */
  used: v.number(),
  warning: v.nullable(v.picklist([50, 80, 100])),
  overdue: v.boolean(),
  paused: v.nullable(pause),
  /** Of an objection: since when it keeps the claim waiting, and until when at most. */
  objection: v.nullable(v.object({ since: v.string(), until: v.nullable(v.string()) })),
  extended: v.boolean(),
})
export type ClockView = v.InferOutput<typeof clockView>

const stepEntries = {
  step,
  /** At which levels it is done. */
  by: v.array(level),
  /** `now`: may be done; `running`: a notice that hangs; `waits`: something comes first; `afterwards`: help comes first. */
  state: v.picklist(['done', 'not-needed', 'exempt', 'now', 'running', 'waits', 'afterwards']),
  /** When it was done. */
  on: v.nullable(v.string()),
  due: v.nullable(dueDate),
  /** To which level it went up, and why: nobody below may do it, or it was late. */
  raised: v.nullable(v.object({ to: level, why: v.picklist(['nobody', 'overdue', 'not-taken']) })),
}

/** How the authorisations of the household's adults stand to its check of means. */
const signing = v.picklist(signings)

/** How far its notice has come: the same days for both sides and for the village. */
const notice = v.nullable(countedDays)

/** Where a claim was sent: its office, since when, and whether that office has taken it over. */
const sentView = v.object({
  office: v.object({ name: v.string(), phone: v.nullable(v.string()) }),
  since: v.string(),
  taken: v.boolean(),
  /** Whether that is another township, whose name then stands for its level. */
  town: v.optional(v.boolean()),
})

const votes = v.object({ for: v.number(), against: v.number(), abstained: v.number() })

/** That residents met about it and what they said; never who sat there or how anybody voted. Absent in views of before. */
const appraisal = v.optional(v.nullable(v.object({
  called: v.nullable(v.string()),
  meetings: v.array(v.object({ on: v.string(), level: v.picklist(['village', 'township']), votes, found: finding })),
  /** A second meeting: may be asked for, was asked for, or not as long as the claim stands still. */
  second: v.nullable(v.picklist(['possible', 'asked', 'later'])),
})))
export type AppraisalView = NonNullable<v.InferOutput<typeof appraisal>>

const decisionEntries = {
  outcome: v.picklist(['confirmed', 'refused']),
  on: v.string(),
  basis: v.string(),
  reason: v.string(),
}

/** How it stands, the same for applicant and desk. */
const standing = {
  clock: clockView,
  notice,
  signing,
  /** `later`: not overdue, so there is nothing to urge. */
  urge: v.picklist(['possible', 'used', 'later']),
  /** Null where it lies with the office that the request came to, or was never sent from there. */
  sent: v.nullable(sentView),
  /** What was handed over from a township’s reserve fund before the papers, and which office did; absent where nothing was. */
  paidFirst: v.optional(v.object({ on: v.string(), fen: v.number(), office: v.string() })),
  /** Offices that were asked for their view, and whether it came; none once nobody waits for them. */
  views: v.array(v.object({ office: v.string(), came: v.boolean() })),
  appraisal,
}

/** The way of a claim as its applicant sees it: levels and days, nobody's name, finding or opinion. */
export const processView = v.object({
  steps: v.array(v.object(stepEntries)),
  ...standing,
  decision: v.nullable(v.object(decisionEntries)),
})
export type ProcessView = v.InferOutput<typeof processView>
export type ProcessStepView = ProcessView['steps'][number]

const officerView = v.object({ id: v.string(), name: v.string(), post: v.string() })
export type ProcessOfficer = v.InferOutput<typeof officerView>

/** Who did a step, on what ground and why, with what was found. */
const recordView = v.object({
  who: v.array(v.string()),
  basis: v.string(),
  reason: v.string(),
  found: v.nullable(finding),
  opinion: v.nullable(v.picklist(['confirm', 'refuse'])),
})

/** One act and whether this officer may give it now. */
const actView = v.object({
  type: v.picklist([
    'record', 'skip', 'call-appraisal', 'ask-reappraisal', 'propose', 'post-notice', 'contest', 'answer', 'send-back', 'confirm', 'refuse',
    'hand-over', 'extend', 'ask-papers', 'go-on', 'transfer', 'take-over', 'give-back', 'ask-views', 'give-view', 'waive-views',
  ]),
  /** Of `record` and `skip`: which. */
  step: v.nullable(foundStep),
  /** Why not (`problem.field.<code>`); null where it may be given. */
  refused: v.nullable(v.string()),
})
export type ProcessActView = v.InferOutput<typeof actView>

/** The same at the desk: who did what and why, who may go on, and what this officer may do. */
export const workProcess = v.object({
  steps: v.array(
    v.object({
      ...stepEntries,
      record: v.nullable(recordView),
      /** Who may do it now. */
      who: v.array(officerView),
    }),
  ),
  ...standing,
  decision: v.nullable(v.object({ ...decisionEntries, who: v.array(v.string()) })),
  /** What the offices that were asked said; null while it is awaited. */
  joint: v.nullable(
    v.object({
      parties: v.array(v.object({ office: v.string(), agrees: v.nullable(v.boolean()), who: v.array(v.string()), reason: v.string() })),
      /** Why the county decides without. */
      without: v.nullable(v.string()),
    }),
  ),
  /** Where this officer may send it, and whose view may be asked: ids of `WorkApplication.desks`. */
  sendTo: v.array(v.string()),
  ask: v.array(v.string()),
  /** Whose turn it is; `nobody`: everybody up to the county is related or has had a hand in it. */
  waits: v.picklist(['over', 'applicant', 'notice', 'office', 'nobody']),
  /** Who may answer an objection or a contested finding, while one waits. */
  answerers: v.array(officerView),
  handler: v.nullable(officerView),
  acts: v.array(actView),
  /** Whom this officer may take along on a visit. */
  companions: v.array(officerView),
  /** Officers of this place, for `hand-over`; relatives are not among them. */
  colleagues: v.array(officerView),
})
export type WorkProcess = v.InferOutput<typeof workProcess>
