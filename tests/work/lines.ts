import { expect } from 'vitest'
import { fillLines } from '@yima/api/work/lines'
import type { Office } from '../fixtures/office.ts'

type Row = Record<string, unknown>

const linesOf = async ({ pool }: Office): Promise<Row[]> =>
  (await pool.query<Row>('SELECT * FROM desk_line ORDER BY application_id, desk')).rows

const counted = async ({ pool }: Office, query: string): Promise<Row[]> => (await pool.query<Row>(query)).rows

const fromLines = 'SELECT desk, up, due_on, count(*)::integer AS n FROM desk_line GROUP BY 1, 2, 3 ORDER BY 1, 2, 3'
const fromTallies = `
  SELECT desk, up, due_on, sum(lines)::integer AS n FROM desk_tally GROUP BY 1, 2, 3 HAVING sum(lines) <> 0 ORDER BY 1, 2, 3`

/** The lines of every desk are what they would be if they were all made now, and so are their sums. */
export async function expectLinesTrue(office: Office): Promise<void> {
  const kept = await linesOf(office)
  expect(await counted(office, fromTallies)).toEqual(await counted(office, fromLines))
  await office.pool.query('DELETE FROM desk_line')
  expect(await counted(office, fromTallies)).toEqual([])
  await fillLines(office.deps)
  expect(kept).toEqual(await linesOf(office))
}
