import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { startEmbedded } from '@yima/api/db/embedded'

/** How a text can lie in bytes: as it is, in two bytes a letter, in hexadecimal digits, and in base64 wherever it begins. */
export function shapesOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret)
  // At each of three offsets; the first and last letters depend on what stands beside it.
  const inBase64 = [0, 1, 2].map((offset) => Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').slice(4).replace(/.{0,3}=*$/, ''))
  const unit = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  const escaped = JSON.stringify(secret).slice(1, -1).split('').map((letter) => (letter > '~' ? unit(letter) : letter)).join('')
  const written = [...inBase64, bytes.toString('hex'), escaped].map((text) => Buffer.from(text))
  return [bytes, Buffer.from(secret, 'utf16le'), ...written].filter(({ length }) => length >= 8)
}

/** Which of the secrets lie in these bytes. */
export const foundIn = (bytes: Buffer, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => shapesOf(secret).some((shape) => bytes.includes(shape)))

/** Every row of every table, the server's own ones too, as text: what is packed in the files is unpacked here. */
export async function rowsOf(dataDir: string, look: (table: string, rows: Buffer) => void): Promise<number> {
  const database = await startEmbedded({ dataDir })
  const client = new Client({ connectionString: database.superUrl.replace(/[^/]*$/, new URL(database.url).pathname.slice(1)) })
  try {
    await client.connect()
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      "SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE tablename NOT IN ('pg_largeobject')")
    for (const { schema, name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${escapeIdentifier(schema)}.${escapeIdentifier(name)} t`)
      look(`${schema}.${name}`, Buffer.from(rows.map(({ row }) => row).join('\n')))
    }
    return tables.length
  } finally {
    await client.end()
    await database.leave()
  }
}

/** Every file below the folder but those in `without`; what goes while it is looked for is gone. */
export function filesOf(folder: string, without: readonly string[], look: (file: string, bytes: Buffer) => void): number {
  let looked = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    const inside = relative(folder, file)
    if (!entry.isFile() || without.some((one) => inside.startsWith(one + sep))) continue
    try {
      look(inside, readFileSync(file))
      looked += 1
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error
    }
  }
  return looked
}
