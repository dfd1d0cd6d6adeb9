import { describe, expect, it } from 'vitest'
import { choicesFor, factsPicked } from '@yima/shared/fact/answers'
import { isHouseholdFact } from '@yima/shared/fact/dictionary'
import type { FactKey, Facts, Household, Member } from '@yima/shared/fact/dictionary'
import { withSaid } from '@yima/shared/fact/said'
import { findJoint } from '@yima/shared/fact/together'
import { match } from '@yima/shared/policy/match'
import { nextQuestion } from '@yima/shared/policy/next-question'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef } from '@yima/shared/policy/verdict'
import { family, figures, households, person } from './people.ts'
import type { Case } from './people.ts'

type Known = { household: Household; members: Member[] }
const set = (...programmes: ProgrammeId[]): ReadonlySet<ProgrammeId> => new Set(programmes)

/** Answers a question as the household would: what it does not know, it cannot say. */
function answer(
  { household, members }: Case,
  known: Known,
  question: FactRef,
): { known: Known; skip: FactRef[] } {
  const member = question.member
  const all: Partial<Record<FactKey, unknown>> =
    member === undefined ? household : (members.find(({ id }) => id === member) ?? {})
  const said: Partial<Record<FactKey, unknown>> = isHouseholdFact(question.fact)
    ? known.household
    : (known.members.find(({ id }) => id === member) ?? {})
  const settled = findJoint(question.fact, said as Facts)?.settles ?? [question.fact]
  const sets = Object.fromEntries(
    settled.filter((fact) => all[fact] !== undefined).map((fact) => [fact, all[fact]]),
  )
  return {
    known: withSaid(known, [{ sets: sets as Facts, member }]),
    skip: question.fact in sets ? [] : [question],
  }
}

/** How many questions until every verdict asserted of the household is the one of full information. */
function questionsFor(one: Case): number {
  const inPlay = new Set(one.expected.map(({ programme }) => programme))
  let known: Known = { household: {}, members: one.members.map(({ id }) => ({ id })) }
  const skip: FactRef[] = []
  for (let asked = 0; asked < 80; asked += 1) {
    const verdicts = match({ ...known, parameters: figures })
    const done = one.expected.every(({ programme, member, verdict }) =>
      verdicts.some(
        (found) => found.programme === programme && found.member === member && found.verdict === verdict,
      ),
    )
    if (done) return asked
    const question = nextQuestion({ ...known, verdicts, parameters: figures, inPlay, skip })
    if (question === null) throw new Error(`${one.id}: nothing left to ask`)
    const answered = answer(one, known, question)
    known = answered.known
    skip.push(...answered.skip)
  }
  throw new Error(`${one.id}: more than 80 questions`)
}

describe('the next question', () => {
  it('leads every household to its full answer, with a median of at most eight questions from nothing', () => {
    const counts = households.map(questionsFor).sort((one, other) => one - other)
    const median = ((counts[19] ?? 0) + (counts[20] ?? 0)) / 2
    expect(median).toBeLessThanOrEqual(8)
  })

  it('asks what is missing when one thing is missing', () => {
    const household = family({ monthlyIncome: 'unknown' })
    expect(
      nextQuestion({
        household,
        members: [person({ age: 66 })],
        parameters: figures,
        inPlay: set('dibao', 'dibao-edge'),
      }),
    ).toEqual({ fact: 'monthlyIncome' })
  })

  it('finishes what is nearly done before it opens something new', () => {
    const household = family({ monthlyIncome: 'unknown' })
    const next = nextQuestion({ household, members: [person({ age: 66 })], parameters: figures })
    expect(next).toEqual({ fact: 'monthlyIncome' })
  })

  it('does not ask for income when a car has decided', () => {
    const household = {
      ...family({ vehicleCount: 1 }),
      monthlyIncome: 'unknown',
      householdSize: 'unknown',
    } as const
    expect(
      nextQuestion({ household, members: [person()], parameters: figures, inPlay: set('dibao-edge') }),
    ).toBeNull()
  })

  it('is none when no answer can change a result that matters', () => {
    expect(
      nextQuestion({
        household: family(),
        members: [person()],
        parameters: figures,
        inPlay: set('dibao-edge'),
      }),
    ).toBeNull()
  })

  it('is not asked twice of somebody who cannot say', () => {
    const household = family({ monthlyIncome: 'unknown' })
    const skip = [{ fact: 'monthlyIncome' }] as const
    expect(
      nextQuestion({ household, members: [person()], parameters: figures, inPlay: set('dibao-edge'), skip }),
    ).toBeNull()
  })

  it('turns to an assumption when only that stands behind a no', () => {
    const { exemptMonthlyIncome: _exempt, ...household } = family({
      monthlyIncome: 1930,
      financialAssets: 100,
    })
    expect(
      nextQuestion({ household, members: [person()], parameters: figures, inPlay: set('dibao-edge') }),
    ).toEqual({ fact: 'exemptMonthlyIncome' })
  })

  it('asks plain things of an orphan before it asks about the parents', () => {
    const next = nextQuestion({
      household: {},
      members: [person()],
      parameters: figures,
      inPlay: set('orphan'),
    })
    expect(next).toEqual({ fact: 'age', member: 'm1' })
  })

  it('is the same for the same household', () => {
    const input = { household: {}, members: [person()], parameters: figures }
    expect(nextQuestion(input)).toEqual(nextQuestion(input))
  })
})

describe('the answers on offer', () => {
  it('run along the lines that decide for this household', () => {
    const { choices } = choicesFor('monthlyIncome', figures, family({ householdSize: 3 }))
    const bands = choices.map(({ text }) => text.params)
    // 640 × 3, 960 × 3, 1280 × 3, 2800 × 3
    expect(bands.slice(1).map((params) => params?.['from'])).toEqual([0, 1920, 2880, 3840, 8400])
  })

  it('state the middle of a band, which lies on no line', () => {
    const { choices } = choicesFor('monthlyIncome', figures, family({ householdSize: 3 }))
    for (const { sets, text } of choices.slice(1)) {
      expect(sets.monthlyIncome).toBeGreaterThan(text.params?.['from'] ?? 0)
      expect(sets.monthlyIncome).toBeLessThan(text.params?.['to'] ?? Infinity)
    }
  })

  it('offer no bands while nobody said how many share the income', () => {
    expect(choicesFor('monthlyIncome', figures, {})).toMatchObject({ kind: 'amount', choices: [] })
  })

  it('let one tick of a list say everything about the rest', () => {
    const answers = choicesFor('vehicleCount', figures, {})
    expect(factsPicked(answers, [])).toEqual({
      vehicleCount: 0,
      houseCount: 1,
      hasCommercialProperty: false,
      hasEnterprise: false,
    })
    expect(factsPicked(answers, [0, 2])).toMatchObject({
      vehicleCount: 1,
      houseCount: 0,
      hasEnterprise: false,
    })
  })

  it('add up several statuses, and none of them is the empty set', () => {
    const answers = choicesFor('currentStatus', figures, {})
    expect(factsPicked(answers, [])).toEqual({ currentStatus: ['none'] })
    expect(factsPicked(answers, [0, 4])).toEqual({ currentStatus: ['dibao', 'monitored'] })
  })

  it('ask only for the vehicle where the rest is known', () => {
    const { vehicleCount: _unsaid, ...household } = family()
    expect(choicesFor('vehicleCount', figures, household)).toMatchObject({
      kind: 'count',
      ask: 'fact.ask.vehicleCount',
    })
  })
})
