import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redeemingTogether } from '@yima/api/code/redeem-together'
import type { Redeemed, Refused } from '@yima/api/code/redeem'
import type { Transaction } from '@yima/api/db/transaction'
import { inTransaction } from '@yima/api/db/transaction'
import { parseCode } from '@yima/shared/code/parse'
import { wrongPerOfficer } from '@yima/shared/code/limits'
import { openOffice, minutes, type Device, type Office } from '../fixtures/office.ts'
import { aResident, officerId, ownCodeOf } from './people.ts'

let office: Office
let phones: Device[]
let he: string
let liu: string

beforeAll(async () => {
  office = await openOffice()
  phones = await Promise.all(
    [0, 1, 2].map((at) => aResident(office, `1390000710${at}`, '周素芬', `197${at}-03-12`)),
  )
  he = await officerId(office, '何文静')
  liu = await officerId(office, '刘小勤')
})
afterAll(() => office.close())

const phone = (at: number): Device => phones[at] as Device

/** The token in what a phone shows now. */
async function tokenOf(device: Device): Promise<string> {
  const parsed = parseCode((await ownCodeOf(device)).text)
  if (parsed.kind !== 'mine') throw new Error(parsed.kind)
  return parsed.token
}

/** Whom an officer finds by each of these, all held out in one turn of one transaction. */
const redeem = (tokens: readonly string[], by = he, network = `of ${by}`): Promise<(Redeemed | Refused)[]> =>
  inTransaction(office.deps.db, (tx: Transaction) => {
    const one = redeemingTogether(tx, {
      ...office.deps,
      config: { ...office.deps.config, withoutBudgets: false },
    })
    return Promise.all(
      tokens.map((token) =>
        one({ secret: { token }, by: { kind: 'officer', id: by, network }, purpose: 'handle' }),
      ),
    )
  })

const saidOf = (results: readonly (Redeemed | Refused)[]): string[] =>
  results.map((result) => (result.ok ? 'ok' : result.reason))

const unknown = (at: number): string => Buffer.alloc(16, at).toString('base64url')

async function rowsOf<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  return (await office.pool.query<Row>(text, values)).rows
}

describe('codes that are held out in one moment', () => {
  it('are each used once and noted once for whose they are', async () => {
    const tokens = await Promise.all(phones.map(tokenOf))
    const before = await rowsOf<{ n: string }>('SELECT count(*) AS n FROM access_log', [])
    const results = await redeem(tokens)
    expect(saidOf(results)).toEqual(['ok', 'ok', 'ok'])
    const owners = results.map((result) => (result.ok ? result.identityId : ''))
    expect(new Set(owners).size).toBe(3)
    const noted = await rowsOf<{ person_id: string; reader_id: string; purpose: string }>(
      'SELECT person_id, reader_id, purpose FROM access_log ORDER BY at DESC, id DESC LIMIT 3',
      [],
    )
    expect(noted.map((row) => row.person_id).sort()).toEqual([...owners].sort())
    expect(noted.every((row) => row.reader_id === he && row.purpose === 'handle')).toBe(true)
    const after = await rowsOf<{ n: string }>('SELECT count(*) AS n FROM access_log', [])
    expect(Number(after[0]?.n) - Number(before[0]?.n)).toBe(3)
    expect(saidOf(await redeem(tokens))).toEqual(['used', 'used', 'used'])
  })

  it('let one through of two that hold out the same, and tell the other that it was used', async () => {
    const token = await tokenOf(phone(0))
    expect(saidOf(await redeem([token, token, await tokenOf(phone(1))]))).toEqual(['ok', 'used', 'ok'])
  })

  it('end what the same phone showed before', async () => {
    const old = await tokenOf(phone(0))
    office.clock.sleep(1000)
    const newer = await tokenOf(phone(0))
    expect(saidOf(await redeem([newer, await tokenOf(phone(1))]))).toEqual(['ok', 'ok'])
    expect(saidOf(await redeem([old]))).toEqual(['revoked'])
  })

  it('count each that nobody holds, and of those behind the last try answer none, right or wrong', async () => {
    const wrong = Array.from({ length: wrongPerOfficer + 2 }, (_, at) => unknown(at))
    const right = await tokenOf(phone(2))
    const said = saidOf(await redeem([...wrong.slice(0, 3), right, ...wrong.slice(3)], liu))
    expect(said.slice(0, 4)).toEqual(['unknown', 'unknown', 'unknown', 'ok'])
    expect(said.filter((one) => one === 'unknown')).toHaveLength(wrongPerOfficer)
    expect(said.slice(-2)).toEqual(['too-many', 'too-many'])
    expect(saidOf(await redeem([await tokenOf(phone(2))], liu))).toEqual(['too-many'])
  })

  it('open nothing behind as many wrong ones as are answered, though all of them come at once', async () => {
    office.clock.sleep(minutes(60))
    const wrong = Array.from({ length: wrongPerOfficer }, (_, at) => unknown(at))
    const said = saidOf(await redeem([...wrong, await tokenOf(phone(2))], liu))
    expect(said.at(-1)).toBe('too-many')
  })
})
