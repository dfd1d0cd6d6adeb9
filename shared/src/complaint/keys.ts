import * as v from 'valibot'
import { entityId, text } from '../border.ts'
import { reasonMax } from '../identity/text.ts'

/*
 * Keys of supervisors, made on their own devices. A reader key (X25519, as age writes it) opens complaints; the key of the
 * office (P-256) signs reader keys, and its fingerprint hangs on the poster: whoever puts a key of his own in between
 * would have to change what hangs on every wall.
 */

/** `age1…`: a recipient of age, 62 characters. */
export const recipient = v.pipe(v.string('not-text'), v.regex(/^age1[02-9ac-hj-np-z]{58}$/, 'not-a-key'))
/** An uncompressed point of P-256, base64url. */
export const publicKey = v.pipe(v.string('not-text'), v.regex(/^[A-Za-z0-9_-]{87}$/, 'not-a-key'))
/** r and s side by side, base64url. */
export const signature = v.pipe(v.string('not-text'), v.regex(/^[A-Za-z0-9_-]{86}$/, 'not-a-signature'))
/** An age file, base64url. */
export const sealedFile = (max: number) =>
  v.pipe(v.string('not-text'), v.regex(/^[A-Za-z0-9_-]+$/, 'not-base64'), v.maxLength(max, 'too-long'))
/** A secret sealed for one or for several readers. */
export const sealedSecret = sealedFile(4096)
/** Readers for whom one secret may be sealed at once: all of a county’s supervisors and those above it, large offices too. */
export const mostKeyFiles = 400

export type ReaderStatement = { unitId: string; officerId: string; recipient: string }

/** What the key of an office signs of a reader's key, letter by letter. */
export const readerKeyText = ({ unitId, officerId, recipient: key }: ReaderStatement): string =>
  ['yima reader key', unitId, officerId, key].join('\n')

/** What the key of an office signs of the one that follows it, letter by letter. */
export const handedText = ({ unitId, from, to }: { unitId: string; from: string; to: string }): string =>
  ['yima office key', unitId, from, to].join('\n')

/** Of what the digits are made that a colleague reads out: the own key, and by which key of the office it is to be signed. */
export const spokenText = (officeKey: string, statement: ReaderStatement): string =>
  ['yima spoken digits', officeKey, readerKeyText(statement)].join('\n')

const digitsPerGroup = 5

/** Digits of a digest in groups of five, which can be compared by eye or over the telephone. */
function digitsOf(digest: Uint8Array, groups: number): string {
  let number = 0n
  for (const byte of digest) number = number * 256n + BigInt(byte)
  const digits = (number % 10n ** BigInt(groups * digitsPerGroup)).toString().padStart(groups * digitsPerGroup, '0')
  return digits.replace(/(\d{5})(?=\d)/g, '$1 ')
}

/** The fingerprint of an office's key as it stands on the poster: thirty digits of the SHA-256 of its point. */
export const fingerprintOf = (sha256: Uint8Array): string => digitsOf(sha256, 6)
/** Ten digits that one reads out and the other types: few, and so of a digest that takes each guess a second. */
export const spokenOf = (slowDigest: Uint8Array): string => digitsOf(slowDigest, 2)
/** Whether these are the same digits, however they were grouped. */
export const sameDigits = (typed: string, digits: string): boolean => typed.replace(/\D/g, '') === digits.replace(/\D/g, '')

/** POST /api/oversight/keys/office: the key of an office, made by its head, and the head's own key signed by it. */
export const officeKeyBody = v.strictObject({
  publicKey,
  recipient,
  signature,
  /** The secret of the office's key, for whoever made it. */
  file: sealedSecret,
  /** Why the one before it no longer holds; null where there was none. */
  replaces: v.nullable(v.pipe(text(reasonMax), v.minLength(1, 'empty'))),
  /** The new key, signed by the one before it: whoever knew that one knows this one. Null where that is lost. */
  handed: v.optional(v.nullable(signature), null),
})
export type OfficeKeyBody = v.InferOutput<typeof officeKeyBody>

/** POST /api/oversight/keys: one's own key, which waits for a colleague's signature. */
export const readerKeyBody = v.strictObject({ recipient })
/** POST /api/oversight/keys/:id/signature: signed on a colleague's device, who hands over the office's secret too. */
export const signatureBody = v.strictObject({ signature, file: sealedSecret })
/** POST /api/oversight/keys/:id/end */
export const endKeyBody = v.strictObject({ reason: v.pipe(text(reasonMax), v.minLength(1, 'empty')) })

/** Keys of an office before this one, the oldest first; each signed the next. */
const handed = v.array(v.object({ from: publicKey, signature }))

const readerView = v.object({
  id: v.string(),
  officerId: v.string(),
  name: v.string(),
  post: v.string(),
  recipient: v.string(),
  /** Null while it waits for a colleague's signature. */
  signature: v.nullable(v.string()),
  since: v.string(),
  own: v.boolean(),
})
export type ReaderView = v.InferOutput<typeof readerView>

/** GET /api/oversight/keys: who of the own office can read. */
export const deskKeys = v.object({
  officer: v.string(),
  office: v.object({ id: v.string(), name: v.string() }),
  /** Whether the officer leads the office: makes its key, and ends those of others. */
  head: v.boolean(),
  key: v.nullable(
    v.object({
      id: v.string(),
      publicKey: v.string(),
      handed,
      since: v.string(),
      /** The office's secret for this officer; null for whoever may not sign yet. */
      file: v.nullable(v.string()),
    }),
  ),
  readers: v.array(readerView),
})
export type DeskKeys = v.InferOutput<typeof deskKeys>

export const keyEvents = ['office-key-made', 'office-key-ended', 'reader-key-signed', 'reader-key-ended'] as const

/** GET /api/complaints/keys: for everybody, and for the poster. */
export const publicKeys = v.object({
  offices: v.array(
    v.object({ id: v.string(), name: v.string(), publicKey: v.string(), since: v.string(), readers: v.number() }),
  ),
  /** Newest first; of a reader only that there is one more, or one fewer. */
  events: v.array(v.object({ on: v.string(), office: v.string(), type: v.picklist(keyEvents) })),
})
export type PublicKeys = v.InferOutput<typeof publicKeys>

/** Somebody to whom a report is sealed: known by the signature of the own office. */
export const routeReader = v.object({ officerId: entityId, recipient, signature })
export type RouteReader = v.InferOutput<typeof routeReader>
/** An office with whoever of it reads, as the phone of a reporter is told. */
export const routeOffice = v.object({
  office: v.object({ id: v.string(), name: v.string(), phone: v.nullable(v.string()) }),
  officeKey: publicKey,
  handed,
  readers: v.array(routeReader),
})
export type RouteOffice = v.InferOutput<typeof routeOffice>

/** Where a report goes, before it is written: computed by the server, checked on the phone. */
export const openedRoute = v.object({
  ...routeOffice.entries,
  /** The office that has it, too, once the first is over its days; null where none stands above. */
  above: v.nullable(routeOffice),
  /** The offices above that, level by level, for when that one is over its days as well. */
  higher: v.array(routeOffice),
  /** Any two of these three open it together; none where there are not three. */
  recovery: v.array(routeOffice),
  /** Names of offices that will never know of it. */
  excluded: v.array(v.string()),
})
export type OpenedRoute = v.InferOutput<typeof openedRoute>
