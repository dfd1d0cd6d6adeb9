import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../http/context.ts'

/** 16 MiB and about forty milliseconds: a PIN has ten thousand values, and the pepper lies outside the database. */
const cost = { N: 16_384, r: 8, p: 1 }

function hash({ vault }: Pick<Deps, 'vault'>, pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(vault.index('card-pin', pin), salt, 32, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** A PIN as it is kept: salt and scrypt over its keyed hash (RFC 7914). */
export async function sealPin(deps: Pick<Deps, 'vault'>, pin: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${(await hash(deps, pin, salt)).toString('base64url')}`
}

/** Whether it is the PIN that was kept. */
export async function isPin(deps: Pick<Deps, 'vault'>, pin: string, kept: string): Promise<boolean> {
  const [salt = '', key = ''] = kept.split('.')
  const [said, stored] = [
    await hash(deps, pin, Buffer.from(salt, 'base64url')),
    Buffer.from(key, 'base64url'),
  ]
  return said.length === stored.length && timingSafeEqual(said, stored)
}
