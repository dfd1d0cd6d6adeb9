import * as v from 'valibot'
import { office } from '../application/contract.ts'
import { entityId, programmeId } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { kinships } from '../organisation/kinship.ts'
import { countedDays } from './counted.ts'

export type { CountedDays } from './counted.ts'

/**
 * What a village reads: before the decision (of temporary aid, of help for pupils, of all else), what changed, whoever
 * receives it now, and relatives of officers, who have a list of their own.
 */
export const noticeKinds = ['review', 'temporary', 'school', 'change', 'long-term', 'relatives'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Why temporary aid is given, without anything of what befell whom. */
export const noticeCauses = ['emergency', 'expense', 'other'] as const

const amount = v.object({ yuan: v.number(), per: v.picklist(['monthly', 'yearly', 'once']) })

/**
 * Everything that is ever posted of anybody (design promise 7): strict, so that nothing else can be written into it.
 * No number, telephone, card, exact address, illness, income, school or child is among it.
 */
export const posted = v.strictObject({
  /** Masked by `mask`. */
  name: v.string(),
  programme: programmeId,
  /** How many it is for; null where the rules count no household. */
  persons: v.nullable(v.number()),
  amount: v.nullable(amount),
  cause: v.nullable(v.picklist(noticeCauses)),
  /** Of relatives: the officer’s post and what they are to whoever applied. */
  relative: v.nullable(v.strictObject({ post: v.string(), kinship: v.picklist(kinships) })),
  /** Of a change: what changed. */
  change: v.nullable(v.picklist(['new', 'ended'])),
  /** Of who receives it: since which month, `YYYY-MM`. */
  since: v.nullable(v.string()),
})
export type Posted = v.InferOutput<typeof posted>

/** One line of a village’s board. An objection names its `id`. */
export const noticeLine = v.object({
  id: entityId,
  kind: v.picklist(noticeKinds),
  ...posted.entries,
  /** Until when it is shown at all: no phone shows it after that day, with a network or without. Null while aid is paid. */
  until: v.nullable(v.string()),
  /** Of a notice before the decision. */
  days: v.nullable(countedDays),
  /** Whether somebody may object to it now. */
  open: v.boolean(),
})
export type NoticeLine = v.InferOutput<typeof noticeLine>

/** More lines than these go with no answer. */
export const noticePage = 100

/** GET /api/notices/:village?kind=…&after=…: one village at a time, for everybody, for no search engine. */
export const villageNotices = v.object({
  village: v.object({ code: v.string(), name: v.string(), town: v.string() }),
  /** Whom to ring. */
  office,
  /** Business date of what is shown. */
  on: v.string(),
  /** How many lines of each kind there are. */
  counts: v.record(v.picklist(noticeKinds), v.number()),
  items: v.array(noticeLine),
  /** The next page begins after this line; null at the end. */
  next: v.nullable(entityId),
})
export type VillageNotices = v.InferOutput<typeof villageNotices>

/** What is read of a village’s board. */
export const noticeQuery = v.strictObject({
  kind: v.optional(v.picklist(noticeKinds)),
  after: v.optional(entityId),
})

/** POST /api/work/notices/:id/boards: a photo of the board in the village, taken on that day. */
export const boardPhoto = v.strictObject({
  photo: entityId,
  /** Business date on which it was taken: not before the notice, not in the future. */
  on: v.pipe(v.string('not-text'), v.isoDate('not-a-date')),
})
export type BoardPhoto = v.InferOutput<typeof boardPhoto>

/**
 * POST /api/work/applications/:id/unposting: nothing of this request is posted any more, on what ground, and why. Said by a second
 * officer, that its days pass unread.
 */
export const postingStop = v.strictObject({ basis: reason, reason })
export type PostingStop = v.InferOutput<typeof postingStop>

/** POST /api/work/applications/:id/posting: the reason is gone, and what hangs begins its days anew. */
export const postingAgain = v.strictObject({ basis: reason, reason })
export type PostingAgain = v.InferOutput<typeof postingAgain>

/**
 * How a request stands to the boards: how many lines of it everybody may read, whether the office stopped it, and whether a second
 * officer agreed: until then its days do not count. `mayStop`: stop it, or agree.
 */
export const posting = v.object({
  lines: v.number(), stopped: v.boolean(), agreed: v.optional(v.boolean()), mayStop: v.boolean(), mayPost: v.boolean(),
})
export type Posting = v.InferOutput<typeof posting>

/** GET /api/work/notices/:id: the same line at the desk and in the village, with what became of each day. */
export const workNotice = v.object({
  ...noticeLine.entries,
  village: v.object({ code: v.string(), name: v.string(), town: v.string() }),
  office,
  dayByDay: v.array(
    v.object({
      on: v.string(),
      /** Null while the day is not over. */
      counted: v.nullable(v.boolean()),
      /** How often the page was looked at, and how often it was there and right. */
      probes: v.number(),
      right: v.number(),
      photo: v.nullable(entityId),
    }),
  ),
  /** Whether this officer may file a photo of the board. */
  mayFile: v.boolean(),
})
export type WorkNotice = v.InferOutput<typeof workNotice>

/** GET /api/work/notices: what hangs in the places of this officer, the nearest end first. */
export const workNotices = v.object({ items: v.array(v.object({ ...noticeLine.entries, village: workNotice.entries.village })) })
export type WorkNotices = v.InferOutput<typeof workNotices>
