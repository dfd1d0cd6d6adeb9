import { createCipheriv, createDecipheriv, createHash, createHmac, hash as hashOnce } from 'node:crypto'
import { freshBytes } from './random.ts'

/** The master keys of one installation. The current one seals; all of them open. */
export type MasterKeys = {
  current: string
  /** 32-byte keys by id (one byte, two hex digits). */
  master: Record<string, Buffer>
}

export type Keys = MasterKeys & {
  /** 32 bytes: keyed hashes for look-ups, so that the database alone cannot be searched by guessing. */
  index: Buffer
}

/** How long a key that another process made may go unnoticed, in milliseconds. */
export const keysNoticedWithinMs = 1000

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM: IV, tag, ciphertext (NIST SP 800-38D). */
function encrypt(key: Buffer, plain: Buffer): Buffer {
  const iv = freshBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = [cipher.update(plain), cipher.final()]
  return Buffer.concat([iv, cipher.getAuthTag(), ...body])
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
  #keys: Keys
  readonly #reread: (() => MasterKeys) | undefined
  #readAt = performance.now()

  /** @param reread the master keys as they stand now: another process may have made a newer one */
  constructor(keys: Keys, reread?: () => MasterKeys) {
    this.#keys = keys
    this.#reread = reread
  }

  #look(): void {
    if (!this.#reread) return
    const found = this.#reread()
    const { current, master } = this.#keys
    // A folder that is away for a moment takes no key from a running process.
    this.#keys = {
      ...this.#keys,
      current: found.current === '' ? current : found.current,
      master: { ...master, ...found.master },
    }
    this.#readAt = performance.now()
  }

  /** The id that leads what is sealed now. */
  get current(): string {
    if (performance.now() - this.#readAt > keysNoticedWithinMs) this.#look()
    return this.#keys.current
  }

  #withMaster(plain: Buffer): Buffer {
    const id = this.current
    const key = this.#keys.master[id]
    if (!key) throw new Error('The current master key is missing')
    return Buffer.concat([Buffer.from(id, 'hex'), encrypt(key, plain)])
  }

  /** The key of that id first. Keys from two places may share an id: only opening tells them apart. */
  #candidates(id: string): Buffer[] {
    if (!this.#keys.master[id]) this.#look()
    const { [id]: named, ...others } = this.#keys.master
    return [...(named ? [named] : []), ...Object.values(others)]
  }

  #fromMaster(sealed: Buffer): Buffer {
    for (const key of this.#candidates(keyIdOf(sealed))) {
      try {
        return decrypt(key, sealed.subarray(1))
      } catch {
        continue
      }
    }
    throw new Error('The master key that sealed stored data is missing, or the data was changed')
  }

  /** The same under the current master key. */
  reseal(sealed: Buffer): Buffer {
    return this.#withMaster(this.#fromMaster(sealed))
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
    const key = freshBytes(32)
    return { key, wrapped: this.wrap(key) }
  }

  wrap(key: Buffer): Buffer {
    return this.#withMaster(key)
  }

  unwrap(wrapped: Buffer): Buffer {
    return this.#fromMaster(wrapped)
  }
}

/** The id of the master key under which a field stands. */
export const keyIdOf = (sealed: Buffer): string => sealed.subarray(0, 1).toString('hex')

/** JSON under a person's key. */
export const sealJson = (key: Buffer, json: string): Buffer => encrypt(key, Buffer.from(json, 'utf8'))

/** A value under a person's key, as JSON. */
export const seal = (key: Buffer, value: unknown): Buffer => sealJson(key, JSON.stringify(value))

export const open = <T>(key: Buffer, sealed: Buffer): T =>
  JSON.parse(decrypt(key, sealed).toString('utf8')) as T

export const sealBytes = encrypt
export const openBytes = decrypt

export function sha256(...parts: (string | Buffer)[]): Buffer {
  const [whole] = parts
  // In one call where there is one part: no object is made that has to be cleared away.
  if (parts.length === 1 && whole !== undefined) return hashOnce('sha256', whole, 'buffer')
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
