import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { businessDate, entityId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { renovationRefusals } from './decide.ts'
import { nextThings } from './next.ts'
import { builders, findings, grades, houseParts, spots, ways } from './renovation.ts'
import { stages } from './stages.ts'

/** A moment by the clock of a phone (ISO 8601). */
const moment = v.pipe(v.string('not-text'), v.maxLength(40, 'not-a-moment'), v.isoTimestamp('not-a-moment'))
const name = v.pipe(text(30), v.minLength(2, 'name-needed'))
const words = v.pipe(text(300), v.minLength(2, 'sentence-needed'))
const whole = (least: number, most: number) =>
  v.pipe(v.number('not-a-number'), v.integer('whole-number'), v.minValue(least, 'out-of-range'), v.maxValue(most, 'out-of-range'))
const yuan = whole(0, 2_000_000)

export const mostPictures = 12
const picture = v.strictObject({ spot: v.picklist(spots), picture: entityId })
const pictures = v.pipe(v.array(picture), v.minLength(1, 'house-photo-needed'), v.maxLength(mostPictures, 'too-many'))

/** Whose hand the plan was agreed with; a thumb is seen by somebody who is named. */
const signed = v.variant('how', [
  v.strictObject({ how: v.literal('signed'), picture: entityId }),
  v.strictObject({ how: v.literal('thumb'), picture: entityId, witness: v.pipe(text(30), v.minLength(2, 'witness-needed')) }),
])

const part = v.strictObject({ part: v.picklist(houseParts), state: v.picklist(['sound', 'damaged', 'dangerous']) })

const survey = v.strictObject({
  type: v.literal('survey'),
  from: v.picklist(['housing', 'visit']),
  on: businessDate,
  graders: v.pipe(v.array(name), v.minLength(1, 'name-needed'), v.maxLength(4, 'too-many')),
  parts: v.pipe(v.array(part), v.minLength(1, 'nothing-sent'), v.maxLength(houseParts.length, 'too-many')),
  grade: v.picklist(grades),
  words,
  pictures,
})

const plan = v.strictObject({
  type: v.literal('plan'),
  way: v.picklist(ways),
  builtBy: v.picklist(builders),
  builder: name,
  persons: whole(1, 30),
  area: whole(1, 400),
  cost: whole(1, 2_000_000),
  own: yuan,
  loan: yuan,
  from: businessDate,
  until: businessDate,
  signed,
})

/** POST /api/work/renovations/:id/acts: what an office does with the works on a house. */
export const renovationAct = v.variant('type', [
  survey,
  plan,
  v.strictObject({ type: v.literal('stop'), reason }),
  v.strictObject({ type: v.literal('resume'), reason }),
  v.strictObject({ type: v.literal('propose'), words, pictures }),
  v.strictObject({ type: v.literal('accept'), acceptance: entityId }),
  v.strictObject({ type: v.literal('decline'), acceptance: entityId, reason }),
])
export type RenovationAct = v.InferOutput<typeof renovationAct>

/** POST /api/work/renovations/:id/inspections: what somebody saw of the works. Its id was made on the phone. */
export const inspectionBody = v.strictObject({
  id: entityId,
  at: moment,
  found: v.picklist(findings),
  words,
  companion: v.optional(entityId),
  pictures,
})
export type InspectionBody = v.InferOutput<typeof inspectionBody>

const pictureView = v.object({ spot: v.picklist(spots), picture: v.string() })
const stage = v.picklist(stages)
const next = v.object({ what: v.picklist(nextThings), due: dueDate })

const head = {
  id: v.string(),
  name: v.string(),
  receiptNumber: v.string(),
  place: v.string(),
  grade: v.picklist(grades),
  /** What is built now; null before the plan, and once all of it was accepted. */
  stage: v.nullable(stage),
  stopped: v.boolean(),
  finished: v.boolean(),
  next: v.nullable(next),
  /** In fen. */
  subsidy: v.number(),
  released: v.number(),
}

/** GET /api/work/renovations: houses under way, whose day is nearest first. */
export const renovationList = v.object({ today: v.string(), houses: v.array(v.object(head)) })
export type RenovationList = v.InferOutput<typeof renovationList>
export type RenovationLine = RenovationList['houses'][number]

/** GET /api/work/renovations/waiting: how many houses of the own place are late, or due within days; nobody is named. */
export const housesWaiting = v.object({ late: v.number(), soon: v.number() })
export type HousesWaiting = v.InferOutput<typeof housesWaiting>

/** One part of the subsidy; once its stage was accepted with what proves that. */
const instalment = v.object({
  stage,
  share: v.number(),
  fen: v.number(),
  released: v.nullable(v.object({ on: v.string(), by: v.array(v.string()), words: v.string(), pictures: v.array(pictureView) })),
})
export type InstalmentView = v.InferOutput<typeof instalment>

export const renovationActs = ['survey', 'plan', 'inspect', 'stop', 'resume', 'propose', 'accept', 'decline'] as const

/** From one place the first picture and the latest, and of which days they are. */
const pair = v.object({
  spot: v.picklist(spots), before: v.string(), since: v.string(), after: v.nullable(v.string()), on: v.nullable(v.string()),
})
export type PicturePair = v.InferOutput<typeof pair>

/** GET /api/work/renovations/:id: the works on one house. The look is noted. */
export const renovationView = v.object({
  ...head,
  today: v.string(),
  application: v.string(),
  openedOn: v.string(),
  persons: v.nullable(v.number()),
  survey: v.nullable(
    v.object({
      from: v.picklist(['housing', 'visit']),
      on: v.string(),
      graders: v.array(v.string()),
      parts: v.array(v.object({ part: v.picklist(houseParts), state: v.picklist(['sound', 'damaged', 'dangerous']) })),
      words: v.string(),
      pictures: v.array(pictureView),
    }),
  ),
  plan: v.nullable(
    v.object({
      way: v.picklist(ways),
      builtBy: v.picklist(builders),
      builder: v.string(),
      persons: v.number(),
      area: v.number(),
      cost: v.number(),
      own: v.number(),
      loan: v.number(),
      from: v.string(),
      until: v.string(),
      signed: v.object({ how: v.picklist(['signed', 'thumb']), picture: v.string(), witness: v.nullable(v.string()) }),
    }),
  ),
  /** Empty before the plan. */
  parts: v.array(instalment),
  /** Where the shares come from, and whether they are only expected. */
  shares: v.object({ source: v.string(), provisional: v.boolean() }),
  inspections: v.array(
    v.object({
      id: v.string(), at: v.string(), stage, found: v.picklist(findings), words: v.string(), by: v.array(v.string()), pictures: v.array(pictureView),
    }),
  ),
  stops: v.array(
    v.object({
      on: v.string(), reason: v.string(), by: v.string(), lifted: v.nullable(v.object({ on: v.string(), reason: v.string(), by: v.string() })),
    }),
  ),
  proposed: v.nullable(
    v.object({ id: v.string(), stage, on: v.string(), by: v.string(), words: v.string(), pictures: v.array(pictureView) }),
  ),
  declined: v.array(v.object({ stage, on: v.string(), reason: v.string() })),
  pictures: v.array(pair),
  /** What this officer may do now; why not, by code (`problem.field.<code>`). */
  acts: v.array(v.object({ type: v.picklist(renovationActs), refused: v.nullable(v.picklist(renovationRefusals)) })),
  /** Who may come along to look at it. */
  companions: v.array(v.object({ id: v.string(), name: v.string(), post: v.string() })),
})
export type RenovationView = v.InferOutput<typeof renovationView>

/** What its family reads of the works on their own house. */
export const ownRenovation = v.object({
  stage: v.nullable(stage),
  state: v.picklist(['survey', 'plan', 'building', 'finished']),
  /** When somebody comes to look at it, at the latest. */
  look: v.nullable(dueDate),
  from: v.nullable(v.string()),
  until: v.nullable(v.string()),
  subsidy: v.number(),
  released: v.number(),
  parts: v.array(v.object({ stage, fen: v.number(), on: v.nullable(v.string()) })),
  provisional: v.boolean(),
  stopped: v.nullable(v.object({ on: v.string(), reason: v.string() })),
  pictures: v.array(pair),
})
export type OwnRenovation = v.InferOutput<typeof ownRenovation>
