import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from '@yima/api/db/connection'
import { openDatabase } from '@yima/api/db/connection'
import { appendOnlyTables, refuseTooManyRights } from '@yima/api/db/run-time-rights'
import type { FreshDatabase } from '../fixtures/database.ts'
import { freshDatabase } from '../fixtures/database.ts'

describe('the role under which Yima runs', () => {
  let database: FreshDatabase
  let app: OpenDatabase
  let owner: OpenDatabase
  beforeAll(async () => {
    database = await freshDatabase()
    app = openDatabase(database.url)
    owner = openDatabase(database.adminUrl)
  })
  afterAll(async () => {
    await app.close()
    await owner.close()
    await database.drop()
  })

  it('may start as the migrations left it', async () => {
    await expect(refuseTooManyRights(app.pool)).resolves.toBeUndefined()
  })

  it.each(appendOnlyTables)('cannot rewrite, remove or empty %s', async (table) => {
    const found = await app.pool.query('SELECT to_regclass($1) AS found', [table])
    expect(found.rows[0].found).toBe(table)
    for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table}`, `UPDATE ${table} SET county_code = ''`]) {
      await expect(app.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('is refused when it owns the tables', async () => {
    await expect(refuseTooManyRights(owner.pool)).rejects.toThrow(/yima_owner may alter .*event/)
  })

  it.each(['UPDATE', 'DELETE', 'TRUNCATE', 'UPDATE (county_code)'])('is refused when somebody granted it %s', async (right) => {
    await owner.pool.query(`GRANT ${right} ON event TO yima_app`)
    await expect(refuseTooManyRights(app.pool)).rejects.toThrow('yima_app may alter event')
    await owner.pool.query(`REVOKE ${right} ON event FROM yima_app`)
    await expect(refuseTooManyRights(app.pool)).resolves.toBeUndefined()
  })
})
