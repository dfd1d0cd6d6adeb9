import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { StopReason } from '../stop-reason.ts'
import type { MasterKeys } from '../vault.ts'
import { syncFolder } from '../write-once.ts'

const key = v.pipe(v.string(), v.base64(), v.transform((text) => Buffer.from(text, 'base64')), v.check(({ length }) => length === 32))

const schema = v.object({
  yima: v.literal('keys'),
  current: v.string(),
  master: v.record(v.pipe(v.string(), v.regex(/^[0-9a-f]{2}$/)), key),
  /** Only where the database may not yet hold it. */
  index: v.optional(key),
})

/** The keys of a data folder, as they are kept apart from a backup. */
export type KeptKeys = MasterKeys & { index?: Buffer | undefined }

/** Writes the keys (0600), durably. Throws when the file is there. */
export function writeKeysFile(file: string, { current, master, index }: KeptKeys): void {
  const text = (bytes: Buffer) => bytes.toString('base64')
  const kept = {
    note: 'Whoever has this file and a backup can read everything in it. Keep them in different places.',
    yima: 'keys',
    current,
    master: Object.fromEntries(Object.entries(master).map(([id, bytes]) => [id, text(bytes)])),
    ...(index ? { index: text(index) } : {}),
  }
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(kept, null, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  syncFolder(dirname(file))
}

/** @throws StopReason when there is no such file, or it holds no keys */
export function readKeysFile(file: string): KeptKeys {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new StopReason(`The file of keys ${file} cannot be read: bring the one that was written with the backup.`)
  }
  try {
    const { current, master, index } = v.parse(schema, JSON.parse(text))
    return { current, master, index }
  } catch {
    throw new StopReason(`${file} holds no keys of Yima, or was changed: bring the one that was written with the backup.`)
  }
}
