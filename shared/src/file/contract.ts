import * as v from 'valibot'
import { maxParts, maxPictureBytes } from './size.ts'

/** A picture that was stored: POST /api/files (raw bytes), and POST /api/files/:id (from its parts). */
export const storedPicture = v.object({ id: v.string(), width: v.number(), height: v.number() })
export type StoredPicture = v.InferOutput<typeof storedPicture>

/** GET /api/files/:id/parts: which parts lie at the server. */
export const partsThere = v.object({ have: v.array(v.number()) })
export type PartsThere = v.InferOutput<typeof partsThere>

const whole = v.pipe(v.number('not-a-number'), v.integer('not-whole'))

/** POST /api/files/:id: all parts are there; the picture they make has this length and SHA-256 (hex). */
export const completePicture = v.strictObject({
  parts: v.pipe(whole, v.minValue(1, 'out-of-range'), v.maxValue(maxParts, 'out-of-range')),
  bytes: v.pipe(whole, v.minValue(1, 'out-of-range'), v.maxValue(maxPictureBytes, 'file-too-large')),
  sha256: v.pipe(v.string('not-text'), v.regex(/^[0-9a-f]{64}$/, 'invalid')),
})
export type CompletePicture = v.InferOutput<typeof completePicture>
