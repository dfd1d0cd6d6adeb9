import { randomBytes } from 'node:crypto'
import { makeNumber } from '@yima/shared/code/number'
import type { Deps, Once } from '../http/context.ts'

type SpokenKind = 'mine' | 'card' | 'member' | 'signing'

/** Random bits and what is made of them: a token of 128 bits and a number to read aloud. */
export type Secret = { token: string; number: (kind: SpokenKind) => string }

const secretOf = (bytes: Buffer): Secret => ({
  token: bytes.subarray(0, 16).toString('base64url'),
  number: (kind) => makeNumber(kind, bytes.readBigUInt64BE(16)),
})

/**
 * The secret of a code that a write asked for. It follows from the write, so that a repeated one whose answer was
 * lost gets the same code, and nothing that opens a door is kept.
 */
export const secretFor = (
  { vault }: Pick<Deps, 'vault'>,
  once: Once,
  purpose: 'my-code' | 'card' | 'member' | 'signing',
): Secret =>
  secretOf(
    vault.index(
      purpose,
      `${once.route}\n${once.key}\n${once.deviceHash.toString('hex')}\n${once.bodyHash.toString('hex')}`,
    ),
  )

/** A secret that nothing can make again. */
export const freshSecret = (): Secret => secretOf(randomBytes(32))

/** How the number of a code is found. */
export const numberIndexOf = ({ vault }: Pick<Deps, 'vault'>, kind: SpokenKind, number: string): Buffer =>
  vault.index(`${kind}-code-number`, number)
