import * as v from 'valibot'
import { markedMessage, markInfo, markSalt, type Held, type MarkedAs, type Side } from '@yima/shared/complaint/mark'
import { fromBase64, generationsOf, openWith, sealFor, recipientOf } from './seal.ts'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** The key of one message: from one key of the complaint's secret, for this place in it and no other. */
async function markKey(key: string, as: MarkedAs): Promise<CryptoKey> {
  const whole = await crypto.subtle.importKey('raw', bytesOf(key), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: bytesOf(markSalt), info: bytesOf(markInfo(as)) }
  return crypto.subtle.deriveKey(how, whole, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign', 'verify'])
}

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const fromBase64url = (text: string): Uint8Array<ArrayBuffer> => fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))

/** Words of one side, marked under the secret of the complaint; whoever holds only its public half cannot make this. */
export async function markOf(secret: string, as: MarkedAs, value: unknown) {
  const text = JSON.stringify(value)
  const newest = generationsOf(secret)[0]?.key ?? ''
  const mark = await crypto.subtle.sign('HMAC', await markKey(newest, as), bytesOf(text))
  return { version: 2, at: as.at, text, mark: toBase64url(new Uint8Array(mark)) } as const
}

/** The same, sealed for all who have the secret. */
export const sealMarked = async (secret: string, as: MarkedAs, value: unknown): Promise<Uint8Array> =>
  sealFor(await recipientOf(secret), await markOf(secret, as, value))

/** What a message says, and whether its mark held. Its value is undefined where nothing opened it. */
export type Read = Held & { value: unknown }

/** Opens what one side is said to have written. What carries no mark, or another's, still opens: who reads is told so. */
export const openMarked = async (secret: string, as: { id: string; by: Side }, sealed: Uint8Array): Promise<Read> =>
  readMarked(secret, as, await openWith(secret, sealed).catch(() => undefined))

/** The same of what was opened already: the name behind a complaint has a secret of its own. */
export async function readMarked(secret: string, { id, by }: { id: string; by: Side }, opened: unknown): Promise<Read> {
  const parsed = v.safeParse(markedMessage, opened)
  if (!parsed.success) return { by, held: null, value: opened }
  const { at, text, mark } = parsed.output
  const value = valueOf(text)
  for (const { key, generation } of generationsOf(secret))
    if (await crypto.subtle.verify('HMAC', await markKey(key, { id, by, at }), fromBase64url(mark), bytesOf(text)))
      return { by, held: { at, mark, generation }, value }
  return { by, held: null, value }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
