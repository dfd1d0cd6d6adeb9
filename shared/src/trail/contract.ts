import * as v from 'valibot'

const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/))
const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/))

/** The county's public key for its trail: P-256, as in a JWK (RFC 7518, 6.2.1); `id` follows from it. */
export const trailKey = v.object({ id: v.string(), x: base64url, y: base64url })
export type TrailKey = v.InferOutput<typeof trailKey>

/**
 * What the county signs on a receipt: after how many events, with which hash, the record of this application
 * stood when it was received. Whoever keeps it can prove every later change of what was before.
 */
export const receiptSeal = v.object({
  number: v.number(),
  hash: hex,
  key: trailKey,
  signature: base64url,
})
export type ReceiptSeal = v.InferOutput<typeof receiptSeal>

/** One day's end of a county's trail, signed: everything that happened from `from` until before `until`. */
export const trailRoot = v.object({
  county: v.string(),
  /** 1, 2, 3 …: none is left out. */
  number: v.number(),
  from: v.string(),
  until: v.string(),
  /** Events in it, and the root of the tree over their hashes in the order of (stream, number). */
  size: v.number(),
  root: hex,
  /** Looks at people's data, and the hash over all of them. */
  looks: v.object({ size: v.number(), hash: hex }),
  /** Where the chain of the organisation stood. */
  organisation: v.object({ number: v.number(), hash: hex }),
  /** Hash of what was signed the day before; of nothing before the first. */
  previous: hex,
  key: v.string(),
  signature: base64url,
})
export type TrailRoot = v.InferOutput<typeof trailRoot>

export const rootsQuery = v.strictObject({
  before: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/), v.transform(Number))),
})

/** GET /api/trail/roots: the newest first. */
export const rootsPage = v.object({ keys: v.array(trailKey), roots: v.array(trailRoot), more: v.boolean() })
export type RootsPage = v.InferOutput<typeof rootsPage>

/** One event as the chain sees it: without its words, whose digest stands for them. */
export const eventHead = v.object({
  number: v.number(),
  type: v.string(),
  at: v.string(),
  actorKind: v.picklist(['resident', 'officer', 'system']),
  actorId: v.nullable(v.string()),
  payloadDigest: hex,
  previousHash: hex,
})
export type EventHead = v.InferOutput<typeof eventHead>

/** Where the last of this record's events of a day stands under that day's root. */
export const inclusion = v.object({
  root: trailRoot,
  event: v.number(),
  index: v.number(),
  path: v.array(hex),
})

/** GET /api/me/applications/:id/trail, for its owner. */
export const ownTrail = v.object({
  county: v.string(),
  stream: v.string(),
  receiptNumber: v.string(),
  events: v.array(eventHead),
  days: v.array(inclusion),
  key: trailKey,
})
export type OwnTrail = v.InferOutput<typeof ownTrail>
