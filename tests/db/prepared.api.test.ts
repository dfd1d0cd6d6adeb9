import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OpenDatabase } from '@yima/api/db/connection'
import { freshDatabase, type FreshDatabase } from '../fixtures/database.ts'

let database: FreshDatabase
let open: OpenDatabase
beforeAll(async () => {
  database = await freshDatabase()
  // Statements of other tests may have taken every place.
  vi.resetModules()
  const { openDatabase } = await import('@yima/api/db/connection')
  open = openDatabase(database.url, { max: 1 })
})
afterAll(async () => {
  await open.close()
  await database.drop()
})

const prepared = async (text: string): Promise<string[]> => {
  const { rows } = await open.pool.query<{ statement: string }>(
    'SELECT statement FROM pg_prepared_statements',
  )
  return rows.map(({ statement }) => statement).filter((statement) => statement.includes(text))
}
const add = async (one: number, other: number): Promise<number | undefined> =>
  (await open.pool.query<{ sum: number }>({ text: 'SELECT $1::integer + $2 AS sum', values: [one, other] }))
    .rows[0]?.sum

describe('what is asked again and again', () => {
  it('is read by the database once, and answered by what is given each time', async () => {
    const answers = [await add(1, 2), await add(3, 4), await add(5, 6), await add(7, 8), await add(9, 10)]
    expect(answers).toEqual([3, 7, 11, 15, 19])
    expect(await prepared('$1::integer + $2')).toHaveLength(1)
  })

  it('asked at the same moment, is answered to each', async () => {
    expect(await Promise.all([add(1, 1), add(2, 2), add(3, 3), add(4, 4)])).toEqual([2, 4, 6, 8])
  })

  it('leaves several statements in one text, and what was refused, as they are', async () => {
    const several = { text: 'SELECT 1 AS several; SELECT 2 AS several' }
    for (let at = 0; at < 4; at += 1) expect(await open.pool.query(several)).toHaveLength(2)
    const wrong = { text: 'SELECT $1::integer / 0 AS wrong', values: [1] }
    for (let at = 0; at < 4; at += 1) await expect(open.pool.query(wrong)).rejects.toThrow('division by zero')
    expect(await add(2, 3)).toBe(5)
  })
})
