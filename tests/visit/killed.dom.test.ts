import fc from 'fast-check'
import { afterAll, expect, it, vi } from 'vitest'
import type * as Store from '../../web/src/app/store.ts'
import { newVisit, type VisitDraft } from '../../web/src/visit/draft.ts'
import { findVisit, saveVisit } from '../../web/src/visit/kept.ts'
import { runs } from '../fixtures/runs.ts'

/** What outlives the browser, and after how many writes it is killed: nothing is written then, and nobody hears of it. */
const disk = vi.hoisted(() => ({ lying: new Map<string, unknown>(), left: Infinity, killed: (): void => undefined }))
const write = vi.hoisted(() => (what: () => void): Promise<void> => {
  if (disk.left <= 0) {
    disk.killed()
    return new Promise(() => undefined)
  }
  disk.left -= 1
  what()
  return Promise.resolve()
})
vi.mock('../../web/src/app/store.ts', async (original) => ({
  ...(await original<typeof Store>()),
  keep: (key: string, value: unknown) => write(() => void disk.lying.set(key, value instanceof Blob ? value : structuredClone(value))),
  forget: (key: string) => write(() => void disk.lying.delete(key)),
  recall: (key: string) => Promise.resolve(disk.lying.get(key)),
  keysKept: (prefix: string) => Promise.resolve([...disk.lying.keys()].filter((key) => key.startsWith(prefix))),
}))

const totals = { runs: 0, lost: 0 }
afterAll(() => void process.stdout.write(`visits written on a phone that is killed: ${JSON.stringify(totals)}\n`))

const he = { id: 'officer-he' }
const items = Array.from({ length: 20 }, (_, at) => `fact:item-${at}`)
/** One tap of whoever visits: an answer, a photo taken or thrown away, a signature. */
const tap = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), item: fc.constantFrom(...items) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('photo' as const), item: fc.constantFrom(...items) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'sign' as const, 'own' as const, 'along' as const), item: fc.constantFrom(...items) }) },
)
type Tap = typeof tap extends fc.Arbitrary<infer One> ? One : never

let taken = 0
const ink = () => ({ key: `picture-${(taken += 1)}`, picture: new Blob([String(taken)]) })
function after(draft: VisitDraft, { do: what, item }: Tap): VisitDraft {
  const photos = draft.photos[item] ?? []
  if (what === 'answer') return { ...draft, answers: { ...draft.answers, [item]: { pick: 'unseen', note: `${(taken += 1)}` } } }
  if (what === 'photo') return { ...draft, photos: { ...draft.photos, [item]: [...photos, ink()] } }
  if (what === 'drop') return { ...draft, photos: { ...draft.photos, [item]: photos.slice(1) } }
  return { ...draft, [{ sign: 'person', own: 'investigator', along: 'along' }[what]]: ink() }
}

/** All that can be read of it: answers, and each picture by its bytes. */
async function readOf(draft: VisitDraft | undefined): Promise<unknown> {
  if (!draft) return undefined
  const { photos, person, investigator, along, ...rest } = draft
  const bytes = async (one: { picture: Blob } | undefined) => one && (await one.picture.text())
  const each = Object.entries(photos).flatMap(([item, some]) => some.map((one) => ({ item, one })))
  return {
    ...JSON.parse(JSON.stringify(rest)) as object, person: await bytes(person), investigator: await bytes(investigator), along: await bytes(along),
    photos: (await Promise.all(each.map(async ({ item, one }) => `${item} ${String(await bytes(one))}`))).sort(),
  }
}

it('a browser that is killed at any moment of a visit opens it as it was before or after the last tap, no photo missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tap, { minLength: 1, maxLength: 25 }), fc.nat(40), async (taps, lives) => {
      disk.lying.clear()
      disk.left = Infinity
      let draft = newVisit(0)
      await saveVisit(he, 'home', draft)
      disk.left = lives
      const killed = new Promise<false>((resolve) => (disk.killed = () => resolve(false)))
      for (const one of taps) {
        const next = after(draft, one)
        if (!(await Promise.race([saveVisit(he, 'home', next).then(() => true), killed]))) {
          const opened = await readOf(await findVisit(he, 'home'))
          const [was, would] = [await readOf(draft), await readOf(next)]
          totals.runs += 1
          if (![was, would].some((possible) => JSON.stringify(possible) === JSON.stringify(opened))) totals.lost += 1
          expect([was, would]).toContainEqual(opened)
          return
        }
        draft = next
      }
      totals.runs += 1
      expect(await readOf(await findVisit(he, 'home'))).toEqual(await readOf(draft))
    }),
    { numRuns: runs(60) },
  )
})
