/**
 * Work that a phone does before a stranger's write, in place of a puzzle: find the number whose key,
 * derived from it (PBKDF2, `cost` rounds), begins with `keyPrefix`. The shape is altcha's, version 2.
 */
export type Challenge = {
  parameters: {
    algorithm: string
    nonce: string
    salt: string
    cost: number
    keyLength: number
    keyPrefix: string
    keySignature?: string
    expiresAt?: number
    data?: Record<string, string | number | boolean | null>
  }
  signature?: string
}

/** A challenge with what was found; travels as base64url of its JSON. */
export type Proof = { challenge: Challenge; solution: { counter: number; derivedKey: string } }

/** The header in which a write without a session brings its proof. */
export const proofHeader = 'X-Proof'
