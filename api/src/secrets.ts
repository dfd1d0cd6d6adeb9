import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { StopReason } from './stop-reason.ts'
import { findText, writeOnce } from './write-once.ts'

const secretFile = (dataDir: string, name: string): string => join(dataDir, 'keys', name)

/** Whether the secret was made before. A database whose password is gone must not get a new one. */
export const hasSecret = (dataDir: string, name: string): boolean =>
  findText(secretFile(dataDir, name)) !== undefined

/**
 * The secret `name` of the data folder: made at the first call (random `bytes` bytes, file mode 0600
 * in a folder 0700), the same at every later one, also when two processes ask at the same instant.
 * @throws StopReason when the file holds anything else than that many bytes
 */
export function loadOrMakeSecret(dataDir: string, name: string, bytes: number): Buffer {
  const file = secretFile(dataDir, name)
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  const text = findText(file) ?? writeOnce(file, `${randomBytes(bytes).toString('base64url')}\n`)
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length !== bytes) {
    throw new StopReason(`The key file ${file} is damaged: put back the copy of it that you keep.`)
  }
  return secret
}
