import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { readAnswer } from '@yima/shared/verification/answers'
import { findingOf, openContests, whyNotContest } from '@yima/shared/verification/contest'
import { isCurrent } from '@yima/shared/verification/current'
import { factsOfHousehold, factsOfPerson } from '@yima/shared/verification/facts'
import { after, mostAttempts, pauseAfter, sent, type Came, type Query } from '@yima/shared/verification/query'
import { report } from '@yima/shared/verification/report'
import type { ReportInput, ReportItem, Word } from '@yima/shared/verification/report-item'
import { contradictsItself, sourceIds, type AnswerOf, type SourceId } from '@yima/shared/verification/sources'
import { runs } from '../fixtures/runs.ts'

const said = <S extends SourceId>(
  source: S,
  answer: AnswerOf[S],
  person = 'wife',
  asOf = '2026-03-01',
): Word =>
  ({ source, person, member: person === 'wife' ? 'm1' : null, state: 'answered', asOf, answer }) as Word
const silent = (source: SourceId, person = 'wife', state: Word['state'] = 'failed'): Word =>
  ({ source, person, member: null, state, asOf: null, answer: null }) as Word

const police = (part: Partial<AnswerOf['police']> = {}, person = 'wife'): Word =>
  said(
    'police',
    { alive: true, diedOn: null, hukouLocal: true, hukouClass: 'rural', householdSize: 2, ...part },
    person,
  )
const tax = (monthlyWage: number, person = 'wife'): Word =>
  said('tax', { monthlyWage, monthlyOther: 0 }, person)
const labour = (monthlyPension: number, person = 'wife'): Word =>
  said(
    'labour',
    { employed: false, unemployedMonths: 0, monthlyPension, monthlyBenefit: 0, pensionInsured: true },
    person,
  )
const banks = (total: number, person = 'wife'): Word =>
  said('banks', { deposits: total, securities: 0, insurance: 0, total }, person)

const limits = [
  { line: 'dibao', income: { urban: 800, rural: 640 }, savings: { urban: 19_200, rural: 15_360 } },
] as const
const inputOf = (words: readonly Word[], household: Record<string, unknown> = {}): ReportInput => ({
  words,
  declared: { household: { hukouClass: 'rural', householdSize: 2, ...household }, members: [{ id: 'm1' }] },
  limits,
  aid: [],
  today: '2026-03-02',
})
const itemOf = (input: ReportInput, id: string): ReportItem | undefined =>
  report(input).find((one) => one.id === id)
const conclusion = (words: readonly Word[], household: Record<string, unknown>, id: string) =>
  itemOf(inputOf(words, household), id)?.conclusion

describe('income', () => {
  it('is over from the line on, below it strictly under (低于), and the same to the cent', () => {
    const words = (wage: number) => [police(), tax(wage), labour(0)]
    expect(conclusion(words(1280), { monthlyIncome: 1000 }, 'income:dibao')).toBe('over')
    expect(conclusion(words(1279.99), { monthlyIncome: 1279.99 }, 'income:dibao')).toBe('fits')
  })

  it('differs where registers know of more than was said, never where they know of less', () => {
    const words = (wage: number) => [police(), tax(wage), labour(130)]
    expect(conclusion(words(900), { monthlyIncome: 500 }, 'income:dibao')).toBe('differs')
    expect(conclusion(words(0), { monthlyIncome: 500 }, 'income:dibao')).toBe('fits')
  })

  it('is unknown where nothing was said: work on the field stands in no register', () => {
    expect(conclusion([police(), tax(0), labour(0)], {}, 'income:dibao')).toBe('unknown')
    expect(factsOfHousehold(inputOf([police(), tax(300), labour(0)])).map(({ key }) => key)).not.toContain(
      'monthlyIncome',
    )
  })

  it('is not answered while one department is silent, unless what is there is over already', () => {
    expect(conclusion([police(), tax(100), silent('labour')], { monthlyIncome: 100 }, 'income:dibao')).toBe(
      'not-answered',
    )
    expect(conclusion([police(), tax(5000), silent('labour')], { monthlyIncome: 100 }, 'income:dibao')).toBe(
      'over',
    )
  })
})

describe('savings', () => {
  it('may reach the line (不超过), of everybody together', () => {
    const both = (one: number, other: number) => [police(), banks(one), banks(other, 'husband')]
    expect(conclusion(both(15_360, 15_360), { financialAssets: 30_720 }, 'savings:dibao')).toBe('fits')
    expect(conclusion(both(15_360, 15_360.01), {}, 'savings:dibao')).toBe('over')
    expect(conclusion(both(100, 200), { financialAssets: 100 }, 'savings:dibao')).toBe('differs')
  })

  it('say nothing of a household whose size two registers tell differently', () => {
    const words = [police({ householdSize: 5 }), banks(100)]
    expect(conclusion(words, {}, 'savings:dibao')).toBe('unknown')
    expect(conclusion(words, {}, 'members')).toBe('differs')
  })

  it('that were not told of are found also where nobody knows the line', () => {
    const words = (total: number) => [police({ householdSize: 5 }), banks(total)]
    expect(conclusion(words(2100), { financialAssets: 0 }, 'savings:dibao')).toBe('differs')
    expect(conclusion(words(0), { financialAssets: 0 }, 'savings:dibao')).toBe('unknown')
  })
})

describe('people', () => {
  it('are told dead only by a register that says so', () => {
    expect(conclusion([police({ alive: false, diedOn: '2025-12-01' })], {}, 'death:wife')).toBe('differs')
    expect(conclusion([silent('police')], {}, 'death:wife')).toBe('not-answered')
  })

  it('who are married to somebody who has not signed leave means out', () => {
    const married = (person: string) => said('marriage', { state: 'married' }, person)
    expect(conclusion([married('wife')], {}, 'spouse')).toBe('differs')
    expect(conclusion([married('wife'), married('husband')], {}, 'spouse')).toBe('fits')
  })

  it('who hold aid that was not told of are shown as such', () => {
    const held = { ...inputOf([police()]), aid: [{ person: 'wife', statuses: ['dibao'] }] }
    expect(itemOf(held, 'aid:wife')).toMatchObject({ conclusion: 'differs', found: ['dibao'] })
    expect(
      itemOf({ ...held, declared: { household: { currentStatus: ['dibao'] }, members: [] } }, 'aid:wife')
        ?.conclusion,
    ).toBe('fits')
  })
})

const anyWord = fc.record({
  source: fc.constantFrom('banks' as const, 'vehicles' as const),
  person: fc.constantFrom('wife', 'husband', 'son'),
  figure: fc.integer({ min: 0, max: 60_000 }),
  silent: fc.boolean(),
})

describe('the report', () => {
  it('takes no silence for a no: what fits rests on answers of everybody asked', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyWord, { selector: ({ source, person }) => `${source} ${person}`, maxLength: 6 }),
        (all) => {
          const words = all.map(({ source, person, figure, silent: isSilent }) =>
            isSilent
              ? silent(source, person)
              : source === 'banks'
                ? banks(figure, person)
                : said('vehicles', { cars: figure % 3, others: 0 }, person),
          )
          for (const { conclusion: is, rests } of report(inputOf([police(), ...words])))
            if (is === 'fits') expect(rests.every(({ answered }) => answered)).toBe(true)
        },
      ),
      { numRuns: runs(50) },
    )
  })

  it('comes to the same in whatever order answers came, and is never better with one answer less', () => {
    const words = [police(), tax(300), labour(130), banks(20_000), banks(30_000, 'husband')]
    const input = inputOf(words, { monthlyIncome: 500 })
    expect(
      report(inputOf([...words].reverse(), { monthlyIncome: 500 })).map(({ id, conclusion: is }) => [id, is]),
    ).toEqual(report(input).map(({ id, conclusion: is }) => [id, is]))
    const fewer = words.map((word) =>
      word.source === 'banks' && word.person === 'husband' ? silent('banks', 'husband') : word,
    )
    expect(conclusion(fewer, {}, 'savings:dibao')).not.toBe('fits')
  })

  it('is doubtful while something is open and fits once the office corrected what differed', () => {
    const items = report(inputOf([police(), said('vehicles', { cars: 1, others: 0 })]))
    expect(findingOf(items)).toBe('differs')
    const handled = { how: 'correct', reason: '已过户', by: 'x', at: 'y' } as const
    expect(
      findingOf(items, { vehicles: { answer: 'wrong', words: '卖了', pictures: [], at: 'y', handled } }),
    ).toBe('fits')
    expect(findingOf(report(inputOf([police(), silent('vehicles')])))).toBe('doubtful')
  })

  it('holds for thirty days and as long as every consent under it lives', () => {
    const made = { madeOn: '2026-03-02', consents: ['wife', 'husband'] }
    expect(isCurrent(made, ['wife', 'husband'], '2026-04-01')).toBe(true)
    expect(isCurrent(made, ['wife', 'husband'], '2026-04-02')).toBe(false)
    // A clock was set back: nobody can have made it yet.
    expect(isCurrent(made, ['wife', 'husband'], '2026-03-01')).toBe(false)
    expect(isCurrent(made, ['wife'], '2026-03-02')).toBe(false)
  })
})

describe('what is contested', () => {
  const items = report(inputOf([police(), said('vehicles', { cars: 1, others: 0 })]))
  const wrong = { item: 'vehicles', answer: 'wrong', words: '卖了' } as const

  it('names an item of the report that stands, says in words what is wrong, and is answered once', () => {
    expect(whyNotContest(null, {}, wrong)).toBe('no-report')
    expect(whyNotContest(items, {}, { ...wrong, item: 'ships' })).toBe('no-such-item')
    expect(whyNotContest(items, {}, { ...wrong, words: ' ' })).toBe('words-needed')
    expect(whyNotContest(items, {}, { ...wrong, answer: 'agree', words: '' })).toBeUndefined()
    const open = { vehicles: { ...wrong, pictures: [], at: 'y', handled: null } }
    expect(openContests(open)).toEqual(['vehicles'])
    const handled = {
      vehicles: { ...open.vehicles, handled: { how: 'uphold', reason: 'r', by: 'x', at: 'y' } },
    } as const
    expect(whyNotContest(items, handled, wrong)).toBe('already-answered')
  })
})

describe('a query', () => {
  const waiting: Query = { state: 'waiting', attempts: 0, nextAt: 0, why: null }
  const comes: readonly Came[] = [
    { type: 'answer' },
    { type: 'refused-answer', why: 'other-person' },
    { type: 'late', retryAfter: null },
    { type: 'unreachable', retryAfter: null },
    { type: 'not-sent', retryAfter: 5000 },
    { type: 'rejected' },
    { type: 'consent-ended' },
  ]

  it('that is settled stays settled, whatever comes later', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...comes), { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, jitter) => {
          let query = sent(waiting, 1)
          let settled: Query | undefined
          for (const came of all) {
            query = after(query.state === 'waiting' ? sent(query, 1) : query, came, 0, jitter)
            if (settled) expect(query).toEqual(settled)
            if (query.state !== 'waiting' && query.state !== 'asked') settled = query
            else expect(query.nextAt).not.toBeNull()
          }
        },
      ),
      { numRuns: runs(100) },
    )
  })

  it('waits longer each time, at most ten minutes, spread, and is not tried for ever', () => {
    const pauses = Array.from({ length: 14 }, (_, at) => pauseAfter(at + 1, 1))
    expect(pauses.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000])
    expect(Math.max(...pauses)).toBe(600_000)
    expect(pauseAfter(3, 0)).toBe(4000)
    let query = sent(waiting, 1)
    for (let at = 0; at < mostAttempts; at += 1)
      query = after(sent(query, 1), { type: 'unreachable', retryAfter: null }, 0, 0)
    expect(query).toMatchObject({ state: 'failed', why: 'unreachable', nextAt: null })
  })
})

describe('an answer', () => {
  const expected = { query: 'q', person: 'a'.repeat(64), today: '2026-03-02' }
  const body = (answer: unknown, part: object = {}) => ({
    query: 'q',
    person: expected.person,
    asOf: '2026-03-01',
    answer,
    ...part,
  })

  it('is believed as it was agreed and in no other words, whatever comes', () => {
    const good = { deposits: 1, securities: 2, insurance: 3, total: 6 }
    expect(readAnswer('banks', body(good), expected)).toMatchObject({ ok: true, answer: good })
    for (const bad of [
      { ...good, more: 1 },
      { deposits: 1 },
      { ...good, total: -6 },
      { ...good, deposits: 1.001, total: 6.001 },
      null,
      'all',
      [],
    ])
      expect(readAnswer('banks', body(bad), expected)).toMatchObject({ ok: false })
    fc.assert(
      fc.property(fc.constantFrom(...sourceIds), fc.anything(), (source, anything) => {
        expect(readAnswer(source, anything, expected).ok).toBe(false)
      }),
      { numRuns: runs(100) },
    )
  })

  it('contradicts itself where somebody is dead and alive, or a sum is none', () => {
    expect(
      contradictsItself('banks', { deposits: 1, securities: 0, insurance: 0, total: 2 }, '2026-03-01'),
    ).toBe(true)
    expect(
      contradictsItself('banks', { deposits: 0.1, securities: 0.2, insurance: 0, total: 0.3 }, '2026-03-01'),
    ).toBe(false)
    const dead = {
      alive: false,
      diedOn: null,
      hukouLocal: true,
      hukouClass: 'rural',
      householdSize: 1,
    } as const
    expect(contradictsItself('police', dead, '2026-03-01')).toBe(true)
  })

  it('becomes facts of the person, or of the household once everybody’s is there', () => {
    const certificate = said('disabled-federation', { certificate: true, type: 'physical', level: 3 })
    expect(factsOfPerson(certificate).map(({ key, value }) => [key, value])).toEqual([
      ['hasDisabilityCert', true],
      ['disabilityType', 'physical'],
      ['disabilityLevel', 3],
    ])
    expect(factsOfPerson(labour(0)).map(({ key }) => key)).not.toContain('employment')
    const two = (other: Word) =>
      factsOfHousehold(inputOf([banks(100), other])).find(({ key }) => key === 'financialAssets')
    expect(two(banks(50, 'husband'))).toMatchObject({ value: 150, from: 'banks', person: 'wife' })
    expect(two(silent('banks', 'husband'))).toBeUndefined()
  })
})
