import { createECDH, createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { Deps } from '../http/context.ts'

export type SignKey = { id: string; x: string; y: string; key: KeyObject }

/**
 * The county's key for one use (P-256, which every browser can check). It follows from the key of look-ups, so that
 * every process signs alike and nothing more has to be kept; it stays for as long as that one does.
 */
export function signKeyOf(
  { vault, config }: Pick<Deps, 'vault' | 'config'>,
  use: 'entitlement-key' | 'trail-key',
): SignKey {
  return signKeyFrom(vault.index(use, config.countyCode))
}

/** The key that 32 secret bytes are. */
export function signKeyFrom(seed: Buffer): SignKey {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(seed)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const id = createHash('sha256').update(point).digest('base64url').slice(0, 8)
  const key = createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x, y, d: seed.toString('base64url') },
  })
  return { id, x, y, key }
}

/** ECDSA with SHA-256, r and s side by side (RFC 7518, 3.4), base64url. */
export const signWith = ({ key }: SignKey, text: string): string =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')

/** Whether the holder of this public key signed this text so. */
export function isSignedBy({ x, y }: { x: string; y: string }, text: string, signature: string): boolean {
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}
