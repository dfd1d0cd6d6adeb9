import { expect, it } from 'vitest'
import { openDatabase } from '@yima/api/db/connection'
import { refuseDemoData, whatIsIn } from '@yima/api/demo/load'
import { freshDatabase } from '../fixtures/database.ts'
import { openOffice } from '../fixtures/office.ts'

it('real work does not start where invented officers may have sessions', async () => {
  const office = await openOffice()
  expect(await whatIsIn(office.deps.db)).toBe('demo')
  await expect(refuseDemoData(office.deps.db)).rejects.toThrow(/holds the demonstration/)
  await office.close()
})

it('real work starts on an empty database', async () => {
  const database = await freshDatabase()
  const { db, close } = openDatabase(database.url)
  expect(await whatIsIn(db)).toBe('fresh')
  await expect(refuseDemoData(db)).resolves.toBeUndefined()
  await close()
  await database.drop()
})
