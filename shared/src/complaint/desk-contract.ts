import * as v from 'valibot'
import { entityId } from '../border.ts'
import { unitId } from '../organisation/contract.ts'
import { complaintCategories, complaintKinds } from './category.ts'
import { deskStatuses, secondAsks } from './desk.ts'
import { mostKeyFiles, openedRoute, recipient, routeOffice, routeReader } from './keys.ts'
import { complaintFindings, complaintStates, ratings } from './state.ts'

const base64 = (max: number) => v.pipe(v.string('not-text'), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'not-base64'), v.maxLength(max, 'too-long'))
/** A message sealed to the complaint, padded: at most 128 KiB before. */
const sealedMessage = base64(180_000)
/** The secret of a complaint, sealed for one reader. */
const keyFile = v.strictObject({ reader: entityId, opens: v.picklist(['contents', 'identity']), file: base64(4096) })
export type DeskKeyFile = v.InferOutput<typeof keyFile>
/** The same with another key in front, also for two offices together and for whoever reported. */
const renewalFile = v.strictObject({ reader: v.pipe(v.string('not-text'), v.maxLength(140, 'too-long')), file: base64(8192) })
export type RenewalFile = v.InferOutput<typeof renewalFile>

const version = v.pipe(v.number('not-a-number'), v.integer('not-a-number'), v.minValue(1, 'too-small'))
const note = { sealed: sealedMessage }
const some = <T extends v.GenericSchema>(one: T) => v.pipe(v.array(one), v.maxLength(9, 'too-many'))

/** POST /api/oversight/complaints/:id/acts: words are sealed on the device; the office reads which act it is and no more. */
export const deskActBody = v.variant('type', [
  v.strictObject({ type: v.literal('accept'), version, ...note }),
  v.strictObject({ type: v.literal('say'), version, ...note }),
  v.strictObject({ type: v.literal('ask'), version, ...note }),
  v.strictObject({ type: v.literal('note'), version, ...note }),
  v.strictObject({ type: v.literal('status'), version, status: v.picklist(deskStatuses) }),
  v.strictObject({ type: v.literal('extend'), version, ...note }),
  v.strictObject({ type: v.literal('decide'), version, finding: v.picklist(complaintFindings), ...note }),
  v.strictObject({ type: v.literal('share'), version, keys: v.pipe(v.array(keyFile), v.minLength(1, 'empty'), v.maxLength(mostKeyFiles, 'too-many')) }),
  v.strictObject({ type: v.literal('renew'), version, recipient, keys: v.pipe(v.array(renewalFile), v.minLength(1, 'empty'), v.maxLength(mostKeyFiles, 'too-many')) }),
  v.strictObject({ type: v.literal('transfer'), version, to: unitId, keys: v.pipe(v.array(keyFile), v.maxLength(mostKeyFiles, 'too-many')), ...note }),
  v.strictObject({ type: v.literal('step-out'), version, ...note }),
  v.strictObject({
    ...{ type: v.literal('name-accused'), version, accused: some(entityId), accusedUnits: some(unitId), handlers: some(entityId) },
    /** For everybody who might have it next: the office keeps those of the one that does, if it goes on. */
    keys: v.pipe(v.array(keyFile), v.maxLength(mostKeyFiles, 'too-many')),
    ...note,
  }),
  v.strictObject({ type: v.literal('join'), version, with: entityId, ...note }),
  v.strictObject({
    type: v.literal('ask-second'),
    version,
    what: v.picklist(secondAsks),
    category: v.nullable(v.picklist(complaintCategories)),
    ...note,
  }),
  v.strictObject({ type: v.literal('answer-second'), version, id: entityId, grant: v.boolean(), ...note }),
])
export type DeskActBody = v.InferOutput<typeof deskActBody>

const due = v.nullable(v.string())
const item = v.object({
  id: v.string(),
  filedOn: v.string(),
  kind: v.picklist(complaintKinds),
  category: v.picklist(complaintCategories),
  named: v.boolean(),
  state: v.picklist(complaintStates),
  finding: v.nullable(v.picklist(complaintFindings)),
  status: v.nullable(v.picklist(deskStatuses)),
  due,
  late: v.boolean(),
  /** It came from an office below that was over its days. */
  cameUp: v.boolean(),
  reopened: v.number(),
  /** The last word is the reporter's. */
  answered: v.boolean(),
  /** Something waits for a second person who is this officer. */
  waits: v.boolean(),
})
export type ComplaintItem = v.InferOutput<typeof item>

/** GET /api/oversight/complaints: what can be read at this desk, by due date. */
export const complaintInbox = v.object({ today: v.string(), items: v.array(item) })
export type ComplaintInbox = v.InferOutput<typeof complaintInbox>

const message = v.object({
  number: v.number(),
  by: v.picklist(['reporter', 'office', 'note', 'identity']),
  day: v.string(),
  sealed: v.string(),
})
export type DeskMessage = v.InferOutput<typeof message>

/** GET /api/oversight/complaints/:id: all of it sealed, with what opens it for this officer. */
export const deskComplaint = v.object({
  ...item.entries,
  version: v.number(),
  office: v.object({ id: v.string(), name: v.string() }),
  acceptBy: due,
  finishBy: due,
  extended: v.boolean(),
  rating: v.nullable(v.picklist(ratings)),
  joinedWith: v.nullable(v.string()),
  recipient,
  /** The secret of the complaint, for this officer (age, base64). */
  key: v.string(),
  /** That of the name behind it, once a second person has granted it. */
  identityKey: v.nullable(v.string()),
  messages: v.array(message),
  history: v.array(v.object({ type: v.string(), day: v.string(), by: v.nullable(v.string()), detail: v.nullable(v.string()) })),
  asks: v.array(
    v.object({
      id: v.string(),
      what: v.picklist(secondAsks),
      category: v.nullable(v.picklist(complaintCategories)),
      by: v.string(),
      own: v.boolean(),
      day: v.string(),
      /** Ended: asked or granted at an office that has it no longer. */
      state: v.picklist(['waiting', 'granted', 'refused', 'ended']),
      answeredBy: v.nullable(v.string()),
      answeredOn: v.nullable(v.string()),
    }),
  ),
  /** Colleagues with a key who cannot read it yet, under the key of the office that signed theirs; null where all can. */
  colleagues: v.nullable(v.object({ ...routeOffice.entries, readers: v.array(v.object({ ...routeReader.entries, name: v.string() })) })),
  /** The office that has it next when it is late, as far as its people cannot open it yet: sealed for by whoever opens it. */
  next: v.nullable(routeOffice),
  /** For whom another key is put in front, because one was taken from somebody who had it; null where all is well. */
  renewal: v.nullable(openedRoute),
  /** Where it may be sent: supervising offices that are not excluded and can read. */
  offices: v.array(routeOffice),
  /** Others at this desk with which it can be joined. */
  others: v.array(v.object({ id: v.string(), filedOn: v.string(), category: v.picklist(complaintCategories) })),
  /** Where it happened, and whom it names: as the office knows it, to keep them out. */
  concern: v.object({ place: v.string(), officers: v.array(v.object({ id: v.string(), name: v.string() })), units: v.array(v.object({ id: v.string(), name: v.string() })) }),
  allowed: v.array(v.string()),
})
export type DeskComplaint = v.InferOutput<typeof deskComplaint>

/** GET /api/oversight/complaints/:id/parts/:file/:part */
export const deskPart = v.object({ sealed: v.string() })
/** What an act of the desk is answered with. */
export const deskActed = v.object({ version: v.number(), state: v.picklist(complaintStates) })
export type DeskActed = v.InferOutput<typeof deskActed>

/** POST /api/oversight/recoveries */
export const recoveryBody = v.strictObject({ complaintId: entityId })
/** POST /api/oversight/recoveries/opening: what is left under the inner seal, or the secret sealed for whoever asked. */
export const openingBody = v.strictObject({ id: entityId, pair: v.pipe(v.string('not-text'), v.regex(/^recovery:[\d:a-z+-]{10,100}$/, 'not-a-pair')), file: base64(8192) })
/** POST /api/oversight/recoveries/skips: this pair does not open; the next one is tried. */
export const skipBody = v.strictObject({ id: openingBody.entries.id, pair: openingBody.entries.pair })
/** POST /api/oversight/keys/unopened: what was sealed for this officer does not open with the own key. */
export const unopenedBody = v.strictObject({ complaintId: entityId })
/** GET /api/oversight/recoveries */
export const recoveries = v.object({
  /** Complaints of the own office that nobody in it can open; asked: two other offices know of it; skipped: pairs that did not open. */
  lost: v.array(v.object({ complaintId: v.string(), filedOn: v.string(), category: v.picklist(complaintCategories), asked: v.boolean(), skipped: v.number() })),
  /** What this officer can help to open: the outer seal first, then the inner one for the recipient who asked. */
  help: v.array(
    v.object({
      id: v.string(),
      office: v.string(),
      by: v.string(),
      day: v.string(),
      seal: v.picklist(['outer', 'inner']),
      pair: v.string(),
      file: v.string(),
      /** Who asked, under the key of their office: for them alone the secret is sealed. */
      to: routeOffice,
    }),
  ),
})
export type Recoveries = v.InferOutput<typeof recoveries>
