import { timingSafeEqual } from 'node:crypto'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'

/**
 * What is mixed into a receipt before it becomes a key: for every eight digits there are, in use or not. It follows from the
 * key of look-ups, which the database holds only wrapped: whoever stole the database alone has nothing to guess with.
 */
export const saltFor = ({ vault }: Pick<Deps, 'vault'>, handle: string): string =>
  vault.index('complaint-salt', handle).toString('hex')

/** By what a complaint is found. */
export const handleMac = ({ vault }: Pick<Deps, 'vault'>, handle: string): Buffer => vault.index('complaint-handle', handle)

/** Compared where there is no complaint, so that one way is gone in every case. */
const nobodys = sha256('nobody’s')

/** Whether this is what only the whole receipt gives. */
export const isProof = (proof: string, digest: Buffer | undefined): boolean =>
  timingSafeEqual(sha256(Buffer.from(proof, 'hex')), digest ?? nobodys) && digest !== undefined
