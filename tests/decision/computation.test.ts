import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settle } from '@yima/shared/fact/held'
import { basisOf, compute, type Computation } from '@yima/shared/decision/computation'
import { canonical, rulesOf } from '@yima/shared/decision/rules'
import { shareOf, type AmountStep } from '@yima/shared/policy/amount'
import { currentBook, type RuleBook } from '@yima/shared/policy/book'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { anyHousehold, anyMembers } from '../policy/any-household.ts'
import { households } from '../policy/people.ts'
import { runs } from '../fixtures/runs.ts'
import { basis, decided, seenFacts, withoutDefaults } from './families.ts'

/** What a step comes to, worked out by hand from the steps before it. */
function byHand({ op, by = NaN, floor }: AmountStep, before: readonly number[], fen: number): number {
  const [one = NaN, other = NaN] = before
  switch (op) {
    case 'figure':
    case 'money':
    case 'income':
      return fen
    case 'times':
      return one * by
    case 'sum':
      return before.reduce((all, part) => all + part, 0)
    case 'less':
      return floor ? Math.max(0, one - other) : one - other
    case 'share':
      return shareOf(one, by)
    case 'most':
      return Math.min(one, Math.round(by * 100))
    default:
      return op satisfies never
  }
}

function expectExplained({ given, fen }: Computation): void {
  for (const { steps, fen: sum } of given) {
    if (sum === null) expect(steps).toEqual([])
    else expect(steps.at(-1)?.fen).toBe(sum)
    for (const step of steps)
      expect(step.fen).toBe(byHand(step, step.of.map((at) => steps[at]?.fen ?? NaN), step.fen))
  }
  const sums = given.map((one) => one.fen)
  if (fen !== null) expect(sums.reduce((all: number, sum) => all + (sum ?? NaN), 0)).toBe(fen)
}

const anyFamily = fc.record({ household: anyHousehold, members: anyMembers })

describe('what a decision is worked out from', () => {
  it('gives the 40 families the sums of their file, once everything is said', () => {
    let compared = 0
    for (const one of households) {
      const facts = seenFacts(withoutDefaults(one))
      for (const { programme, amount, verdict, member } of one.expected) {
        if (amount === undefined || verdict !== 'eligible') continue
        const found = decided(facts, programme)
        const [row] = found.given.filter((given) => given.member === (member ?? null))
        expect([one.id, programme, (row?.fen ?? NaN) / 100]).toEqual([one.id, programme, amount])
        expectExplained(found)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(15)
  })

  it('assumes nothing: a couple of which nobody said what its work costs is not decided on', () => {
    const facts = seenFacts(households[0]!)
    expect(decided(facts, 'dibao')).toMatchObject({
      verdict: 'unknown', fen: null, missing: [{ fact: 'exemptMonthlyIncome' }, { fact: 'employmentDeduction' }],
    })
  })

  it('asks where a pupil sleeps before it says how much a pupil gets', () => {
    const facts = seenFacts({ household: { currentStatus: ['dibao'] }, members: [{ id: 'm1', studentStage: 'primary' }] })
    expect(decided(facts, 'education')).toMatchObject({ verdict: 'unknown', missing: [{ fact: 'boarding', member: 'm1' }] })
  })

  it('names the condition that fails and the facts on which, and none that does not matter', () => {
    const rich = { ...withoutDefaults(households[0]!) }
    const found = decided(seenFacts({ ...rich, household: { ...rich.household, vehicleCount: 1 } }), 'dibao')
    expect(found.verdict).toBe('ineligible')
    expect(found.restsOn.map(({ key, value }) => [key, value])).toContainEqual(['vehicleCount', 1])
    expect(found.reasons.every(({ ok }) => ok === 'no')).toBe(true)
    expect(found.reasons.map(({ key }) => key)).toContain('policy.rule.no-vehicle.no')
  })

  it('never comes out on what is missing, in dispute or fenced', () => {
    fc.assert(
      fc.property(anyFamily, fc.constantFrom(...programmeIds), fc.nat(), (family, programme, at) => {
        const all = seenFacts(family)
        const found = decided(all, programme, family.members.map(({ id }) => id))
        expectExplained(found)
        const facts = all.filter(({ key, member }) => found.restsOn.some((one) => one.key === key && one.member === member))
        expect(found.verdict !== 'unknown' || found.missing.length > 0).toBe(true)
        const rests = found.restsOn[at % Math.max(1, found.restsOn.length)]
        if (rests === undefined) return
        const place = facts.filter(({ key, member }) => key === rests.key && member === rests.member)
        const others = facts.filter((fact) => !place.includes(fact))
        const members = family.members.map(({ id }) => id)
        const alike = (one: Computation) => JSON.stringify([one.verdict, one.given])
        expect(alike(decided(facts, programme, members))).toBe(alike(found))
        for (const changed of [
          others,
          [...others, ...place.map((fact) => ({ ...fact, fenced: true }))],
          [...facts, ...place.map((fact) => ({ ...fact, id: 'other', from: 'leader', value: 'other value' }))],
        ])
          expect(alike(decided(changed, programme, members))).not.toBe(alike(found))
      }),
      { numRuns: runs(30) },
    )
  })

  it('begins with the month after the decision, or with the month of the application where the rules say so', () => {
    const poor = seenFacts(withoutDefaults(households[0]!))
    expect(decided(poor, 'dibao').firstMonth).toBe('2026-05')
    const disabled = seenFacts({
      household: { currentStatus: ['dibao'], householdSize: 3 },
      members: [{ id: 'm1', hasDisabilityCert: true, hasLegalSupporter: true, supporterAble: true, age: 30, fatherStatus: 'ok' }],
    })
    expect(decided(disabled, 'disability-living')).toMatchObject({ verdict: 'eligible', fen: 9000, firstMonth: '2026-03' })
  })
})

describe('a decision of long ago', () => {
  it('comes out the same from its own basis, for any family and programme', () => {
    fc.assert(
      fc.property(anyFamily, fc.constantFrom(...programmeIds), (family, programme) => {
        const kept = basis(seenFacts(family), programme)
        const read = JSON.parse(JSON.stringify(kept)) as typeof kept
        expect(JSON.parse(JSON.stringify(compute(read)))).toEqual(JSON.parse(JSON.stringify(compute(kept))))
      }),
      { numRuns: runs(25) },
    )
  })

  it('comes out the same after the rules were changed, and otherwise only for who is decided on now', () => {
    const facts = seenFacts(withoutDefaults(households[0]!))
    const old = basis(facts, 'dibao')
    const before = compute(old)
    const changed: RuleBook = {
      ...currentBook,
      programmes: {
        ...currentBook.programmes,
        dibao: { ...currentBook.programmes.dibao!, amount: { ...currentBook.programmes.dibao!.amount, household: { figure: 'minWage' } } },
      },
    }
    const now = basisOf({ settled: settle(facts, []), members: [], rules: rulesOf('dibao', changed), region: '990101', applied: '2026-03-02', today: '2026-04-20' })
    expect(compute(now).fen).toBe(200_000)
    expect(compute(old)).toEqual(before)
    expect(canonical(old.rules)).not.toBe(canonical(now.rules))
  })

  it('comes out the same after figures and rules changed together, through the text it is kept as', () => {
    const facts = seenFacts(withoutDefaults(households[0]!))
    const kept = JSON.parse(JSON.stringify(basis(facts, 'dibao'))) as ReturnType<typeof basis>
    const before = compute(basis(facts, 'dibao'))
    const raised = kept.figures.map((figure) =>
      figure.key === 'dibaoStandard' ? { ...figure, value: { urban: 990, rural: 900 } } : figure)
    const changed: RuleBook = {
      ...currentBook,
      programmes: { ...currentBook.programmes, dibao: { ...currentBook.programmes.dibao!, forHousehold: { all: [] } } },
    }
    const now = compute({ ...kept, figures: raised, rules: rulesOf('dibao', changed) } as typeof kept)
    expect([now.verdict, now.fen]).not.toEqual([before.verdict, before.fen])
    expect(JSON.parse(JSON.stringify(compute(kept)))).toEqual(JSON.parse(JSON.stringify(before)))
  })

  it('holds the rules it was made by and the figures they read, whole', () => {
    for (const programme of programmeIds) {
      const { rules, figures } = basis([], programme)
      expect(() => compute({ rules, figures, facts: [], conflicts: [], members: ['m1'], applied: '2026-03-02', today: '2026-04-20' })).not.toThrow()
      expect(canonical(JSON.parse(JSON.stringify(rules)))).toBe(canonical(rules))
    }
    expect(basis([], 'dibao').figures.map(({ key }) => key)).toEqual(expect.arrayContaining(['dibaoStandard', 'singlePersonRatio', 'tekunBasic']))
  })
})
