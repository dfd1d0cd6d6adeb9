import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OfficerRole } from '@yima/shared/access/actor'
import { addDays } from '@yima/shared/calendar/working-days'
import { lineOf, type Change, type Officer, type Organisation } from '@yima/shared/organisation/organisation'
import { exceeds, grantsOf, reportsOf } from '@yima/shared/organisation/power'
import type { OrganisationCommand } from '@yima/shared/organisation/workflow'
import { runs } from '../fixtures/runs.ts'
import {
  after,
  county,
  countyOf,
  fieldsOf,
  office,
  person,
  propose,
  today,
  town,
  window,
} from './small-county.ts'

const posts: [OfficerRole, string, string][] = [
  ['administrator', county, office],
  ['leader', county, office],
  ['leader', town, window],
  ['clerk', town, window],
]

/** Whether somebody holds anything new: in the own office, for somebody absent, or over others. */
const gained = (id: string, before: Organisation, now: Organisation, on: string): boolean => {
  const led = new Set(reportsOf(before, id))
  return (
    exceeds(grantsOf(now, id, on), grantsOf(before, id, on)) ||
    reportsOf(now, id).some((one) => !led.has(one))
  )
}

const moved = (
  officer: Officer,
  [role, regionCode, unitId]: (typeof posts)[number],
  manager: string | null,
): Change => ({
  type: 'change-officer',
  ...fieldsOf({ ...officer, role, regionCode, unitId, manager }),
})

/** Every change that this universe can speak of. */
function changesOf(organisation: Organisation, fresh: readonly string[]): Change[] {
  const people = Object.values(organisation.officers)
  const managers = [null, ...people.map(({ id }) => id)]
  return [
    ...people.flatMap((one) => posts.flatMap((post) => managers.map((manager) => moved(one, post, manager)))),
    ...people.flatMap(({ id }): Change[] => [
      { type: 'end-officer', id },
      { type: 'reactivate-officer', id },
    ]),
    ...people.flatMap(({ id: officerId }) =>
      people.map(({ id: deputy }): Change => ({
        type: 'set-absence',
        id: `${officerId}-${deputy}`,
        officerId,
        from: today,
        to: addDays(today, 60),
        deputy,
      })),
    ),
    ...organisation.absences.map(({ id }): Change => ({ type: 'end-absence', id })),
    ...fresh
      .filter((id) => !organisation.officers[id])
      .flatMap((id) =>
        managers.map((manager): Change => ({
          type: 'add-officer',
          ...fieldsOf(person(id, 'administrator', { manager })),
        })),
      ),
  ]
}

type Move = { actor: number; act: number; pick: number; days: number }
const move = fc.record({
  actor: fc.nat(),
  act: fc.nat({ max: 9 }),
  pick: fc.nat(),
  days: fc.constantFrom(0, 0, 0, 1, 7),
})

/** A county whose people stand in random lines; the first three can make others. */
const universe = fc
  .tuple(
    fc.constantFrom(0, 1, 2),
    fc.constantFrom(0, 1, 3),
    fc.constantFrom(-1, 0, 1),
    fc.constantFrom(-1, 0, 1, 2),
    fc.constantFrom(-1, 0, 1, 2, 3),
    fc.constantFrom(-1, 0, 1, 2, 3, 4),
  )
  .map(([, post, ...above]) => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((id, at) => {
      const [role, regionCode, unitId] = posts[at < 3 ? 0 : at === 3 ? post : 3] ?? ['clerk', town, window]
      return person(id, role, { regionCode, unitId })
    })
    const bound = people.map((one, at) => {
      const manager = at === 0 ? undefined : people[above[at - 1] ?? -1]
      const fits =
        manager &&
        manager.id !== one.id &&
        (manager.regionCode === county || manager.regionCode === one.regionCode)
      return fits ? { ...one, manager: manager.id } : one
    })
    return countyOf(...bound)
  })

const puppets = ['p', 'q']

/** Lives a random life in which only `actors`, those they make, and the clock do anything. */
function live(
  start: Organisation,
  actors: readonly string[],
  moves: readonly Move[],
  hold: (now: Organisation, on: string) => void,
) {
  let now = start
  let on = today
  for (const [at, { actor, act, pick, days }] of moves.entries()) {
    on = addDays(on, days)
    for (const id of Object.keys(now.pending)) now = after(now, { type: 'take-effect', id }, null, on)
    const hands = [...actors, ...puppets.filter((id) => now.officers[id])]
    const who = hands[actor % hands.length] ?? ''
    const waiting = Object.keys(now.pending)
    const settled = waiting[pick % Math.max(1, waiting.length)] ?? ''
    const changes = changesOf(now, puppets)
    const change = changes[pick % changes.length]
    const command: OrganisationCommand =
      act < 5 || waiting.length === 0
        ? propose(`m${at}`, change ?? { type: 'end-officer', id: '' }, addDays(on, act === 4 ? 3 : 0))
        : act < 9
          ? { type: 'confirm', id: settled }
          : { type: 'withdraw', id: settled }
    now = after(now, command, who, on)
    hold(now, on)
  }
}

describe('no sequence of commands', () => {
  it('of one person ends with more power for that person, whatever they make of others', () => {
    fc.assert(
      fc.property(
        universe,
        fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        fc.array(move, { minLength: 4, maxLength: 16 }),
        (start, one, moves) => {
          live(start, [one], moves, (now, on) => {
            for (const id of Object.keys(start.officers))
              expect([id, gained(id, start, now, on)]).toEqual([id, false])
          })
        },
      ),
      { numRuns: runs(200) },
    )
  })

  it('of one line, and of those they put in office, ends with more power for a member of it', () => {
    fc.assert(
      fc.property(
        universe,
        fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        fc.array(move, { minLength: 4, maxLength: 20 }),
        (start, one, moves) => {
          const line = [...lineOf(start, one, today)]
          live(start, line, moves, (now, on) => {
            expect([one, gained(one, start, now, on)]).toEqual([one, false])
          })
        },
      ),
      { numRuns: runs(400) },
    )
  })

  it('is missed: every state that a line of three can reach in three steps was looked at', () => {
    const boss = person('boss', 'administrator')
    const middle = person('middle', 'administrator', { manager: 'boss' })
    const low = person('low', 'clerk', { regionCode: town, unitId: window, manager: 'middle' })
    const start = countyOf(boss, middle, low, person('peng', 'leader'))
    const line = ['boss', 'middle', 'low']
    const seen = new Set<string>()
    let edge = [start]
    for (let depth = 0; depth < 3; depth += 1) {
      const next: Organisation[] = []
      for (const now of edge)
        for (const actor of line)
          for (const command of commandsIn(now, depth)) {
            const then = after(now, command, actor)
            const key = JSON.stringify([
              then.officers,
              then.absences,
              Object.values(then.pending).map(({ change, proposedBy }) => [change, proposedBy]),
            ])
            if (seen.has(key)) continue
            seen.add(key)
            for (const id of line)
              expect([id, command, gained(id, start, then, today)]).toEqual([id, command, false])
            next.push(then)
          }
      edge = next
    }
    expect(seen.size).toBeGreaterThan(100)
  })
})

const commandsIn = (now: Organisation, depth: number): OrganisationCommand[] => [
  ...Object.keys(now.pending).map((id): OrganisationCommand => ({ type: 'confirm', id })),
  ...changesOf(now, depth === 0 ? ['p'] : []).map((change, at) => propose(`d${depth}-${at}`, change)),
]

describe('the check itself', () => {
  it('would see a raise: two people outside the line can give one', () => {
    const low = person('low', 'clerk', { regionCode: town, unitId: window })
    const start = countyOf(person('qin', 'administrator'), person('yao', 'administrator'), low)
    const raised = after(
      after(start, propose('c', moved(low, ['leader', town, window], null)), 'qin'),
      { type: 'confirm', id: 'c' },
      'yao',
    )
    expect(gained('low', start, raised, today)).toBe(true)
  })
})
