import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { entityId, programmeId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { mostCompanions } from '../process/limits.ts'
import { isAnswer, readItem } from './item.ts'
import { householdTags } from './checklist.ts'
import { mostItems, mostPhotos, mostPhotosOfItem } from './limits.ts'
import { safetyMarks } from './ways.ts'

/** A moment by the server's clock, as a phone knows it (ISO 8601). */
const moment = v.pipe(v.string('not-text'), v.maxLength(40, 'not-a-moment'), v.isoTimestamp('not-a-moment'))
const value = v.nullable(v.union([v.boolean(), v.number(), v.string(), v.array(v.string())], 'not-a-value'))

const answer = v.pipe(
  v.strictObject({
    item: v.pipe(v.string('not-text'), v.maxLength(100, 'too-long')),
    /** Null: it could not be seen. */
    value,
    note: v.optional(text(300)),
    photos: v.pipe(v.array(entityId), v.maxLength(mostPhotosOfItem, 'too-many')),
  }),
  v.check(({ item, value: given }) => {
    const about = readItem(item)
    return about !== undefined && isAnswer(about, given)
  }, 'not-a-value'),
)

const finding = v.picklist(['fits', 'differs', 'doubtful'])

/** Whose hand it is; or why there is none, and who saw that. */
const personSigned = v.variant('how', [
  v.strictObject({ how: v.literal('signed'), picture: entityId }),
  v.strictObject({ how: v.literal('thumb'), picture: entityId, witness: v.pipe(text(30), v.minLength(2, 'witness-needed')) }),
  v.strictObject({ how: v.literal('refused'), why: reason }),
])

/** Where it was: rounded to about a hundred metres, only if whoever visits allowed it. */
const place = v.strictObject({
  latitude: v.pipe(v.number('not-a-number'), v.minValue(-90, 'out-of-range'), v.maxValue(90, 'out-of-range')),
  longitude: v.pipe(v.number('not-a-number'), v.minValue(-180, 'out-of-range'), v.maxValue(180, 'out-of-range')),
  /** Metres. */
  within: v.pipe(v.number('not-a-number'), v.minValue(0, 'out-of-range'), v.maxValue(100_000, 'out-of-range')),
})

/** POST /api/work/applications/:id/visits: what two people saw at a home. Its id was made on the phone. */
export const visitRecord = v.pipe(
  v.strictObject({
    id: entityId,
    startedAt: moment,
    endedAt: moment,
    companions: v.pipe(v.array(entityId), v.maxLength(mostCompanions, 'too-many')),
    answers: v.pipe(v.array(answer), v.minLength(1, 'nothing-sent'), v.maxLength(mostItems, 'too-many')),
    findings: v.pipe(v.array(v.strictObject({ claimId: entityId, found: finding })), v.maxLength(30, 'too-many')),
    /** What it comes to, in a sentence; it stands as the reason of the step. */
    summary: reason,
    person: personSigned,
    /** The signature of whoever wrote it down. */
    investigator: entityId,
    /** The signature of one who came along: two look into it. Phones of before sent none. */
    along: v.optional(entityId),
    place: v.optional(place),
    safety: v.optional(v.pipe(v.array(v.picklist(safetyMarks)), v.maxLength(safetyMarks.length, 'too-many'))),
  }),
  v.forward(v.check(({ startedAt, endedAt }) => startedAt <= endedAt, 'ends-before-it-begins'), ['endedAt']),
  v.forward(
    v.check(({ answers }) => new Set(answers.map(({ item }) => item)).size === answers.length, 'same-id-twice'),
    ['answers'],
  ),
  v.forward(
    v.check(({ answers }) => answers.reduce((sum, { photos }) => sum + photos.length, 0) <= mostPhotos, 'too-many'),
    ['answers'],
  ),
)
export type VisitRecord = v.InferOutput<typeof visitRecord>
export type VisitAnswer = VisitRecord['answers'][number]

/** That it was received; `number` is the receipt of the request it belongs to. */
export const visitReceived = v.object({ id: v.string(), receiptNumber: v.string(), receivedAt: v.string() })
export type VisitReceived = v.InferOutput<typeof visitReceived>

/** GET /api/work/visits: homes to visit, whose day is nearest first. No number, no words, no facts. */
export const visitOrders = v.object({
  now: v.string(),
  today: v.string(),
  orders: v.array(
    v.object({
      id: v.string(),
      receiptNumber: v.string(),
      name: v.string(),
      /** Of the village, and the group below it where one stands in the address. */
      region: v.string(),
      place: v.string(),
      programmes: v.array(programmeId),
      due: v.nullable(dueDate),
      urgent: v.boolean(),
      safety: v.array(v.picklist(safetyMarks)),
      /** Somebody whom others pointed out, to be asked first; `name` is empty where nobody said it. */
      first: v.optional(v.object({ whereToFind: v.nullable(v.string()) })),
    }),
  ),
})
export type VisitOrders = v.InferOutput<typeof visitOrders>
export type VisitOrder = VisitOrders['orders'][number]

const about = v.variant('kind', [
  v.object({ kind: v.literal('fact'), key: v.string(), member: v.nullable(v.string()) }),
  v.object({ kind: v.literal('care'), member: v.string() }),
  v.object({ kind: v.literal('living'), living: v.string() }),
])
const item = v.object({
  id: v.string(),
  about,
  way: v.picklist(['see', 'ask', 'paper']),
  lines: v.array(v.object({ programme: programmeId, article: v.string() })),
  known: v.array(v.object({ value: v.unknown(), source: v.picklist(['declared', 'read', 'department', 'visit', 'document']), asOf: v.string() })),
})

/** GET /api/work/applications/:id/visit-pack: all that is needed at that door without a network. The look is noted. */
export const visitPack = v.object({
  now: v.string(),
  /** ISO 8601: afterwards it is wiped from the phone. */
  until: v.string(),
  application: v.object({ id: v.string(), receiptNumber: v.string() }),
  name: v.string(),
  place: v.string(),
  address: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  words: v.string(),
  tags: v.array(v.picklist(householdTags)),
  members: v.array(v.string()),
  safety: v.array(v.picklist(safetyMarks)),
  claims: v.array(v.object({ id: v.string(), programme: programmeId, due: v.nullable(dueDate) })),
  items: v.array(item),
  companions: v.array(v.object({ id: v.string(), name: v.string(), post: v.string() })),
  /** The office's own number, to ring for help. */
  office: v.object({ name: v.string(), phone: v.nullable(v.string()) }),
})
export type VisitPack = v.InferOutput<typeof visitPack>
export type PackItem = VisitPack['items'][number]

const seenWord = v.object({ visit: v.string(), by: v.string(), value, note: v.string() })

/** GET /api/work/applications/:id/visits: every visit of a request, and what they saw, field by field. */
export const visitsSeen = v.object({
  visits: v.array(
    v.object({
      id: v.string(),
      startedAt: v.string(),
      endedAt: v.string(),
      receivedAt: v.string(),
      who: v.array(v.string()),
      summary: v.string(),
      person: v.object({ how: v.picklist(['signed', 'thumb', 'refused']), picture: v.nullable(v.string()), words: v.nullable(v.string()) }),
      investigator: v.string(),
      along: v.nullable(v.string()),
      place: v.nullable(place),
      findings: v.array(v.object({ programme: programmeId, found: finding })),
      safety: v.array(v.picklist(safetyMarks)),
    }),
  ),
  items: v.array(
    v.object({ item: v.string(), about, said: v.nullable(v.unknown()), words: v.array(seenWord), photos: v.array(v.string()), conflict: v.boolean(), care: v.nullable(v.picklist(['able', 'partial', 'total'])) }),
  ),
})
export type VisitsSeen = v.InferOutput<typeof visitsSeen>
