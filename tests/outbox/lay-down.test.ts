import { expect, it } from 'vitest'
import type { Change, Disk, Found } from '../../web/src/app/outbox-disk.ts'
import { answerOf, isFree, type OutboxEntry } from '../../web/src/app/outbox-order.ts'
import { outboxShelf } from '../../web/src/app/outbox-shelf.ts'

/** One phone whose other tab does something in the moment before what was handed over here is laid down. */
function phone(there: readonly OutboxEntry[], date = () => '2026-11-22') {
  const lies = new Map(there.map((entry) => [entry.id, { stamp: 'first', entry }]))
  let meanwhile = (): void => undefined
  const commit = async (changes: readonly Change[]): Promise<boolean> => {
    meanwhile()
    if (changes.some(({ id, stamp }) => lies.get(id)?.stamp !== stamp)) return false
    for (const { id, entry } of changes) {
      lies.delete(id)
      if (entry) lies.set(id, { stamp: `${changes.length}-${lies.size}`, entry })
    }
    return true
  }
  const disk: Disk = {
    read: async () => [...lies].map(([id, one]): Found => ({ id, ...one })),
    picture: async () => undefined,
    commit,
  }
  const problem = (code: string) => ({ code, title: code, errors: [] })
  const world = { disk, problem, date, tell: () => undefined, version: '1' }
  const shelf = outboxShelf(world, () => undefined)
  return { ...shelf, lies, otherTab: (does: () => void) => (meanwhile = does) }
}

const picture: OutboxEntry = {
  ...{ id: 'picture', kind: 'file', path: '/files', after: [], at: '2026-11-21', tries: 0 },
  answer: { id: 'file-1' },
}
const letter = {
  ...{ id: 'letter', kind: 'application', path: '/applications', after: ['picture'] },
  body: { photos: [answerOf('picture', 'id')] },
}

it('a letter is whole although its picture, sent before, was let go in another tab at that moment', async () => {
  const before = { ...letter, id: 'before', at: '2026-11-21', tries: 1 }
  const { open, layDown, entries, otherTab, lies } = phone([picture, before])
  await open()
  otherTab(() => ['picture', 'before'].forEach((id) => lies.delete(id)))
  await layDown([{ id: 'picture', kind: 'file', path: '/files', blob: new Blob(['x']) }, letter])
  const whole = entries().map(({ id, refused, answer }) => [id, refused, answer])
  expect(whole).toEqual(['picture', 'letter'].map((id) => [id, undefined, undefined]))
})

it('what only had to come after something that has just been received goes; it is not called incomplete', async () => {
  const { open, layDown, entries } = phone([])
  await open()
  await layDown([
    { id: 'second', kind: 'family', path: '/me/family/head', body: { to: 'son' }, after: ['gone'] },
  ])
  expect(entries()[0]).toMatchObject({ after: [] })
  expect(entries()[0]?.refused).toBeUndefined()
})

it('a letter without the picture it names is never sent as if it were whole', async () => {
  const { open, layDown, entries } = phone([])
  await open()
  await layDown([letter])
  expect(entries()[0]).toMatchObject({ refused: true, problem: { code: 'part-lost' } })
})

it('what a newer tab laid down in a way that an older one does not know waits for the newer one', () => {
  const entry: OutboxEntry = { ...picture, kind: 'card', path: '/me/cards/1', answer: undefined }
  const newer = { ...entry, method: 'replace' } as unknown as OutboxEntry
  expect([entry, { ...entry, method: 'delete' as const }, newer].map((one) => isFree(one, []))).toEqual([
    true,
    true,
    false,
  ])
})

it('what was handed over first stands first, also where the phone’s clock is set back or stands still', async () => {
  const days = ['2031-01-01', '2026-11-22', '2026-11-22']
  const before = { ...letter, id: 'before', at: '2027-05-05', tries: 1 }
  const { open, layDown, entries, otherTab } = phone([picture, before], () => days.shift() ?? '')
  await open()
  for (const id of ['first', 'second', 'third']) {
    await layDown([{ id, kind: 'contact', path: '/me/contact', body: { id } }])
    otherTab(() => undefined)
  }
  // What an earlier version laid down has no place, and comes first.
  expect(entries().map(({ id }) => id)).toEqual(['picture', 'before', 'first', 'second', 'third'])
})
