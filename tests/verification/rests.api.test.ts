import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hold } from '@yima/api/application/act'
import { watchConsents } from '@yima/api/consent/watch'
import { inTransaction } from '@yima/api/db/transaction'
import { factsOf } from '@yima/api/fact/held'
import type { Registered } from '@yima/api/simulator/registers'
import { actOn } from '../consent/people.ts'
import { days } from '../fixtures/office.ts'
import { acceptUnsigned, asked, done, type Asked } from '../process/asked.ts'
import { husband, openChecks, path } from './checks.ts'
import { signAll, signTwice, within, withdraw } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
beforeEach(() => checks.reset())
afterAll(() => checks.close())

let born = 0
/** Accepted, and the applicant has signed. */
async function accepted(): Promise<Asked> {
  const claim = await asked(checks.office, `1948-02-${String((born += 1)).padStart(2, '0')}`)
  await acceptUnsigned(checks.he, claim)
  await signAll(checks.office, claim.id)
  return claim
}

const saved = (total: number): Registered => ({ banks: { deposits: total, securities: 0, insurance: 0, total } })
const his = (registered: Registered) => {
  checks.world.registered = (one) => (one === husband.idNumber ? registered : undefined)
}

/** What departments say of the family that counts. */
const standing = async (claim: Asked, key: string) => {
  const { deps } = checks.office
  const all = await inTransaction(deps.db, async (tx) => factsOf(tx, deps, await hold(tx, deps, claim.id)))
  return all.filter((one) => one.key === key && one.source === 'department' && !one.fenced)
}
const found = async (claim: Asked, key: string) => (await standing(claim, key)).map(({ value }) => value)
const idsOf = async (claim: Asked, key: string) => (await standing(claim, key)).map(({ id }) => id)

const rows = async (claim: Asked, consent: string, what: string): Promise<number> => {
  const { rows: all } = await checks.office.pool.query(
    `SELECT q.id FROM query q JOIN verification v ON v.id = q.verification_id
      WHERE v.application_id = $1 AND q.consent_id = $2 AND ${what}`,
    [claim.id, consent],
  )
  return all.length
}

async function contested(claim: Asked, item: string): Promise<void> {
  const says = { item, answer: 'wrong', words: '不是这样', pictures: [] }
  await done(claim.phone.post(`/me/applications/${claim.id}/verification`, says))
  await done(
    checks.he.post(`${path(claim)}/handlings`, { item, how: 'ask-again', reason: '再向部门核实' }),
  )
}

async function checked(claim: Asked) {
  await done(checks.start(claim))
  await checks.askAll()
  return checks.view(claim)
}

describe('somebody who signed anew for more departments', () => {
  it('is asked about once at each of them, and counted once', async () => {
    const claim = await accepted()
    const { old, fresh } = await signTwice(checks.office, claim.id, husband, ['police', 'banks', 'vehicles'])
    checks.world.registered = (one) =>
      one === husband.idNumber ? { ...saved(9000), vehicles: { cars: 1 } } : { ...saved(0), vehicles: { cars: 0 } }
    const { queries } = await checked(claim)
    const asking = queries.map(({ who, source }) => `${who} ${source}`)
    expect(new Set(asking).size).toBe(asking.length)
    expect([await rows(claim, old, 'true'), await rows(claim, fresh, 'true') > 3]).toEqual([0, true])
    expect(await found(claim, 'financialAssets')).toEqual([9000])
    expect(await found(claim, 'vehicleCount')).toEqual([1])
  })

  it('takes back both words with either, and the claim is told', async () => {
    for (const which of ['old', 'fresh'] as const) {
      const claim = await accepted()
      const words = await signTwice(checks.office, claim.id, husband, ['police', 'banks'])
      await checked(claim)
      await done(actOn(checks.he, claim.id, words[which], { type: 'withdraw', reason: '不想再查了' }))
      expect(await checks.view(claim)).toMatchObject({ state: 'void', signing: 'withdrawn', report: null })
      expect(await rows(claim, words.fresh, 'q.sealed IS NOT NULL')).toBe(0)
      expect(await found(claim, 'financialAssets')).toEqual([])
    }
  })

  it('refuses what is still asked by taking back what was signed', async () => {
    const claim = await accepted()
    const { old } = await signTwice(checks.office, claim.id, husband, ['police'], { anew: false })
    await done(actOn(checks.he, claim.id, old, { type: 'withdraw', reason: '不想再查了' }))
    expect((await checks.view(claim, checks.he)).signing).toBe('refused')
  })
})

describe('what rests on a consent that is withdrawn', () => {
  it('falls with it, of every round', async () => {
    const { claim, consents } = await checks.signed()
    const consent = consents.get(husband.name) ?? ''
    his(saved(70_000))
    await checked(claim)
    his(saved(80_000))
    await contested(claim, 'savings:dibao')
    await checks.askAll()
    await withdraw(checks.office, claim.id, consent)
    expect(await found(claim, 'financialAssets')).toEqual([])
    expect(await rows(claim, consent, 'q.sealed IS NOT NULL')).toBe(0)
  })

  it('falls with it, of a check that another took the place of and of one that was void already', async () => {
    const { claim, consents } = await checks.signed()
    const consent = consents.get(husband.name) ?? ''
    his(saved(70_000))
    await checked(claim)
    await checks.office.pool.query("UPDATE verification SET made_on = made_on - 40 WHERE application_id = $1", [claim.id])
    await checked(claim)
    await withdraw(checks.office, claim.id, consents.get('周素芬') ?? '')
    expect(await rows(claim, consent, 'q.sealed IS NOT NULL')).toBeGreaterThan(0)
    await withdraw(checks.office, claim.id, consent)
    expect(await found(claim, 'financialAssets')).toEqual([])
    expect(await rows(claim, consent, 'q.sealed IS NOT NULL')).toBe(0)
  })
})

describe('a department’s second answer', () => {
  it('takes the place of the first, also where nothing is left to say', async () => {
    const claim = await accepted()
    const labour = { employed: false, monthlyPension: 0, monthlyBenefit: 0, pensionInsured: true }
    checks.world.registered = () => ({ labour: { ...labour, unemployedMonths: 12 } })
    const { report } = await checked(claim)
    expect([await found(claim, 'unemployedMonths'), await found(claim, 'employment')]).toEqual([[12], ['unemployed']])
    const cars = await idsOf(claim, 'vehicleCount')
    checks.world.registered = () => ({ labour: { ...labour, unemployedMonths: 0 } })
    await contested(claim, report?.items.find(({ id }) => id.startsWith('income'))?.id ?? '')
    await checks.askAll()
    expect((await checks.view(claim)).state).toBe('reported')
    expect([await found(claim, 'unemployedMonths'), await found(claim, 'employment')]).toEqual([[], []])
    expect(await found(claim, 'pensionInsured')).toEqual([true])
    // What nobody asked anew stays the very fact it was, with what was chosen between it and others.
    expect(await idsOf(claim, 'vehicleCount')).toEqual(cars)
  })
})

describe('a check whose consent comes to its end', () => {
  it('does not wait for a department that nobody may ask any more', async () => {
    const lines = checks.office.deps.departments
    checks.office.deps.departments = undefined
    const who = { name: '周小满', memberId: null, numberKnown: true }
    const terms = [
      { who: { ...who, birthDate: '1990-03-20' }, role: 'adult', ward: null, until: '2026-03-20' },
      { who: { ...who, birthDate: '2008-03-20' }, role: 'guardian-for', ward: 'child', until: null },
    ] as const
    const claims: Asked[] = []
    for (const one of terms) {
      const claim = await accepted()
      await within(checks.office, claim.id, async (consents) => {
        const [id, signer] = [randomUUID(), one.ward === null ? null : '周素芬']
        const { needed: departments } = consents
        consents.command({ ...one, type: 'list', id, departments }, 'officer', { idNumber: husband.idNumber })
        const hand = { method: 'at-window', certainty: 'seen', witness: '', numberKnown: true } as const
        const word = { version: 'authorisation-2', hash: '0'.repeat(64), signer }
        consents.command({ ...hand, ...word, type: 'sign', id }, 'officer')
        return Promise.resolve()
      })
      await done(checks.start(claim))
      claims.push(claim)
    }
    const states = async (): Promise<string[]> => {
      const ids = claims.map(({ id }) => id)
      const { rows: all } = await checks.office.pool.query<{ state: string }>(
        'SELECT state FROM verification WHERE application_id = ANY($1)',
        [ids],
      )
      return all.map(({ state }) => state)
    }
    await watchConsents(checks.office.deps)
    expect(await states()).toEqual(['running', 'running'])
    checks.office.clock.goOn(days(20))
    await watchConsents(checks.office.deps)
    checks.office.deps.departments = lines
    expect(await states()).toEqual(['void', 'void'])
  })
})
