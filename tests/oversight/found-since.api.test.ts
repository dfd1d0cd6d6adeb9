import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeptRoute } from '@yima/api/complaint/desk-store'
import { complaint } from '@yima/api/complaint/table'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { village } from '../complaint/demo-county.ts'
import { documentOf, openOffice, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { supervisorAt } from './at-desk.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

type Desk = Awaited<ReturnType<typeof supervisorAt>>
const tell = async (accused: string): Promise<string> =>
  fileTold(office.deps, { place: village, concern: { accused: [await idOf(office, accused)] }, category: 'bribe', words: '收了烟', accused: [], daysAgo: 0 })

const rowOf = async (id: string) => {
  const row = (await office.deps.db.select().from(complaint)).find((one) => one.id === id)
  if (!row) throw new Error('not filed')
  return row
}
const excludedOf = async (id: string): Promise<readonly string[]> => openKeptRoute(office.deps.vault, await rowOf(id)).excludedOfficers
const keysOf = async (id: string, name: string): Promise<number> =>
  (await office.pool.query('SELECT FROM complaint_key WHERE complaint_id = $1 AND reader = $2', [id, await idOf(office, name)])).rowCount ?? 0

const declare = async (who: string, name: string, born: string): Promise<void> => {
  const device = await office.officerDevice(who)
  const answer = await device.post('/work/relatives', { name, number: documentOf(born), kinship: 'sibling' })
  if (answer.status !== 200) throw new Error(await answer.text())
}

/** Whether it is there for a desk, by every way that leads to it. */
const seenAt = async ({ device, inbox }: Desk, id: string): Promise<unknown[]> => [
  (await inbox()).some((one) => one.id === id),
  (await device.get(`/oversight/complaints/${id}`)).status,
  (await device.post(`/oversight/complaints/${id}/acts`, { type: 'status', version: 1, status: 'visiting' })).status,
  (await device.post('/oversight/keys/unopened', { complaintId: id })).status,
]
const nothing = [false, 404, 404, 404]

describe('whoever turns out to be excluded after it was filed', () => {
  it('reads it no more from that moment, though it was sealed for them: somebody who is declared a relative', async () => {
    const id = await tell('何文静')
    const [yan, shi] = [await supervisorAt(office, '严明'), await supervisorAt(office, '石坚')]
    expect((await yan.look(id)).id).toBe(id)
    expect((await shi.look(id)).id).toBe(id)
    await declare('石坚', '何文静', '1979-09-09')
    expect(await seenAt(shi, id)).toEqual(nothing)
    expect((await yan.look(id)).colleagues).toBe(null)
    await office.watch()
    expect(await excludedOf(id)).toContain(await idOf(office, '石坚'))
    expect([await keysOf(id, '石坚'), await keysOf(id, '严明')]).toEqual([0, 1])
  })

  it('stays so when it is no longer declared', async () => {
    const id = await tell('何文静')
    const shi = await supervisorAt(office, '石坚')
    await office.pool.query('UPDATE relative SET ended_at = now()')
    await office.watch()
    const before = [...(await office.deps.db.select().from(complaint))].filter((one) => one.id !== id).map((one) => one.id)
    for (const other of before) expect(await seenAt(shi, other)).toEqual(nothing)
  })

  it('is somebody whom the accused is put above, too, and then the office above has it', async () => {
    const id = await tell('何文静')
    const yan = await supervisorAt(office, '严明')
    const unit = (await rowOf(id)).receivingUnit
    await office.pool.query('UPDATE officer SET manager_id = $1 WHERE id = $2', [await idOf(office, '何文静'), await idOf(office, '严明')])
    expect(await seenAt(yan, id)).toEqual(nothing)
    await office.watch()
    expect((await rowOf(id)).receivingUnit).not.toBe(unit)
  })
})
