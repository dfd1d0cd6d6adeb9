import { createHmac, hkdfSync } from 'node:crypto'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { markInfo, markSalt, type MarkedAs, type MarkedMessage } from '@yima/shared/complaint/mark'

/** Lengths that a sealed text may have, as phones fill it up: a short word and a long story look the same. */
const buckets = [4, 16, 64, 128].map((kilobytes) => kilobytes * 1024)
const lengthBytes = 4

/** Seals bytes for several recipients. */
export async function sealBytes(recipients: readonly string[], bytes: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  return Buffer.from(await encrypter.encrypt(bytes))
}

/** Seals a value as JSON, filled up, the way a phone does. */
export function sealValue(recipient: string, value: unknown): Promise<Buffer> {
  const text = Buffer.from(JSON.stringify(value))
  const size = buckets.find((bucket) => text.length + lengthBytes <= bucket) ?? text.length + lengthBytes
  const padded = new Uint8Array(size)
  new DataView(padded.buffer).setUint32(0, text.length)
  padded.set(text, lengthBytes)
  return sealBytes([recipient], padded)
}

/** Marked as its phone would have marked it (web/src/complaint/mark.ts): whoever opens it knows it was not put in by a server. */
export function markedAs(identity: string, as: MarkedAs, value: unknown): MarkedMessage {
  const text = JSON.stringify(value)
  const key = Buffer.from(hkdfSync('sha256', identity, markSalt, markInfo(as), 32))
  return { version: 2, at: as.at, text, mark: createHmac('sha256', key).update(text).digest('base64url') }
}

/** A fresh pair. */
export async function freshPair(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
