import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settle } from '@yima/shared/fact/held'
import { Change, hold } from '@yima/api/application/act'
import { inTransaction } from '@yima/api/db/transaction'
import { addFacts, factsOf, fenceFacts, type NewFact } from '@yima/api/fact/held'
import { eventsOf } from '@yima/api/trail/read'
import { openOffice, type Office } from '../fixtures/office.ts'
import { asked, type Asked } from '../process/asked.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const consent = '01900000-0000-7000-8000-00000000000c'
const bank: NewFact = {
  key: 'financialAssets', member: null, value: 81_000, source: 'department', from: 'banks', asOf: '2026-03-01', consent,
}

const change = <T>(claim: Asked, doIt: (tx: Parameters<Parameters<typeof inTransaction>[1]>[0], change: Change) => Promise<T>) =>
  inTransaction(office.deps.db, async (tx) => {
    const held = await hold(tx, office.deps, claim.id)
    const made = new Change(office.deps, held, { kind: 'system' })
    const done = await doIt(tx, made)
    await made.save(tx)
    return done
  })
const known = (claim: Asked) =>
  inTransaction(office.deps.db, async (tx) => factsOf(tx, office.deps, await hold(tx, office.deps, claim.id)))

describe('what is known of a family', () => {
  it('keeps beside its own words what a department answered, with source, day and consent', async () => {
    const claim = await asked(office, '1961-01-01')
    await change(claim, (tx, made) => addFacts(tx, office.deps, made, [bank]))
    const facts = await known(claim)
    expect(facts).toContainEqual(expect.objectContaining({ ...bank, fenced: false }))
    expect(facts.some(({ source, member }) => source === 'declared' && member === 'm1')).toBe(true)
    expect(settle(facts, []).household.financialAssets).toBe(81_000)
    const { rows } = await office.pool.query<{ sealed: Buffer }>('SELECT sealed FROM held_fact')
    expect(rows.every(({ sealed }) => !sealed.toString('utf8').includes('financialAssets'))).toBe(true)
  })

  it('counts for nothing once the consent is withdrawn, and the trail says so', async () => {
    const claim = await asked(office, '1962-02-02')
    await change(claim, (tx, made) => addFacts(tx, office.deps, made, [bank]))
    expect(await change(claim, (tx, made) => fenceFacts(tx, office.deps, made, consent))).toBe(1)
    expect(settle(await known(claim), []).household.financialAssets).toBeUndefined()
    expect(await change(claim, (tx, made) => fenceFacts(tx, office.deps, made, consent))).toBe(0)
    const types = await inTransaction(office.deps.db, async (tx) => {
      const { key } = await hold(tx, office.deps, claim.id)
      return (await eventsOf(tx, key, claim.id)).map(({ type }) => type)
    })
    expect(types.slice(-2)).toEqual(['facts-added', 'facts-fenced'])
  })
})
