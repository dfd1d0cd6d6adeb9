import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, evolve, present } from '@yima/shared/family/household'
import type {
  HouseholdCommand,
  HouseholdContext,
  HouseholdEvent,
  HouseholdState,
} from '@yima/shared/family/household'
import { runs } from '../fixtures/runs.ts'

const people = ['gran', 'son', 'wife', 'child', 'uncle'] as const
const guardianOf: Record<string, string> = { child: 'son' }
const homes = ['old', 'new'] as const

type World = Record<string, { state: HouseholdState | undefined; events: HouseholdEvent[] }>
const empty = (): World => ({ old: { state: undefined, events: [] }, new: { state: undefined, events: [] } })
const homesOf = (world: World, person: string): string[] =>
  homes.filter((home) => present(world[home]?.state).some((stay) => stay.person === person))

const contextFor = (
  world: World,
  home: string,
  actor: string,
  today: string,
  invited: boolean,
): HouseholdContext => ({
  actor: { kind: 'person', id: actor },
  today,
  dependants: Object.keys(guardianOf),
  wards: Object.keys(guardianOf).filter((ward) => guardianOf[ward] === actor),
  elsewhere: people.filter((one) => homesOf(world, one).some((other) => other !== home)),
  invited,
})

/** What a household goes through: the command as the state answers it. */
function give(world: World, home: string, command: HouseholdCommand, context: HouseholdContext): boolean {
  const held = world[home]
  if (!held) return false
  const decided = decide(held.state, command, context)
  if ('refused' in decided) return false
  for (const event of decided) held.state = evolve(held.state, event)
  held.events.push(...decided)
  return true
}

const person = fc.constantFrom(...people)
const command: fc.Arbitrary<HouseholdCommand> = fc.oneof(
  fc.record({ type: fc.constant('found' as const), head: person, from: fc.constant(null) }),
  fc.record({
    type: fc.constant('join' as const),
    person,
    relation: fc.constantFrom('child', 'spouse'),
    from: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('leave' as const),
    people: fc.uniqueArray(person, { minLength: 1, maxLength: 3 }),
    reason: fc.constantFrom('own', 'split', 'moved', 'mistake'),
    to: fc.constant(null),
  }),
  fc.record({ type: fc.constant('relate' as const), person, relation: fc.constantFrom('sibling', 'parent') }),
  fc.record({ type: fc.constant('pass-head' as const), to: person }),
)
const deed = fc.record({ home: fc.constantFrom(...homes), actor: person, command, invited: fc.boolean() })

describe('households over any life', () => {
  it('hold each person at most once at a time, and always a head who belongs to them', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
        const world = empty()
        deeds.forEach(({ home, actor, command: said, invited }, at) => {
          const today = `2026-03-${String((at % 28) + 1).padStart(2, '0')}`
          give(world, home, said, contextFor(world, home, actor, today, invited))
          for (const one of people) expect(homesOf(world, one).length).toBeLessThanOrEqual(1)
          for (const { state } of Object.values(world)) {
            if (!state) continue
            const inside = present(state).map((stay) => stay.person)
            expect(inside.length > 0).toBe(state.endedOn === null)
            if (inside.length === 0) continue
            expect(inside).toContain(state.head)
            expect(Object.keys(guardianOf)).not.toContain(state.head)
            expect(present(state).filter(({ relation }) => relation === 'head')).toHaveLength(1)
          }
        })
      }),
      { numRuns: runs(300) },
    )
  })

  it('forget nothing: the events alone give the same stays, each with its days', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const world = empty()
        for (const { home, actor, command: said, invited } of deeds)
          give(world, home, said, contextFor(world, home, actor, '2026-03-02', invited))
        for (const { state, events } of Object.values(world)) {
          const again = events.reduce<HouseholdState | undefined>(evolve, undefined)
          expect(again).toEqual(state)
          const began = events.filter(({ type }) => type === 'member-joined' || type === 'household-founded')
          const left = events.filter(({ type }) => type === 'member-left')
          expect(state?.stays.length ?? 0).toBe(began.length)
          expect(state?.stays.filter(({ leftOn }) => leftOn !== null).length ?? 0).toBe(left.length)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('let nobody be moved by somebody who is neither the person, the guardian nor the head', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const world = empty()
        for (const { home, actor, command: said, invited } of deeds) {
          const before = world[home]?.state
          const done = give(world, home, said, contextFor(world, home, actor, '2026-03-02', invited))
          if (!done || said.type !== 'leave') continue
          const own = said.people.every((one) => one === actor || guardianOf[one] === actor)
          expect(own || before?.head === actor).toBe(true)
        }
      }),
      { numRuns: runs(200) },
    )
  })
})

const at = (state: HouseholdState | undefined, events: readonly HouseholdEvent[]) =>
  events.reduce<HouseholdState | undefined>(evolve, state)
const family = at(undefined, [
  { type: 'household-founded', on: '2026-01-01', person: 'gran', from: null },
  { type: 'member-joined', on: '2026-01-02', person: 'son', relation: 'child', from: null },
  { type: 'member-joined', on: '2026-01-03', person: 'wife', relation: 'child-in-law', from: null },
  { type: 'member-joined', on: '2026-01-03', person: 'child', relation: 'grandchild', from: null },
])
const as = (id: string, more: Partial<HouseholdContext> = {}): HouseholdContext => ({
  actor: { kind: 'person', id },
  today: '2026-03-02',
  dependants: ['child'],
  wards: id === 'son' ? ['child'] : [],
  elsewhere: [],
  invited: false,
  ...more,
})
const refused = (answer: ReturnType<typeof decide>) => ('refused' in answer ? answer.refused : 'done')

describe('a family', () => {
  it('whose head leaves goes on under the one who was there longest, and relations are said anew', () => {
    const events = decide(family, { type: 'leave', people: ['gran'], reason: 'own', to: null }, as('gran'))
    if ('refused' in events) throw new Error(events.refused)
    const after = at(family, events)
    expect(after?.head).toBe('son')
    expect(present(after).map(({ person: one, relation }) => [one, relation])).toEqual([
      ['son', 'head'],
      ['wife', 'unsaid'],
      ['child', 'unsaid'],
    ])
  })

  it('leaves no child behind alone', () => {
    const everybody: HouseholdCommand = { type: 'leave', people: ['gran'], reason: 'own', to: null }
    const alone = at(family, [
      { type: 'member-left', on: '2026-02-01', person: 'son', reason: 'own', to: null },
      { type: 'member-left', on: '2026-02-01', person: 'wife', reason: 'own', to: null },
    ])
    expect(refused(decide(alone, everybody, as('gran')))).toBe('wards-alone')
  })

  it.each([
    [
      'a stranger who was not asked',
      { type: 'join', person: 'uncle', relation: 'sibling', from: null },
      as('uncle'),
      'no-invitation',
    ],
    [
      'somebody who lives elsewhere',
      { type: 'join', person: 'uncle', relation: 'sibling', from: null },
      as('uncle', { invited: true, elsewhere: ['uncle'] }),
      'in-another-household',
    ],
    [
      'who is in it already',
      { type: 'join', person: 'wife', relation: 'spouse', from: null },
      as('wife', { invited: true }),
      'a-member-already',
    ],
    [
      'one for another',
      { type: 'join', person: 'uncle', relation: 'sibling', from: null },
      as('son', { invited: true }),
      'not-yours',
    ],
    [
      'a wife who sends the head away',
      { type: 'leave', people: ['gran'], reason: 'moved', to: null },
      as('wife'),
      'not-yours',
    ],
    ['a son who takes the head’s place', { type: 'pass-head', to: 'son' }, as('son'), 'not-yours'],
    ['a child at the head', { type: 'pass-head', to: 'child' }, as('gran'), 'cannot-be-head'],
    [
      'a relation said by a third',
      { type: 'relate', person: 'son', relation: 'sibling' },
      as('wife'),
      'not-yours',
    ],
    ['a second beginning', { type: 'found', head: 'gran', from: null }, as('gran'), 'ended'],
    [
      'a guardian’s ward brought by another',
      { type: 'join', person: 'baby', relation: 'child', from: null },
      as('wife'),
      'not-yours',
    ],
  ] as const)('refuses %s', (_who, said, context, code) => {
    expect(refused(decide(family, said, context))).toBe(code)
  })
})
