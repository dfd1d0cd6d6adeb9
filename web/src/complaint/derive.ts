import { argon2id } from 'hash-wasm'
import { pairOf, type Pair } from './seal.ts'

/** What the secret half of a receipt gives: the reporter's own pair, and a proof that opens the talk. */
export type Derived = Pair & { proof: Uint8Array<ArrayBuffer> }

const secretBytes = 32
const cost = { iterations: 3, memorySize: 64 * 1024, parallelism: 1 } as const

/**
 * Slow on purpose (about a second on a cheap phone): whoever stole the database has to take as long for each guess, and has
 * nothing to guess against without the salt, which the office makes of a key that lies elsewhere.
 */
export async function deriveReceipt(secret: string, salt: Uint8Array): Promise<Derived> {
  const bytes = await argon2id({
    password: secret,
    salt,
    ...cost,
    hashLength: 2 * secretBytes,
    outputType: 'binary',
  })
  return { ...(await pairOf(bytes.slice(0, secretBytes))), proof: new Uint8Array(bytes.slice(secretBytes)) }
}

/** Slow on purpose, too: of it ten digits are made that somebody in between would otherwise hit by trying. */
export const digestSlowly = (text: string): Promise<Uint8Array> =>
  argon2id({ ...cost, password: text, salt: 'yima spoken digits', hashLength: secretBytes, outputType: 'binary' })

/** What the office keeps of the proof: it can hold the proof against it and not make it. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
