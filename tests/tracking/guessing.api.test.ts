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

it('guesses that are sent all at once count like one after the other', async () => {
  const { receiptNumber } = await apply(office.device())
  const [known, unknown] = await Promise.all(
    [receiptNumber, `222222222222${receiptCheckDigit('222222222222')}`].map((number) =>
      Promise.all([
        ...Array.from({ length: 60 }, (_, at) => guess(number, String(1000 + at))),
        number === receiptNumber ? guess(number, lastFour) : guess(number, '9999'),
      ]),
    ),
  )
  const lookedAt = (tries: number[] = []) => tries.filter((status) => status !== 429)
  expect(lookedAt(known)).toEqual(Array.from({ length: 12 }, () => 404))
  expect(lookedAt(unknown)).toEqual(lookedAt(known))
})

it('whoever has to wait hears how long: until the office’s next day', async () => {
  const { receiptNumber } = await apply(office.device())
  for (let at = 0; at < 12; at += 1) await guess(receiptNumber, String(1000 + at))
  const answer = await office.device().post('/tracking', { receiptNumber, lastFour })
  expect(answer.status).toBe(429)
  const seconds = Number(answer.headers.get('retry-after'))
  // From nine in the morning until midnight.
  expect(seconds).toBe(15 * 3600)
  office.clock.goOn((seconds - 1) * 1000)
  expect(await guess(receiptNumber, lastFour)).toBe(429)
  office.clock.goOn(1000)
  expect(await guess(receiptNumber, lastFour)).toBe(200)
})

it('a network that has tried too often hears when the hour turns', async () => {
  const strict = await openOffice({ YIMA_WITHOUT_BUDGETS: '0' })
  strict.clock.goOn(50 * 60_000)
  const number = (at: number) => `3333333333${10 + at}${receiptCheckDigit(`3333333333${10 + at}`)}`
  const tries = []
  for (let at = 0; at < 31; at += 1)
    tries.push(await strict.device().post('/tracking', { receiptNumber: number(at), lastFour: '0000' }))
  expect(tries.map(({ status }) => status)).toEqual([...Array.from({ length: 30 }, () => 404), 429])
  expect(tries.at(-1)?.headers.get('retry-after')).toBe('600')
  await strict.close()
})

it('the right digits that come at the same instant as the last wrong ones are refused like them', async () => {
  const { receiptNumber } = await apply(office.device())
  // Each try comes from a network of its own: seven are counted of this number alone.
  for (let at = 0; at < 7; at += 1) await guess(receiptNumber, String(1000 + at))
  const { pool } = office
  const { rows } = await pool.query<{ whose: string; since: Date }>(
    'SELECT network AS whose, hour AS since FROM receipt_try WHERE wrong = 7',
  )
  const counter = [rows[0]?.whose, rows[0]?.since]
  const other = await pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT receipt_tries_so_far($1, $2)', counter)
  await other.query('UPDATE receipt_try SET wrong = 12 WHERE network = $1 AND hour = $2', counter)
  const asked = guess(receiptNumber, lastFour)
  const waiting = () => pool.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
  await expect.poll(async () => (await waiting()).rowCount, { timeout: 10_000 }).toBe(1)
  await other.query('COMMIT')
  other.release()
  expect(await asked).toBe(429)
})

it('whoever is locked out of a number is told so, and what to do', async () => {
  const { receiptNumber } = await apply(office.device())
  for (let at = 0; at < 12; at += 1) await guess(receiptNumber, String(1000 + at))
  const answer = await office.device().post('/tracking', { receiptNumber, lastFour })
  expect(await answer.json()).toMatchObject({ errors: [{ field: 'receiptNumber', code: 'receipt-locked' }] })
})
