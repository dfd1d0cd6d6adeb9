import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { addDays } from '@yima/shared/calendar/working-days'
import { anApplication, apply, days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { daoxiang, idOf, propose } from '../organisation/people.ts'
import { inTransaction } from '@yima/api/db/transaction'
import { refreshLines } from '@yima/api/work/lines'

let office: Office
let wu: Device
let he: Device
beforeAll(async () => {
  office = await openOffice()
  wu = await office.officerDevice('伍晚晴')
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const listed = async (): Promise<WorkList['items']> =>
  ((await (await wu.get('/work/items')).json()) as WorkList).items
const words = '家里没米下锅了，孩子两天没吃东西。'
const urgent = () => apply(office.device(), anApplication({ regionCode: '990101100201', words }))
const opened = async (id: string) => (await wu.get(`/work/applications/${id}`)).status
const answered = async (device: Device, id: string) =>
  (await device.post(`/work/applications/${id}/acknowledgement`, {})).status
const tomorrow = () => office.clock.goOn(days(1))
/** The roster of the township names this officer tomorrow; it is tomorrow then. */
async function onDutyTomorrow(name: string) {
  const day = addDays(office.clock.today(), 1)
  const change = { unitId: `${daoxiang}:window`, officerId: await idOf(office, name), from: day, to: day }
  const qin = await office.officerDevice('秦朗')
  const made = await propose(qin, { type: 'set-duty', ...change }, { effectiveOn: office.clock.today() })
  expect(made.status).toBe(200)
  tomorrow()
}

it('somebody who only answers calls finds none of an office whose roster names somebody else', async () => {
  const { id } = await urgent()
  expect([await listed(), await opened(id), await answered(wu, id)]).toEqual([[], 404, 404])
  expect(await answered(he, id)).toBe(200)
  expect([await listed(), await opened(id)]).toEqual([[], 404])
})

it('whoever is on duty finds what waits for an answer, answers, and accepts nothing', async () => {
  const rungBefore = await urgent()
  const answeredBefore = await urgent()
  expect(await answered(he, answeredBefore.id)).toBe(200)
  await onDutyTomorrow('伍晚晴')
  const quiet = await apply(office.device(), anApplication({ regionCode: '990101100201' }))
  const { id } = await urgent()
  expect((await listed()).map((one) => one.id).sort()).toEqual([rungBefore.id, id].sort())
  expect([await opened(quiet.id), await opened(answeredBefore.id)]).toEqual([404, 404])
  const { claims } = (await (await wu.get(`/work/applications/${id}`)).json()) as WorkApplication
  const accept = `/work/applications/${id}/claims/${claims[0]?.id ?? id}/acceptance`
  expect([403, 404]).toContain((await wu.post(accept, {})).status)
  expect(await answered(wu, id)).toBe(200)
  expect((await listed()).find((one) => one.id === id)?.alert?.acknowledgedBy).toBe('伍晚晴')

  tomorrow()
  // Rung for by name and answered: it stays until it is closed. What a colleague was rung for is the next one's.
  expect([await opened(id), await opened(rungBefore.id)]).toEqual([200, 404])
  await office.pool.query(`UPDATE application SET state = 'closed' WHERE id = $1`, [id])
  await inTransaction(office.deps.db, (tx) => refreshLines(tx, [id]))
  expect([await listed(), await opened(id), await answered(wu, rungBefore.id)]).toEqual([[], 404, 404])
})
