import * as v from 'valibot'
import { dueDate, office } from '../application/contract.ts'
import { entityId, regionCode } from '../border.ts'
import { complaintCategories } from './category.ts'
import { mostKeyFiles, recipient } from './keys.ts'
import { mostFiles, mostParts, sealedPartBytes } from './sealed.ts'
import { complaintEnds, complaintFindings, complaintStates, ratings, reporterActs } from './state.ts'

/*
 * What a reporter's phone and the office say to one another. The office hears where it happened and whom it is about, because
 * it has to find who may read it; everything else is sealed before it leaves.
 */

/** Eight digits of the receipt. */
const handle = v.pipe(v.string('not-text'), v.regex(/^\d{8}$/, 'not-a-receipt'))
const hex32 = v.pipe(v.string('not-text'), v.regex(/^[0-9a-f]{64}$/, 'not-hex'))
const base64 = (bytes: number) =>
  v.pipe(v.string('not-text'), v.maxLength(Math.ceil(bytes / 3) * 4, 'too-long'), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'not-base64'))

const unitId = v.pipe(v.string('not-text'), v.maxLength(60, 'too-long'))
const some = <T extends v.GenericSchema>(one: T, most: number) => v.pipe(v.array(one), v.maxLength(most, 'too-many'))

/**
 * What it is about, as an opaque name that its writer can read: a request of theirs, a notice on a board, one look at their
 * data. The office finds who acted on it, keeps these people out, and forgets which it was.
 */
export const matterKinds = ['request', 'notice', 'look'] as const
export const matter = v.strictObject({ kind: v.picklist(matterKinds), ref: entityId })
export type Matter = v.InferOutput<typeof matter>

/** Whom it is about, without a word of what happened. */
const concern = {
  place: regionCode,
  accused: some(entityId, 9),
  accusedUnits: some(unitId, 40),
  /** Another recipient. */
  recipient: v.boolean(),
  /** A hospital, a home, whoever delivers. */
  provider: v.boolean(),
  unknown: v.boolean(),
  matters: some(matter, 3),
}

/** POST /api/complaints/routes: who would read it. Asked in a body, because an address is kept by others. */
export const routeAsked = v.strictObject(concern)
export type RouteAsked = v.InferOutput<typeof routeAsked>

/** POST /api/complaints/people: the officers of a place and of those above it, to pick from. */
export const peopleAsked = v.strictObject({ place: regionCode })
export const peopleOf = v.object({
  groups: v.array(
    v.object({
      level: v.picklist(['village', 'town', 'county']),
      unit: v.object({ id: v.string(), name: v.string(), kind: v.string() }),
      officers: v.array(v.object({ id: v.string(), name: v.string(), post: v.string() })),
    }),
  ),
})
export type PeopleOf = v.InferOutput<typeof peopleOf>

/** POST /api/complaints/salts: for receipts in use and for all others alike. */
export const saltAsked = v.strictObject({ handle })
export const salt = v.object({ salt: v.string() })

const files = some(
  v.strictObject({ id: entityId, parts: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostParts)) }),
  mostFiles,
)
const sealedMessage = base64(160 * 1024)

/** The secret of the complaint (`contents`) or of the name behind it (`identity`), for one reader. */
const keyFile = v.strictObject({
  opens: v.picklist(['contents', 'identity']),
  reader: v.pipe(v.string('not-text'), v.maxLength(140, 'too-long')),
  file: base64(4096),
})
export type KeyFile = v.InferOutput<typeof keyFile>

/** POST /api/complaints: without a session, always. */
export const complaintBody = v.strictObject({
  concern: routeAsked,
  /** Made by chance on the phone. */
  id: entityId,
  category: v.picklist(complaintCategories),
  /** The public half of what everything of it is sealed to. */
  recipient,
  handle,
  proofDigest: hex32,
  keys: some(keyFile, mostKeyFiles),
  message: sealedMessage,
  /** Who reported, sealed to a key of its own; null is anonymous. */
  identity: v.nullable(base64(8 * 1024)),
  files,
})
export type ComplaintBody = v.InferOutput<typeof complaintBody>

/** What is said back at once: by when somebody says whether it is taken up, and by when what came of it. */
export const complaintFiled = v.object({ filedOn: v.string(), office, acceptBy: v.nullable(dueDate), finishBy: v.nullable(dueDate) })
export type ComplaintFiled = v.InferOutput<typeof complaintFiled>

/** PUT /api/complaints/parts/:file/:part: bytes of one sealed part. */
export const partKept = v.object({ kept: v.literal(true) })
export const partKeptBytes = sealedPartBytes

const opened = { handle, proof: hex32 }

/** POST /api/complaints/conversation: everything that only the whole receipt opens. */
export const conversationAsked = v.strictObject(opened)
const message = v.object({ number: v.number(), by: v.picklist(['reporter', 'office']), day: v.string(), sealed: v.string() })
export const conversation = v.object({
  id: v.string(),
  filedOn: v.string(),
  category: v.picklist(complaintCategories),
  named: v.boolean(),
  state: v.picklist(complaintStates),
  finding: v.nullable(v.picklist(complaintFindings)),
  office,
  acceptBy: v.nullable(dueDate),
  finishBy: v.nullable(dueDate),
  /** The day has passed: the office above has it, too. */
  late: v.boolean(),
  recipient: v.string(),
  /** What ended it: its days, or two supervisors who agreed. Then nothing is left to be opened. */
  ended: v.nullable(v.picklist(complaintEnds)),
  /** The secret of the complaint, sealed for the receipt; null once it ended. */
  key: v.nullable(v.string()),
  messages: v.array(message),
  /** What the reporter may do now. */
  allowed: v.array(v.picklist(reporterActs)),
  rating: v.nullable(v.picklist(ratings)),
})
export type Conversation = v.InferOutput<typeof conversation>

/** POST /api/complaints/conversation/parts: one part of evidence. */
export const partAsked = v.strictObject({ ...opened, file: entityId, part: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostParts - 1)) })
export const partOpened = v.object({ sealed: v.string() })

/** Words, and to whom they are sealed: another key may stand in front meanwhile, and then they are sealed anew. */
const said = { sealed: sealedMessage, recipient: v.optional(recipient) }

/** POST /api/complaints/conversation/messages */
export const messageBody = v.strictObject({ ...opened, ...said, files })
export type MessageBody = v.InferOutput<typeof messageBody>
export const messageKept = v.object({ number: v.number(), day: v.string() })

/** POST /api/complaints/conversation/ratings */
export const ratingBody = v.strictObject({ ...opened, rating: v.picklist(ratings) })
/** POST /api/complaints/conversation/reopenings: why stands in a sealed message. */
export const reopenBody = v.strictObject({ ...opened, ...said })
export const conversationActed = v.object({ state: v.picklist(complaintStates) })
