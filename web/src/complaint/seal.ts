import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { bech32 } from '@scure/base'

/*
 * All sealing of complaints, in the format of age (age-encryption.org/v1). Loaded when somebody reports or reads, never before;
 * whatever takes longer than a blink goes through the worker (sealing-worker.ts).
 */

/** A pair of which the secret never leaves the devices of those who talk. */
export type Pair = { identity: string; recipient: string }

/** A fresh pair for one complaint, or for the name behind it. */
export async function makeReportKey(): Promise<Pair> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The pair that 32 secret bytes are: those of a receipt. */
export async function pairOf(secret: Uint8Array): Promise<Pair> {
  const identity = bech32.encodeFromBytes('AGE-SECRET-KEY-', secret).toUpperCase()
  return { identity, recipient: await identityToRecipient(identity) }
}

/*
 * The secret of a complaint is one key, or several, a line each, the newest first: whenever somebody who had it may read no more, one
 * of those left makes another. What was written before opens with the older ones; what is written goes to the newest.
 */
const keysOf = (secret: string): string[] => secret.split('\n')

/** The same secret with another key in front, which nobody has yet. */
export const renewed = async (secret: string): Promise<string> => [(await makeReportKey()).identity, ...keysOf(secret)].join('\n')
/** How many keys a secret has, and each as a secret of its own, the newest first, with which it was: 1 is the first. */
export const generationsOf = (secret: string): { key: string; generation: number }[] =>
  keysOf(secret).map((key, at, { length }) => ({ key, generation: length - at }))

/** To whom is sealed what only a holder of this secret opens. Whoever has the secret asks nobody else: a server could name another. */
export const recipientOf = (secret: string): Promise<string> => identityToRecipient(keysOf(secret)[0] ?? '')

/** Seals bytes as they are for one recipient, or for several of whom each opens it. */
export function sealBytesFor(recipients: string | readonly string[], bytes: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of [recipients].flat()) encrypter.addRecipient(recipient)
  return encrypter.encrypt(bytes)
}

/** Opens what was sealed for this secret, or for one of several. Rejects when it was not, or was changed on its way. */
export function openBytesWith(secrets: string | readonly string[], sealed: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  for (const key of [secrets].flat().flatMap(keysOf)) decrypter.addIdentity(key)
  return decrypter.decrypt(sealed)
}

/** Lengths that a sealed text may have; a short word and a long story look the same. */
const buckets = [4, 16, 64, 128].map((kilobytes) => kilobytes * 1024)
const lengthBytes = 4

/** Bytes behind their length, filled up to `size`. Throws when they do not fit. */
export function pad(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  if (bytes.length + lengthBytes > size) throw new RangeError('does not fit')
  const padded = new Uint8Array(size)
  new DataView(padded.buffer).setUint32(0, bytes.length)
  padded.set(bytes, lengthBytes)
  return padded
}

/** What was filled up. Throws when its length is none. */
export function unpad(padded: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0)
  if (length + lengthBytes > padded.length) throw new RangeError('does not fit')
  return new Uint8Array(padded.subarray(lengthBytes, lengthBytes + length))
}

const roomFor = (length: number): number => {
  const size = buckets.find((bucket) => length + lengthBytes <= bucket)
  if (size === undefined) throw new RangeError('too long to be sealed')
  return size
}

/** Seals a value as JSON, filled up so that its length says nothing. */
export async function sealFor(recipient: string, value: unknown): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return sealBytesFor(recipient, pad(bytes, roomFor(bytes.length)))
}

/** Opens a value; who opens it checks its shape (shared/complaint/sealed.ts). */
export async function openWith(secret: string, sealed: Uint8Array): Promise<unknown> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(unpad(await openBytesWith(secret, sealed)))
  return JSON.parse(text) as unknown
}

/** Nobody is taken out of one complaint more often. */
const mostKeys = 32

/** The secret of a complaint for one reader: a small file, the same length for all. */
export const sealIdentityFor = (recipients: string | readonly string[], identity: string): Promise<Uint8Array> =>
  sealBytesFor(recipients, new TextEncoder().encode(identity))

/** The secret of a complaint out of such a file. */
export async function openIdentityWith(own: string | readonly string[], file: Uint8Array): Promise<string> {
  const identity = new TextDecoder('utf-8', { fatal: true }).decode(await openBytesWith(own, file))
  const keys = keysOf(identity)
  if (keys.length > mostKeys || !keys.every((key) => /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(key))) throw new TypeError('no secret of a complaint')
  return identity
}

/** For each pair of offices the secret for whoever reads of the one, and that again for the other: neither opens it alone. */
export const sealForBoth = async (first: readonly string[], second: readonly string[], identity: string): Promise<Uint8Array> =>
  sealBytesFor(second, await sealIdentityFor(first, identity))

/** Bytes as text of a contract, and back. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
