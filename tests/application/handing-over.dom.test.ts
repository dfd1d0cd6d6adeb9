import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Draft } from '../../web/src/application/draft.ts'
import type * as Store from '../../web/src/app/store.ts'
import { runs } from '../fixtures/runs.ts'

const store = '../../web/src/app/store.ts'
const http = '../../web/src/app/http.ts'
const never = new Promise<never>(() => undefined)
vi.stubGlobal('navigator', { onLine: true })
afterAll(() => vi.unstubAllGlobals())

/** What the office has taken, by key, and what of it was new. */
const office = { answers: new Map<string, { id: string; receiptNumber: string }>(), made: [] as string[] }
/** Ends this life of the app at the so-manieth thing done with the store or the office. */
type Death = { at: number; before: boolean }

function mortal(death: Death) {
  let done = 0
  let died: () => void = () => undefined
  const end = new Promise<void>((resolve) => (died = resolve))
  const isDead = () => done >= death.at
  const live = async <T>(what: () => Promise<T>): Promise<T> => {
    if (isDead()) return never
    done += 1
    const dies = isDead()
    if (dies) died()
    if (dies && death.before) return never
    const outcome = await what()
    return dies || isDead() ? never : outcome
  }
  return { live, end }
}

async function post(path: string, _body: unknown, { idempotencyKey: key }: { idempotencyKey: string }) {
  const before = office.answers.get(path + key)
  if (before) return before
  const answer = { id: `${path}-${office.made.length}`, receiptNumber: '4831705263186' }
  office.answers.set(path + key, answer)
  office.made.push(path)
  return answer
}

/** The app from its start: the draft of this phone is opened, followed, and sent if it lies there unsent. */
async function oneLife(death: Death, write: (draft: Draft) => void): Promise<'done' | 'dead'> {
  const { live, end } = mortal(death)
  vi.resetModules()
  vi.doMock(store, async (original) => {
    const real = await original<typeof Store>()
    const keepTogether: typeof real.keepTogether = (changes) => live(() => real.keepTogether(changes))
    const keep: typeof real.keep = async (key, value) => void (await keepTogether([{ key, value }]))
    return {
      ...real,
      keepTogether,
      keep,
      forget: (key: string) => keep(key, undefined),
      recall: (key: string) => live(() => real.recall(key)),
      recallStamped: (key: string) => live(() => real.recallStamped(key)),
    }
  })
  vi.doMock(http, async (original) => ({
    ...(await original<object>()),
    http: { post: (...sent: Parameters<typeof post>) => live(() => post(...sent)) },
  }))
  const { useSending } = await import('../../web/src/application/useSending.ts')
  const { loadDraft, newDraft } = await import('../../web/src/application/draft.ts')
  const { reactive } = await import('vue')

  const work = async (): Promise<'done'> => {
    const kept = await loadDraft()
    const isReceived = !kept && office.made.includes('/applications')
    const draft = reactive(kept ?? newDraft()) as Draft
    if (!kept && !isReceived) write(draft)
    return new Promise((resolve) => {
      const sending = useSending(draft, {
        dangers: () => [],
        received: () => undefined,
        arrived: () => resolve('done'),
        refused: () => undefined,
      })
      void sending.resume().then(async () => {
        if (isReceived) return resolve('done')
        await sending.send('2026-03-02')
        await sending.sendNow()
      })
    })
  }
  return Promise.race([work(), end.then(() => 'dead' as const)])
}

const words = (draft: Draft): void => {
  draft.words = '家里没米下锅了。'
  draft.place = { code: '990101101201', name: '柳溪镇石桥村' }
  draft.photos = [{ key: 'photo-1', picture: new Blob(['x'], { type: 'image/jpeg' }) }]
  Object.assign(draft.applicant, { name: '周素芬', idNumber: '990101197403120027', withoutPhone: true })
  draft.consent = { method: 'at-visit' }
}

describe('an application that was finished', () => {
  it('is received once and leaves one receipt, whenever the phone dies on the way', async () => {
    const death = fc.record({ at: fc.integer({ min: 1, max: 40 }), before: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(death, { maxLength: 3 }), async (deaths) => {
        const { keysKept, forgetEverything } = await import('../../web/src/app/store.ts')
        await forgetEverything()
        office.answers.clear()
        office.made.length = 0
        for (const one of [...deaths, { at: Infinity, before: false }]) await oneLife(one, words)
        expect(office.made.filter((path) => path === '/applications')).toHaveLength(1)
        expect(await keysKept('receipt:')).toHaveLength(1)
        expect([...(await keysKept('draft')), ...(await keysKept('outbox'))]).toEqual([])
      }),
      { numRuns: runs(4) },
    )
  })
})
