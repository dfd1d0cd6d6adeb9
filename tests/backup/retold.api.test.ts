import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verify, type Findings } from '@yima/api/backup/verify'
import { type Device } from '../fixtures/office.ts'
import { confirmed, handed, hungry, toppedUp } from '../reserve/people.ts'
import { openChecks } from '../verification/checks.ts'
import { done } from '../process/asked.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
let owner: pg.Client
let he: Device
let claimId: string
let payment: string
/** The claim's row before the money was handed over. */
let earlier: Buffer

const sealedOf = async (id: string): Promise<Buffer> => {
  const { rows } = await owner.query<{ sealed: Buffer }>('SELECT sealed FROM claim WHERE id = $1', [id])
  return rows[0]?.sealed ?? Buffer.alloc(0)
}

beforeAll(async () => {
  checks = await openChecks()
  const { office } = checks
  owner = new pg.Client({ connectionString: office.adminUrl })
  await owner.connect()
  const [tan, zhou, peng] = [
    await office.officerDevice('谭志远'), await office.officerDevice('周立新'), await office.officerDevice('彭卫国')]
  he = checks.he
  await toppedUp(zhou, peng, 5000)
  const of = await hungry(office, he, '1974-03-12')
  claimId = of.claimId
  payment = await confirmed(he, tan, of, 800)
  earlier = await sealedOf(claimId)
  await done(handed(office, he, payment))
  const { claim } = await checks.signed()
  await checks.start(claim)
  await checks.askAll()
})
afterAll(async () => {
  await owner.end()
  await checks.close()
})

/** What is found wrong after a statement that only the owner's role may run, which is then undone. */
async function foundAfter(...statements: [string, unknown[]][]): Promise<Findings['wrong']> {
  const { vault, files } = checks.office.deps
  await owner.query('BEGIN')
  try {
    for (const [statement, values] of statements) expect((await owner.query(statement, values)).rowCount).toBeGreaterThan(0)
    return (await verify(owner, vault, files)).wrong
  } finally {
    await owner.query('ROLLBACK')
  }
}

describe('a look at everything', () => {
  it('finds nothing where nobody altered anything', async () => {
    expect(await foundAfter()).toEqual({})
  })

  it('finds a claim that was put back to what it said earlier', async () => {
    expect(await foundAfter(['UPDATE claim SET sealed = $2 WHERE id = $1', [claimId, earlier]])).toEqual({ 'claim-not-as-told': 1 })
  })

  it('finds a claim whose row says another state than its events', async () => {
    expect(await foundAfter([`UPDATE claim SET state = 'confirmed' WHERE id = $1`, [claimId]])).toEqual({ 'claim-not-as-told': 1 })
  })

  it('finds a line of a ledger that was altered, also together with all that stands beside it', async () => {
    const line = 'UPDATE reserve_entry SET fen = fen - 100 WHERE proposal_id = $1'
    expect(await foundAfter([line, [payment]])).toHaveProperty('ledger-not-as-told')
    expect(
      await foundAfter(
        ['UPDATE reserve_entry SET fen = fen - 100, balance = balance - 100 WHERE proposal_id = $1', [payment]],
        ['UPDATE reserve_proposal SET fen = fen - 100 WHERE id = $1', [payment]],
      ),
    ).toEqual({ 'ledger-not-as-told': 1 })
  })

  it('finds a line of a ledger that was taken out', async () => {
    expect(await foundAfter(['DELETE FROM reserve_entry WHERE proposal_id = $1', [payment]])).toHaveProperty('ledger-not-as-told')
  })

  it('finds a check of means whose last answers were cut off before the day was signed', async () => {
    const last = `DELETE FROM TABLE x WHERE (x.stream, x.number) IN (
      SELECT v.id, v.last_event FROM verification v ORDER BY v.started_at DESC LIMIT 1)`
    expect(
      await foundAfter(
        [last.replace('TABLE', 'event_payload'), []],
        [last.replace('TABLE', 'event'), []],
      ),
    ).toEqual({ 'broken-chain': 1 })
  })
})
