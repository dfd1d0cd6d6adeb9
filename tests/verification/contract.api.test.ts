import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulate, type Behaviour, type Simulator } from '@yima/api/simulator/server'
import { departments, type Asking, type Departments } from '@yima/api/verification/departments'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import { idNumberOf } from '../fixtures/applications.ts'
import { secret } from './signed.ts'

// One contract for every department: whoever connects a real one runs these against it.

const now = () => new Date('2026-03-02T01:00:00Z')
const today = '2026-03-02'
const who = { name: '周素芬', idNumber: idNumberOf('1974-03-12') }
let behaviour: Behaviour = 'well'
let offices: Simulator
let lines: Departments
beforeAll(async () => {
  offices = await simulate({ secret, now, today: () => today, slowMs: 20, behaviour: () => behaviour })
  lines = departments(offices.lines, { wall: now }, { timeoutMs: 400, failures: 1000 })
})
afterAll(() => offices.close())

let asked = 0
const question = (source: SourceId): Asking => ({
  source,
  query: `00000000-0000-4000-8000-${String((asked += 1)).padStart(12, '0')}`,
  consent: '00000000-0000-4000-8000-000000000000',
  person: who,
  today,
})
const ask = (source: SourceId, how: Behaviour, asking = question(source)) => {
  behaviour = how
  return lines.ask(asking)
}

describe.each(sourceIds)('the department of %s', (source) => {
  it('answers for the person asked about, as of a day that has come', async () => {
    const said = await ask(source, 'well')
    expect(said).toMatchObject({ came: { type: 'answer' }, read: { ok: true, asOf: today } })
  })

  it('answers the same question asked twice with the same words, and counts it once', async () => {
    const asking = question(source)
    const first = await ask(source, 'slow', asking)
    expect(await ask(source, 'well', asking)).toEqual(first)
    expect(offices.ledger.get(asking.query)).toMatchObject({ source, tries: 2 })
  })

  it('is asked again where it is out of reach or not ready, and never believed to have said no', async () => {
    expect(await ask(source, 'dead')).toEqual({ came: { type: 'unreachable', retryAfter: null } })
    expect(await ask(source, 'late')).toEqual({ came: { type: 'late', retryAfter: 2000 } })
  })

  it('is not believed about somebody else, about tomorrow, or in other words than agreed', async () => {
    expect(await ask(source, 'wrong-person')).toEqual({
      came: { type: 'refused-answer', why: 'other-person' },
    })
    expect(await ask(source, 'future')).toEqual({ came: { type: 'refused-answer', why: 'future' } })
    expect(await ask(source, 'malformed')).toEqual({ came: { type: 'refused-answer', why: 'malformed' } })
  })
})

describe('the line to a department', () => {
  it.each(['police', 'labour', 'market', 'property', 'banks', 'disabled-federation', 'education'] as const)(
    'carries an answer of %s that contradicts itself, which nobody believes',
    async (source) => {
      expect(await ask(source, 'contradictory')).toEqual({
        came: { type: 'refused-answer', why: 'contradictory' },
      })
    },
  )

  it('is let go where nothing comes', async () => {
    expect(await ask('banks', 'hangs')).toEqual({ came: { type: 'unreachable', retryAfter: null } })
  })

  it('is left alone once it is dead, and tried again with one question after a rest', async () => {
    const broken = departments(offices.lines, { wall: now }, { failures: 3, restMs: 60 })
    behaviour = 'dead'
    for (let i = 0; i < 3; i += 1) expect((await broken.ask(question('tax'))).came.type).toBe('unreachable')
    const at = offices.ledger.size
    expect((await broken.ask(question('tax'))).came).toEqual({ type: 'not-sent', retryAfter: 60 })
    expect(offices.ledger.size).toBe(at)
    // Another department has a line of its own.
    behaviour = 'well'
    expect((await broken.ask(question('police'))).came.type).toBe('answer')
    await expect.poll(async () => (await broken.ask(question('tax'))).came.type).toBe('answer')
  })

  it('carries no number and no name in an address, and nothing unsigned is answered', async () => {
    const url = `${offices.lines.urls.banks ?? ''}/queries`
    expect(url).not.toContain(who.idNumber)
    const body = JSON.stringify({ query: 'q', consent: 'c', purpose: 'means-check', person: who })
    const answer = await fetch(url, { method: 'POST', body, headers: { 'idempotency-key': 'q' } })
    expect(answer.status).toBe(401)
  })
})
