import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiptCheckDigit } from '@yima/shared/receipt/number'
import { apply, days, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const lastFour = idNumberOf('1974-03-12').slice(-4)
/** A receipt number as it could have been given out, but was not. */
const neverGiven = `111111111111${receiptCheckDigit('111111111111')}`
const guess = async (receiptNumber: string, four: string) => {
  const answer = await office.device().post('/tracking', { receiptNumber, lastFour: four })
  return answer.status
}

it('a found slip does not open to whoever tries out its last four, from however many networks', async () => {
  const { receiptNumber } = await apply(office.device())
  const known = []
  const unknown = []
  for (let at = 0; at < 14; at += 1) {
    known.push(await guess(receiptNumber, String(1000 + at)))
    unknown.push(await guess(neverGiven, String(1000 + at)))
  }
  expect(known.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 404))
  expect(known.slice(12)).toEqual([429, 429])
  // A number that was never given out slows down alike, or the ones in use could be told apart.
  expect(unknown).toEqual(known)
  expect(await guess(receiptNumber, lastFour)).toBe(429)
  office.clock.goOn(days(1))
  expect(await guess(receiptNumber, lastFour)).toBe(200)
})

it('whoever mistypes a few times still gets in', async () => {
  const { receiptNumber } = await apply(office.device())
  for (let at = 0; at < 5; at += 1) await guess(receiptNumber, '9999')
  expect(await guess(receiptNumber, lastFour)).toBe(200)
})
