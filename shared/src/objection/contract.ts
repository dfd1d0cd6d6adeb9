import * as v from 'valibot'
import { dueDate, office } from '../application/contract.ts'
import { readWays } from '../assist/read.ts'
import { entityId, lastFour, mobile, personName, programmeId, text } from '../border.ts'
import { wordsMax } from '../identity/text.ts'
import { againSteps } from '../process/commands.ts'

/** What may be wrong with what a notice shows. */
export const wrongs = ['income', 'property', 'elsewhere', 'family', 'official', 'other'] as const
export type Wrong = (typeof wrongs)[number]

/** More pictures are not looked at for one objection. */
export const mostPictures = 6

/**
 * POST /api/notices/:id/objections: without a session, named or anonymous. `lastFour` are four digits that the person
 * chose: with the receipt number they open what came of it.
 */
const said = {
  wrongs: v.pipe(v.array(v.picklist(wrongs)), v.minLength(1, 'wrong-needed'), v.maxLength(wrongs.length, 'too-many')),
  words: text(wordsMax),
  photos: v.pipe(v.array(entityId), v.maxLength(mostPictures, 'too-many')),
  lastFour,
}
/** Of something else nobody could know what it is. */
const saysWhat = ({ wrongs: what, words, photos }: { wrongs: readonly Wrong[]; words: string; photos: readonly string[] }): boolean =>
  what.some((one) => one !== 'other') || words !== '' || photos.length > 0

export const objectionBody = v.pipe(
  v.strictObject({
    ...said,
    /** Whoever wants to be asked back; null is anonymous. */
    named: v.nullable(v.strictObject({ name: personName, phone: mobile })),
  }),
  v.forward(v.check((one) => saysWhat(one), 'words-needed'), ['words']),
)
export type ObjectionBody = v.InferOutput<typeof objectionBody>
export type ObjectionInput = v.InferInput<typeof objectionBody>

/**
 * POST /api/work/notices/:id/objections: said by somebody without a phone and written down by a worker, who read it to them.
 * Whoever wants to be asked back is found in the village; a telephone they need not have.
 */
export const objectionFor = v.pipe(
  v.strictObject({
    ...said,
    named: v.nullable(v.strictObject({ name: personName, phone: v.optional(mobile) })),
    read: v.picklist(readWays, 'read-first'),
  }),
  v.forward(v.check((one) => saysWhat(one), 'words-needed'), ['words']),
)
export type ObjectionFor = v.InferOutput<typeof objectionFor>

/** What is said back at once. */
export const objectionFiled = v.object({ receiptNumber: v.string(), admitBy: dueDate })
export type ObjectionFiled = v.InferOutput<typeof objectionFiled>

/** POST /api/objections/status: what the receipt number and the four digits open. */
export const objectionAsked = v.strictObject({
  receiptNumber: v.pipe(v.string('not-text'), v.maxLength(60, 'too-long')),
  lastFour,
})

export const objectionStates = ['filed', 'admitted', 'not-admitted', 'answered'] as const
/** Why nothing is looked into. */
export const declineReasons = ['nothing-to-check', 'other-matter', 'answered-before'] as const
export type DeclineReason = (typeof declineReasons)[number]
/** What looking into it showed. */
export const objectionFindings = ['as-shown', 'differs', 'unclear'] as const
export type ObjectionFinding = (typeof objectionFindings)[number]
/** `pauses`: the claim waits for it; `joins`: for it together with another; `beside`: it is looked into while the claim goes on. */
export const effects = ['pauses', 'joins', 'beside'] as const
export type Effect = (typeof effects)[number]

/** What was answered, to whoever objected. */
const answered = v.object({
  on: v.string(),
  /** Of what was looked into; null where it was not. */
  found: v.nullable(v.picklist(objectionFindings)),
  /** Something of the claim is done anew. */
  again: v.boolean(),
  declined: v.nullable(v.picklist(declineReasons)),
  words: v.string(),
})

/** How an objection stands: no name, no word of it, and nothing of the family. */
export const objectionStatus = v.object({
  receiptNumber: v.string(),
  state: v.picklist(objectionStates),
  filedOn: v.string(),
  /** By when somebody says whether it is looked into, or what came of it. */
  due: v.nullable(dueDate),
  /** Nobody did in time: it went one level up. */
  late: v.boolean(),
  effect: v.nullable(v.picklist(effects)),
  office,
  answer: v.nullable(answered),
})
export type ObjectionStatus = v.InferOutput<typeof objectionStatus>

const waiting = {
  id: v.string(),
  /** Village or community, and programme: what the notice shows anyway. */
  place: v.string(),
  programme: programmeId,
  task: v.nullable(v.picklist(['admit', 'answer'])),
  due: v.nullable(dueDate),
  late: v.boolean(),
  filedOn: v.string(),
  effect: v.nullable(v.picklist(effects)),
}

/** GET /api/work/objections?after=…: what waits for this officer, a page at a time, what is late first, then by its days. */
export const objectionList = v.object({ items: v.array(v.object(waiting)), /** Where the next page begins; null at the end. */ next: v.nullable(v.string()) })
export type ObjectionList = v.InferOutput<typeof objectionList>
export const objectionsAsked = v.strictObject({
  after: v.optional(v.pipe(v.string('not-text'), v.regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/, 'invalid'))),
})
export type ObjectionItem = v.InferOutput<typeof objectionList>['items'][number]

/** GET /api/work/objections/:id: for whoever may look into it, and nobody else. */
export const workObjection = v.object({
  ...waiting,
  state: v.picklist(objectionStates),
  wrongs: v.array(v.picklist(wrongs)),
  words: v.string(),
  photos: v.array(v.string()),
  named: v.nullable(v.object({ name: v.string(), phone: v.nullable(v.string()) })),
  /** Whoever wrote it down for somebody without a phone; null where they wrote themselves. */
  writtenBy: v.nullable(v.string()),
  /** It names something that can be looked at: after its days it is admitted by itself. */
  checkable: v.boolean(),
  application: v.string(),
  claim: v.string(),
  /** Others about the same claim that nobody has answered. */
  others: v.number(),
  /** Until when the claim waits, where it does. */
  pausedUntil: v.nullable(v.string()),
  /** What of the claim may be done anew now. */
  again: v.array(v.picklist(againSteps)),
  answer: v.nullable(answered),
})
export type WorkObjection = v.InferOutput<typeof workObjection>
