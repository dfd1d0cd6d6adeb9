import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Behaviour } from '@yima/api/simulator/server'
import type { Said } from '@yima/api/verification/departments'
import type { ProcessAct } from '@yima/shared/process/contract'
import { idNumberOf, minutes } from '../fixtures/office.ts'
import { acceptUnsigned, asked, give, said } from '../process/asked.ts'
import { husband, itemOf, openChecks, path } from './checks.ts'
import { withdraw, withDepartments } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
beforeEach(() => checks.reset())
afterAll(() => checks.close())

describe('a check of means', () => {
  it('cannot begin before everybody has signed, nor by whoever may not ask', async () => {
    const claim = await asked(checks.office, '1960-01-01')
    expect((await acceptUnsigned(checks.he, claim)).status).toBe(200)
    expect((await checks.start(claim, checks.he)).status).toBe(404)
    // Before that it lies with neither the county nor the centre.
    expect((await checks.start(claim)).status).toBe(404)
    await checks.askAll()
    expect(
      [...checks.simulator.ledger.values()].filter(({ idNumber }) => idNumber === idNumberOf('1960-01-01')),
    ).toEqual([])
  })

  it('asks every department about everybody once, and says first what it comes to', async () => {
    const { claim, number } = await checks.signed()
    checks.world.registered = (one) =>
      one === number ? { banks: { deposits: 60_000, securities: 0, insurance: 0, total: 60_000 } } : undefined
    expect((await checks.start(claim)).status).toBe(200)
    expect((await checks.view(claim)).state).toBe('running')
    await checks.askAll()
    const found = await checks.view(claim)
    expect(found).toMatchObject({ state: 'reported', signing: 'complete', report: { current: true } })
    expect(new Set(found.queries.map(({ state }) => state))).toEqual(new Set(['answered']))
    expect(new Set(found.queries.map(({ who }) => who))).toEqual(new Set(['周素芬', '周国强']))
    const queries = [...checks.simulator.ledger.values()].filter(({ idNumber }) =>
      [number, husband.idNumber].includes(idNumber),
    )
    expect(queries.map(({ tries }) => tries)).toEqual(queries.map(() => 1))
    expect(queries).toHaveLength(found.queries.length)
    expect(itemOf(found, 'savings:dibao')).toMatchObject({
      conclusion: 'over',
      found: expect.any(Number),
      shown: true,
    })
    expect(found.report?.finding).toBe('differs')
    expect(await checks.facts(claim)).toBeGreaterThan(5)
    // Begun again while it holds, nobody is asked twice.
    expect(await (await checks.start(claim)).json()).toMatchObject({ errors: [{ code: 'still-current' }] })
  })

  it('is done again by one tap that comes twice only once', async () => {
    const { claim } = await checks.signed([])
    const key = 'verification-tapped-twice'
    const [one, other] = await Promise.all([
      checks.liang.post(path(claim), {}, { key }),
      checks.liang.post(path(claim), {}, { key }),
    ])
    expect([one.status, other.status]).toEqual([200, 200])
    await checks.askAll()
    expect(await checks.events(claim, 'verification-started')).toBe(1)
  })

  it('believes no answer about somebody else, none that contradicts itself, none of tomorrow', async () => {
    const { claim, number } = await checks.signed([])
    const odd: Partial<Record<string, Behaviour>> = {
      banks: 'contradictory',
      vehicles: 'wrong-person',
      market: 'future',
    }
    checks.world.behaviour = ({ source, idNumber }) =>
      idNumber === number ? (odd[source] ?? 'well') : 'well'
    await checks.start(claim)
    await checks.askAll()
    const found = await checks.view(claim)
    const stands = Object.fromEntries(found.queries.map(({ source, state, why }) => [source, [state, why]]))
    expect(stands).toMatchObject({
      banks: ['refused-answer', 'contradictory'],
      vehicles: ['refused-answer', 'other-person'],
      market: ['refused-answer', 'future'],
      police: ['answered', null],
    })
    expect(itemOf(found, 'savings:dibao')).toMatchObject({ conclusion: 'not-answered', found: null })
    expect(found.report?.finding).not.toBe('fits')
    const { rows } = await checks.office.pool.query(
      'SELECT q.sealed FROM query q JOIN verification v ON v.id = q.verification_id WHERE v.application_id = $1 AND q.state = $2',
      [claim.id, 'refused-answer'],
    )
    expect(rows).toEqual([{ sealed: null }, { sealed: null }, { sealed: null }])
  })

  it('comes to nothing where a consent is withdrawn while a question is out', async () => {
    const { claim, consents } = await checks.signed()
    await checks.start(claim)
    let withdrawn = false
    await checks.through(async (asking, real) => {
      const answer = await real.ask(asking)
      if (asking.source === 'banks' && !withdrawn) {
        withdrawn = true
        await withdraw(checks.office, claim.id, consents.get('周国强') ?? '')
      }
      return answer
    }, checks.askAll)
    const found = await checks.view(claim, checks.he)
    expect(found).toMatchObject({ state: 'void', report: null })
    expect(found.queries.filter(({ state }) => state === 'waiting' || state === 'asked')).toEqual([])
    expect(await checks.facts(claim)).toBe(0)
    const record: ProcessAct = {
      ...said,
      type: 'record',
      step: 'verification',
      found: 'fits',
      companions: [],
      report: null,
    }
    expect((await give(checks.liang, claim, record)).status).toBe(409)
    // Whoever is asked again now is asked nothing.
    const before = checks.simulator.ledger.size
    await checks.askAll()
    expect(checks.simulator.ledger.size).toBe(before)
  })

  it('is void as a whole, figures and facts, once somebody takes their word back', async () => {
    const { claim, consents } = await checks.signed()
    await checks.start(claim)
    await checks.askAll()
    expect((await checks.view(claim)).state).toBe('reported')
    await withdraw(checks.office, claim.id, consents.get('周国强') ?? '')
    expect(await checks.view(claim)).toMatchObject({ state: 'void', report: null, signing: 'withdrawn' })
    const { rows } = await checks.office.pool.query(
      `SELECT count(*) AS n FROM query q JOIN verification v ON v.id = q.verification_id
        WHERE v.application_id = $1 AND q.consent_id = $2 AND q.sealed IS NOT NULL`,
      [claim.id, consents.get('周国强')],
    )
    expect(Number(rows[0].n)).toBe(0)
  })
})

describe('a department out of reach', () => {
  it('is asked again under the same key, and its answer is kept once', async () => {
    const { claim, number } = await checks.signed([])
    checks.world.behaviour = ({ source, idNumber }) =>
      idNumber === number && source === 'tax' ? 'fails' : 'well'
    await checks.start(claim)
    await checks.askAll()
    const tax = async () => (await checks.view(claim)).queries.find(({ source }) => source === 'tax')
    expect(await tax()).toMatchObject({ state: 'waiting', why: 'unreachable', attempts: 1 })
    expect((await checks.view(claim)).report).toBeNull()
    // Not before its pause is over.
    await checks.askAll()
    expect(await tax()).toMatchObject({ attempts: 1 })
    checks.office.clock.sleep(5_000)
    await checks.askAll()
    checks.office.clock.sleep(10_000)
    await checks.askAll()
    expect(await tax()).toMatchObject({ state: 'answered', attempts: 2 })
    const entry = [...checks.simulator.ledger.values()].filter(
      (one) => one.idNumber === number && one.source === 'tax',
    )
    expect(entry).toMatchObject([{ tries: 3, answered: 1 }])
    expect((await checks.view(claim)).state).toBe('reported')
  })

  it('is asked again by whoever comes after a process that died between question and answer', async () => {
    const { claim, number } = await checks.signed([])
    await checks.start(claim)
    const held: (() => Promise<void>)[] = []
    let out = 0
    const dying = checks.through((asking, real) => {
      out += 1
      return new Promise<Said>((done) => held.push(async () => done(await real.ask(asking))))
    }, checks.askAll)
    await expect
      .poll(async () => (await checks.view(claim)).queries.every(({ state }) => state === 'asked'))
      .toBe(true)
    const real = await withDepartments(checks.office, {}, {})
    // Its time is not over: nobody asks beside it.
    await checks.askAll()
    expect(real.ledger.size).toBe(0)
    checks.office.clock.sleep(minutes(4))
    await checks.askAll()
    expect((await checks.view(claim)).state).toBe('reported')
    expect([...real.ledger.values()].filter(({ idNumber }) => idNumber === number)).toHaveLength(out)
    // The dead one was only slow: what it brings is known already.
    await Promise.all(held.map((answer) => answer()))
    await dying
    expect(await checks.events(claim, 'query-answered')).toBe(out)
    expect(await checks.events(claim, 'verification-reported')).toBe(1)
    await real.close()
    await checks.connect()
  })

  it('that is never there is given up by the centre with a reason, and the report says what is missing', async () => {
    const { claim, number } = await checks.signed([])
    checks.world.behaviour = ({ source, idNumber }) =>
      idNumber === number && source === 'property' ? 'dead' : 'well'
    await checks.start(claim)
    await checks.askAll()
    const open = (await checks.view(claim)).queries.find(({ state }) => state === 'waiting')
    const at = `${path(claim)}/giving-up`
    const query = open?.id
    expect((await checks.liang.post(at, { query, reason: ' ' })).status).toBe(422)
    expect((await checks.liang.post(at, { query, reason: '系统停机，另函查询' })).status).toBe(200)
    const found = await checks.view(claim)
    expect(found.state).toBe('reported')
    expect(itemOf(found, 'homes')).toMatchObject({ conclusion: 'not-answered' })
    expect(found.report?.finding).toBe('doubtful')
  })

  it('without a line answers by letter, which is judged like any answer', async () => {
    const { claim } = await checks.signed([])
    const real = checks.office.deps.departments
    if (!real) throw new Error('No departments')
    checks.office.deps.departments = { ...real, connected: (source) => source !== 'vehicles' }
    try {
      await checks.start(claim)
      await checks.askAll()
      const open = (await checks.view(claim)).queries.find(({ source }) => source === 'vehicles')
      expect(open).toMatchObject({ state: 'waiting', why: 'no-connection' })
      const at = `${path(claim)}/letters`
      const letter = {
        query: open?.id,
        asOf: '2026-02-27',
        paper: '青公交函〔2026〕3号',
        answer: { cars: 1, others: 0 },
      }
      const wrong = await checks.liang.post(at, { ...letter, answer: { cars: -1, others: 0 } })
      expect(await wrong.json()).toMatchObject({ errors: [{ field: 'answer', code: 'answer-malformed' }] })
      expect((await checks.liang.post(at, { ...letter, asOf: '2026-03-09' })).status).toBe(422)
      const shot = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#eee' } }).jpeg().toBuffer()
      const photo = await checks.liang.postRaw('/files', shot, { 'content-type': 'image/jpeg' })
      const pictures = [((await photo.json()) as { id: string }).id]
      expect((await checks.liang.post(at, { ...letter, pictures })).status).toBe(200)
      const found = await checks.view(claim)
      expect(found.queries.find(({ source }) => source === 'vehicles')).toMatchObject({ pictures })
      // The paper may be about another adult: it is the office’s, and no picture of whoever applied.
      expect((await checks.liang.get(`/work/files/${pictures[0]}`)).status).toBe(200)
      expect((await claim.phone.get(`/me/files/${pictures[0]}`)).status).toBe(404)
      expect(itemOf(found, 'vehicles')).toMatchObject({ conclusion: 'over', found: 1 })
      expect(found.queries.find(({ source }) => source === 'vehicles')).toMatchObject({ byLetter: '梁波' })
    } finally {
      checks.office.deps.departments = real
    }
  })
})
