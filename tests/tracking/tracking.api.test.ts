import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TrackingView } from '@yima/shared/claim/contract'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import { anApplication, apply, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const words = '我男人肝癌，花了十几万，欠了一屁股债'
const lastFour = idNumberOf('1974-03-12').slice(-4)

it('with the receipt and the last four one sees state, office and days, and no name, word or programme', async () => {
  const { receiptNumber, claims } = await apply(office.device(), anApplication({ words }))
  const answer = await office
    .device()
    .post('/tracking', { receiptNumber: formatReceiptNumber(receiptNumber), lastFour })
  const text = await answer.text()
  const view = JSON.parse(text) as TrackingView
  expect(view).toMatchObject({ state: 'submitted', kind: 'application', next: { key: 'visit' } })
  expect(view.claims).toHaveLength(claims.length)
  for (const secret of ['周素芬', '肝癌', 'medical', 'rigid', '1974', '1990000'])
    expect(text).not.toContain(secret)
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

it('an unknown receipt and a wrong last four are answered alike', async () => {
  const { receiptNumber } = await apply(office.device())
  const wrong = await office.device().post('/tracking', { receiptNumber, lastFour: '0000' })
  const unknown = await office
    .device()
    .post('/tracking', { receiptNumber: '1111 1111 1111 1', lastFour: '0000' })
  expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()])
  expect(wrong.status).toBe(404)
})

it('says that it is the resident’s turn when papers are asked for', async () => {
  const { id, receiptNumber } = await apply(office.device())
  const clerk = await office.officerDevice('何文静')
  const { claims } = (await (await clerk.get(`/work/applications/${id}`)).json()) as {
    claims: { id: string }[]
  }
  await clerk.post(`/work/applications/${id}/claims/${claims[0]?.id}/papers`, {
    papers: [{ paper: 'other', words: '出院小结' }],
  })
  const view = (await (
    await office.device().post('/tracking', { receiptNumber, lastFour })
  ).json()) as TrackingView
  expect(view.next.key).toBe('your-papers')
  expect(JSON.stringify(view)).not.toContain('出院小结')
})
