import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { StopReason } from './stop-reason.ts'
import { findText, writeOnce } from './write-once.ts'

const secretFile = (dataDir: string, name: string): string => join(dataDir, 'keys', name)

/** Whether the secret was made before. A database whose password is gone must not get a new one. */
export const hasSecret = (dataDir: string, name: string): boolean =>
  findText(secretFile(dataDir, name)) !== undefined

function parse(file: string, text: string, bytes: number): Buffer {
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length === bytes) return secret
  throw new StopReason(`The key file ${file} is damaged: put back the copy of it that you keep.`)
}

/**
 * The secret `name` of the data folder if it was made.
 * @throws StopReason when the file holds anything else than `bytes` bytes
 */
export function findSecret(dataDir: string, name: string, bytes: number): Buffer | undefined {
  const file = secretFile(dataDir, name)
  const text = findText(file)
  return text === undefined ? undefined : parse(file, text, bytes)
}

/** Puts `secret` into the data folder (file 0600, folder 0700) unless one of that name is there; returns which is. */
export function keepSecret(dataDir: string, name: string, secret: Buffer): Buffer {
  const file = secretFile(dataDir, name)
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  return parse(file, writeOnce(file, `${secret.toString('base64url')}\n`), secret.length)
}

/**
 * The secret `name` of the data folder: made at the first call (random `bytes` bytes), the same at
 * every later one, also when two processes ask at the same instant.
 * @throws StopReason when the file holds anything else than that many bytes
 */
export const loadOrMakeSecret = (dataDir: string, name: string, bytes: number): Buffer =>
  findSecret(dataDir, name, bytes) ?? keepSecret(dataDir, name, randomBytes(bytes))
