import { afterAll, beforeAll, expect, it } from 'vitest'
import { watchComplaints } from '@yima/api/complaint/overdue'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { village } from '../complaint/demo-county.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

const tell = async (words: string): Promise<string> =>
  fileTold(office.deps, { place: village, concern: { accused: [await idOf(office, '何文静')] }, category: 'bribe', words, accused: [], daysAgo: 0 })

/** Rows as they stand, in the order in which they were asked for. */
async function rowsOf(ids: readonly string[], of: string): Promise<unknown[]> {
  const { rows } = await office.pool.query<{ id: string; of: unknown }>(`SELECT id, ${of} AS of FROM complaint WHERE id = ANY ($1)`, [ids])
  return ids.map((id) => rows.find((one) => one.id === id)?.of)
}

it('keeps no complaint waiting behind one that fails, and says of none what went wrong', async () => {
  // One before and one behind it, whichever way rows come.
  const ids = [await tell('一'), await tell('二'), await tell('三')]
  const broken = ids[1] ?? ''
  const { rows } = await office.pool.query<{ route: Buffer }>('SELECT sealed_route AS route FROM complaint WHERE id = $1', [broken])
  await office.pool.query(`UPDATE complaint SET sealed_route = 'nothing' WHERE id = $1`, [broken])
  office.clock.goOn(days(40))
  const said = await watchComplaints(office.deps).then(() => undefined, (error: unknown) => error)
  expect(await rowsOf(ids, 'came_up')).toEqual([true, false, true])
  expect(said).toBeInstanceOf(Error)
  expect((said as Error).cause).toBe(undefined)
  for (const id of ids) expect(String((said as Error).stack)).not.toContain(id)
  await office.pool.query('UPDATE complaint SET sealed_route = $2 WHERE id = $1', [broken, rows[0]?.route])
  await watchComplaints(office.deps)
  expect(await rowsOf(ids, 'came_up')).toEqual([true, true, true])
})
