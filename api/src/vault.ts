import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

/** The keys of one installation. The current one seals; older ones still open. */
export type Keys = {
  current: string
  /** 32-byte master keys by id (one byte, two hex digits). */
  master: Record<string, Buffer>
  /** 32 bytes: keyed hashes for look-ups, so that the database alone cannot be searched by guessing. */
  index: Buffer
}

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM: IV, tag, ciphertext (NIST SP 800-38D). */
function encrypt(key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}

/**
 * Everything that turns personal data into bytes and back. Short fields stand under the master
 * key, whose id leads the bytes so that keys can be rotated; what a person wrote stands under
 * a key of that person, so that throwing one key away erases it everywhere.
 */
export class Vault {
  readonly #keys: Keys

  constructor(keys: Keys) {
    this.#keys = keys
  }

  #withMaster(plain: Buffer): Buffer {
    const { current, master } = this.#keys
    const key = master[current]
    if (!key) throw new Error('The current master key is missing')
    return Buffer.concat([Buffer.from(current, 'hex'), encrypt(key, plain)])
  }

  #fromMaster(sealed: Buffer): Buffer {
    const key = this.#keys.master[sealed.subarray(0, 1).toString('hex')]
    if (!key) throw new Error('A master key that sealed stored data is missing')
    return decrypt(key, sealed.subarray(1))
  }

  sealField(plain: string): Buffer {
    return this.#withMaster(Buffer.from(plain, 'utf8'))
  }

  openField(sealed: Buffer): string {
    return this.#fromMaster(sealed).toString('utf8')
  }

  /** Keyed hash for look-ups; `purpose` keeps indexes of different kinds apart. */
  index(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.#keys.index).update(`${purpose}\0${value}`).digest()
  }

  /** A fresh 32-byte key and how it is stored. */
  newKey(): { key: Buffer; wrapped: Buffer } {
    const key = randomBytes(32)
    return { key, wrapped: this.#withMaster(key) }
  }

  unwrap(wrapped: Buffer): Buffer {
    return this.#fromMaster(wrapped)
  }
}

/** A value under a person's key, as JSON. */
export const seal = (key: Buffer, value: unknown): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(value), 'utf8'))

export const open = <T>(key: Buffer, sealed: Buffer): T =>
  JSON.parse(decrypt(key, sealed).toString('utf8')) as T

export const sealBytes = encrypt
export const openBytes = decrypt

export const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
