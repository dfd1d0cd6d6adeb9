import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { World } from '../../web/src/app/outbox-engine.ts'
import { runs } from '../fixtures/runs.ts'
import { live, PhoneLife, type Account, type Happening, type Life } from './model-life.ts'
import type { Fate } from './model-server.ts'

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>({ kind: 'taken' }) },
  { weight: 2, arbitrary: fc.constant<Fate>({ kind: 'refused' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'hangs' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'needs-sign-in' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      times: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom('unexpected', 'too-many', 'malformed', 'hotel', 'guard', 'cache', 'hangs'),
    }),
  },
)
const which = fc.nat({ max: 7 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('hand-over' as const),
      pictures: fc.array(fate, { maxLength: 2 }),
      letter: fate,
      follows: fc.boolean(),
      act: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('kill', 'settle', 'send-now', 'look'), which }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take-back' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'open-tab',
        'offline',
        'online',
        'sign-out',
        'sign-in',
        'lose-answer',
        'forget-pictures',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('server-dies' as const),
      when: fc.constantFrom('before-commit', 'after-commit'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 100_000 }) }) },
)
const lifeOf: fc.Arbitrary<Life> = fc.record({
  seed: fc.integer(),
  withLocks: fc.boolean(),
  happenings: fc.array(fc.record({ what: happening, then: fc.nat({ max: 25 }) }), {
    minLength: 1,
    maxLength: 14,
  }),
})

const totals = { runs: 0, lost: 0, twice: 0, stuck: 0 }
function count({ lost, twice, stuck }: Account): void {
  totals.runs += 1
  totals.lost += lost
  totals.twice += twice
  totals.stuck += stuck
}
afterAll(() => {
  const { runs: lives, lost, twice, stuck } = totals
  process.stdout.write(`outbox model: ${lives} runs, ${lost} lost, ${twice} twice, ${stuck} stuck\n`)
})

const nothingWrong = { lost: 0, twice: 0, stuck: 0, disordered: 0, why: [] }

/** Whether some life of many shows that a phone bent like this does harm; `rare`: one that does, where few would. */
async function findsHarm(bend: (world: World) => World, rare?: Life): Promise<boolean> {
  const checked = await fc.check(
    fc.asyncProperty(lifeOf, async (life) => {
      expect(await live(life, bend)).toEqual(nothingWrong)
    }),
    { numRuns: 1000, endOnFailure: true, examples: rare ? [[rare]] : [] },
  )
  return checked.failed
}

const lived = (...happenings: [Happening, number][]): Life => ({
  seed: 0,
  withLocks: false,
  happenings: happenings.map(([what, then]) => ({ what, then })),
})
const handOver = (letter: Fate, follows = false, pictures: Fate[] = []): Happening => ({
  ...{ do: 'hand-over', pictures },
  ...{ letter, follows, act: false },
})

/** A photo that can no longer be opened is taken back: what it was handed in with must not go without it. */
const withoutItsPhoto = lived(
  [handOver({ kind: 'taken' }, false, [{ kind: 'late', times: 0, code: 'unexpected' }]), 5],
  [{ do: 'break', which: 0 }, 3],
  [{ do: 'take-back', which: 3 }, 0],
  [{ do: 'open-tab' }, 0],
)

/** Two tabs send one letter, and the office has let go of its photo: the later refusal is of what goes no more. */
const photoGoneInTwoTabs = lived(
  [handOver({ kind: 'taken' }, false, [{ kind: 'taken' }]), 2],
  [handOver({ kind: 'late', times: 0, code: 'unexpected' }), 20],
  [{ do: 'forget-pictures' }, 0],
  [{ do: 'open-tab' }, 0],
  [{ do: 'server-dies', when: 'before-commit' }, 0],
)

describe('whatever happens to a phone, its network and the office', () => {
  it('everything handed over happens once or is shown as refused, in its order, and nothing stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf, async (life) => {
        const account = await live(life)
        count(account)
        expect(account).toEqual(nothingWrong)
      }),
      { numRuns: runs(150), examples: [[withoutItsPhoto], [photoGoneInTwoTabs]] },
    )
  })

  it('what hangs or is refused never delays what does not depend on it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(fate, { maxLength: 5 }), async (seed, before) => {
        const life = new PhoneLife({ seed, withLocks: true })
        life.server.signedIn = false
        for (const letter of before) life.handOver(letter, [letter], false, false)
        await life.time.pass(150_000)
        const fresh = life.handOver({ kind: 'taken' }, [{ kind: 'taken' }], false, false)
        await life.time.pass(2000)
        expect(life.server.applied).toContain(fresh)
      }),
      { numRuns: runs(15) },
    )
  })
})

describe('the model itself', () => {
  it('sees a phone that sends every try under a key of its own', async () => {
    let key = 0
    const bend = (world: World): World => ({
      ...world,
      post: (entry, body, picture) =>
        world.post({ ...entry, id: `${entry.id}-${(key += 1)}` }, body, picture),
    })
    expect(await findsHarm(bend)).toBe(true)
  })

  it('sees a phone that lets go of a write as soon as it is sent', async () => {
    const bend = (world: World): World => ({
      ...world,
      post: async (entry, body, picture) => {
        const lying = (await world.disk.read()).find(({ id }) => id === entry.id)
        await world.disk.commit([{ id: entry.id, stamp: lying?.stamp }])
        return world.post(entry, body, picture)
      },
    })
    expect(await findsHarm(bend)).toBe(true)
  })

  it('sees a phone that writes over what another tab has changed', async () => {
    const bend = (world: World): World => ({
      ...world,
      disk: {
        ...world.disk,
        commit: async (changes) => {
          const lying = await world.disk.read()
          const stampOf = (id: string) => lying.find((one) => one.id === id)?.stamp
          return world.disk.commit(changes.map((one) => ({ ...one, stamp: stampOf(one.id) })))
        },
      },
    })
    const takenBackMeanwhile: Life = {
      ...lived(
        [{ do: 'lose-answer' }, 0],
        [{ do: 'take-back', which: 0 }, 3],
        [handOver({ kind: 'taken' }, false, [{ kind: 'taken' }, { kind: 'refused' }]), 16],
        [{ do: 'open-tab' }, 3],
        [{ do: 'take-back', which: 0 }, 13],
        [{ do: 'send-now', which: 0 }, 1],
        [{ do: 'take-back', which: 3 }, 4],
        [{ do: 'settle', which: 0 }, 8],
      ),
      seed: -131266746,
    }
    expect(await findsHarm(bend, takenBackMeanwhile)).toBe(true)
  })

  it('sees a phone that takes back with a letter what the letter only follows', async () => {
    const bend = (world: World): World => ({
      ...world,
      disk: {
        ...world.disk,
        commit: async (changes) => {
          const lying = await world.disk.read()
          const takenBack = changes
            .filter(({ entry }) => !entry)
            .flatMap(({ id }) => lying.find((one) => one.id === id)?.entry ?? [])
            .filter(({ answer }) => answer === undefined)
          const followed = lying.filter(
            ({ id }) =>
              takenBack.some(({ after }) => after.includes(id)) && !changes.some((one) => one.id === id),
          )
          return world.disk.commit([...changes, ...followed.map(({ id, stamp }) => ({ id, stamp }))])
        },
      },
    })
    const followedByAnother = lived(
      [handOver({ kind: 'refused' }), 0],
      [{ do: 'pass', ms: 0 }, 14],
      [handOver({ kind: 'late', times: 0, code: 'unexpected' }, true), 6],
      [{ do: 'take-back', which: 0 }, 0],
      [handOver({ kind: 'taken' }), 0],
    )
    expect(await findsHarm(bend, followedByAnother)).toBe(true)
  })

  it('sees a phone whose pauses never end', async () => {
    const bend = (world: World): World => ({ ...world, later: () => () => undefined })
    expect(await findsHarm(bend)).toBe(true)
  })
})
