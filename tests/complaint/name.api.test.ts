import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { openComplaint } from '../../web/src/oversight/opening.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { supervisorAt } from '../oversight/at-desk.ts'
import { county } from './demo-county.ts'
import { concern, filedReport } from './reporter.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

type Desk = Awaited<ReturnType<typeof supervisorAt>>

/** The name as these two read it at their desk: before a second person agreed, and after. */
async function nameAt(id: string, asking: Desk, agreeing: Desk): Promise<unknown[]> {
  const seen = async () => (await openComplaint([asking.identity], await asking.look(id))).name
  const before = await seen()
  await asking.act(id, { type: 'ask-second', what: 'identity', category: null }, '要去家里核实')
  const ask = (await asking.look(id)).asks.find(({ state }) => state === 'waiting')
  expect((await agreeing.act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true }, '同意')).status).toBe(200)
  return [before, await seen()]
}
const known = [undefined, expect.objectContaining({ name: '周素芬', phone: '13900001111' })]

describe('the name of whoever reported', () => {
  it('goes along when it is sent to another office, and is read there only once two of them agree', async () => {
    const { body } = await filedReport(office, { concern: concern({ unknown: true }), named: true })
    const [lu, ping] = [await supervisorAt(office, '鲁直'), await supervisorAt(office, '路平')]
    const to = (await lu.look(body.id)).offices.find(({ office: one }) => one.id === `${county}:discipline`)
    const keys = await lu.keysFor(body.id, to?.readers ?? [])
    expect((await lu.act(body.id, { type: 'transfer', to: `${county}:discipline`, keys }, '转')).status).toBe(200)
    expect((await ping.device.get(`/oversight/complaints/${body.id}`)).status).toBe(404)
    expect(await nameAt(body.id, await supervisorAt(office, '严明'), await supervisorAt(office, '石坚'))).toEqual(known)
  })

  it('goes along when it goes up by itself', async () => {
    const { body } = await filedReport(office, { concern: concern({ unknown: true }), named: true })
    const before = await office.pool.query<{ unit: string }>('SELECT receiving_unit AS unit FROM complaint WHERE id = $1', [body.id])
    office.clock.goOn(days(30))
    await office.watch()
    const { rows } = await office.pool.query<{ unit: string }>('SELECT receiving_unit AS unit FROM complaint WHERE id = $1', [body.id])
    expect(rows[0]?.unit).not.toBe(before.rows[0]?.unit)
    const names = await office.pool.query<{ name: string }>('SELECT name FROM officer WHERE unit_id = $1 ORDER BY name', [rows[0]?.unit])
    const [one, other] = await Promise.all(names.rows.map(({ name }) => supervisorAt(office, name)))
    if (!one || !other) throw new Error('nobody there')
    expect(await nameAt(body.id, one, other)).toEqual(known)
  })
})
