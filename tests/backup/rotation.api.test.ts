import { expect, it } from 'vitest'
import { byteColumns } from '@yima/api/rotation/columns'
import { freshDatabase } from '../fixtures/database.ts'
import { openDatabase } from '@yima/api/db/connection'

it('every column of bytes is on the list that says what stands in it', async () => {
  const database = await freshDatabase()
  const { pool, close } = openDatabase(database.url)
  const { rows } = await pool.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'bytea'`,
  )
  await close()
  await database.drop()
  expect(rows.map(({ place }) => place).sort()).toEqual(Object.keys(byteColumns).sort())
})
