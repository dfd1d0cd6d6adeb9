import * as v from 'valibot'
import { entityId, text } from '../border.ts'
import { wordsMax } from '../identity/text.ts'
import { recipient } from './keys.ts'
import { complaintCategories } from './category.ts'
import { complaintFindings, complaintMeasures } from './state.ts'

/*
 * What is sealed on one device and opened on another. Whoever opens it checks it as anything that arrives: the other side may be
 * somebody who only has the public key.
 */

/** Bytes of evidence in one part before it is sealed; each part is filled up to it, so that a part tells no length. */
export const partBytes = 120 * 1024
/** A sealed part is never more. */
export const sealedPartBytes = 128 * 1024
/** More evidence is not taken in one message. */
export const mostFiles = 9
export const mostParts = 200

/** A piece of evidence: what it is called and how to put it together again. */
export const sealedFile = v.strictObject({
  id: entityId,
  name: text(120),
  type: text(120),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostParts * partBytes)),
  parts: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostParts)),
  /** SHA-256 of the whole, hex. */
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})
export type SealedFile = v.InferOutput<typeof sealedFile>

const files = v.pipe(v.array(sealedFile), v.maxLength(mostFiles))

/** Whom it is about, as its writer said it. */
export const accusedInWords = v.strictObject({
  /** The officer that was picked; null where somebody was described. */
  officer: v.nullable(entityId),
  words: text(200),
})

/** The first message: what happened. */
export const sealedReport = v.strictObject({
  version: v.literal(1),
  type: v.literal('report'),
  category: v.picklist(complaintCategories),
  words: text(wordsMax),
  place: text(200),
  accused: v.pipe(v.array(accusedInWords), v.maxLength(9)),
  files,
  /** The request that it is about, where its writer came from one: known to the readers alone. */
  about: v.nullable(text(200)),
  /** To whom readers seal a new key for whoever has the receipt. It lies in here, because a server could name another. */
  reporter: v.optional(recipient),
})
export type SealedReport = v.InferOutput<typeof sealedReport>

/** What one side says to the other afterwards; `note` is never shown to the reporter. */
export const sealedMessage = v.strictObject({
  version: v.literal(1),
  type: v.picklist(['message', 'question', 'decision', 'note']),
  words: text(wordsMax),
  files,
  /** What a decision found, under its author's mark: the same stands openly beside it, where whoever runs the server could change it. */
  finding: v.optional(v.picklist(complaintFindings)),
  /** What is done about it, where somebody was right. */
  measures: v.optional(v.pipe(v.array(v.picklist(complaintMeasures)), v.maxLength(complaintMeasures.length))),
})
export type SealedMessage = v.InferOutput<typeof sealedMessage>

/** Who reported, sealed to a key of its own. */
export const sealedIdentity = v.strictObject({ version: v.literal(1), type: v.literal('identity'), name: text(80), phone: text(40) })
export type SealedIdentity = v.InferOutput<typeof sealedIdentity>
